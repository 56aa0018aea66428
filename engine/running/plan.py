"""A document made ready to run: nodes parsed, frames cut out, responses analysed. Made once, run often.

A frame is what runs with its own edge states: the graph reachable from the root of the run, or the
inner graph of a container, reachable from its start node.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import Any

from pydantic import ValidationError

import engine.nodes  # noqa: F401 - registers the node kinds
from engine.document import Document, EdgeSpec, NodeSpec
from engine.errors import InvalidWorkflow, Problem
from engine.nodes.base import Context, Node
from engine.problems import problem, setting_problem, shortened
from engine.running.fingerprint import ENGINE, digest
from engine.values import fits

FAIL_BRANCH = "fail-branch"
DEFAULT_VALUE = "default-value"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNode:
    """A node as the run loop wants it: all that decides how it runs at hand."""

    id: str
    kind: str
    title: str
    node: Node
    container: bool  # this and the next four: see `engine.nodes.base.Node`
    hidden: bool
    response: bool
    ends_loop: bool
    streams: Sequence[str]
    extras: Mapping[str, Any]  # told when it starts
    chooses: bool  # its outcome decides which of its edges are taken
    attempts: int  # how often it may be tried
    defaults: Mapping[str, Any]  # outputs under the error strategy `default-value`

    @classmethod
    def of(cls, spec: NodeSpec, node: Node, defaults: Mapping[str, Any]) -> "PlannedNode":
        """Return the planned form of a parsed node."""
        retry = node.retry
        return cls(
            id=intern(spec.id),
            kind=spec.kind,
            title=spec.title,
            node=node,
            container=node.container,
            hidden=node.hidden,
            response=node.response,
            ends_loop=node.ends_loop,
            streams=node.streams,
            extras=node.extras(),
            chooses=node.branches or node.error_strategy == FAIL_BRANCH,
            attempts=1 + retry.max_retries if node.retries and retry.retry_enabled else 1,
            defaults=defaults,
        )

    @property
    def handling(self) -> tuple[Any, ...]:
        """Return what becomes of a failure: strategy, defaults and number of attempts."""
        return self.node.error_strategy, dict(self.defaults), self.attempts


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a frame; `index` is its place in `FramePlan.edges`."""

    index: int
    source: str
    target: str
    handle: str


@dataclass(frozen=True, slots=True)
class Response:
    """What an answer or end node says and which edges keep it from speaking."""

    node_id: str
    segments: Sequence[str | tuple[str, ...]]
    blocking: AbstractSet[int]  # indexes of edges

    def thinks_aloud(self, node_id: str) -> bool:
        """Return whether the response shows what a model said or thought, so that callers follow its reasoning."""
        return any((node_id, name) in self.segments for name in ("text", "reasoning_content"))


class FramePlan:
    """One frame: its nodes, edges and responses; equal ids are one object, which makes looking them up cheap."""

    def __init__(self, root: str, nodes: Mapping[str, PlannedNode], edges: Sequence[EdgeSpec]) -> None:
        self.root = root
        self.nodes = _reachable(root, nodes, edges)
        inside = [edge for edge in edges if edge.source in self.nodes]
        self.edges = tuple(
            Edge(index, intern(edge.source), intern(edge.target), edge.source_handle)
            for index, edge in enumerate(inside)
        )
        self.outgoing: dict[str, list[Edge]] = {node_id: [] for node_id in self.nodes}
        self.incoming: dict[str, list[Edge]] = {node_id: [] for node_id in self.nodes}
        for edge in self.edges:
            self.outgoing[edge.source].append(edge)
            self.incoming[edge.target].append(edge)
        self.in_degrees = {node_id: len(edges) for node_id, edges in self.incoming.items()}
        self.responses = tuple(self._response(node) for node in self.nodes.values() if node.response)
        self.response_ids = frozenset(response.node_id for response in self.responses)

    @cached_property
    def order(self) -> Sequence[str]:
        """Return the nodes so that each comes after those that lead to it; nodes of a cycle are left out."""
        unknown = dict(self.in_degrees)
        order, todo = [], [self.root]
        while todo:
            order.append(todo.pop())
            for edge in self.outgoing[order[-1]]:
                unknown[edge.target] -= 1
                if not unknown[edge.target]:
                    todo.append(edge.target)
        return order

    @cached_property
    def referenced(self) -> AbstractSet[tuple[str, str]]:
        """Return the outputs that some response of this frame shows."""
        return {
            (segment[0], segment[1])
            for response in self.responses
            for segment in response.segments
            if not isinstance(segment, str) and len(segment) == 2
        }

    @cached_property
    def _dividing(self) -> AbstractSet[int]:
        """Return the edges that block every response."""
        sources = {node.id for node in self.nodes.values() if node.chooses or node.container or node.response}
        return frozenset(edge.index for edge in self.edges if edge.source in sources)

    @cached_property
    def _assigning(self) -> Sequence[tuple[Edge, AbstractSet[tuple[str, ...]]]]:
        """Return the edges that block the responses which show what their source writes, with that."""
        writes = {node_id: node.node.writes() for node_id, node in self.nodes.items()}
        return [(edge, writes[edge.source]) for edge in self.edges if writes[edge.source]]

    def _response(self, node: PlannedNode) -> Response:
        segments = tuple(node.node.segments())
        shown = {segment for segment in segments if not isinstance(segment, str)}
        assigning = {edge.index for edge, written in self._assigning if not shown.isdisjoint(written)}
        return Response(node.id, segments, self._dividing | assigning if assigning else self._dividing)


