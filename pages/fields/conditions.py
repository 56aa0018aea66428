"""Conditions of branches and loops: what is compared, how, with what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import streamlit as st

from engine.forms import Field
from pages.fields.fitting import comparisons
from pages.fields.pen import Pen
from pages.language.field_text import choice_text
from pages.language.text import t

WITHOUT_VALUE = frozenset({"empty", "not empty", "null", "not null", "exists", "not exists"})
OPERATORS = ("and", "or")

Item = dict[str, Any]


def edit_conditions(field: Field, value: Any, pen: Pen) -> Any:
    """Draw the cases of an if-else, or the one list of conditions that ends a loop."""
    entries = [dict(entry) for entry in value or [] if isinstance(entry, Mapping)]
    parts = field.item.fields if field.item else ()
    has_cases = any(part.name == "case_id" for part in parts)
    pen = replace(pen, operators=tuple(_operators(parts)))
    edited = _cases(entries, pen) if has_cases else _conditions(entries, pen)
    return edited if edited != entries else value


def _operators(parts: Sequence[Field]) -> Iterator[str]:
    """Yield the ways to compare that the settings of a condition allow, wherever in `parts` they stand."""
    for part in parts:
        if part.name == "comparison_operator":
            yield from map(str, part.choices)
        elif part.name == "conditions" and part.item:
            yield from _operators(part.item.fields)


def _cases(cases: list[Item], pen: Pen) -> list[Item]:
    kept = []
    for place, case in enumerate(cases):
        here = pen.at(place)
        with st.container(border=True, key=f"{here.key}_case", gap="small"):
            edited, gone = _case(case, "ELIF" if place else "IF", here)
        kept += [] if gone else [edited]
    st.markdown(f":gray[:small[**ELSE** {t('when none of them holds')}]]")
    if st.button(t("Add a case"), icon=":material/add:", key=f"{pen.key}_add", type="tertiary"):
        case_id = "true" if not kept else uuid4().hex[:12]
        kept.append({"case_id": case_id, "logical_operator": "and", "conditions": [_new_condition()]})
    return kept


def _case(case: Item, word: str, pen: Pen) -> tuple[Item, bool]:
    conditions = [dict(item) for item in case.get("conditions") or [] if isinstance(item, Mapping)]
    operator = str(case.get("logical_operator") or "and")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{word}**", width="content")
        chosen = _operator(operator, pen) if len(conditions) > 1 else operator
        st.space("stretch")
        gone = _remove_button(pen)
    edited = _conditions(conditions, pen.at("conditions"))
    changed: Item = {"conditions": edited} if edited != conditions else {}
    changed |= {"logical_operator": chosen} if chosen != operator else {}
    return {**case, **changed}, gone


def _operator(operator: str, pen: Pen) -> str:
    chosen = st.segmented_control(
        t("Logical operator"),
        OPERATORS,
        default=operator,
        required=True,
        format_func=t,
        label_visibility="collapsed",
        key=f"{pen.key}_operator",
    )
    return chosen or operator


def _conditions(conditions: list[Item], pen: Pen) -> list[Item]:
    kept = []
    for place, condition in enumerate(conditions):
        edited, gone = _condition(condition, pen.at(place))
        kept += [] if gone else [edited]
    if st.button(t("Add a condition"), icon=":material/add:", key=f"{pen.key}_add", type="tertiary"):
        kept.append(_new_condition())
    return kept


def _condition(condition: Item, pen: Pen) -> tuple[Item, bool]:
    """Draw one condition on two lines; tests of the files in a list stay as they are."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", wrap=False):
        here = pen.at("variable_selector")
        selector = here.choose_variable(t("Variable"), condition.get("variable_selector"), label_visibility="collapsed")
        gone = _remove_button(pen)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", wrap=False):
        kind = pen.type_of(selector)
        fit = comparisons(kind, pen.operators)
        stored = str(condition.get("comparison_operator") or "is")
        if selector != condition.get("variable_selector") and stored not in fit:
            stored = fit[0]  # another variable, which cannot be compared like this
        operator = _comparison(stored, replace(pen.at("comparison_operator"), operators=tuple(fit)))
        value = condition.get("value")
        if operator not in WITHOUT_VALUE:
            value = (_truth if kind == "boolean" else _value)(value, pen.at("value"))
    for name in ("variable_selector", "comparison_operator", "value"):
        pen.at(name).show_faults()
    if condition.get("sub_variable_condition"):
        st.caption(t("The files of the list are tested one by one; export the app to edit how."))
    typed = {"variable_selector": selector, "comparison_operator": operator, "value": value}
    changed = {name: new for name, new in typed.items() if new != condition.get(name)}
    return {**condition, **changed}, gone


def _comparison(operator: str, pen: Pen) -> str:
    options = list(pen.operators if operator in pen.operators else (operator, *pen.operators))
    chosen: str = st.selectbox(
        t("Comparison operator"),
        options,
        index=options.index(operator),
        format_func=choice_text,
        label_visibility="collapsed",
        key=pen.key,
        width=140,
    )
    return chosen


def _value(value: Any, pen: Pen) -> Any:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    written = st.text_input(t("Value"), text, placeholder=t("Value"), label_visibility="collapsed", key=pen.key)
    if written == text:
        return value
    return [part.strip() for part in written.split(",")] if isinstance(value, list) else written


def _truth(value: Any, pen: Pen) -> Any:
    """Draw what a truth is compared with."""
    here = value if isinstance(value, bool) else str(value).lower() == "true"
    chosen: bool = st.selectbox(
        t("Value"),
        [True, False],
        index=0 if here else 1,
        format_func=lambda truth: t("yes") if truth else t("no"),
        label_visibility="collapsed",
        key=f"{pen.key}_truth",
    )
    return value if chosen == here and value not in (None, "") else chosen


def _remove_button(pen: Pen) -> bool:
    return st.button("", icon=":material/close:", key=f"{pen.key}_gone", type="tertiary", help=t("Remove"))


def _new_condition() -> Item:
    return {"id": uuid4().hex[:12], "variable_selector": [], "comparison_operator": "is", "value": ""}
