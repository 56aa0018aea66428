"""What the Studio needs to know of a document beside the document: which variables a node may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.document import Document
from engine.graph import Graph
from engine.graph.outputs import Scope

TYPES: Final = {"files": "array[file]", "dialogue_count": "number", "timestamp": "number"}  # the others are texts


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that can be read: where it is, whose it is in words, what it holds."""

    selector: tuple[str, ...]
    owner: str
    value_type: str

    @property
    def reference(self) -> str:
        """Return how a template names it."""
        return "{{#" + ".".join(self.selector) + "#}}"


def readable_variables(document: Document, node_id: str) -> list[Variable]:
    """Return what a node may read: outputs of the nodes before it, then the system's, environment's, conversation's.

    Empty for an unknown node. Nodes whose outputs cannot be told are left out.
    """
    graph = Graph.of(document)
    if node_id not in graph.nodes:
        return []
    scope = Scope(document, graph)
    return [*_of_nodes(scope, node_id), *_of_system(document), *_named(document)]


def _of_nodes(scope: Scope, node_id: str) -> Iterator[Variable]:
    for owner, node in scope.graph.nodes.items():
        if owner in scope.readable(node_id):
            for name, value_type in (scope.outputs(owner) or {}).items():
                yield Variable((owner, name), node.title or owner, value_type)


def _of_system(document: Document) -> Iterator[Variable]:
    for name in sorted(document.system_variables):
        yield Variable(("sys", name), "sys", TYPES.get(name, "string"))


def _named(document: Document) -> Iterator[Variable]:
    for spec in document.environment_variables:
        yield Variable(("env", spec.name), "env", spec.value_type)
    for spec in document.conversation_variables:
        yield Variable(("conversation", spec.name), "conversation", spec.value_type)
