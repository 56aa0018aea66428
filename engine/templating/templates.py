"""Texts with `{{#owner.name#}}` references: what they name, and their rendering.

Values are inserted as they are; a reference inside an inserted value is never looked at again.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import count
from typing import Any

from engine.templating.jinja import render_jinja
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
    return "".join(part if isinstance(part, str) else text_at(part, pool, text_of) for part in _parsed(template))


def text_at(selector: Selector, pool: VariablePool, text_of: Callable[[Any], str] = as_text) -> str:
    """Return what a reference to `selector` becomes; its own text when nothing is there."""
    value = pool.get(selector)
    return ".".join(selector) if value is MISSING else text_of(value)


@lru_cache(maxsize=1024)
def with_names(template: str) -> tuple[str, dict[str, Selector]]:
    """Return the Jinja text `template` with a variable in place of every reference, and what each names.

    Jinja would take the `{#` of a reference for a comment. References in comments, in raw blocks and
    inside Jinja's own braces (as in `{{ "{{#a.b#}}" }}`) are not references and stay.
    """
    names: dict[str, Selector] = {}
    prefix = _unused_prefix(template)

    def replaced(match: re.Match[str]) -> str:
        if match["reference"] is None:
            return match[0]
        name = f"{prefix}{len(names)}"
        names[name] = tuple(match["reference"].split("."))
        return f"{{{{ {name} }}}}"

    return _JINJA_PIECE.sub(replaced, template), names


def _unused_prefix(template: str) -> str:
    prefixes = (f"reference{number}_" for number in count())
    return next(prefix for prefix in prefixes if prefix not in template)


_JINJA_PIECE = re.compile(
    rf"""
    \{{%[-+]?\s*raw\s*[-+]?%\}}.*?\{{%[-+]?\s*endraw\s*[-+]?%\}}   # a raw block
    | {REFERENCE.pattern.replace("(", "(?P<reference>", 1).replace("#", "[#]")}
    | \{{[#].*?[#]\}}                                             # a comment
    | \{{\{{(?: "[^"]*" | '[^']*' | [^"'] )*?\}}\}}                # an expression, texts in it whole
    | \{{%(?: "[^"]*" | '[^']*' | [^"'] )*?%\}}                   # a statement
    """,
    re.DOTALL | re.VERBOSE,
)


__all__ = [
    "references",
    "render",
    "render_jinja",
    "render_log",
    "render_markdown",
    "segments",
    "text_at",
    "with_names",
]
