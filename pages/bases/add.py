"""New documents of a base: files, a text, web pages; how they are cut, seen before anything is indexed."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine.errors import EngineError
from pages.bases.plugin_source import ask_source
from pages.bases.preview import Sample, show_preview
from pages.catalogue.card import plain
from pages.fields.knowledge import choose_embedding, choose_technique, edit_rule
from pages.language.formats import counted
from pages.language.text import t
from pages.language.told import told
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import KnowledgeState, page_state
from services.errors import ServiceError
from services.knowledge import adding
from services.knowledge.adding import Wishes
from services.knowledge.batches import GivenFile, add_files
from services.knowledge.documents import LONGEST_NAME
from services.knowledge.plugged import parts
from services.runtime import current
from storage.records import Dataset

FILES, TEXT, WEB, PLUGIN = "Files", "Text", "Web pages", "Plugin"
WAYS = {FILES: ":material/upload_file:", TEXT: ":material/notes:", WEB: ":material/language:"}
PLUGIN_ICON = ":material/extension:"
KINDS = "PDF, Word, PowerPoint, Excel, CSV, HTML, Markdown, EPUB, EML, TXT …"


def show_adding(base: Dataset, *, is_empty: bool) -> None:
    """Show the button that opens the panel, or the panel; a base without documents has it open."""
    state = page_state(KnowledgeState)
    _show_refused()
    if not (state.adding or is_empty):
        with st.container(horizontal=True, horizontal_alignment="right", key="base_add_bar"):
            if st.button(t("Add documents"), icon=":material/add:", type="primary", key="base_add"):
                state.adding = True
                st.rerun(scope="fragment")
        return
    with st.container(border=True, key="base_adding_panel"):
        _show_panel(base, is_empty=is_empty)


def _show_panel(base: Dataset, *, is_empty: bool) -> None:
    ways = {**WAYS, PLUGIN: PLUGIN_ICON} if parts(current(), "datasources") else WAYS
    with st.container(horizontal=True, vertical_alignment="center"):
        way = st.segmented_control(
            t("From"),
            list(ways),
            default=FILES,
            required=True,
            format_func=lambda way: f"{ways[way]} {t(way)}",
            label_visibility="collapsed",
            key="base_way",
        )
        st.space("stretch")
        if not is_empty:
            st.button("", icon=":material/close:", type="tertiary", key="base_add_close", on_click=_close)
    key = f"base_new_{page_state(KnowledgeState).round}"
    source, cutting = st.columns([3, 2], gap="medium")
    with source:
        asks = {FILES: _ask_files, TEXT: _ask_text, WEB: _ask_addresses, PLUGIN: ask_source}
        samples = asks[way or FILES](key)
    with cutting:
        wishes = _ask_wishes(base, key)
        looks = st.toggle(t("Preview the chunks"), key="base_preview")
        label = counted(len(samples), "Index {n} document", "Index {n} documents") if samples else t("Index")
        pressed = st.button(label, type="primary", icon=":material/bolt:", key="base_index", width="stretch")
        if pressed and samples:
            _add(base, samples, wishes)
        elif pressed:
            st.warning(t("Give it files, a text or an address first."), icon=":material/edit:")
    if looks and samples:
        show_preview(samples, wishes.process_rule or {}, base.doc_form)


def _ask_files(key: str) -> list[Sample]:
    chosen = st.file_uploader(
        t("Drop files here, as many as you like"),
        accept_multiple_files=True,
        key=f"{key}_files",
        max_upload_size=current().settings.upload_file_size_limit,
    )
    st.caption(KINDS)
    return [Sample(FILES, file.name, file.type, file, file.file_id) for file in chosen]


def _ask_text(key: str) -> list[Sample]:
    name = st.text_input(t("Name of the document"), max_chars=LONGEST_NAME, key=f"{key}_name")
    text = st.text_area(t("Text"), height=180, key=f"{key}_text", placeholder=t("Paste a text here."))
    if not text.strip():
        return []
    return [Sample(TEXT, name.strip() or _first_words(text), "text/plain", text.encode(), str(hash(text)))]


def _ask_addresses(key: str) -> list[Sample]:
    written = st.text_area(
        t("Addresses, one a line"), height=140, key=f"{key}_addresses", placeholder="https://example.com/handbook"
    )
    lines = dict.fromkeys(line.strip() for line in written.splitlines() if line.strip())
    return [Sample(WEB, line, "", None, line) for line in lines]


def _ask_wishes(base: Dataset, key: str) -> Wishes:
    """Ask how the documents are cut, and what the first ones decide for the base."""
    technique, embedding = base.indexing_technique, ("", "")
    if technique is None:
        technique = choose_technique(f"{key}_technique")
        if technique == "high_quality":
            embedding = choose_embedding(f"{key}_model")
    with st.expander(t("How they are cut"), icon=":material/content_cut:", key=f"{key}_cut", expanded=True):
        rule = edit_rule(base.doc_form, base.process_rule, f"{key}_rule")
    return Wishes(indexing_technique=technique, embedding=embedding, process_rule=rule)


def _add(base: Dataset, samples: Sequence[Sample], wishes: Wishes) -> None:
    """Put the documents into the base; what cannot be taken is told, and stays out."""
    state = page_state(KnowledgeState)
    try:
        with st.spinner(t("Storing …")):
            taken, state.refused = _taken(base, samples, wishes)
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    if taken:
        state.notice = counted(taken, "{n} document is being indexed.", "{n} documents are being indexed.")
    state.adding, state.preview, state.preview_of = False, None, ""
    state.round += 1
    st.rerun()


def _taken(base: Dataset, samples: Sequence[Sample], wishes: Wishes) -> tuple[int, Sequence[tuple[str, str]]]:
    """Return how many documents were taken, and which not."""
    rt = current()
    who: dict[str, Any] = {"account_id": Person.here().account_id}
    files = [GivenFile(one.name, one.mime_type, one.data) for one in samples if one.way == FILES and one.data]
    if files:
        result = rt.call(add_files(rt, base, files, wishes, **who))
        return len(result.documents), result.refused
    taken, refused = 0, []
    for sample in samples:
        work: Any = (
            adding.add_pages(rt, base, [sample.name], wishes, **who)
            if sample.way == WEB
            else adding.add_text(rt, base, sample.name, sample.read(rt)[2].decode(), wishes, created_from="web", **who)
        )
        try:
            base = rt.call(work).dataset
            taken += 1
        except (ServiceError, EngineError) as error:
            refused.append((sample.name, str(error)))
    return taken, refused


def _show_refused() -> None:
    """Say which files were not taken, and why, until that was read."""
    state = page_state(KnowledgeState)
    if not state.refused:
        return
    lines = [f"- **{plain(name)}**: {plain(told(reason))}" for name, reason in state.refused]
    st.warning("\n".join([t("Not taken:"), "", *lines]), icon=":material/block:")
    st.button(t("I have read it"), key="base_refused_read", on_click=_forget_refused)


def _forget_refused() -> None:
    page_state(KnowledgeState).refused = ()


def _close() -> None:
    state = page_state(KnowledgeState)
    state.adding = False
    state.round += 1


def _first_words(text: str) -> str:
    return " ".join(text.split())[:40]
