"""What a node gave, each value in the form that suits it: text, table, chart, picture, file, tree."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.frames.table import Table
from engine.values import as_plain, is_file_mapping, is_table_mapping
from pages.catalogue.card import plain
from pages.fields.files import files_markdown
from pages.language.text import t
from pages.tracing.frame_view import show_frame
from services.files.files import address_here
from services.runtime import current

Values = Mapping[str, Any]

TECHNICAL = frozenset({"usage", "finish_reason", "headers", "files"})  # outputs that are shown only if they are all
TOLD = frozenset({"sys.query", "sys.files"})  # of the system's variables, those that a person gave
SHORT = 90  # characters up to which a value stands in a line
LONG = 600  # and up to which a text is shown whole
MOST_ROWS = 200  # of a table made from a list
NUMBERS = (int, float)


def show_outputs(outputs: Values, *, key: str) -> None:
    """Show the outputs of an execution: short values in a line, each of the others as what it is."""
    shown = telling(as_plain(dict(outputs)))
    short = {name: value for name, value in shown.items() if _is_short(value)}
    if short and len(shown) == 1:
        st.markdown(_in_line(*short.values()))
    elif short:
        st.markdown("  \n".join(f":small[:gray[{plain(name)}] {_in_line(value)}]" for name, value in short.items()))
    for name in (name for name in shown if name not in short):
        _show_value(name if len(shown) > 1 else "", shown[name], key=f"{key}_{name}")


def telling(outputs: Values) -> dict[str, Any]:
    """Return the outputs that say something; all of them where none does."""
    found = {
        name: value
        for name, value in outputs.items()
        if value not in (None, "", [], {}) and not _is_technical(name, value)
    }
    return found or dict(outputs)


def _is_technical(name: str, value: Any) -> bool:
    if name.startswith("sys."):
        return name not in TOLD
    return name in TECHNICAL and not files_in(value)


def _is_short(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= SHORT and "\n" not in value
    return value is None or isinstance(value, bool | int | float)


def _in_line(value: Any) -> str:
    if isinstance(value, str):
        return plain(value) or "—"
    return f"`{json.dumps(value)}`"


def _show_value(name: str, value: Any, *, key: str) -> None:
    if is_table_mapping(value):
        show_frame(name, value)
        _show_chart_of(_numeric_columns(Table.from_mapping(value).head), key)
        return
    if name:
        st.markdown(f":gray[:small[{plain(name)}]]")
    if isinstance(value, str):
        _show_text(address_here(current(), value), key)
    elif files := files_in(value):
        st.markdown(files_markdown(files))
    elif _is_records(value):
        _show_records(value, key)
    elif _is_numbers(value):
        st.bar_chart({t("Value"): value}, height=160)
    else:
        st.json(json.dumps(value, ensure_ascii=False, default=str), expanded=1)


def _show_text(text: str, key: str) -> None:
    """Show a text as Markdown; one that is long, or has headings of its own, in a frame that scrolls."""
    if len(text) <= LONG and "#" not in text:
        st.markdown(text)
        return
    with st.container(key=f"out_text_{key}"):
        st.markdown(text)


def files_in(value: Any) -> list[Values]:
    """Return the files that a value is made of, none for any other value."""
    items = value if isinstance(value, list) else [value]
    return list(items) if items and all(is_file_mapping(item) for item in items) else []


def _is_records(value: Any) -> bool:
    """Return whether a value is a list of flat mappings, which reads best as a table."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, Mapping) and item for item in value)
        and sum(isinstance(cell, dict | list) for item in value for cell in item.values()) <= len(value)
    )


def _is_numbers(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(_is_number(item) for item in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


def _show_records(records: Sequence[Values], key: str) -> None:
    names = list(dict.fromkeys(name for record in records[:MOST_ROWS] for name in record))
    rows = {name: [_cell(record.get(name)) for record in records[:MOST_ROWS]] for name in names}
    st.dataframe(rows, hide_index=True, height=280 if len(records) > 6 else "auto", key=f"out_rows_{key}")
    if len(records) > MOST_ROWS:
        st.caption(t("The first {n} rows are shown.", n=MOST_ROWS))
    _show_chart_of(_numeric_columns(records[:MOST_ROWS]), key)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else value


def _numeric_columns(rows: Sequence[Values]) -> dict[str, list[Any]]:
    """Return the columns of a table that hold nothing but numbers, with the first of words as `""`."""
    names = list(rows[0]) if len(rows) > 1 else []
    found = {name: [row.get(name) for row in rows] for name in names}
    numeric = {name: column for name, column in found.items() if all(_is_number(cell) for cell in column)}
    words = next((column for column in found.values() if all(isinstance(cell, str) for cell in column)), None)
    return {"": words or list(map(str, range(1, len(rows) + 1))), **numeric} if numeric else {}


def _show_chart_of(columns: Mapping[str, list[Any]], key: str) -> None:
    """Offer a chart of the numbers of a table, one bar for each row."""
    if not columns:
        return
    box = st.expander(
        t("Chart"), icon=":material/bar_chart:", type="compact", key=f"out_chart_{key}", on_change="rerun"
    )
    if box.open:
        with box:
            st.bar_chart({name or t("Row"): column for name, column in columns.items()}, x=t("Row"), height=220)
