"""What an app serves: a document made ready to run, kept until something of it changes."""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import storage.workflows
from engine.configured import as_graph
from engine.document import GRAPH_MODES, Document
from engine.errors import InvalidInputs, InvalidWorkflow
from engine.files import FileReader, FileRules
from engine.graph import Graph
from engine.inputs import InputItem, parse_inputs
from engine.running.run import Plan, prepare
from engine.triggers.sample import TRIGGERS, sample_outputs
from engine.values import File
from services.apps import documents
from services.errors import AppUnavailable, BadRequest, InvalidInput, NotPublished
from storage.errors import NotFound
from storage.records import App, Run, Workflow

if TYPE_CHECKING:
    from services.runtime import Runtime

ALL: Final = 2**31  # messages: as many as the settings let a model have


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A version, a draft or a configuration of an app, ready to run."""

    app: App
    workflow_id: str  # "" for apps without a graph of their own
    version: str  # "draft", a time as text, or "" as above
    document: Document
    plan: Plan
    form: Sequence[InputItem]  # what a run asks for
    environment: Mapping[str, Any]  # secrets in clear
    secrets: tuple[str, ...]  # values that nothing stored or shown may hold
    history: int  # messages that the models of the app remember at most
    graph: Mapping[str, Any] | None = None  # of a draft, to be stored with its runs

    def inputs_of(self, values: Mapping[str, Any], reader: FileReader) -> dict[str, Any]:
        """Return the checked value of every input of the app's form. Raises InvalidInput."""
        try:
            return parse_inputs(self.form, values, files=reader)
        except InvalidInputs as error:
            raise InvalidInput(str(error), param=error.variable or "inputs") from error

    def given(self, values: Mapping[str, Any], reader: FileReader) -> dict[str, Any]:
        """Return what the node that a run starts at gives for values: the form's inputs, or a trigger's outputs.

        Raises InvalidInput.
        """
        root = self.plan.nodes[self.plan.roots[0]]
        if root.kind not in TRIGGERS:
            return self.inputs_of(values, reader)
        try:
            return sample_outputs(root.node, values, files=reader)
        except InvalidInputs as error:
            raise InvalidInput(str(error), param=error.variable or "inputs") from error

    def files_of(self, given: Any, reader: FileReader) -> list[File]:
        """Return the files that came with a message; an app that takes none ignores them. Raises InvalidInput."""
        rules = FileRules.of_features(self.document.features)
        if rules is None:
            return []
        try:
            return reader.read_all("files", given, rules)
        except InvalidInputs as error:
            raise InvalidInput(str(error), param="files") from error


async def served(rt: "Runtime", app: App, *, workflow_id: str | None = None) -> Served:
    """Return what an app serves now, or its published version `workflow_id`; an app without versions ignores that.

    Raises:
        BadRequest: `workflow_id` is no UUID, or the draft's.
        NotFound: no such version is published.
        NotPublished: the app has no published version yet.
        AppUnavailable: what it serves cannot run; the message says why.
    """
    if app.mode not in GRAPH_MODES:
        workflow_id = None
    elif workflow_id and not is_uuid(workflow_id):
        raise BadRequest(f"Invalid workflow id format: {workflow_id!r:.80} is no UUID.")
    found = await rt.caches.served.load((app.id, workflow_id or ""), lambda: _read(rt, app, workflow_id))
    return found if found.app is app else replace(found, app=app)


async def shown(rt: "Runtime", app: App, *, draft: bool = False) -> Document:
    """Return the document that callers see of an app: form and features of what it serves, or of its `draft`.

    Raises as `served`, or NotFound: there is no draft.
    """
    if app.mode not in GRAPH_MODES:
        return documents.document_of(app, None)
    return documents.document_of(app, await _draft(rt, app)) if draft else (await served(rt, app)).document


async def features_of(rt: "Runtime", app: App, *, draft: bool = False) -> Mapping[str, Any]:
    """Return the features of what an app serves, or of its `draft`. Raises as `document_of_callers`."""
    document = await (shown(rt, app, draft=True) if draft else document_of_callers(rt, app))
    return document.features if document.is_graph else document.model_config


async def document_of_callers(rt: "Runtime", app: App) -> Document:
    """Return what `shown` does. Raises AppUnavailable: the app serves nothing, or cannot run."""
    try:
        return await shown(rt, app)
    except NotPublished as error:
        raise AppUnavailable(str(error)) from error


async def served_draft(rt: "Runtime", app: App, *, root: str | None = None) -> Served:
    """Return the draft of a graph app; `root` names the trigger at which runs of it start.

    Raises:
        NotFound: there is no draft, or no such node in it.
        InvalidWorkflow: it cannot run.
    """
    draft = await _draft(rt, app)
    if root is not None and root not in Graph.of(documents.document_of(app, draft)).roots:
        raise NotFound("trigger", root)
    roots = None if root is None else [root]
    found = await rt.caches.served.load(
        (app.id, f"draft {draft.hash} {root or ''}"),
        lambda: asyncio.to_thread(_of_workflow, rt, app, draft, roots=roots),
    )
    return found if found.app is app else replace(found, app=app)


async def served_node(rt: "Runtime", app: App, node_id: str) -> Served:
    """Return one node of the draft, with what runs inside it, as if it were all. Raises NotFound, InvalidWorkflow."""
    draft = await _draft(rt, app)
    document = documents.document_of(app, draft)
    graph = Graph.of(document)
    if node_id not in graph.nodes:
        raise NotFound("node", node_id)
    kept = {node_id, *graph.inside(node_id)}
    alone = {
        **draft.graph,
        "nodes": [node.outer for node in document.nodes if node.id in kept],
        "edges": [edge.outer for edge in document.edges if {edge.source, edge.target} <= kept - {node_id}],
    }
    return await asyncio.to_thread(_of_workflow, rt, app, replace(draft, graph=alone), roots=[node_id])


