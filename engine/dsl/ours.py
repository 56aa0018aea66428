"""What Dify does not have, in files that Dify opens: kinds of nodes, and the type of data frames.

In a file such a node is a note: Dify shows its text, and takes it and its edges out before a run. What it is
here stands under the note's key `millrace`, and loading the file makes the node again. An output of a code node
that is a data frame is a list of objects to Dify, and says under the same key what it is.
"""

import json
from collections.abc import Callable
from typing import Any

from engine.document import NOTE_TYPE, OWN_PREFIX, JsonObject

KEY = "millrace"
NODE_TYPE = "custom"
FRAME = "dataframe"


def for_others(graph: JsonObject) -> JsonObject:
    """Return the graph with nothing in it that Dify stumbles over."""
    nodes = [_note(node) if _is_ours(node) else node for node in graph.get("nodes") or []]
    return {**graph, "nodes": [_with_outputs(node, _plain_output) for node in nodes]}


def as_ours(graph: JsonObject) -> JsonObject:
    """Return the graph that `for_others` changed as it was."""
    nodes = [_node(node) if _stands_for_ours(node) else node for node in graph.get("nodes") or []]
    return {**graph, "nodes": [_with_outputs(node, _own_output) for node in nodes]}


def _is_ours(node: JsonObject) -> bool:
    return str((node.get("data") or {}).get("type") or "").startswith(OWN_PREFIX)


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


def _with_outputs(node: Any, change: Callable[[Any], Any]) -> Any:
    """Return a code node with its declared outputs changed; itself when that changes nothing."""
    data = node.get("data") if isinstance(node, dict) else None
    if not isinstance(data, dict) or data.get("type") != "code" or not isinstance(data.get("outputs"), dict):
        return node
    outputs = {name: change(output) for name, output in data["outputs"].items()}
    return node if outputs == data["outputs"] else {**node, "data": {**data, "outputs": outputs}}


def _plain_output(output: Any) -> Any:
    if not isinstance(output, dict) or output.get("type") != FRAME:
        return output
    return {**output, "type": "array[object]", KEY: {"type": FRAME}}


def _own_output(output: Any) -> Any:
    own = output.get(KEY) if isinstance(output, dict) else None
    if not isinstance(own, dict) or own.get("type") != FRAME:
        return output
    return {**{name: value for name, value in output.items() if name != KEY}, "type": FRAME}


def _rich_text(text: str) -> str:
    """Return `text` as the editor of notes keeps it."""
    leaf = {"detail": 0, "format": 0, "mode": "normal", "style": "", "text": text, "type": "text", "version": 1}
    block = {"direction": "ltr", "format": "", "indent": 0, "version": 1}
    paragraph = {**block, "type": "paragraph", "children": [leaf]}
    return json.dumps({"root": {**block, "type": "root", "children": [paragraph]}}, ensure_ascii=False)
