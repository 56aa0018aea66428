"""The graph of a document: what leads where, what lies inside which container."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import networkx as nx

from engine.document import Document, EdgeSpec, NodeSpec

ROOT_KINDS = frozenset({"start", "trigger-webhook", "trigger-schedule", "trigger-plugin", "datasource"})
CONTAINER_KINDS = frozenset({"iteration", "loop"})
INNER_START_KINDS = frozenset({"iteration-start", "loop-start"})


class Graph:
    """Nodes and edges that take part in runs; lookups are plain dictionaries, analysis is networkx.

    Children of a container are reached only from the container's start node: no edge leads there from
    outside. Edges that name a missing node are kept apart in `dangling`.
    """

    def __init__(self, nodes: Iterable[NodeSpec], edges: Iterable[EdgeSpec]) -> None:
        self.nodes = {node.id: node for node in nodes}
        self.dangling: list[EdgeSpec] = []
        self._outgoing: dict[str, tuple[EdgeSpec, ...]] = {}
        self._incoming: dict[str, tuple[EdgeSpec, ...]] = {}
        self._containers = {node_id: self._find_container(node) for node_id, node in self.nodes.items()}
        self._connect(edges)

    @classmethod
    def of(cls, document: Document) -> "Graph":
        """Return the graph of `document`; notes and their edges are no part of it."""
        return cls(document.nodes, document.edges)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Return where a run may start: start and trigger nodes, in file order."""
        return tuple(n.id for n in self.nodes.values() if n.kind in ROOT_KINDS and self._containers[n.id] is None)

    @cached_property
    def edges(self) -> tuple[EdgeSpec, ...]:
        """Return the edges whose two ends exist, grouped by source."""
        return tuple(edge for edges in self._outgoing.values() for edge in edges)

    def successors(self, node_id: str) -> tuple[EdgeSpec, ...]:
        """Return the edges that leave the node, in file order."""
        return self._outgoing.get(node_id, ())

    def predecessors(self, node_id: str) -> tuple[EdgeSpec, ...]:
        """Return the edges that enter the node, in file order."""
        return self._incoming.get(node_id, ())

    def container_of(self, node_id: str) -> str | None:
        """Return the innermost iteration or loop that holds the node, None for an outer node."""
        return self._containers.get(node_id)

    def containers_of(self, node_id: str) -> Iterator[str]:
        """Yield the containers that hold the node, innermost first."""
        seen = {node_id}
        container = self._containers.get(node_id)
        while container is not None and container not in seen:
            seen.add(container)
            yield container
            container = self._containers.get(container)

    def children(self, container_id: str) -> tuple[str, ...]:
        """Return the nodes directly inside the container, in file order."""
        return self._children.get(container_id, ())

    def inside(self, container_id: str) -> frozenset[str]:
        """Return all nodes inside the container, those of nested containers too."""
        return frozenset(node_id for node_id in self.nodes if container_id in self.containers_of(node_id))

    def start_of(self, container_id: str) -> str | None:
        """Return the node where a round of the container starts, None when it has none."""
        named = str(self.nodes[container_id].data.get("start_node_id") or "")
        if named in self.nodes:
            return named
        starts = (child for child in self.children(container_id) if self.nodes[child].kind in INNER_START_KINDS)
        return next(starts, None)

    def descendants(self, node_id: str) -> frozenset[str]:
        """Return every node that edges lead to from this one, without itself; containers stay closed."""
        return frozenset(nx.descendants(self.network, node_id))

    def ancestors(self, node_id: str) -> frozenset[str]:
        """Return every node whose outputs this one may read: all before it, and before its containers."""
        found: set[str] = set()
        for inner in (node_id, *self.containers_of(node_id)):
            found |= nx.ancestors(self.network, inner)
        return frozenset(found)

    def reachable(self, start: str) -> frozenset[str]:
        """Return `start` and what a run from it may come to, inside containers too."""
        found: set[str] = set()
        waiting = [start]
        while waiting:
            node_id = waiting.pop()
            if node_id not in found:
                found.add(node_id)
                waiting += [edge.target for edge in self.successors(node_id)]
                inner = self.start_of(node_id) if self.nodes[node_id].kind in CONTAINER_KINDS else None
                waiting += [inner] if inner else []
        return frozenset(found)

    def topological_order(self) -> tuple[str, ...]:
        """Return all nodes so that edges lead forward, equals in file order.

        Raises:
            networkx.NetworkXUnfeasible: the graph has a cycle.
        """
        place = {node_id: number for number, node_id in enumerate(self.nodes)}
        return tuple(nx.lexicographical_topological_sort(self.network, key=place.__getitem__))

    @cached_property
    def network(self) -> "nx.MultiDiGraph[str]":
        """Return the networkx graph; an edge's key is its source handle and id."""
        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        network.add_nodes_from(self.nodes)
        for edge in self.edges:
            network.add_edge(edge.source, edge.target, key=(edge.source_handle, edge.id))
        return network

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        children: dict[str, list[str]] = defaultdict(list)
        for node_id, container in self._containers.items():
            if container is not None:
                children[container].append(node_id)
        return {container: tuple(inside) for container, inside in children.items()}

    def _find_container(self, node: NodeSpec) -> str | None:
        """Return the innermost of the containers that the node names (nested nodes name two)."""
        named = [node.outer.get("parentId"), node.data.get("loop_id"), node.data.get("iteration_id")]
        known = [str(name) for name in named if name and str(name) in self.nodes and str(name) != node.id]
        outer = {str(self.nodes[name].data.get(key)) for name in known for key in ("loop_id", "iteration_id")}
        return next((name for name in known if name not in outer), known[0] if known else None)

    def _connect(self, edges: Iterable[EdgeSpec]) -> None:
        outgoing: dict[str, list[EdgeSpec]] = defaultdict(list)
        incoming: dict[str, list[EdgeSpec]] = defaultdict(list)
        for edge in edges:
            if edge.source in self.nodes and edge.target in self.nodes:
                outgoing[edge.source].append(edge)
                incoming[edge.target].append(edge)
            else:
                self.dangling.append(edge)
        self._outgoing = {node_id: tuple(found) for node_id, found in outgoing.items()}
        self._incoming = {node_id: tuple(found) for node_id, found in incoming.items()}
