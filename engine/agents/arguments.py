"""Arguments as models write them."""

import json
from typing import Any

import json_repair

from engine.tools.base import JsonObject


def arguments_in(text: str) -> JsonObject | None:
    """Return the object that `text` writes, None when it writes none; broken JSON is mended once."""
    if not text.strip():
        return {}
    value: Any
    try:
        value = json.loads(text)
    except ValueError:
        value = json_repair.loads(text)
    return value if isinstance(value, dict) else None
