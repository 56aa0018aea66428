"""JSON: read by paths, and changed at them."""

import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

import json_repair

from engine.tools.functions import Setting, tool
from engine.values import as_text

if TYPE_CHECKING:
    from engine.jsonpath import Found

_LONGEST: Final = 1_000_000  # characters of a JSON text
_helper = partial(tool, provider="json_process", repeatable=True, timeout=20)


@_helper(label="Read JSON", use_cases=["take values out of JSON"])
def parse(content: str, json_filter: str, ensure_ascii: Setting[bool] = False) -> str:
    """Gives what a path finds in JSON: one value as it is, several as a list.

    Args:
        content: The JSON.
        json_filter: The path, as in $.items[*].price, items[0].name, $..id or items[?(@.price < 10)].name
        ensure_ascii: Whether other letters than those of English are written as escapes.
    """
    values = [one.value for one in _found(json_filter, _read(content))]
    if not values:
        return ""
    return _told(values[0] if len(values) == 1 else values, escapes=ensure_ascii)


@_helper(label="Delete in JSON", use_cases=["leave a part of JSON out"])
def json_delete(content: str, query: str, ensure_ascii: Setting[bool] = False) -> str:
    """Gives JSON without what a path finds.

    Args:
        content: The JSON.
        query: The path of what is left out, as in $.items[0] or $..password
        ensure_ascii: Whether other letters than those of English are written as escapes.
    """
    value = _read(content)
    for one in reversed(_inner(query, value)):  # from behind, so that places in lists hold
        del _parent(value, one)[one.place[-1]]
    return _written(value, escapes=ensure_ascii)


@_helper(label="Replace in JSON", use_cases=["change values in JSON"])
def json_replace(
    content: str,
    query: str,
    replace_value: str,
    *,
    replace_pattern: str = "",
    replace_model: Setting[Literal["pattern", "value", "key"]] = "pattern",
    value_decode: Setting[bool] = False,
    ensure_ascii: Setting[bool] = False,
) -> str:
    """Gives JSON in which what a path finds is replaced.

    Args:
        content: The JSON.
        query: The path of what is replaced.
        replace_value: What comes in its place.
        replace_pattern: The part of a text that is replaced; all of it when empty.
        replace_model: What is replaced: a part of texts, the whole value, or the key.
        value_decode: Whether replace_value is JSON.
        ensure_ascii: Whether other letters than those of English are written as escapes.
    """
    value = _read(content)
    new = _read(replace_value) if value_decode else replace_value
    for one in _inner(query, value):
        parent, key = _parent(value, one), one.place[-1]
        if replace_model == "key":
            if isinstance(parent, dict):
                _rename(parent, str(key), replace_value)
        elif replace_model == "pattern" and replace_pattern and isinstance(one.value, str):
            parent[key] = one.value.replace(replace_pattern, replace_value)
        else:
            parent[key] = new
    return _written(value, escapes=ensure_ascii)


@_helper(label="Insert into JSON", use_cases=["add a part to JSON"])
def json_insert(
    content: str,
    query: str,
    new_value: str,
    *,
    index: float | None = None,
    create_path: Setting[Literal["True", "False"]] = "False",
    value_decode: Setting[bool] = False,
    ensure_ascii: Setting[bool] = False,
) -> str:
    """Gives JSON with a value put in at a path: into a list, or among the fields of an object.

    Args:
        content: The JSON.
        query: The path of the list, of the object, or of the value that is set.
        new_value: What is put in.
        index: At which place of a list, from 0; at its end when empty.
        create_path: Whether a path that leads nowhere is made.
        value_decode: Whether new_value is JSON.
        ensure_ascii: Whether other letters than those of English are written as escapes.
    """
    value = _read(content)
    new = _read(new_value) if value_decode else new_value
    found = _found(query, value)
    for one in found:
        if isinstance(one.value, list):
            one.value.insert(len(one.value) if index is None else int(index), new)
        elif isinstance(one.value, dict) and isinstance(new, dict):
            one.value.update(new)
        elif one.place:
            _parent(value, one)[one.place[-1]] = new
    if not found and create_path == "True":
        _create(value, query, new)
    return _written(value, escapes=ensure_ascii)


def _create(value: Any, query: str, new: Any) -> None:
    from engine.jsonpath import names_of  # noqa: PLC0415 - its library is loaded with the first path

    names = names_of(query)
    if not names:
        raise ValueError(f"{query!r} leads nowhere, and only a path of names such as $.a.b can be made")
    for name in names[:-1]:
        value = value.setdefault(name, {}) if isinstance(value, dict) else None
    if not isinstance(value, dict):
        raise ValueError(f"{query!r} cannot be made: there is something else than an object on the way")
    value[names[-1]] = new


def _rename(parent: dict[str, Any], old: str, new: str) -> None:
    """Give a key another name, in its place."""
    renamed = {new if key == old else key: value for key, value in parent.items()}
    parent.clear()
    parent.update(renamed)


def _found(query: str, value: Any) -> "list[Found]":
    from engine.jsonpath import found  # noqa: PLC0415 - its library is loaded with the first path

    return found(query, value)


def _inner(query: str, value: Any) -> "list[Found]":
    found = _found(query, value)
    if any(not one.place for one in found):
        raise ValueError(f"{query!r} is all of the JSON; name a part of it")
    return found


def _parent(value: Any, one: "Found") -> Any:
    for key in one.place[:-1]:
        value = value[key]
    return value


def _read(text: str) -> Any:
    if len(text) > _LONGEST:
        raise ValueError(f"JSON has at most {_LONGEST:,} characters here, not {len(text):,}")
    try:
        return json.loads(text)
    except ValueError as error:
        repaired = json_repair.loads(text)  # what models write, in fences or with a comma too many
        if repaired in ("", None):
            raise ValueError(f"the text is no JSON: {error}") from error
        return repaired


def _written(value: Any, *, escapes: bool) -> str:
    return json.dumps(value, ensure_ascii=escapes)


def _told(value: Any, *, escapes: bool) -> str:
    return _written(value, escapes=escapes) if isinstance(value, list | dict) else as_text(value)


JSON_TOOLS: Final = (parse, json_insert, json_replace, json_delete)
