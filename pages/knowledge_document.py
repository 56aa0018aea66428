"""One document of a base: its chunks, the file it was made of, its metadata, and how its indexing went."""

import streamlit as st

from pages.bases.actions import ACTIONS, AT_WORK, allowed, do_chosen, rename_dialog
from pages.bases.chunks import show_chunks
from pages.bases.documents import (
    LOOK_SECONDS,
    RENAME,
    file_icon,
    show_failure,
    show_progress,
    show_waiting_note,
    state_badge,
)
from pages.bases.facts import show_facts
from pages.bases.original import show_original
from pages.bases.values import show_values
from pages.catalogue.card import plain
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.state import KnowledgeState, page_state
from services.knowledge import datasets, documents
from services.knowledge.documents import display_status
from services.runtime import current
from storage.records import Dataset, StoredDocument

CHUNKS, ORIGINAL, METADATA, FACTS = "Chunks", "Original", "Metadata", "Facts"
ICONS = {
    CHUNKS: ":material/view_agenda:",
    ORIGINAL: ":material/draft:",
    METADATA: ":material/label:",
    FACTS: ":material/query_stats:",
}


@guarded
def knowledge_document_page() -> None:
    """Show the document that the address names."""
    rt, base_id, document_id = current(), st.query_params.get("base", ""), st.query_params.get("document", "")
    if not document_id:
        st.switch_page("knowledge.py")
    base = rt.call(datasets.get(rt, Person.here().reader, base_id))
    document = rt.call(documents.get(rt, base, document_id))
    show_head(base, document)
    every = LOOK_SECONDS if display_status(document) in AT_WORK else None
    st.fragment(guarded(show_state), run_every=every, key="document_state")(base, document_id, looks=every is not None)
    tabs = st.tabs([f"{icon} {t(name)}" for name, icon in ICONS.items()], key="document_tab", on_change="rerun")
    for name, tab in zip(ICONS, tabs, strict=True):
        if tab.open:
            with tab:
                _show(name, base, document)


def show_head(base: Dataset, document: StoredDocument) -> None:
    """Show the way back, the name, and what can be done."""
    state = page_state(KnowledgeState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="document_head"):
        st.page_link(
            "knowledge_base.py", label=plain(base.name), icon=":material/arrow_back:", query_params={"base": base.id}
        )
        st.space("stretch")
        words = {name: f"{ACTIONS[name].icon} {t(ACTIONS[name].label)}" for name in allowed(document)}
        words[RENAME] = f":material/edit: {t(RENAME)}"
        chosen = st.menu_button(
            t("Actions"), list(words), format_func=lambda name: words.get(name, name), key="document_menu"
        )
    st.subheader(f"{file_icon(document.name)} {plain(document.name)}", anchor=False)
    if chosen == RENAME:
        rename_dialog(document)
    elif chosen:
        do_chosen(base, chosen, [document])


def show_state(base: Dataset, document_id: str, *, looks: bool) -> None:
    """Show how the document stands; when its indexing ends, the whole page is drawn anew."""
    rt = current()
    document = rt.call(documents.get(rt, base, document_id))
    if looks and display_status(document) not in AT_WORK:
        st.rerun()
    st.markdown(state_badge(document), width="content")
    show_waiting_note([document])
    show_progress(document)
    show_failure(document)


def _show(name: str, base: Dataset, document: StoredDocument) -> None:
    if name == CHUNKS:
        st.fragment(guarded(show_chunks), key="document_chunks")(base, document)
    elif name == ORIGINAL:
        show_original(document)
    elif name == METADATA:
        st.fragment(guarded(show_values), key="document_values")(base, document)
    else:
        show_facts(document)


if __name__ == "__main__":
    knowledge_document_page()
