"""JSON as this server writes it: compact, UTF-8, one line, never NaN."""

import json
import math
import re
from collections.abc import Mapping, Set
from json.encoder import encode_basestring
from typing import Any

from starlette.responses import Response

from engine.events import Usage
from engine.frames.table import Table
from engine.values import File


class JsonAnswer(Response):
    """A JSON body; files, data frames and usages in it take their plain form."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the body's bytes."""
        return to_bytes(dumps(content))


def dumps(value: Any) -> str:
    """Return `value` as compact JSON on one line, with real characters; NaN and infinities become null."""
    try:
        text = _encode(value)
    except ValueError:
        text = _encode(_finite(value))
    return _on_one_line(text)


def quote(text: str) -> str:
    """Return `text` as a JSON string on one line."""
    return _on_one_line(encode_basestring(text))


def to_bytes(text: str) -> bytes:
    """Return `text` in UTF-8; half a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, File | Table | Usage):
        return value.as_mapping()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain).encode

# JSON leaves these as they are, but line-splitting clients (Python's splitlines) end a line at them.
_BREAKS = re.compile("[\x85\u2028\u2029]")


def _on_one_line(text: str) -> str:
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) if _BREAKS.search(text) else text


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, File | Table | Usage):
        return value.as_mapping()
    if isinstance(value, Mapping):
        return {key: _finite(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(member) for member in value]
    return value
