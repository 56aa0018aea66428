"""The words of a cell of the notebook: what a node does and what it read, each in one line."""

import json
from collections.abc import Container, Mapping
from typing import Any

from engine.document import NodeSpec
from pages.catalogue.card import plain
from pages.drawing.labels import branches, subtitle
from pages.language.formats import joined
from pages.language.text import t
from pages.tracing.model import Step

LONG = 130  # characters of a line
VALUE = 48  # characters of one value in it
MOST = 4  # values of one line

_TELLING: Mapping[str, frozenset[str]] = {
    "llm": frozenset({"model", "prompt_template", "context", "memory"}),
    "code": frozenset({"variables", "code_language", "code", "outputs"}),
    "question-classifier": frozenset({"model", "query_variable_selector", "classes", "instruction"}),
    "parameter-extractor": frozenset({"model", "query", "parameters", "instruction"}),
    "template-transform": frozenset({"variables", "template"}),
    "http-request": frozenset({"method", "url", "headers", "params", "body", "authorization"}),
    "knowledge-retrieval": frozenset({"query_variable_selector", "dataset_ids"}),
    "answer": frozenset({"answer"}),
    "end": frozenset({"outputs"}),
}


def telling_settings(kind: str) -> Container[str] | None:
    """Return the names of the settings of a kind that say most, None for all of them."""
    return _TELLING.get(kind)


def preview_of_settings(node: NodeSpec) -> str:
    """Return Markdown of one line that says what a node does."""
    ways = [label for _, label in branches(node)] if node.kind != "human-input" else []
    words = joined(*dict.fromkeys((subtitle(node), _text_of(node.data), *ways, _sources_of(node.data))))
    return f":small[{plain(_cut(words, LONG))}]" if words else f":small[{t('Settings')}]"


def preview_of_reads(step: Step) -> str:
    """Return Markdown of one line with what an execution read, "" for nothing."""
    told = [(name, value) for name, value in step.inputs.items() if value not in (None, "", [], {})]
    shown = [(name, value) for name, value in told if not name.startswith("sys.") or name == "sys.query"]
    parts = [f"{plain(_name(name))} = {plain(_cut(_text(value), VALUE))}" for name, value in shown[:MOST]]
    more = [f"+{len(shown) - MOST}"] if len(shown) > MOST else []
    return f":gray[:small[{joined(*parts, *more)}]]" if parts else ""


def _text_of(data: Mapping[str, Any]) -> str:
    """Return the text of the settings that says what the node is told: the last message of a prompt, or code."""
    prompt = data.get("prompt_template")
    messages = prompt if isinstance(prompt, list) else [prompt]
    texts = [str(message.get("text") or "") for message in messages if isinstance(message, Mapping)]
    for text in (*reversed(texts), str(data.get("instruction") or ""), str(data.get("code") or "")):
        if text.strip():
            return text
    return ""


def _sources_of(data: Mapping[str, Any]) -> str:
    """Return the variables that a node takes its list or its first value from."""
    found = data.get("iterator_selector") or data.get("variables")
    selectors = [found] if data.get("iterator_selector") else found if isinstance(found, list) else []
    return ", ".join(".".join(map(str, selector)) for selector in selectors if isinstance(selector, list))


def _name(name: str) -> str:
    return name.strip("#").rpartition(".")[2] if name.startswith("#") else name


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _cut(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
