"""Small documents that the tests of the pages draw and fill in."""

from collections.abc import Mapping
from typing import Any

from engine.document import Document


def node(node_id: str, kind: str, x: float = 0, y: float = 0, *, parent: str = "", **data: Any) -> dict[str, Any]:
    """Return an item of `graph.nodes`."""
    outer: dict[str, Any] = {"id": node_id, "type": "custom", "position": {"x": x, "y": y}}
    outer["data"] = {"type": kind, "title": kind.title(), **data}
    return {**outer, "parentId": parent} if parent else outer


def edge(source: str, target: str, handle: str = "source") -> dict[str, Any]:
    """Return an item of `graph.edges`."""
    return {"id": f"{source}-{handle}-{target}", "source": source, "target": target, "sourceHandle": handle}


def document(*items: Mapping[str, Any], mode: str = "workflow", features: Mapping[str, Any] | None = None) -> Document:
    """Return a document of these nodes and edges (items with a `source` are edges)."""
    nodes = [item for item in items if "source" not in item]
    edges = [item for item in items if "source" in item]
    workflow = {"graph": {"nodes": nodes, "edges": edges}, "features": dict(features or {})}
    return Document({"version": "0.6.0", "kind": "app", "app": {"name": "Sample", "mode": mode}, "workflow": workflow})


def branching() -> Document:
    """Return start → if-else, whose two branches lead to an end each."""
    cases = [
        {"case_id": "true", "conditions": [{"variable_selector": ["s", "n"], "comparison_operator": ">", "value": "3"}]}
    ]
    return document(
        node("s", "start", 0, 100, variables=[{"variable": "n", "type": "number", "label": "N"}]),
        node("choice", "if-else", 300, 100, cases=cases),
        node("big", "end", 600, 0),
        node("small", "end", 600, 200),
        edge("s", "choice"),
        edge("choice", "big", "true"),
        edge("choice", "small", "false"),
    )
