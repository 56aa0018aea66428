"""Prompts of configured apps: `{{name}}` and `{{#marker#}}` made the references of a graph.

A prompt becomes pieces, literal texts and selectors, and the pieces one item of an llm node. Whatever
the prompt's author wrote that is no placeholder comes out as written, also when it looks like one.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.templating.templates import references

Selector = tuple[str, ...]
Piece = str | Selector

PLACEHOLDER = re.compile(r"\{\{([^{}\n]{1,100})\}\}")


def pieces(text: str, meanings: Mapping[str, Selector]) -> list[Piece]:
    """Return the literal texts and selectors of `text`; `meanings` says what stands between braces.

    Placeholders without a meaning are literal text.
    """
    found: list[Piece] = []
    end = 0
    for match in PLACEHOLDER.finditer(text):
        if match[1] in meanings:
            found += [text[end : match.start()], meanings[match[1]]]
            end = match.end()
    return [piece for piece in (*found, text[end:]) if piece]


def prompt_item(
    parts: Sequence[Piece], *, markers: Mapping[Selector, str], prefix: str = "v"
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the texts of an llm node's prompt item, and the Jinja variables that it needs.

    `markers` are the places that the node itself fills in, with their spelling. The item is a plain
    template where that says exactly `parts`; names that a reference cannot hold and literal text that
    looks like a reference make it a Jinja template, in which every literal is quoted and the variables
    are called by `prefix` and a number.
    """
    text = plain_text(parts, markers)
    if text is not None:
        return {"edition_type": "basic", "text": text}, []
    selectors = [part for part in parts if not isinstance(part, str) and part not in markers]
    bound = {selector: f"{prefix}{place}" for place, selector in enumerate(dict.fromkeys(selectors))}
    names = {selector: f"{{{{ '' if {name} is none else {name} }}}}" for selector, name in bound.items()}
    template = "".join(_quoted(part) if isinstance(part, str) else markers.get(part) or names[part] for part in parts)
    variables = [{"variable": name, "value_selector": list(selector)} for selector, name in bound.items()]
    return {"edition_type": "jinja2", "text": "", "jinja2_text": template}, variables


def plain_text(parts: Sequence[Piece], markers: Mapping[Selector, str]) -> str | None:
    """Return the template that an llm node reads as exactly `parts`, None when there is none."""
    spelled = [part if isinstance(part, str) else markers.get(part) or _reference(part) for part in parts]
    text = "".join(spelled)
    literals = [part for part in parts if isinstance(part, str)]
    if any(marker in literal for literal in literals for marker in markers.values()):
        return None
    expected = [part for part in parts if not isinstance(part, str) and part not in markers]
    return text if references(text) == expected else None


def _reference(selector: Selector) -> str:
    return "{{#" + ".".join(selector) + "#}}"


def _quoted(text: str) -> str:
    return "{{ " + json.dumps(text, ensure_ascii=False) + " }}"
