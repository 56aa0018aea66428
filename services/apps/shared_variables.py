"""Variables that belong to no node, as people edit them: of the environment, and of conversations."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

from engine.values import fits
from services.errors import InvalidInput

ENVIRONMENT: Final = ("string", "number", "secret")  # the types of variables of the environment,
CONVERSATION: Final = (  # and of a conversation
    *("string", "number", "boolean", "object"),
    *("array[string]", "array[number]", "array[boolean]", "array[object]"),
)
TEXTS: Final = frozenset({"string", "secret"})
FIRST: Final[Mapping[str, Any]] = {"string": "", "secret": "", "number": 0, "boolean": False, "object": {}}
LONGEST_NAME: Final = 30  # characters
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Item = dict[str, Any]


def with_variable(
    items: Sequence[Item],
    *,
    name: str,
    value_type: str,
    value: Any,
    description: str = "",
    replaces: str | None = None,
) -> list[Item]:
    """Return the variables with one more, or with another one in the place of that called `replaces`.

    Raises:
        InvalidInput: the name cannot stand in a template or is taken, or the value is not of the type.
    """
    name = name.strip()
    _check_name(name, [str(item.get("name")) for item in items if item.get("name") != replaces])
    if not fits(value, "string" if value_type == "secret" else value_type):
        raise InvalidInput(f"The value of {name} must be of the type {value_type}.", param="value")
    before = next((item for item in items if item.get("name") == replaces), {}) if replaces else {}
    if before.get("value_type") == "secret" != value_type and value == before.get("value"):
        raise InvalidInput(f"Type the value of {name} anew: that of a secret is not shown.", param="value")
    made = {"id": str(uuid4()), **before, "name": name, "value_type": value_type, "value": value}
    made |= {"description": description.strip()} | (
        {"selector": [before["selector"][0], name]} if before.get("selector") else {}
    )
    return [made if item is before else item for item in items] if before else [*items, made]


def without_variable(items: Sequence[Item], name: str) -> list[Item]:
    """Return the variables without one; an unknown one is no error."""
    return [item for item in items if item.get("name") != name]


def parsed(text: str, value_type: str) -> Any:
    """Return the value of a type that a text says; lists and objects are JSON.

    Raises:
        InvalidInput: it says none.
    """
    if value_type in TEXTS:
        return text
    if not text.strip() and (value_type in FIRST or value_type.startswith("array")):
        return FIRST.get(value_type, [])
    try:
        value = json.loads(text)
    except ValueError as error:
        raise InvalidInput(f"This is no JSON: {error}", param="value") from error
    if not fits(value, value_type):
        raise InvalidInput(f"The value must be of the type {value_type}.", param="value")
    return value


def _check_name(name: str, taken: Sequence[str]) -> None:
    if not name:
        raise InvalidInput("A variable needs a name.", param="name")
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            f"{name!r} cannot be a name: use letters, digits and _, with no digit at the beginning.", param="name"
        )
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"The name has {len(name)} characters; the limit is {LONGEST_NAME}.", param="name")
    if name in taken:
        raise InvalidInput(f"There is a variable {name!r} already.", param="name")
