"""Conditions on the metadata of documents, by which the retrieval test can be narrowed."""

from typing import Any

import streamlit as st

from engine.knowledge.metadata import OPERATORS
from pages.catalogue.card import plain
from pages.language.field_text import choice_words
from pages.language.text import t
from pages.shell.state import KnowledgeState, page_state
from services.knowledge import metadata
from services.runtime import current
from storage.records import Dataset

NEEDS_NO_VALUE = frozenset({"empty", "not empty"})


def edit_filter(base: Dataset) -> dict[str, Any]:
    """Draw the conditions and return them as a search takes them; {} without any."""
    rt = current()
    names = [field.name for field, _ in rt.call(metadata.fields_of(rt, base))]
    names += list(metadata.BUILT_IN) if base.has_built_in_fields else []
    if not names:
        return {}
    numbers = page_state(KnowledgeState).conditions
    with st.expander(t("Only documents with"), icon=":material/filter_alt:", key="base_filter_by"):
        operator = "and"
        if len(numbers) > 1:
            words = {"and": t("all of these"), "or": t("one of these")}
            operator = st.segmented_control(
                t("Joined by"),
                list(words),
                default="and",
                required=True,
                format_func=words.__getitem__,
                label_visibility="collapsed",
                key="base_filter_join",
            )
        conditions = [_edit_condition(number, names) for number in numbers]
        st.button(t("Add a condition"), icon=":material/add:", type="tertiary", key="base_filter_add", on_click=_add)
    return {"logical_operator": operator, "conditions": conditions} if conditions else {}


def _edit_condition(number: int, names: list[str]) -> dict[str, Any]:
    words = choice_words(OPERATORS)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"base_condition_{number}"):
        name = st.selectbox(
            t("Field"), names, key=f"base_condition_name_{number}", format_func=plain, label_visibility="collapsed"
        )
        operator = st.selectbox(
            t("Comparison"),
            OPERATORS,
            key=f"base_condition_is_{number}",
            format_func=lambda one: words[repr(one)],
            label_visibility="collapsed",
        )
        value = None
        if operator not in NEEDS_NO_VALUE:
            value = st.text_input(
                t("Value"), key=f"base_condition_value_{number}", placeholder=t("Value"), label_visibility="collapsed"
            )
        st.button(
            "",
            icon=":material/close:",
            type="tertiary",
            key=f"base_condition_gone_{number}",
            help=t("Remove"),
            on_click=_remove,
            args=(number,),
        )
    return {"name": name, "comparison_operator": operator, "value": value}


def _add() -> None:
    state = page_state(KnowledgeState)
    state.conditions = [*state.conditions, max(state.conditions, default=0) + 1]


def _remove(number: int) -> None:
    state = page_state(KnowledgeState)
    state.conditions = [one for one in state.conditions if one != number]
