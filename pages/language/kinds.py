"""What a kind of node is called: our own words, or those of the author of an own node."""

from engine.nodes.base import Node
from pages.language.text import t
from pages.language.words import KINDS


def kind_name(kind: str) -> str:
    """Return the name of a kind in the language of the session; that of an own node as its file says it."""
    if kind in KINDS:
        return t(KINDS[kind])
    known = Node.registry.get(kind)
    return known.label if known is not None and known.label else kind
