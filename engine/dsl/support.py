"""What of a document cannot run yet: the node registry decides."""

from collections import Counter

import engine.nodes  # noqa: F401 - registers the node kinds
from engine.configured import as_graph
from engine.document import Document
from engine.nodes.base import Node


def cannot_run(document: Document) -> list[str]:
    """Return one sentence per node kind of the document that nothing here runs; [] when all of it can.

    A configured app is judged by the graph that it becomes.
    """
    kinds = Counter(node.kind for node in as_graph(document).nodes)
    return [_sentence(kind, count) for kind, count in kinds.items() if kind not in Node.registry]


def _sentence(kind: str, count: int) -> str:
    places = "1 node" if count == 1 else f"{count} nodes"
    return f'the node kind "{kind}" cannot run yet ({places})'
