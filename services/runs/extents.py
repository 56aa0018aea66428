"""How much of a draft a run in the Studio calls: all, what is stale, up to a node, or from a node on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import storage.runs
from engine.document import GRAPH_MODES
from engine.events import Event
from engine.resources import Resources
from engine.running.reuse import Kept, KeptResult
from engine.running.run import Plan, Run
from engine.running.stale import Freshness
from engine.values import revive
from services.accounts.acting import needs
from services.accounts.actors import Actor, actor_of
from services.accounts.roles import Action
from services.apps.serving import Served, served, served_draft
from services.chats.turns import dialogue_count, find_thread
from services.errors import InvalidInput
from services.files.given_files import file_reader
from services.models import models_for
from services.runs.execution import Execution
from services.runs.given import (
    OWNERS,
    Reading,
    Values,
    from_node_on,
    kept_of,
    keys_needed,
    outer_node,
    readings,
    with_inner,
)
from services.runs.results import AppResults, states
from services.runs.runs import DEBUGGER
from storage.records import App, NodeExecution

if TYPE_CHECKING:
    from services.runtime import Runtime

Mode = Literal["stale", "all", "until", "from", "only", "leading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What of a draft is run.

    stale: what has no kept result that still stands for it. all: everything. until: what is stale of the node and
    of all that leads to it. from: the node and all that follows, whatever is kept, and what is stale before it.
    only: the node, whatever is kept, and what is stale before it. leading: what is stale of `nodes` and of all that
    leads to them. `values` stand for variables: outputs of nodes that do not run then, or `sys`, `env` and
    `conversation` ones.
    """

    mode: Mode = "stale"
    node_id: str = ""  # for until, from and only
    nodes: tuple[str, ...] = ()  # for leading
    values: Values = field(default_factory=dict)

    async def parts(self, rt: "Runtime", serving: Served) -> dict[str, Any]:
        """Return the fields of a `RunRequest` that make a run of what is served run this much of it.

        Raises:
            NotFound: there is no such node.
            InvalidInput: a node is missing, or a value is given for a node that runs.
        """
        plan = serving.plan
        root = plan.roots[0]
        if self.mode == "all":
            parts: dict[str, Any] = {"afresh": frozenset(plan.nodes)}
        elif self.mode in ("stale", "leading"):
            parts = {"until": self.nodes}
        else:
            parts = self._parts_of_node(plan, root, outer_node(plan, root, self.node_id))
        variables, given = split_values(self.values, running=parts.get("afresh", frozenset()))
        if variables:
            parts["variables"] = variables
        if given:
            parts["given"] = {owner: await _edited(rt, serving, root, owner, given[owner]) for owner in given}
        return parts

    def _parts_of_node(self, plan: Plan, root: str, node_id: str) -> dict[str, Any]:
        if self.mode == "from":
            return {"afresh": from_node_on(plan, root, node_id)}
        again = {"afresh": with_inner(plan, [node_id])} if self.mode == "only" else {}
        return {"until": (node_id,), **again}


STALE: Final = Extent()


def split_values(values: Values, *, running: frozenset[str]) -> tuple[Values, Values]:
    """Return those of the run's own variables and those of nodes.

    Raises:
        InvalidInput: a node among those `running` would not give the value.
    """
    runs = next((owner for owner in values if owner in running), None)
    if runs is not None:
        raise InvalidInput(f"The node {runs} runs itself; values can be given for nodes before it.", param="values")
    own = {owner: revive(dict(named)) for owner, named in values.items() if owner in OWNERS}
    return own, {owner: named for owner, named in values.items() if owner not in OWNERS}


async def _edited(rt: "Runtime", serving: Served, root: str, node_id: str, edits: Mapping[str, Any]) -> Kept:
    """Return the last result of a node of the draft with other values; only these when it never ran."""
    app = serving.app
    if outer_node(serving.plan, root, node_id) != node_id:
        raise InvalidInput(f"The node {node_id} runs inside a container; give the container's values.", param="values")
    row = await rt.db.read(lambda: storage.runs.find_last_node_execution(rt.db, app.workspace_id, app.id, node_id))
    if row is None or row.status not in ("succeeded", "exception"):
        return KeptResult(revive(dict(edits)), {})
    needed = keys_needed(serving.plan, root, serving.plan.frame(root).nodes)
    return await kept_of(row, edits=edits, needed=needed, results=AppResults(rt, app))


@needs(Action.RUN)
async def draft_states(
    rt: "Runtime",
    app: App,
    *,
    inputs: Mapping[str, Any],
    query: str = "",
    conversation_id: str = "",
    root: str | None = None,
    user: str = "",
    account_id: str | None = None,
) -> dict[str, Freshness]:
    """Return how each outer node of the draft stands to its kept results, if it ran now on these values.

    `root` is the trigger that the run would start at. Nothing is run or stored. Values that the start form would
    refuse are taken as they are.

    Raises:
        NotFound: there is no draft, or no such conversation.
        InvalidWorkflow: the draft cannot run.
    """
    serving, run = await before_run(
        rt,
        app,
        inputs=inputs,
        query=query,
        conversation_id=conversation_id,
        root=root,
        user=user,
        account_id=account_id,
    )
    return await states(rt, serving, run)


async def before_run(
    rt: "Runtime",
    app: App,
    *,
    inputs: Mapping[str, Any],
    query: str = "",
    conversation_id: str = "",
    root: str | None = None,
    user: str = "",
    account_id: str | None = None,
) -> tuple[Served, Run]:
    """Return what the Studio would run, and a run of it on these values that is never started.

    Raises:
        NotFound: there is no draft, or no such conversation.
        AppUnavailable, InvalidWorkflow: it cannot run.
    """
    serving = await (served_draft(rt, app, root=root) if app.mode in GRAPH_MODES else served(rt, app))
    actor = await actor_of(rt, app, user, invoke_from=DEBUGGER, account_id=account_id)
    thread = await find_thread(rt, serving, actor, conversation_id) if conversation_id else None
    execution = Execution(rt, serving, actor, invoke_from=DEBUGGER, conversation_id=conversation_id, alone=True)
    request = await execution.request(
        history=thread.history if thread else (),
        inputs=await _as_given(rt, serving, actor, inputs),
        query=query,
        dialogue_count=dialogue_count(serving, thread),
        conversation=thread.values(serving.document.conversation_variables) if thread else {},
    )
    resources = Resources(models=await models_for(rt, app.workspace_id))
    return serving, Run(serving.plan, request, resources, emit=_unheard)


async def draft_readings(rt: "Runtime", app: App, node_id: str, *, root: str | None = None) -> list[Reading]:
    """Return what a node of the draft reads of earlier nodes, with their last values. Raises as `draft_states`."""
    serving = await served_draft(rt, app, root=root)
    plan, root = serving.plan, serving.plan.roots[0]
    owners = {owner for owner, _ in plan.reads(outer_node(plan, root, node_id))} & plan.frame(root).nodes.keys()

    def read() -> dict[str, NodeExecution]:
        last = storage.runs.find_last_node_execution
        found = {owner: last(rt.db, app.workspace_id, app.id, owner) for owner in owners}
        return {owner: row for owner, row in found.items() if row is not None}

    return readings(plan, root, node_id, await rt.db.read(read))


async def _as_given(rt: "Runtime", serving: Served, actor: Actor, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    reader = await file_reader(rt, serving.app, actor, [inputs], invoke_from=DEBUGGER)
    try:
        return serving.given(inputs, reader)
    except InvalidInput:  # the form is half filled in: what is there decides what is stale
        return inputs


def _unheard(_: Event) -> None:
    """Take the events of a run that is never started."""
