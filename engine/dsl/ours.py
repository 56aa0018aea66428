"""Kinds of nodes that Dify does not have, in files that Dify opens.

In a file such a node is a note: Dify shows its text, and takes it and its edges out before a run. What it is
here stands under the note's key `millrace`, and loading the file makes the node again.
"""

import json
from typing import Any

from engine.document import NOTE_TYPE, JsonObject

PREFIX = "millrace-"  # of these kinds
KEY = "millrace"
NODE_TYPE = "custom"


def with_notes(graph: JsonObject) -> JsonObject:
    """Return the graph with every node of our own kinds as a note."""
    return {**graph, "nodes": [_note(node) if _is_ours(node) else node for node in graph.get("nodes") or []]}


def without_notes(graph: JsonObject) -> JsonObject:
    """Return the graph with the notes that `with_notes` made as nodes again."""
    return {**graph, "nodes": [_node(node) if _stands_for_ours(node) else node for node in graph.get("nodes") or []]}


def _is_ours(node: JsonObject) -> bool:
    return str((node.get("data") or {}).get("type") or "").startswith(PREFIX)


def _stands_for_ours(node: Any) -> bool:
    data = node.get("data") if isinstance(node, dict) else None
    return isinstance(data, dict) and node.get("type") == NOTE_TYPE and isinstance(data.get(KEY), dict)


def _note(node: JsonObject) -> JsonObject:
    data = node["data"]
    title = data.get("title") or data["type"]
    note = {
        "type": data["type"],
        "title": title,
        "text": _rich_text(f"{title}: a node of Millrace ({data['type']}), which runs there only."),
        "theme": "blue",
        "author": "Millrace",
        "showAuthor": True,
        "width": 240,
        "height": 88,
        KEY: data,
    }
    return {**node, "type": NOTE_TYPE, "data": note}


def _node(node: JsonObject) -> JsonObject:
    return {**node, "type": NODE_TYPE, "data": node["data"][KEY]}


def _rich_text(text: str) -> str:
    """Return `text` as the editor of notes keeps it."""
    leaf = {"detail": 0, "format": 0, "mode": "normal", "style": "", "text": text, "type": "text", "version": 1}
    block = {"direction": "ltr", "format": "", "indent": 0, "version": 1}
    paragraph = {**block, "type": "paragraph", "children": [leaf]}
    return json.dumps({"root": {**block, "type": "root", "children": [paragraph]}}, ensure_ascii=False)