async def served_run(
    rt: "Runtime", app: App, run: Run, changes: Mapping[str, Mapping[str, Any]] | None = None
) -> Served:
    """Return what a stored run ran, with other settings of some nodes (by id, over those that it had).

    A draft's run has its graph stored, other parts of the draft are as they are now; so is the configuration of an
    app without a graph.

    Raises:
        NotFound: the version that ran, or a node of `changes`, is gone.
        InvalidWorkflow: it cannot run so.
    """
    workflow = None
    if app.mode in GRAPH_MODES:
        version = run.workflow_id or ""
        workflow = await rt.db.read(lambda: storage.workflows.get_workflow(rt.db, app.workspace_id, app.id, version))
    return await asyncio.to_thread(_of_run, rt, app, workflow, run, changes or {})


async def served_config(rt: "Runtime", app: App, model_config: Mapping[str, Any]) -> Served:
    """Return an app as it would be with another model configuration; its runs store what they ran.

    Raises InvalidWorkflow.
    """
    found = await asyncio.to_thread(_of_config, replace(app, model_config=dict(model_config)))
    return replace(found, graph=found.document.graph)


def is_uuid(text: str) -> bool:
    """Return whether `text` is a UUID in its usual form."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


async def _draft(rt: "Runtime", app: App) -> Workflow:
    draft = await rt.db.read(lambda: storage.workflows.find_draft(rt.db, app.workspace_id, app.id))
    if draft is None:
        raise NotFound("draft", app.id)
    return draft


async def _read(rt: "Runtime", app: App, workflow_id: str | None) -> Served:
    try:
        if app.mode not in GRAPH_MODES:
            return await asyncio.to_thread(_of_config, app)
        version = await rt.db.read(lambda: _version(rt, app, workflow_id))
        return await asyncio.to_thread(_of_workflow, rt, app, version)
    except InvalidWorkflow as error:
        raise AppUnavailable(f"The app cannot run: {error}") from error


def _version(rt: "Runtime", app: App, workflow_id: str | None) -> Workflow:
    if workflow_id:
        found = storage.workflows.get_workflow(rt.db, app.workspace_id, app.id, workflow_id)
        if found.version == storage.workflows.DRAFT:
            raise BadRequest("The draft cannot be run by its id; publish it first.")
        return found
    newest = storage.workflows.find_published(rt.db, app.workspace_id, app.id)
    if newest is None:
        raise NotPublished
    return newest


def _of_workflow(rt: "Runtime", app: App, workflow: Workflow, *, roots: Sequence[str] | None = None) -> Served:
    document = documents.document_of(app, workflow)
    plan = prepare(document, roots=roots)
    variables = documents.opened(rt.secrets, workflow.environment_variables)
    is_draft = workflow.version == storage.workflows.DRAFT
    return Served(
        app=app,
        workflow_id=workflow.id,
        version=workflow.version,
        document=document,
        plan=plan,
        form=_form(plan),
        environment={str(item.get("name")): item.get("value") for item in variables},
        secrets=tuple(str(item["value"]) for item in variables if _is_secret(item)),
        history=_history(document),
        graph=workflow.graph if is_draft else None,
    )


def _of_run(
    rt: "Runtime", app: App, workflow: Workflow | None, run: Run, changes: Mapping[str, Mapping[str, Any]]
) -> Served:
    document = documents.document_of(app, workflow) if workflow else as_graph(documents.document_of(app, None))
    if run.graph is not None:
        document = document.replace(graph=run.graph)
    before = {node.id: node.data for node in document.nodes}
    unknown = next((node_id for node_id in changes if node_id not in before), None)
    if unknown is not None:
        raise NotFound("node", unknown)
    document = document.with_nodes_data({node_id: {**before[node_id], **changes[node_id]} for node_id in changes})
    if workflow is None:
        return replace(_of_graph(app, document), graph=document.graph)
    return replace(_of_workflow(rt, app, replace(workflow, graph=document.graph)), graph=document.graph)


def _of_config(app: App) -> Served:
    return _of_graph(app, as_graph(documents.document_of(app, None)))


def _of_graph(app: App, document: Document) -> Served:
    plan = prepare(document)
    return Served(
        app=app,
        workflow_id="",
        version="",
        document=document,
        plan=plan,
        form=_form(plan),
        environment={},
        secrets=(),
        history=_history(document),
    )


def _form(plan: Plan) -> Sequence[InputItem]:
    starts = [plan.nodes[root] for root in plan.roots if plan.nodes[root].kind == "start"]
    return tuple(starts[0].node.config.variables) if starts else ()


def _is_secret(item: Mapping[str, Any]) -> bool:
    return item.get("value_type") == "secret" and bool(item.get("value"))


def _history(document: Document) -> int:
    """Return how many earlier messages the models of a document may be given: the widest window, all without one."""
    return max((_window(node.data.get("memory")) for node in document.nodes), default=0)


def _window(memory: Any) -> int:
    if not isinstance(memory, Mapping):
        return 0
    window = memory.get("window")
    if isinstance(window, Mapping) and window.get("enabled") and isinstance(window.get("size"), int | float):
        return int(window["size"])
    return ALL
