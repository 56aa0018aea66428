"""The form that an app asks its user to fill in, drawn from the items of its start node."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.fields.files import Uploads, file_field
from pages.language.text import t

Item = Mapping[str, Any]
Draw = Callable[[Item, str, str, Any], Any]


def shown_items(form: Sequence[Item]) -> list[Item]:
    """Return the items that people fill in; hidden and computed ones are for programs."""
    return [item for item in form if not item.get("hide") and item.get("type") != "external_data_tool"]


def input_form(
    form: Sequence[Item], *, key: str, given: Mapping[str, Any] | None = None, uploads: Uploads | None = None
) -> dict[str, Any]:
    """Draw one widget per item and return the values by variable; what was left empty is left out.

    `given` are values to start with, such as those of the last run. Without `uploads` files are asked for by address.
    """
    values = {}
    for item in shown_items(form):
        variable = str(item.get("variable", ""))
        start = (given or {}).get(variable, item.get("default"))
        value = _value(item, f"{key}_{variable}", start, uploads)
        if value is not None and value not in ("", []):
            values[variable] = value
    return values


def missing_items(form: Sequence[Item], values: Mapping[str, Any]) -> list[str]:
    """Return the labels of required items that have no value."""
    return [
        str(item.get("label") or item.get("variable"))
        for item in shown_items(form)
        if item.get("required") and item.get("variable") not in values
    ]


def _value(item: Item, key: str, start: Any, uploads: Uploads | None) -> Any:
    kind = str(item.get("type"))
    if kind in ("file", "file-list"):
        found = file_field(item, _label(item), key, uploads) or _own_files(item)
        return found if kind == "file-list" else next(iter(found), None)
    draw: Draw = _WIDGETS.get(kind, _text)
    return draw(item, _label(item), key, start)


def _own_files(item: Item) -> list[Mapping[str, Any]]:
    """Return the files that the form begins with, and say so: they are taken where nobody hands in others."""
    given = item.get("default")
    own = [file for file in (given if isinstance(given, list) else [given]) if isinstance(file, Mapping) and file]
    if own:
        names = ", ".join(str(file.get("filename") or file.get("url") or t("a file")) for file in own)
        st.caption(t("Without a file of yours: {name}", name=names))
    return own


def _label(item: Item) -> str:
    label = str(item.get("label") or item.get("variable") or "")
    return label if item.get("required") else f"{label} ({t('optional')})"


def _text(item: Item, label: str, key: str, value: Any) -> str:
    return st.text_input(label, _as_text(value), max_chars=_limit(item), key=key)


def _paragraph(item: Item, label: str, key: str, value: Any) -> str:
    return st.text_area(label, _as_text(value), max_chars=_limit(item), key=key, height=110)


def _select(item: Item, label: str, key: str, value: Any) -> str | None:
    options = list(dict.fromkeys(str(option) for option in item.get("options") or []))
    index = options.index(str(value)) if str(value) in options else None
    return st.selectbox(label, options, index=index, key=key, placeholder=t("Choose"))


def _number(item: Item, label: str, key: str, value: Any) -> int | float | None:
    start = float(value) if _is_number(value) else None
    number: float | None = st.number_input(label, value=start, key=key, step=1.0, format="%g")
    if number is None:
        return None
    return int(number) if number.is_integer() else number


def _checkbox(item: Item, label: str, key: str, value: Any) -> bool:
    return st.checkbox(label, value=value in (True, 1, "true", "True", "1", "yes", "on"), key=key)


def _json(item: Item, label: str, key: str, value: Any) -> Any:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""
    written = st.text_area(label, text, key=key, placeholder='{"name": "value"}', height=110)
    try:
        return json.loads(written) if written.strip() else None
    except ValueError as error:
        st.caption(f":red[{t('This is no JSON: {reason}', reason=error)}]")
        return None


def _limit(item: Item) -> int | None:
    limit = item.get("max_length")
    return int(limit) if isinstance(limit, int) and limit > 0 else None


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


_WIDGETS: dict[str, Draw] = {
    "text-input": _text,
    "paragraph": _paragraph,
    "select": _select,
    "number": _number,
    "checkbox": _checkbox,
    "json_object": _json,
}
