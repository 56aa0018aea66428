"""The graph of a document, and what keeps it from running."""

from engine.graph.network import Graph
from engine.graph.validation import validate

__all__ = ["Graph", "validate"]
