"""Which variables there are for a node to read."""

from collections.abc import Mapping
from contextlib import suppress

from pydantic import ValidationError

import engine.nodes  # noqa: F401 - registers the node kinds
from engine.document import Document, NodeSpec
from engine.graph.network import Graph
from engine.nodes.base import Node

OWNERS = frozenset({"sys", "env", "conversation", "rag"})  # owners of variables that are no nodes
FAILURE_OUTPUTS = {"error_message": "string", "error_type": "string"}


def declared_outputs(spec: NodeSpec) -> Mapping[str, str] | None:
    """Return name -> value type of a node's outputs, None when its kind or configuration does not tell."""
    kind = Node.registry.get(spec.kind)
    if kind is None:
        return None
    with suppress(ValidationError):
        return kind(spec.id, spec.data).declared_outputs()
    return None


class Scope:
    """The variables of a document, and which of them each node may read."""

    def __init__(self, document: Document, graph: Graph) -> None:
        self.document = document
        self.graph = graph
        self._outputs: dict[str, Mapping[str, str] | None] = {}
        self._readable: dict[str, frozenset[str]] = {}

    def outputs(self, node_id: str) -> Mapping[str, str] | None:
        """Return what `declared_outputs` says of the node, and what an error strategy adds."""
        if node_id not in self._outputs:
            spec = self.graph.nodes[node_id]
            declared = declared_outputs(spec)
            fails_softly = declared is not None and spec.data.get("error_strategy")
            self._outputs[node_id] = {**(declared or {}), **FAILURE_OUTPUTS} if fails_softly else declared
        return self._outputs[node_id]

    def readable(self, node_id: str) -> frozenset[str]:
        """Return the nodes whose outputs the node may read: those before it, and its own containers."""
        if node_id not in self._readable:
            self._readable[node_id] = self.graph.ancestors(node_id) | set(self.graph.containers_of(node_id))
        return self._readable[node_id]

    def owners_of(self, name: str, node_id: str) -> list[str]:
        """Return the nodes that the node may read and that have an output `name`, in file order."""
        readable = self.readable(node_id)
        return [owner for owner in self.graph.nodes if owner in readable and name in (self.outputs(owner) or {})]
