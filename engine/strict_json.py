"""JSON from outside: read as the standard writes it, and no deeper than what walks through it can go."""

import json
from collections.abc import Iterable
from typing import Any

MAX_DEPTH = 100  # of nested arrays and objects


def json_value(text: str | bytes) -> Any:
    """Return the value that `text` writes in JSON.

    Raises:
        ValueError: it is no JSON, is nested too deeply, or holds half of a surrogate pair.
    """
    data = text if isinstance(text, bytes) else text.encode()
    try:
        value = json.loads(data, parse_constant=_refuse_constant)
        if rb"\u" in data:
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels") from None
    except UnicodeEncodeError:
        raise ValueError("it writes half of a surrogate pair") from None
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels")
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _is_deeper(value: Any, limit: int) -> bool:
    level: Iterable[Any] = [value]
    for _ in range(limit):
        level = [member for holder in level for member in _members(holder)]
        if not level:
            return False
    return True


def _members(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
