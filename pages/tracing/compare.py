"""Two runs of a node side by side: the outputs of each, and where their texts differ."""

import json
from collections.abc import Mapping
from difflib import unified_diff
from typing import Any

import streamlit as st

from engine.values import as_plain
from pages.catalogue.card import plain
from pages.cells.runs import moment
from pages.cells.state import notebook_state
from pages.language.text import t
from pages.tracing.model import Step
from pages.tracing.outputs import show_outputs, telling
from pages.tracing.view import status_badge

MOST_LINES = 400  # of a difference


def differs(one: Step | None, other: Step | None) -> bool:
    """Return whether a node gave something else in one run than in the other."""
    return _given(one) != _given(other)


def show_comparison(step: Step | None, other: Step | None, *, key: str) -> None:
    """Show what a node gave in both runs, and their difference where there is one."""
    if step is None and other is None:
        return
    if not differs(step, other):
        st.markdown(f":gray[:small[:material/check: {t('the same in both runs')}]]")
        return
    state = notebook_state()
    names = (
        moment(state.opened) if state.opened else t("now"),
        moment(state.against) if state.against else "",
    )
    for column, found, name, side in zip(st.columns(2, gap="medium"), (step, other), names, "ab", strict=True):
        with column:
            st.markdown(f":gray[:small[{name}]] {status_badge(found.status) if found else ''}")
            if found is None:
                st.markdown(f":gray[:small[{t('did not run')}]]")
            elif found.error:
                st.error(plain(found.error), icon=":material/error:")
            elif found.outputs:
                show_outputs(found.outputs, key=f"{key}_{side}")
    lines = difference(other, step)
    if lines:
        box = st.expander(t("Difference"), icon=":material/difference:", type="compact", key=f"nb_diff_{key}")
        with box:
            st.code("\n".join(lines[:MOST_LINES]), language="diff", wrap_lines=True)


def difference(before: Step | None, after: Step | None) -> list[str]:
    """Return the lines by which the outputs of two executions differ, as a unified diff without its head."""
    old, new = _lines(_given(before)), _lines(_given(after))
    return list(unified_diff(old, new, lineterm="", n=2))[2:]


def _given(step: Step | None) -> Mapping[str, Any]:
    return telling(as_plain(dict(step.outputs))) if step is not None and step.outputs else {}


def _lines(outputs: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for name, value in outputs.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1, default=str)
        found += [f"{name}:", *text.splitlines()] if len(outputs) > 1 else text.splitlines()
    return found
