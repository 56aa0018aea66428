"""Which variables there are, and which of them a node may read."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property

from pydantic import ValidationError

import engine.nodes  # noqa: F401 - registers the node kinds
from engine.document import Document, NodeSpec
from engine.graph.network import CONTAINER_KINDS, Graph
from engine.nodes.base import Node

OWNERS = frozenset({"sys", "env", "conversation", "rag"})  # owners of variables that are no nodes
FAILURE_OUTPUTS = {"error_message": "string", "error_type": "string"}
ROUND_OUTPUTS = {"item": "any", "index": "number"}  # what an iteration gives to the nodes inside it

Outputs = Mapping[str, str]


class Scope:
    """The variables of a document, and which of them each node may read."""

    def __init__(self, document: Document, graph: Graph) -> None:
        self.document = document
        self.graph = graph
        self._nodes: dict[str, Node | None] = {}
        self._readable: dict[str, frozenset[str]] = {}

    @cached_property
    def shared(self) -> Mapping[str, frozenset[str]]:
        """Return the names of the variables that belong to no node, by owner."""
        return {
            "sys": self.document.system_variables,
            "env": frozenset(variable.name for variable in self.document.environment_variables),
            "conversation": frozenset(variable.name for variable in self.document.conversation_variables),
        }

    def node(self, node_id: str) -> Node | None:
        """Return the node as it would run, None when its kind is unknown or its settings are no good."""
        if node_id not in self._nodes:
            self._nodes[node_id] = _node(self.graph.nodes[node_id])
        return self._nodes[node_id]

    def label(self, node_id: str) -> str:
        """Return how messages call a node: by title and id."""
        title = self.graph.nodes[node_id].title
        return f"{title!r} ({node_id})" if title else repr(node_id)

    def outputs(self, owner: str, *, reader: str | None = None) -> Outputs | None:
        """Return the outputs of a node as `reader` sees them, None when nobody knows them."""
        node = self.node(owner)
        if node is None:
            return None
        is_inside = reader is not None and owner in (reader, *self.graph.containers_of(reader))
        of_failure = FAILURE_OUTPUTS if node.error_strategy else {}
        of_round = ROUND_OUTPUTS if is_inside and node.kind == "iteration" else {}
        return {**node.declared_outputs(), **of_failure, **of_round}

    def readable(self, node_id: str) -> frozenset[str]:
        """Return the nodes whose variables a node may read.

        They are the nodes before it and before its containers, these containers, and for a container
        itself what lies inside it.
        """
        if node_id not in self._readable:
            around = {*self.graph.ancestors(node_id), *self.graph.containers_of(node_id)}
            inside = self.graph.inside(node_id) if self.graph.nodes[node_id].kind in CONTAINER_KINDS else ()
            self._readable[node_id] = frozenset({*around, *inside, *([node_id] if inside else [])})
        return self._readable[node_id]

    def owners_of(self, name: str, node_id: str) -> list[str]:
        """Return the nodes that the node may read and that have an output `name`, in file order."""
        readable = self.readable(node_id)
        return [owner for owner in self.graph.nodes if owner in readable and name in (self.outputs(owner) or {})]


def _node(spec: NodeSpec) -> Node | None:
    kind = Node.registry.get(spec.kind)
    with suppress(ValidationError):
        return kind(spec.id, spec.data) if kind else None
    return None