def _successors(edges: Sequence[EdgeSpec]) -> dict[str, list[str]]:
    successors: dict[str, list[str]] = {}
    for edge in edges:
        successors.setdefault(edge.source, []).append(edge.target)
    return successors


def _reachable(root: str, nodes: Mapping[str, PlannedNode], edges: Sequence[EdgeSpec]) -> dict[str, PlannedNode]:
    successors = _successors(edges)
    found, todo = {root: nodes[root]}, [root]
    while todo:
        for target in successors.get(todo.pop(), ()):
            if target not in found:
                found[target] = nodes[target]
                todo.append(target)
    return found


class Plan:
    """A document that can run; keep it as long as the document does not change."""

    def __init__(self, document: Document, nodes: Mapping[str, PlannedNode], roots: Sequence[str]) -> None:
        self.document = document
        self.nodes = nodes
        self.roots = tuple(roots)
        self._frames: dict[str, FramePlan] = {}
        self._reads: dict[str, AbstractSet[tuple[str, str]]] = {}
        self._names_read: dict[str, Sequence[tuple[str, tuple[str, str]]]] = {}
        self._identities: dict[str, str] = {}

    def frame(self, root: str) -> FramePlan:
        """Return the frame that starts at the node `root`."""
        if root not in self._frames:
            self._frames[root] = FramePlan(root, self.nodes, self.document.edges)
        return self._frames[root]

    @cached_property
    def variable_types(self) -> Mapping[tuple[str, ...], str]:
        """Return the declared types of the variables that nodes may write: conversation and loop variables."""
        conversation = {("conversation", spec.name): spec.value_type for spec in self.document.conversation_variables}
        loops = (node for node in self.nodes.values() if node.kind == "loop")
        return conversation | {
            (loop.id, variable.label): variable.var_type
            for loop in loops
            for variable in loop.node.config.loop_variables
        }

    def reads(self, node_id: str) -> AbstractSet[tuple[str, str]]:
        """Return the variables, by owner and name, that a node's result depends on; a container's inner nodes count."""
        if node_id not in self._reads:
            planned = self.nodes[node_id]
            found = {(selector[0], selector[1]) for selector in planned.node.references()}
            inside = self.inner_nodes(planned.node.start_node_id()) if planned.container else []
            for inner in inside:
                found |= self.reads(inner)
            self._reads[node_id] = frozenset(key for key in found if key[0] not in {*inside, node_id})
        return self._reads[node_id]

    def names_read(self, node_id: str) -> Sequence[tuple[str, tuple[str, str]]]:
        """Return what `reads` has, sorted, each with its name `#owner.name#`."""
        if node_id not in self._names_read:
            self._names_read[node_id] = [(f"#{key[0]}.{key[1]}#", key) for key in sorted(self.reads(node_id))]
        return self._names_read[node_id]

    def identity(self, node_id: str) -> str:
        """Return what stands for a node as configured: layout, titles and comments do not count."""
        if node_id not in self._identities:
            planned = self.nodes[node_id]
            config = planned.node.config
            settings = config.model_dump(mode="json", include=type(config).model_fields.keys() - {"title", "desc"})
            inner: list[Any] = []
            if planned.container:
                start = planned.node.start_node_id()
                inner = [
                    (inner_id, self.identity(inner_id), self.nodes[inner_id].handling)
                    for inner_id in self.inner_nodes(start)
                ]
                inner += [(edge.source, edge.handle, edge.target) for edge in self.frame(start).edges]
            self._identities[node_id] = digest(ENGINE, planned.kind, planned.node.version, settings, inner)
        return self._identities[node_id]

    def ingredients(self, node_id: str, ctx: Context) -> Any:
        """Return what decides a node's result besides configuration and variables, of all that runs inside it, too."""
        node = self.nodes[node_id].node
        return [node.ingredients(ctx), *(inner.ingredients(ctx) for inner in self._inside(node))]

    def is_reusable(self, node_id: str) -> bool:
        """Return whether a node, with all that runs inside it, may be stood for by a kept result.

        A container whose inner nodes write variables of others is not: they would stay unwritten.
        """
        node = self.nodes[node_id].node
        inside = self._inside(node)
        own = {node_id, *(inner.node_id for inner in inside)}
        written = {target[0] for inner in inside for target in inner.writes()}
        return node.is_reusable() and written <= own and all(inner.is_reusable() for inner in inside)

    def _inside(self, node: Node) -> list[Node]:
        """Return the nodes that run inside a container, none for another node."""
        return [self.nodes[inner].node for inner in self.inner_nodes(node.start_node_id())] if node.container else []

    def leading_to(self, node_id: str) -> AbstractSet[str]:
        """Return the node, all nodes from which edges lead to it, and what runs inside those."""
        sources: dict[str, list[str]] = {}
        for edge in self.document.edges:
            sources.setdefault(edge.target, []).append(edge.source)
        found, todo = {node_id}, [node_id]
        while todo:
            new = [source for source in sources.get(todo.pop(), ()) if source not in found]
            found.update(new)
            todo += new
        containers = [self.nodes[name].node for name in found if name in self.nodes and self.nodes[name].container]
        return found.union(*(self.inner_nodes(node.start_node_id()) for node in containers))

    def inner_nodes(self, root: str) -> list[str]:
        """Return the ids of all nodes of the frame at `root`, those of nested containers included."""
        found: list[str] = []
        for node in self.frame(root).nodes.values():
            found.append(node.id)
            if node.container:
                found += self.inner_nodes(node.node.start_node_id())
        return found


