"""All values of a run: what its nodes gave, its own variables, the conversation's, the environment's."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engine.values import as_plain, type_of
from pages.catalogue.card import plain
from pages.language.text import t
from pages.tracing.model import RunPicture
from pages.tracing.view import show_values
from pages.workbench.conversation_preview import conversation_values
from pages.workbench.desk import Desk
from pages.workbench.run import is_running, start_run
from pages.workbench.value_edits import LONG, as_text, as_value
from services.runs.extents import Extent
from services.runs.given import Reading

PREVIEW = 160  # characters of a value in the list


@dataclass(frozen=True, slots=True)
class RunValue:
    """A value of a run: whose it is (a node's id, `sys`, `env`, `conversation`), and that in words."""

    owner: str
    title: str
    name: str
    value: Any
    kind: str
    is_editable: bool = True

    def matches(self, wanted: str) -> bool:
        """Return whether what was searched for is in the name, its owner's name or the value."""
        return wanted.lower() in f"{self.title} {self.name} {_text(self.value)}".lower()


def values_of(desk: Desk, picture: RunPicture) -> list[RunValue]:
    """Return the values of a run, those of nodes first; secrets are masked, as the draft's editor shows them."""
    return [*_of_nodes(picture), *_of_system(picture), *_of_conversation(desk), *_of_environment(desk)]


def _of_nodes(picture: RunPicture) -> Iterator[RunValue]:
    for step in picture.latest().values():
        given = as_plain(dict(step.outputs))
        for name, value in ((name, value) for name, value in given.items() if not name.startswith("sys.")):
            editable = not step.container
            yield RunValue(step.node_id, step.title or step.node_id, name, value, type_of(value), editable)


def _of_system(picture: RunPicture) -> Iterator[RunValue]:
    for name, value in as_plain(dict(picture.inputs)).items():
        if name.startswith("sys."):
            yield RunValue("sys", "sys", name.removeprefix("sys."), value, type_of(value))


def _of_conversation(desk: Desk) -> Iterator[RunValue]:
    for name, value, kind in conversation_values(desk):
        yield RunValue("conversation", "conversation", name, value, kind)


def _of_environment(desk: Desk) -> Iterator[RunValue]:
    for spec in desk.document.environment_variables:
        yield RunValue("env", "env", spec.name, spec.value, spec.value_type, spec.value_type != "secret")


def show_run_values(desk: Desk, picture: RunPicture | None, *, key: str) -> None:
    """List the values with a search; the one that is chosen is shown whole, to be changed for another run."""
    if picture is None:
        st.markdown(f":gray[:small[{t('Nothing has run yet.')}]]")
        return
    wanted = st.text_input(
        t("Search"),
        key=f"{key}_search",
        placeholder=t("Name or value"),
        icon=":material/search:",
        label_visibility="collapsed",
    )
    found = [value for value in values_of(desk, picture) if value.matches(wanted.strip())]
    if not found:
        st.markdown(f":gray[:small[{t('No value is like that.')}]]")
        return
    chosen = _choose(found, key)
    if chosen is not None:
        _show_chosen(desk, chosen, key)


def _choose(found: Sequence[RunValue], key: str) -> RunValue | None:
    rows = {
        t("Of"): [value.title for value in found],
        t("Name"): [value.name for value in found],
        t("Value"): [_text(value.value)[:PREVIEW] for value in found],
    }
    picked = st.dataframe(
        rows,
        hide_index=True,
        height=min(320, 38 + 35 * len(found)),
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key}_table",
    )
    places = picked.selection.rows
    return found[places[0]] if places and places[0] < len(found) else None


def _show_chosen(desk: Desk, chosen: RunValue, key: str) -> None:
    st.markdown(f"**{plain(chosen.title)}** · {plain(chosen.name)} :gray-badge[{plain(chosen.kind)}]")
    if not chosen.is_editable or desk.draft is None or len(as_text(chosen.value)) > LONG:
        show_values({chosen.name: chosen.value})
        return
    place = f"{key}_edit_{chosen.owner}_{chosen.name}"
    before = as_text(chosen.value)
    after = st.text_area(t("Value"), before, key=place, height=140, label_visibility="collapsed")
    st.caption(t("Another value stands for this one in the next run: what depends on it runs, the rest is reused."))
    if not st.button(
        t("Run with this value"),
        icon=":material/play_arrow:",
        key=f"{key}_run_with",
        disabled=after == before or is_running(),
    ):
        return
    try:
        value = as_value(after, Reading(chosen.owner, chosen.name, chosen.title, chosen.value, is_known=True))
    except ValueError as error:
        st.caption(f":red[{t('This is no JSON: {reason}', reason=error)}]")
        return
    if start_run(desk, Extent(values={chosen.owner: {chosen.name: value}})):
        st.rerun()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
