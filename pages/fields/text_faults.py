"""What is wrong with a text by itself, at its line: programs, templates and JSON that cannot be read."""

import ast
import json
from collections.abc import Sequence
from functools import lru_cache

from engine.templating.jinja import syntax_fault

MOST = 60_000  # characters; longer texts are not looked at while they are typed

Fault = tuple[int, str]  # line, from 1, and what is wrong there


@lru_cache(maxsize=256)
def text_faults(language: str, text: str) -> Sequence[Fault]:
    """Return what keeps a text from being read; nothing for languages that are not read here."""
    if not text.strip() or len(text) > MOST:
        return ()
    if language == "python":
        return _of_python(text)
    if language == "json":
        return _of_json(text)
    fault = syntax_fault(text) if language == "jinja" else None
    return () if fault is None else (fault,)


def _of_python(text: str) -> Sequence[Fault]:
    try:
        ast.parse(text)
    except SyntaxError as error:
        return ((error.lineno or 1, error.msg),)
    except (ValueError, RecursionError, MemoryError) as error:
        return ((1, str(error)),)
    return ()


def _of_json(text: str) -> Sequence[Fault]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return ((error.lineno, error.msg),)
    except RecursionError as error:
        return ((1, str(error)),)
    return ()
