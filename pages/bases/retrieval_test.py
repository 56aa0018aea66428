"""The retrieval test: what a base finds for a question, with all scores, also with two settings side by side."""

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.errors import EngineError
from pages.bases.hit_view import show_hits
from pages.catalogue.card import plain
from pages.fields.metadata_filter import edit_filter
from pages.fields.retrieval import edit_retrieval
from pages.language.formats import ago, counted, duration, joined
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import Finding, KnowledgeState, page_state
from services.errors import ServiceError
from services.knowledge import datasets
from services.knowledge.retrieval import retrieve
from services.runtime import current
from storage.records import Dataset, Retrieval

SOURCE = "hit_testing"
LONGEST = 1000  # characters of a question
SHOWN = 8  # earlier questions
SIDES = ("A", "B")


def show_test(base: Dataset) -> None:
    """Show question, settings and what was found."""
    ask, found = st.columns([2, 3], gap="medium")
    with ask:
        query = st.text_area(
            t("Question"),
            height=90,
            max_chars=LONGEST,
            placeholder=t("What would somebody ask?"),
            key="base_query",
        )
        compares = st.toggle(t("Compare two settings"), key="base_compare")
        wanted = _ask_settings(base, compares=compares)
        pressed = st.button(
            t("Search"),
            icon=":material/search:",
            type="primary",
            key="base_search_go",
            width="stretch",
        )
        if pressed and query.strip():
            _search(base, query.strip(), wanted)
        elif pressed:
            st.warning(t("Type a question first."), icon=":material/edit:")
        show_history(base, without=query.strip())
    with found:
        show_findings(base, compares=compares)


def _ask_settings(base: Dataset, *, compares: bool) -> list[dict[str, Any]]:
    """Draw the settings, twice where two are compared, and the conditions that hold for both."""
    settings = []
    for side in SIDES if compares else SIDES[:1]:
        title = t("Settings {side}", side=side) if compares else t("Settings")
        with st.expander(
            title, icon=":material/tune:", expanded=compares, key=f"base_test_{side if compares else 'alone'}"
        ):
            settings.append(
                edit_retrieval(base.retrieval_model, f"base_test_with_{side}", technique=base.indexing_technique)
            )
    conditions = edit_filter(base)
    return [{**one, "metadata_filtering_conditions": conditions} for one in settings]


def _search(base: Dataset, query: str, wanted: list[dict[str, Any]]) -> None:
    """Search with each of the settings and keep what was found for this tab."""
    rt, user = current(), Person.here().account_id
    found = []
    try:
        with st.spinner(t("Searching …")):
            for settings in wanted:
                began = time.perf_counter()
                records = rt.call(retrieve(rt, base, query, settings, source=SOURCE, user=user))
                found.append(Finding(records, time.perf_counter() - began))
            rt.call(rt.searches.written())  # figures and history are looked at next
    except (ServiceError, EngineError) as error:
        show_error(error)
        found = []
    page_state(KnowledgeState).findings = found


def show_findings(base: Dataset, *, compares: bool) -> None:
    """Show what was found; of two settings also what differs."""
    findings = page_state(KnowledgeState).findings
    if not findings:
        with st.container(border=True, height=220, horizontal_alignment="center", vertical_alignment="center"):
            words = t("Ask a question to see which chunks are found, and with which scores.")
            st.markdown(f":gray[:material/travel_explore: {words}]", width="content")
        return
    if not (compares and len(findings) > 1):
        _show_finding(base, findings[0], "A", {})
        return
    left, right = st.columns(2, gap="small")
    places = {record.segment.id: place for place, record in enumerate(findings[0].records, 1)}
    with left:
        _show_finding(base, findings[0], "A", {})
    with right:
        _show_finding(base, findings[1], "B", places)


def _show_finding(base: Dataset, finding: Finding, side: str, places: Mapping[str, int]) -> None:
    name = f"**{side}** " if len(page_state(KnowledgeState).findings) > 1 else ""
    count = counted(len(finding.records), "{n} hit", "{n} hits")
    st.markdown(f"{name}{count} :gray[{duration(finding.elapsed)}]")
    if not finding.records:
        st.info(
            t("Nothing fits. Lower the least score, ask in other words, or add documents."),
            icon=":material/search_off:",
        )
    show_hits(base, finding.records, key=f"base_hit_{side}", before=places)


def show_history(base: Dataset, *, without: str) -> None:
    """Show the last questions but the present one; a click puts one into the field again."""
    rt = current()
    found = rt.call(datasets.searches_of(rt, base, source=SOURCE, limit=3 * SHOWN)).items
    newest = list({one.query: one for one in reversed(found) if one.query != without}.values())[::-1][:SHOWN]
    if not newest:
        return
    st.caption(t("Asked before"))
    with st.container(gap=None, key="base_history"):
        for one in newest:
            _show_question(one)


def _show_question(asked: Retrieval) -> None:
    facts = joined(counted(len(asked.hits), "{n} hit", "{n} hits"), duration(asked.elapsed), ago(asked.created_at))
    st.button(
        f"{plain(asked.query[:80])} :gray[:small[{facts}]]",
        key=f"base_asked_{asked.id}",
        type="tertiary",
        width="stretch",
        on_click=_ask_again,
        args=(asked.query,),
    )


def _ask_again(query: str) -> None:
    st.session_state["base_query"] = query
