"""Arguments as models write them."""

import json
from typing import Any

import json_repair

from engine.tools.base import JsonObject


def arguments_in(text: str) -> JsonObject | None:
    """Return the object that `text` writes, None when it writes none; broken JSON is mended once."""
    return read_arguments(text)[0]


def read_arguments(text: str) -> tuple[JsonObject | None, bool]:
    """Return the object that `text` writes, None when it writes none, and whether it had to be mended."""
    if not text.strip():
        return {}, False
    value: Any
    try:
        value = json.loads(text)
        mended = False
    except ValueError:
        value = json_repair.loads(text)
        mended = True
    return (value, mended) if isinstance(value, dict) else (None, False)
