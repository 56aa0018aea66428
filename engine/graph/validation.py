"""What keeps a document from running, or from running as meant: all of it at once."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import networkx as nx

from engine.configured import as_graph
from engine.document import OWN_PREFIX, Document, NodeSpec
from engine.errors import Problem
from engine.graph.config_problems import config_problems
from engine.graph.network import CONTAINER_KINDS, Graph
from engine.graph.outputs import Scope
from engine.graph.reference_problems import reference_problems
from engine.nodes.base import Node
from engine.problems import problem
from engine.running.plan import FAIL_BRANCH

WARNING = "warning"
KNOWN_KINDS = frozenset(  # of the DSL; which of them run, the registry says
    [
        *("start", "trigger-webhook", "trigger-schedule", "trigger-plugin", "datasource", "answer", "end"),
        *("llm", "knowledge-retrieval", "knowledge-index", "question-classifier", "parameter-extractor", "agent"),
        *("if-else", "iteration", "iteration-start", "loop", "loop-start", "loop-end", "human-input"),
        *("code", "template-transform", "variable-aggregator", "assigner", "list-operator", "document-extractor"),
        *("http-request", "tool", "external-data-tool"),
    ]
)
REFERABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,29}")  # names that a template can hold


def validate(document: Document, *, references: bool = True) -> list[Problem]:
    """Return every problem of a document, errors and warnings, in the order of its nodes.

    Errors keep the document from running well; what is wrong with a node that no run can reach is a
    warning. Without `references` nothing is said of variables that lead nowhere, which fail no more
    than the node that reads them. A configured app is checked as the graph that it becomes.
    """
    document = as_graph(document)
    graph = Graph.of(document)
    scope = Scope(document, graph)
    reachable = frozenset().union(*(graph.reachable(root) for root in graph.roots))
    problems = [*_of_document(document, graph), *_doubled_ids(document), *_dangling(graph), *_cycles(graph, scope)]
    for spec in document.nodes:
        found = [*_of_node(spec, graph, scope), *config_problems(spec)]
        found += reference_problems(spec, scope) if references else []
        problems += found if spec.id in reachable else [*_unreachable(spec, graph), *map(_softened, found)]
    return problems


def _of_document(document: Document, graph: Graph) -> Iterator[Problem]:
    """Yield what is missing in the document as a whole."""
    if not graph.roots:
        yield problem("no_start")
    starts = [spec.id for spec in document.nodes if spec.kind == "start"]
    if len(starts) > 1:
        yield problem("several_starts", starts[1], severity=WARNING, nodes=", ".join(starts))
    yield from _of_triggers(document)
    kinds = {spec.kind for spec in document.nodes}
    if document.mode == "advanced-chat" and "answer" not in kinds:
        yield problem("no_answer", severity=WARNING)
    if document.mode == "workflow" and "end" not in kinds:
        yield problem("no_outputs", severity=WARNING)
    for item in document.start_form:
        name = str(item.get("variable") or "")
        if not REFERABLE.fullmatch(name) and starts:
            yield problem("input_name", starts[0], "variables", severity=WARNING, name=name)


def _of_triggers(document: Document) -> Iterator[Problem]:
    triggers = [spec for spec in document.nodes if spec.kind.startswith("trigger-")]
    if document.mode != "workflow":
        yield from (problem("trigger_in_chat", spec.id, severity=WARNING) for spec in triggers)
    schedules = [spec for spec in triggers if spec.kind == "trigger-schedule"]
    yield from (problem("second_schedule", spec.id, severity=WARNING) for spec in schedules[1:])


def _doubled_ids(document: Document) -> Iterator[Problem]:
    counts = Counter(spec.id for spec in document.nodes)
    for node_id, count in counts.items():
        if count > 1:
            yield problem("doubled_id", node_id, "id", count=count, node=node_id)


def _dangling(graph: Graph) -> Iterator[Problem]:
    for edge in graph.dangling:
        missing = ", ".join(repr(end) for end in (edge.source, edge.target) if end not in graph.nodes)
        place = edge.source if edge.source in graph.nodes else None
        yield problem("dangling_edge", place, "edges", source=edge.source, target=edge.target, missing=missing)


def _cycles(graph: Graph, scope: Scope) -> Iterator[Problem]:
    """Yield one readable path for each group of nodes that lead back to themselves."""
    order = {node_id: place for place, node_id in enumerate(graph.nodes)}
    for component in nx.strongly_connected_components(graph.network):
        first = min(component, key=order.__getitem__)
        inner = graph.network.subgraph(component)
        if len(component) > 1 or inner.has_edge(first, first):
            cycle = [source for source, *_ in nx.find_cycle(inner, first)]
            path = " → ".join(scope.label(node_id) for node_id in (*cycle, cycle[0]))
            yield problem("circle", cycle[0], "edges", path=path)


def _of_node(spec: NodeSpec, graph: Graph, scope: Scope) -> Iterator[Problem]:
    if spec.kind not in Node.registry:
        yield problem(_why_not(spec.kind), spec.id, "type", kind=spec.kind)
    if spec.kind in CONTAINER_KINDS and graph.start_of(spec.id) is None:
        yield problem("no_inner_start", spec.id, "start_node_id")
    yield from _odd_edges(spec, graph, scope.node(spec.id))


def _why_not(kind: str) -> str:
    if kind in KNOWN_KINDS:
        return "kind_cannot_run"
    if kind.startswith(OWN_PREFIX):
        return "own_kind_missing"
    return "kind_unknown" if kind else "kind_missing"


def _odd_edges(spec: NodeSpec, graph: Graph, node: Node | None) -> Iterator[Problem]:
    """Yield the edges that leave the node by a branch it does not have, or across a container's border."""
    handles = None if node is None else _handles(node)
    for edge in graph.successors(spec.id):
        if graph.container_of(edge.target) != graph.container_of(spec.id):
            yield problem("crossing_edge", spec.id, "edges", target=edge.target)
        elif handles is not None and edge.source_handle not in handles:
            facts = {"target": edge.target, "handle": edge.source_handle}
            yield problem("unknown_branch", spec.id, "edges", severity=WARNING, **facts)


def _handles(node: Node) -> frozenset[str]:
    """Return the branches by which edges may leave the node."""
    failure = [FAIL_BRANCH] if node.error_strategy == FAIL_BRANCH else []
    return frozenset([*node.handles(), *failure])


def _unreachable(spec: NodeSpec, graph: Graph) -> Iterator[Problem]:
    if graph.roots:
        yield problem("unreachable", spec.id, severity=WARNING)


def _softened(fault: Problem) -> Problem:
    return replace(fault, severity=WARNING)
