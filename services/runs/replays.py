"""Replays: a stored run once more from one of its nodes on, as a new run that points to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import storage.messages
import storage.runs
from engine.events import RunStatus
from engine.resources import Turn
from engine.running.reuse import Kept
from engine.running.run import RunRequest
from engine.values import revive
from services.accounts.acting import needs
from services.accounts.actors import Actor, actor_of
from services.accounts.roles import Action
from services.apps.serving import Served, served_run
from services.chats.turns import closing, turn_of
from services.errors import InvalidInput
from services.files.given_files import file_reader
from services.runs.execution import Execution
from services.runs.extents import split_values
from services.runs.given import Reading, Values, from_node_on, kept_of, keys_needed, outer_ends, outer_node, readings
from services.runs.limits import bounds_of, check_values
from services.runs.pauses import store_end
from services.runs.results import AppResults
from services.runs.runs import DEBUGGER, LiveRun
from storage.records import App, NodeExecution, Run

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is other than in the run that is replayed."""

    inputs: Mapping[str, Any] = field(default_factory=dict)  # of the start form
    query: str | None = None
    values: Values = field(default_factory=dict)  # outputs of earlier nodes; `sys`, `env`, `conversation` variables
    nodes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # settings of nodes by id, over those that ran


@needs(Action.EDIT_APPS)
async def replay(
    rt: "Runtime",
    app: App,
    run_id: str,
    node_id: str = "",
    changes: Changes = Changes(),
    *,
    user: str = "",
    account_id: str | None = None,
) -> LiveRun:
    """Run a stored run again from a node on and return the new run; without a node, from the beginning.

    The nodes before it give what their rows hold and call nothing; those that had no result in the run (it failed
    or was stopped before) run, too. A node inside a container stands for the outermost container around it. The
    graph is the one that ran. Nothing is written to the conversation of a turn.

    Raises:
        NotFound: no such run, or its version or a node is gone.
        InvalidInput: the run is under way; a changed value breaks its rule or belongs to a node that runs; a
            changed node is not among those that run; or a value that is needed is not stored whole (the message
            says which node has to run again).
        InvalidWorkflow: the changed graph cannot run.
        TooManyRequests: the app runs as often as it may.
    """
    parent, rows = await rt.db.read(lambda: _stored(rt, app, run_id))
    if parent.status == RunStatus.RUNNING:
        raise InvalidInput("The run is still under way; it can be replayed when it has ended.", param="run_id")
    check_values(rt, changes.inputs, [])
    serving = await served_run(rt, app, parent, changes.nodes)
    source = _Source.of(serving, parent, rows, node_id, changes)
    actor = await actor_of(rt, app, user, invoke_from=DEBUGGER, account_id=account_id)
    execution = Execution(
        rt, serving, actor, invoke_from=DEBUGGER, reuses=True, parent_run_id=parent.id, replayed_from=source.start
    )
    work = _Replay(execution, await source.request(execution))
    return await rt.live.begin(execution.live, work.run, bounds_of(rt, app))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An outer node of a stored run, from which on it may be replayed."""

    node_id: str
    kind: str
    title: str
    settings: Mapping[str, Any]
    reads: Sequence[Reading]  # of earlier nodes


async def places(rt: "Runtime", app: App, run_id: str) -> list[Place]:
    """Return the nodes of a stored run in the order of the graph, the first being where it starts.

    Raises:
        NotFound, InvalidWorkflow: as `replay`.
    """
    parent, rows = await rt.db.read(lambda: _stored(rt, app, run_id))
    serving = await served_run(rt, app, parent)
    source = _Source.of(serving, parent, rows, "", Changes())
    plan, ended = serving.plan, outer_ends(rows)
    return [
        Place(
            node_id=node_id,
            kind=plan.nodes[node_id].kind,
            title=plan.nodes[node_id].title or node_id,
            settings=serving.document.node(node_id).data,
            reads=readings(plan, source.root, node_id, ended),
        )
        for node_id in plan.frame(source.root).order
    ]


@dataclass(frozen=True, slots=True)
class _Replay:
    """A replay ready to start."""

    execution: Execution
    request: RunRequest

    async def run(self, live: LiveRun) -> None:
        """Run, store, and only then publish the end."""
        execution = self.execution
        last = await execution.carry_out(self.request)
        live.publish(*(await store_end(execution, last) or closing(execution.served, last)))


def _stored(rt: "Runtime", app: App, run_id: str) -> tuple[Run, list[NodeExecution]]:
    run = storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id)
    return run, storage.runs.list_nodes(rt.db, app.workspace_id, run_id)


@dataclass(frozen=True, slots=True)
class _Source:
    """The run that is replayed, and how: `start` is the outer node from which on the nodes `running` run again."""

    serving: Served
    parent: Run
    rows: Sequence[NodeExecution]
    changes: Changes
    root: str
    start: str
    running: frozenset[str]

    @classmethod
    def of(cls, serving: Served, parent: Run, rows: Sequence[NodeExecution], node_id: str, changes: Changes) -> Self:
        """Return the source of a replay from `node_id` on. Raises NotFound, InvalidInput."""
        ran = {row.node_id for row in rows}
        roots = serving.plan.roots
        root = next((found for found in roots if found in ran), roots[0])
        start = outer_node(serving.plan, root, node_id or root)
        running = from_node_on(serving.plan, root, start)
        early = next((name for name in changes.nodes if name not in running), None)
        if early is not None:
            raise InvalidInput(f"The node {early} comes before {start}: replay from it to change it.", param="nodes")
        return cls(serving, parent, rows, changes, root, start, running)

    async def request(self, execution: Execution) -> RunRequest:
        """Return what the new run is given. Raises InvalidInput."""
        parent, changes = self.parent, self.changes
        system = {key.removeprefix("sys."): value for key, value in parent.inputs.items() if key.startswith("sys.")}
        variables, edits = split_values(changes.values, running=self.running)
        given = await self._given(execution.rt, edits)
        self._check_whole(given)
        request = await execution.request(
            history=await _history(execution.rt, self.serving, parent),
            inputs=await self._inputs(execution.rt, execution.actor),
            query=str(system.get("query", "")) if changes.query is None else changes.query,
            files=revive(list(system.get("files") or [])),
            dialogue_count=int(system.get("dialogue_count") or 0),
            conversation=revive(dict((parent.began_with or {}).get("conversation") or {})),
            root=self.root,
            given=given,
            afresh=self.running,
            variables=variables,
        )
        return replace(request, info=replace(request.info, conversation_id=parent.conversation_id or ""))

    async def _given(self, rt: "Runtime", edits: Values) -> dict[str, Kept]:
        """Return what stands for the outer nodes that do not run. Raises InvalidInput."""
        nodes = self.serving.plan.frame(self.root).nodes
        ended = outer_ends(self.rows)
        standing = {name: row for name, row in ended.items() if name in nodes and name not in self.running}
        standing.pop(self.root, None)  # it calls nothing, and gives what the run is given
        unknown = next((name for name in edits if name not in standing), None)
        if unknown is not None:
            raise InvalidInput(f"The node {unknown} has no result in this run that could be edited.", param="values")
        needed = keys_needed(self.serving.plan, self.root, nodes.keys() - standing.keys())
        results = AppResults(rt, self.serving.app)
        return {
            name: await kept_of(row, self.rows, edits=edits.get(name), needed=needed, results=results)
            for name, row in standing.items()
        }

    def _check_whole(self, given: Mapping[str, Kept]) -> None:
        """Raise InvalidInput when a node that runs reads what the run was given then, and that is not whole."""
        nodes, changes = self.serving.plan.frame(self.root).nodes, self.changes
        needed = keys_needed(self.serving.plan, self.root, nodes.keys() - given.keys())
        for name in (self.parent.began_with or {}).get("incomplete", ()):
            owner, dot, variable = name.partition(".")
            key = (owner, variable) if dot and owner in ("sys", "conversation") else (self.root, name)
            is_given = name in changes.inputs or variable in changes.values.get(owner, {})
            is_given |= name == "sys.query" and changes.query is not None
            if key in needed and not is_given:
                raise InvalidInput(f"{name} of the run is not stored whole: give its value again.", param="inputs")

    async def _inputs(self, rt: "Runtime", actor: Actor) -> dict[str, Any]:
        """Return the inputs of the run with the changed ones, which are checked. Raises InvalidInput."""
        serving, changed = self.serving, self.changes.inputs
        before = {name: revive(value) for name, value in self.parent.inputs.items() if not name.startswith("sys.")}
        form = [item for item in serving.form if item.variable in changed]
        reader = await file_reader(rt, serving.app, actor, [changed], invoke_from=DEBUGGER)
        return {**before, **replace(serving, form=form).inputs_of(changed, reader)}


async def _history(rt: "Runtime", serving: Served, parent: Run) -> list[Turn]:
    """Return the turns of the conversation before the one that is replayed, oldest first."""
    conversation_id = parent.conversation_id
    if not serving.history or not conversation_id:
        return []
    workspace_id, limit = serving.app.workspace_id, min(serving.history, rt.settings.history_messages)
    found = await rt.db.read(
        lambda: storage.messages.history(rt.db, workspace_id, conversation_id, before=parent.created_at, limit=limit)
    )
    return [turn_of(message) for message in found]
