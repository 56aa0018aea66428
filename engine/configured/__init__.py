"""Configured apps (chat, completion, agent) as the graphs that they run as."""

from engine.configured.graph import as_graph, dataset_ids, is_agent

__all__ = ["as_graph", "dataset_ids", "is_agent"]
