"""Rendering of Jinja templates: the sandbox, and the program that renders in a process of its own.

As a program (its arguments: the limits of text, seconds and memory) it answers requests, one JSON line
each, until its standard input ends. It imports nothing of the project, so that it starts fast and needs
no import path.
"""

import json
import resource
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

ENVIRONMENT = ImmutableSandboxedEnvironment()


class OutputTooLongError(Exception):
    """The text grew over its limit."""


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    return ENVIRONMENT.from_string(source)


def rendered(source: str, values: Mapping[str, Any], *, most: int) -> str:
    """Return the template `source` with `values`, at most `most` characters; names that are not bound are empty.

    Raises:
        OutputTooLongError: nothing of the rest was rendered.
        Exception: whatever the template's own expressions raise.
    """
    pieces: list[str] = []
    length = 0
    for piece in _compiled(source).generate(values):
        length += len(piece)
        if length > most:
            raise OutputTooLongError(f"its text has {length:,} characters or more; {most:,} is the limit")
        pieces.append(piece)
    return "".join(pieces)


def reason(error: BaseException, *, memory: int) -> str:
    """Return what went wrong in words, for the author of the template; `memory` is the limit in bytes."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.message} (line {error.lineno})"
    if isinstance(error, MemoryError):
        return f"it needs more than {memory // 2**20} MB of memory"
    return str(error) or type(error).__name__


def _answer(line: str, most: int, memory: int) -> dict[str, str]:
    try:
        request = json.loads(line)
        return {"output": rendered(request["template"], request["values"], most=most)}
    except MemoryError as error:
        _compiled.cache_clear()  # what it holds must not starve the templates that come after
        return {"error": reason(error, memory=memory)}
    except Exception as error:  # noqa: BLE001 - a template may raise anything; its author is told
        return {"error": reason(error, memory=memory)}


def _allow_more_time(seconds: int) -> None:
    """Give the process so many more seconds; the system kills it when they are used up."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds + 1, hard))


def main() -> None:
    """Say that the program is ready, then answer requests."""
    most, seconds, memory = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write("{}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        _allow_more_time(seconds)
        json.dump(_answer(line, most, memory), sys.stdout)
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
