"""A data frame on the screen: its first rows as a table, and how large the whole is."""

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from engine.frames.table import Table
from pages.catalogue.card import plain
from pages.language.text import t

HEIGHT = 280  # pixels of a table with many rows
FEW = 6  # rows that are shown without scrolling


def show_frame(name: str, mapping: Mapping[str, Any]) -> None:
    """Show the preview of a data frame, as traces hold it."""
    table = Table.from_mapping(mapping)
    size = t("{rows} rows × {columns} columns", rows=f"{len(table):,}", columns=len(table.columns))
    st.markdown(f":gray[:small[{plain(name)}]] :blue-badge[:material/table: {size}]")
    if not table.columns:
        return
    rows = {column: [row.get(column) for row in table.head] for column in table.columns}
    kinds = {column: st.column_config.Column(help=kind) for column, kind in table.columns.items()}
    height: int | Literal["auto"] = HEIGHT if len(table.head) > FEW else "auto"
    st.dataframe(rows, hide_index=True, height=height, column_config=kinds)
    if len(table) > len(table.head):
        st.caption(t("The first {n} rows are shown.", n=len(table.head)))
