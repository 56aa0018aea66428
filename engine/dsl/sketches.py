"""Workflows as people write them by hand: the loose shape of tutorials, made into the exported one.

A sketch keeps the node's kind beside its id, writes `condition: true` on an edge, names outputs that
the node kinds call otherwise, and starts with `workflow_config`. Files that an editor exported have none
of this and pass unchanged.
"""

from typing import Any

Item = dict[str, Any]

CANVAS_TYPES = frozenset({"custom", "custom-note", "custom-iteration-start", "custom-loop-start", "custom-simple"})
FILE_TYPES = frozenset({"image", "document", "audio", "video", "custom"})
ONE_OUTPUT = {"llm": "text", "template-transform": "output"}  # kinds whose output a sketch may call as it likes


def unwrapped(raw: Item) -> Item:
    """Return the app that a bare `workflow_config` describes; other files as they are."""
    sketch = raw.get("workflow_config")
    if not isinstance(sketch, dict) or "app" in raw:
        return raw
    others = {key: value for key, value in raw.items() if key != "workflow_config"}
    graph = {key: value for key, value in sketch.items() if key not in {"name", "description"}}
    app = {key: sketch[key] for key in ("name", "description") if key in sketch}
    is_chat = any(_kind(node) == "answer" for node in _mappings(graph.get("nodes")))
    return {**others, "app": {"mode": "advanced-chat" if is_chat else "workflow", **app}, "workflow": {"graph": graph}}


def without_sketches(graph: Item) -> Item:
    """Return the graph with its sketched nodes and edges in the shape of exported ones."""
    nodes = [_node(item) if isinstance(item, dict) else item for item in graph.get("nodes") or []]
    edges = [_edge(item) if isinstance(item, dict) else item for item in graph.get("edges") or []]
    routes = [route for node in _mappings(nodes) for route in _routes(node, edges)]
    return {**graph, "nodes": nodes, "edges": edges + routes}


def output_aliases(nodes: list[Item]) -> dict[tuple[str, str], str]:
    """Return what sketches call the outputs of their nodes: `(node id, alias)` -> the output's real name."""
    aliases = {}
    for node in nodes:
        data = node.get("data") or {}
        real = ONE_OUTPUT.get(str(data.get("type")))
        outputs = _mappings(data.get("outputs")) if real else []
        if real and len(outputs) == 1 and outputs[0].get("variable"):
            aliases[str(node.get("id")), str(outputs[0]["variable"])] = real
    return aliases


def _kind(item: Item) -> str:
    data = item.get("data")
    return str((data.get("type") if isinstance(data, dict) else None) or item.get("type") or "")


def _node(item: Item) -> Item:
    data = item.get("data")
    data = data if isinstance(data, dict) else {}
    outer_type = item.get("type")
    if "type" not in data and outer_type and outer_type not in CANVAS_TYPES:
        item = {**item, "type": "custom"}
        data = {"type": outer_type, **data}
    change = _DATA_RULES.get(str(data.get("type")))
    return {**item, "data": change(data) if change else data}


def _edge(item: Item) -> Item:
    """Turn `condition: true` into the handle of that branch."""
    if "condition" not in item or item.get("sourceHandle"):
        return item
    condition = item["condition"]
    return {**item, "sourceHandle": str(condition).lower() if isinstance(condition, bool) else str(condition)}


def _routes(node: Item, edges: list[Any]) -> list[Item]:
    """Return the edges that a branch node only names in its `if_else: {true: ..., false: ...}`."""
    routes = node["data"].get("if_else") if isinstance(node.get("data"), dict) else None
    if not isinstance(routes, dict):
        return []
    known = {(e.get("source"), str(e.get("sourceHandle")), e.get("target")) for e in _mappings(edges)}
    named = [(node.get("id"), handle, target) for handle, target in routes.items() if isinstance(target, str)]
    return [
        {"source": source, "sourceHandle": handle, "target": target, "targetHandle": "target", "type": "custom"}
        for source, handle, target in named
        if (source, handle, target) not in known
    ]


def _start(data: Item) -> Item:
    variables = data.get("variables")
    if not isinstance(variables, list):
        return data
    return {**data, "variables": [_form_item(item) if isinstance(item, dict) else item for item in variables]}


def _form_item(item: Item) -> Item:
    """Label an input without a label by its name; read `pdf` among file types as an extension."""
    if item.get("variable") and "label" not in item:
        item = {**item, "label": item["variable"]}
    given = item.get("allowed_file_types")
    types = [str(name) for name in given] if isinstance(given, list) else []
    if FILE_TYPES.issuperset(types):
        return item
    extensions = [f".{name.lstrip('.')}" for name in types if name not in FILE_TYPES]
    kept = [name for name in types if name in FILE_TYPES and name != "custom"]
    known = item.get("allowed_file_extensions") or []
    return {**item, "allowed_file_types": [*kept, "custom"], "allowed_file_extensions": [*known, *extensions]}


def _if_else(data: Item) -> Item:
    """Lift `conditions: {logical_operator, conditions}` one level up."""
    conditions = data.get("conditions")
    if not isinstance(conditions, dict):
        return data
    operator = conditions.get("logical_operator") or "and"
    return {**data, "logical_operator": operator, "conditions": _mappings(conditions.get("conditions"))}


def _code(data: Item) -> Item:
    if data.get("code_language") in (None, "python"):
        data = {**data, "code_language": "python3"}
    if not isinstance(data.get("outputs"), list):
        return data
    return {**data, "outputs": {str(item.get("variable")): _code_output(item) for item in _mappings(data["outputs"])}}


def _code_output(item: Item) -> Item:
    kind = item.get("type") or "string"
    return {"type": "array[string]" if kind == "array" else kind, "children": None}


def _llm(data: Item) -> Item:
    model = data.get("model")
    if isinstance(model, dict) and "parameters" in model and "completion_params" not in model:
        rest = {key: value for key, value in model.items() if key != "parameters"}
        data = {**data, "model": {"mode": "chat", **rest, "completion_params": model["parameters"]}}
    if "prompt_template" not in data and isinstance(data.get("prompt"), str):
        data = {**data, "prompt_template": [{"role": "user", "text": data["prompt"]}]}
    return data


_DATA_RULES = {"start": _start, "if-else": _if_else, "code": _code, "llm": _llm}


def _mappings(value: Any) -> list[Item]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
