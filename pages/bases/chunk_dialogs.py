"""The dialogs of chunks: add, edit, delete; and those of child chunks."""

from collections.abc import Coroutine
from typing import Any

import streamlit as st

from engine.errors import EngineError
from pages.bases.chunk_view import show_text
from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.state import KnowledgeState, page_state
from services.errors import ServiceError
from services.knowledge import children, segments
from services.knowledge.segments import MOST_KEYWORDS, NewSegment, SegmentChanges
from services.runtime import current
from storage.errors import StorageError
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

QUESTIONS, HIERARCHICAL = "qa_model", "hierarchical_model"


def add_dialog(base: Dataset, document: StoredDocument) -> None:
    """Ask for a further chunk."""
    st.dialog(t("Add a chunk"), width="medium")(guarded(show_add))(base, document)


def edit_dialog(base: Dataset, document: StoredDocument, segment: Segment) -> None:
    """Ask for another text of a chunk."""
    st.dialog(t("Edit the chunk"), width="medium")(guarded(show_edit))(base, document, segment)


def delete_dialog(base: Dataset, document: StoredDocument, segment: Segment) -> None:
    """Ask before a chunk is deleted."""
    st.dialog(t("Delete the chunk?"))(guarded(show_delete))(base, document, segment)


def child_dialog(base: Dataset, document: StoredDocument, segment: Segment, child: ChildChunk | None) -> None:
    """Ask for a further child chunk, or another text of one."""
    title = t("Edit the child chunk") if child else t("Add a child chunk")
    st.dialog(title, width="medium")(guarded(show_child))(base, document, segment, child)


def show_add(base: Dataset, document: StoredDocument) -> None:
    """Show the fields of a new chunk."""
    content, answer, keywords = _fields(document, "", None, [], "chunk_new")
    if st.button(t("Add"), type="primary", key="chunk_add_go"):
        rt = current()
        new = NewSegment(content=content, answer=answer, keywords=keywords or None)
        _store(segments.add(rt, base, document, [new], account_id=Person.here().account_id))


def show_edit(base: Dataset, document: StoredDocument, segment: Segment) -> None:
    """Show the fields of a chunk; what is stored can be found at once, and outlives later indexing."""
    key = f"chunk_{segment.id}"
    content, answer, keywords = _fields(document, segment.content, segment.answer, segment.keywords, key)
    cuts_again = document.doc_form == HIERARCHICAL and st.checkbox(
        t("Make its child chunks anew, those that were written by hand as well"), key=f"{key}_again"
    )
    st.caption(t("It can be found at once, and stays when the document is indexed again."))
    if st.button(t("Save"), type="primary", key="chunk_edit_go"):
        rt = current()
        changes = SegmentChanges(
            content=content,
            answer=answer,
            keywords=keywords if keywords != segment.keywords else None,
            enabled=segment.enabled or None,
            cuts_again=cuts_again,
        )
        _store(segments.update(rt, base, document, segment, changes, account_id=Person.here().account_id))


def show_delete(base: Dataset, document: StoredDocument, segment: Segment) -> None:
    """Show what would go, and the button that does it."""
    show_text(segment.content, most=300)
    with st.container(horizontal=True):
        if st.button(t("Delete"), type="primary", icon=":material/delete:", key="chunk_delete_go"):
            rt = current()
            _store(segments.delete(rt, base, document, [segment.id]))
        if st.button(t("Cancel"), key="chunk_delete_cancel"):
            st.rerun()


def show_child(base: Dataset, document: StoredDocument, segment: Segment, child: ChildChunk | None) -> None:
    """Show the text of a child chunk."""
    key = f"chunk_child_{child.id if child else 'new'}"
    content = st.text_area(t("Text"), child.content if child else "", height=180, key=key)
    if st.button(t("Save"), type="primary", key="chunk_child_go"):
        rt = current()
        if child is None:
            _store(children.add(rt, base, document, segment, content))
        else:
            _store(children.update(rt, base, child, content))


def _fields(
    document: StoredDocument, content: str, answer: str | None, keywords: list[Any], key: str
) -> tuple[str, str | None, list[str]]:
    is_question = document.doc_form == QUESTIONS
    written = st.text_area(
        t("Question") if is_question else t("Text"), content, height=90 if is_question else 300, key=f"{key}_content"
    )
    if is_question:
        answer = st.text_area(t("Answer"), answer or "", height=200, key=f"{key}_answer")
    chosen = st.multiselect(
        t("Keywords"),
        list(keywords),
        default=list(keywords),
        accept_new_options=True,
        max_selections=MOST_KEYWORDS,
        placeholder=t("taken from the text"),
        key=f"{key}_keywords",
    )
    return written, answer if is_question else None, chosen


def _store(work: Coroutine[Any, Any, Any]) -> None:
    """Do what was asked for and close the dialog, or say why it cannot be done."""
    try:
        with st.spinner(t("Saving …")):
            current().call(work)
    except (ServiceError, EngineError, StorageError) as error:
        show_error(error)
        return
    page_state(KnowledgeState).notice = t("Saved.")
    st.rerun()
