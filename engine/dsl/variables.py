"""Environment and conversation variables of a file: what they must hold, and what is filled in."""

import json
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from engine.errors import InvalidDsl

VALUE_TYPES = (
    "string",
    "secret",
    "number",
    "integer",
    "float",
    "boolean",
    "object",
    "array[string]",
    "array[number]",
    "array[object]",
    "array[boolean]",
)
Variable = dict[str, Any]


def normalised_variables(items: Any, owner: str, *, most: int) -> list[Variable]:
    """Return the variables of `owner` (`env` or `conversation`), each with an id and a selector.

    A value may take `most` bytes as JSON.

    Raises:
        InvalidDsl: a variable lacks its name, type or value, or the value does not suit; it is named.
    """
    if not items:
        return []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InvalidDsl(f"the {owner} variables must be a list of mappings")
    return [_normalised(item, owner, most) for item in items]


def _normalised(item: Variable, owner: str, most: int) -> Variable:
    name = item.get("name")
    if not isinstance(name, str) or not name:
        raise InvalidDsl(f"a variable of {owner} has no name")
    where = f"{owner}.{name}"
    value_type = item.get("value_type")
    if value_type not in VALUE_TYPES:
        raise InvalidDsl(f"Invalid value_type of {where}: {value_type}. Allowed are {', '.join(VALUE_TYPES)}")
    if item.get("value") is None:
        raise InvalidDsl(f"the variable {where} has no value")
    value = _number(item["value"], where) if value_type in {"number", "integer", "float"} else item["value"]
    size = len(json.dumps(value, ensure_ascii=False).encode())
    if size > most:
        raise InvalidDsl(f"the value of {where} takes {size:,} bytes; the limit is {most:,}")
    derived = {"id": str(uuid5(NAMESPACE_OID, where)), "description": "", "selector": [owner, name]}
    given = {key: kept for key, kept in item.items() if kept or key not in derived}
    return {**derived, **given, "value": value}


def _number(value: Any, where: str) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        return float(value) if "." in str(value) else int(value)
    except (TypeError, ValueError) as error:
        raise InvalidDsl(f"the value of {where} must be a number, not {value!r}") from error
