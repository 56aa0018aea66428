"""The words on a node: its branches, the one line under its title, the text of a note."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.document import NodeSpec

Data = Mapping[str, Any]


def branches(node: NodeSpec) -> Iterator[tuple[str, str]]:
    """Yield (handle, label) for every branch of a node, none when it has only the plain exit."""
    named = _BRANCHES.get(node.kind)
    if named:
        yield from named(node.data)
    elif node.data.get("error_strategy") == "fail-branch":
        yield from (("source", "success"), ("fail-branch", "failure"))


def subtitle(node: NodeSpec) -> str:
    """Return the line that tells two nodes of a kind apart: the model, the address, the first words."""
    describe = _SUBTITLES.get(node.kind)
    return _short(describe(node.data) if describe else str(node.data.get("desc") or ""))


def note_text(text: Any) -> str:
    """Return the words of a note, which files keep as the JSON of a rich-text editor or as plain text."""
    try:
        parsed = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return str(text)
    return " ".join(_texts(parsed)) if isinstance(parsed, dict) else str(text or "")


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("text"), str):
            yield node["text"]
        yield from _texts(node.get("root"))
        yield from _texts(node.get("children"))
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)


def _cases(data: Data) -> Iterator[tuple[str, str]]:
    for number, case in enumerate(_items(data.get("cases"))):
        word = "ELIF" if number else "IF"
        yield str(case.get("case_id") or case.get("id") or "true"), f"{word} {_condition(case)}".strip()
    yield "false", "ELSE"


def _condition(case: Data) -> str:
    conditions = _items(case.get("conditions"))
    if not conditions:
        return ""
    first = conditions[0]
    name = _last(first.get("variable_selector"))
    text = f"{name} {first.get('comparison_operator', '')} {_plain(first.get('value'))}".strip()
    return text if len(conditions) == 1 else f"{text} …"


def _classes(data: Data) -> Iterator[tuple[str, str]]:
    for item in _items(data.get("classes")):
        yield str(item.get("id", "")), str(item.get("name") or item.get("id", ""))


def _actions(data: Data) -> Iterator[tuple[str, str]]:
    for item in _items(data.get("user_actions")):
        yield str(item.get("id", "")), str(item.get("title") or item.get("id", ""))
    yield "__timeout", "timeout"


def _model(data: Data) -> str:
    model = data.get("model")
    return str(model.get("name") or "") if isinstance(model, Mapping) else ""


def _variables(data: Data) -> str:
    return ", ".join(str(item.get("variable", "")) for item in _items(data.get("variables")))


def _outputs(data: Data) -> str:
    return ", ".join(str(item.get("variable", "")) for item in _items(data.get("outputs")))


def _request(data: Data) -> str:
    return f"{str(data.get('method') or 'get').upper()} {data.get('url') or ''}"


def _field(*names: str) -> Callable[[Data], str]:
    """Return a reader of the first of `names` that holds something."""
    return lambda data: next((str(data[name]) for name in names if data.get(name)), "")


def _last(selector: Any) -> str:
    return str(selector[-1]) if isinstance(selector, list) and selector else ""


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value)


def _items(value: Any) -> list[Data]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _short(text: str, limit: int = 44) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


_BRANCHES: dict[str, Callable[[Data], Iterator[tuple[str, str]]]] = {
    "if-else": _cases,
    "question-classifier": _classes,
    "human-input": _actions,
}

_SUBTITLES: dict[str, Callable[[Data], str]] = {
    "start": _variables,
    "end": _outputs,
    "answer": _field("answer"),
    "llm": _model,
    "agent": _field("agent_strategy_label", "agent_strategy_name"),
    "question-classifier": _model,
    "parameter-extractor": _model,
    "template-transform": _field("template"),
    "code": _field("code_language"),
    "millrace-sql": _field("query"),
    "http-request": _request,
    "tool": _field("tool_label", "tool_name"),
    "iteration": _field("output_type"),
}
