"""The graph of a document, and what keeps it from running."""

from engine.graph.network import Graph

__all__ = ["Graph"]
