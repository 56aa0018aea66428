"""Values of earlier nodes, to be changed by hand before a node runs on them."""

import json
from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.catalogue.card import plain
from pages.language.text import t
from services.runs.given import Reading

Edits = dict[str, dict[str, Any]]

LONG = 60_000  # characters of a value up to which it is offered for editing


def edit_values(readings: Sequence[Reading], *, key: str) -> Edits | None:
    """Draw a field for each value; return those that were changed by node and name, None while one cannot be read."""
    edits: Edits = {}
    is_readable = True
    for reading in readings:
        before = as_text(reading.value) if reading.is_known else ""
        if len(before) > LONG:
            st.caption(t("{name} is too long to be edited here.", name=f"{plain(reading.title)} · {reading.name}"))
            continue
        after = st.text_area(
            f"{plain(reading.title)} · {plain(reading.name)}",
            before,
            key=f"{key}_{reading.owner}_{reading.name}",
            height=90 if len(before) < 200 else 180,
            placeholder="" if reading.is_known else t("no value yet"),
        )
        if after == before:
            continue
        try:
            edits.setdefault(reading.owner, {})[reading.name] = as_value(after, reading)
        except ValueError as error:
            is_readable = False
            st.caption(f":red[{t('This is no JSON: {reason}', reason=error)}]")
    return edits if is_readable else None


def as_text(value: Any) -> str:
    """Return a value as a person edits it: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def as_value(text: str, reading: Reading) -> Any:
    """Return what a person wrote as a value of the kind that stood there. Raises ValueError."""
    if not reading.is_known or isinstance(reading.value, str) or reading.value is None:
        return text
    return json.loads(text)
