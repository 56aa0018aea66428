"""Texts with `{{#owner.name#}}` references: what they name, and their rendering.

Values are inserted as they are; a reference inside an inserted value is never looked at again.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from engine.values import MISSING, as_log, as_markdown, as_text
from engine.variables import VariablePool

Selector = tuple[str, ...]
Segment = str | Selector

REFERENCE = re.compile(r"\{\{#([A-Za-z0-9_]{1,50}(?:\.[A-Za-z_][A-Za-z0-9_]{0,29}){1,10})#\}\}")


def references(template: str) -> list[Selector]:
    """Return every selector that `template` names, in order, repetitions included."""
    return [part for part in _parsed(template) if not isinstance(part, str)]


def segments(template: str) -> list[Segment]:
    """Return the literal texts (never empty) and selectors of `template`, in order."""
    return list(_parsed(template))


@lru_cache(maxsize=2048)
def _parsed(template: str) -> tuple[Segment, ...]:
    pieces = REFERENCE.split(template)  # text, reference, text, ..., text
    parts = [tuple(piece.split(".")) if place % 2 else piece for place, piece in enumerate(pieces)]
    return tuple(part for part in parts if part)


def render(template: str, pool: VariablePool) -> str:
    """Return `template` with its references replaced, in the plain text form.

    A reference to nothing becomes its own selector, without the braces.
    """
    return _rendered(template, pool, as_text)


def render_markdown(template: str, pool: VariablePool) -> str:
    """Return `template` with its references replaced, in the form that readers see."""
    return _rendered(template, pool, as_markdown)


def render_log(template: str, pool: VariablePool) -> str:
    """Return `template` as `render` does, with secrets masked."""
    return _rendered(template, pool, as_log)


def _rendered(template: str, pool: VariablePool, text_of: Callable[[Any], str]) -> str:
    if "{{#" not in template:
        return str(template)
    return "".join(part if isinstance(part, str) else _text_at(part, pool, text_of) for part in _parsed(template))


def _text_at(selector: Selector, pool: VariablePool, text_of: Callable[[Any], str]) -> str:
    value = pool.get(selector)
    return ".".join(selector) if value is MISSING else text_of(value)