def prepare(document: Document, *, roots: Sequence[str] | None = None) -> Plan:
    """Return the plan of a graph document; `roots` names other nodes to start at than its own.

    A run that does not say otherwise starts at the first: a start node before triggers.

    Only what a run can reach is prepared: a half-edited node that nothing leads to keeps nobody
    from running the rest.

    Raises:
        InvalidWorkflow: a reachable node is of an unknown kind or wrongly configured, an edge leads
            to a node that does not exist, or there is no node to start from.
    """
    problems: list[Problem] = []
    specs = {spec.id: spec for spec in document.nodes}
    problems += [_dangling(edge, specs) for edge in document.edges if not {edge.source, edge.target} <= specs.keys()]
    if roots is None:
        starts = sorted(filter(_is_root, document.nodes), key=lambda spec: spec.kind != "start")
        roots = [spec.id for spec in starts]
    if not roots:
        problems.append(problem("no_start"))
    nodes: dict[str, PlannedNode] = {}
    successors = _successors(document.edges)
    todo = list(roots)
    while todo:
        spec = specs.get(todo.pop())
        if spec is None or spec.id in nodes:
            continue
        planned = _planned(spec, problems)
        if planned is None:
            continue
        nodes[spec.id] = planned
        todo += successors.get(spec.id, ())
        if planned.container:
            todo.append(_inner_start(planned, specs, problems))
    if problems:
        raise InvalidWorkflow(problems)
    return Plan(document, nodes, roots)


def _is_root(spec: NodeSpec) -> bool:
    kind = Node.registry.get(spec.kind)
    return kind is not None and kind.root


def _dangling(edge: EdgeSpec, specs: Mapping[str, NodeSpec]) -> Problem:
    missing = ", ".join(repr(end) for end in (edge.source, edge.target) if end not in specs)
    return problem("dangling_edge", edge.source, source=edge.source, target=edge.target, missing=missing)


def _inner_start(planned: PlannedNode, specs: Mapping[str, NodeSpec], problems: list[Problem]) -> str:
    start = planned.node.start_node_id()
    if start not in specs:
        problems.append(problem("inner_start_gone", planned.id, "start_node_id", start=start))
    return start


def _planned(spec: NodeSpec, problems: list[Problem]) -> PlannedNode | None:
    kind = Node.registry.get(spec.kind)
    if kind is None:
        problems.append(problem("kind_cannot_run", spec.id, "type", kind=spec.kind))
        return None
    try:
        node = kind(spec.id, spec.data)
    except ValidationError as error:
        problems += [setting_problem(spec.id, details) for details in error.errors()]
        return None
    return PlannedNode.of(spec, node, _defaults(spec, node, problems))


def _defaults(spec: NodeSpec, node: Node, problems: list[Problem]) -> dict[str, Any]:
    if node.error_strategy != DEFAULT_VALUE:
        return {}
    defaults: dict[str, Any] = {}
    for position, item in enumerate(spec.data.get("default_value") or ()):
        declared = item.get("type") or "string"
        try:
            defaults[item["key"]] = default_value(declared, item.get("value"))
        except ValueError:
            facts = {"name": item["key"], "declared": declared, "given": shortened(item.get("value"))}
            problems.append(problem("default_type", spec.id, f"default_value.{position}.value", **facts))
    return defaults


def default_value(declared: str, value: Any) -> Any:
    """Return a default as its declared type; other than strings may come as JSON text.

    Raises:
        ValueError: the value does not fit.
    """
    if declared == "number" and isinstance(value, str):
        return float(value)
    if declared != "string" and isinstance(value, str):
        value = json.loads(value)
    if declared != "array[file]" and not fits(value, declared):
        raise ValueError(f"the default {shortened(value)} is no {declared}")
    return value
