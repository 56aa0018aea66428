"""The chunks of a document: found, read, switched; one that an answer cites stands first."""

import streamlit as st

from pages.bases.chunk_dialogs import add_dialog, child_dialog, delete_dialog, edit_dialog
from pages.bases.chunk_view import place, show_text
from pages.catalogue.card import plain
from pages.language.formats import counted
from pages.language.text import t
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.knowledge import children, segments
from services.knowledge.documents import display_status
from services.knowledge.segments import SegmentView
from services.runtime import current
from storage.errors import NotFound
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

PER_PAGE = 10
EVERY, ENABLED, DISABLED = "all", "enabled", "disabled"
EDIT, DELETE = "Edit", "Delete"
MENU_ICONS = {EDIT: ":material/edit:", DELETE: ":material/delete:"}
SWITCHED = {EVERY: "All", ENABLED: "enabled", DISABLED: "disabled"}


def show_chunks(base: Dataset, document: StoredDocument) -> None:
    """Show filters, the way to a further chunk, and one page of them."""
    rt = current()
    keyword, switched = _show_filter(base, document)
    cited = st.query_params.get("segment", "")
    if cited and not keyword:
        _show_cited(base, document, cited)
    number = int(st.session_state.get("document_page") or 1)
    enabled = {EVERY: None, ENABLED: True, DISABLED: False}[switched]
    found = rt.call(segments.page_of(rt, document, keyword=keyword, enabled=enabled, page=number, limit=PER_PAGE))
    if not found.items and number > 1:
        st.session_state.document_page = 1
        redraw()
    if not found.items:
        st.markdown(
            f":gray[{t('No chunk fits.') if keyword or enabled is not None else t('There are no chunks yet.')}]"
        )
        return
    st.caption(counted(found.total, "{n} chunk", "{n} chunks"))
    for view in rt.call(segments.views(rt, document.workspace_id, found.items)):
        if view.segment.id != cited or keyword:
            show_chunk(base, document, view)
    pages = -(-found.total // PER_PAGE)
    if pages > 1:
        st.pagination(pages, key="document_page")


def _show_filter(base: Dataset, document: StoredDocument) -> tuple[str, str]:
    with st.container(horizontal=True, vertical_alignment="center", key="document_filter"):
        keyword = st.text_input(
            t("Search"),
            placeholder=t("Search in the chunks"),
            icon=":material/search:",
            label_visibility="collapsed",
            key="document_search",
            width=260,
        )
        switched = st.segmented_control(
            t("State"),
            list(SWITCHED),
            default=EVERY,
            required=True,
            format_func=lambda one: t(SWITCHED[one]),
            label_visibility="collapsed",
            key="document_switched",
        )
        st.space("stretch")
        is_ready = display_status(document) == "available"
        if st.button(t("Add a chunk"), icon=":material/add:", key="document_add", disabled=not is_ready):
            add_dialog(base, document)
    return keyword.strip(), switched or EVERY


def _show_cited(base: Dataset, document: StoredDocument, segment_id: str) -> None:
    """Show the chunk that the address names above the others."""
    rt = current()
    try:
        segment = rt.call(segments.get(rt, document, segment_id))
    except NotFound:
        st.info(t("The chunk that was cited is not there any more: the document has changed."), icon=":material/info:")
        return
    with st.container(key="document_cited"):
        st.caption(f":material/format_quote: {t('The cited chunk')}")
        (view,) = rt.call(segments.views(rt, document.workspace_id, [segment]))
        show_chunk(base, document, view)


def show_chunk(base: Dataset, document: StoredDocument, view: SegmentView) -> None:
    """Show one chunk with what can be done with it."""
    segment = view.segment
    key = f"document_chunk_{'on' if segment.enabled else 'off'}_{segment.id}"
    with st.container(border=True, gap="xsmall", key=key):
        _show_head(base, document, view)
        if segment.answer is None:
            show_text(segment.content, most=4000, faint=not segment.enabled)
        else:
            st.markdown(f":gray[:small[{t('Question')}]]")
            show_text(segment.content, most=4000)
            st.markdown(f":gray[:small[{t('Answer')}]]")
            show_text(segment.answer, most=4000)
        if segment.keywords:
            st.markdown(" ".join(f":gray-badge[{plain(str(word))}]" for word in segment.keywords[:12]))
        if document.doc_form == "hierarchical_model":
            _show_children(base, document, view)


def _show_head(base: Dataset, document: StoredDocument, view: SegmentView) -> None:
    rt, segment = current(), view.segment
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        where = place(segment.position, segment.page, segment.headings, segment.tokens)
        st.caption(plain(where), width="content")
        if segment.is_edited:
            st.markdown(f":violet-badge[:material/edit: {t('edited')}]", width="content")
        if view.hits:
            st.caption(counted(view.hits, "found once", "found {n} times"), width="content")
        st.space("stretch")
        wanted = st.toggle(
            t("Can be found"), segment.enabled, key=f"document_on_{segment.id}", label_visibility="collapsed"
        )
        chosen = st.menu_button(
            ":material/more_horiz:",
            list(MENU_ICONS),
            format_func=lambda entry: f"{MENU_ICONS[entry]} {t(entry)}",
            type="tertiary",
            key=f"document_chunk_menu_{segment.id}",
            help=t("More"),
        )
    if chosen:
        (edit_dialog if chosen == EDIT else delete_dialog)(base, document, segment)
    if wanted != segment.enabled:
        rt.call(segments.switch(rt, document, [segment.id], enabled=wanted, account_id=Person.here().account_id))
        redraw()


def _show_children(base: Dataset, document: StoredDocument, view: SegmentView) -> None:
    """Show the child chunks, which searches compare."""
    segment = view.segment
    label = counted(len(view.children), "{n} child chunk", "{n} child chunks")
    with st.expander(label, icon=":material/account_tree:", key=f"document_children_{segment.id}"):
        for child in view.children:
            _show_child(base, document, segment, child)
        if st.button(
            t("Add a child chunk"), icon=":material/add:", type="tertiary", key=f"document_child_add_{segment.id}"
        ):
            child_dialog(base, document, segment, None)


def _show_child(base: Dataset, document: StoredDocument, segment: Segment, child: ChildChunk) -> None:
    rt = current()
    with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
        with st.container(gap=None):
            show_text(child.content)
        if st.button("", icon=":material/edit:", type="tertiary", key=f"document_child_{child.id}", help=t("Edit")):
            child_dialog(base, document, segment, child)
        if st.button(
            "", icon=":material/close:", type="tertiary", key=f"document_child_gone_{child.id}", help=t("Remove")
        ):
            rt.call(children.delete(rt, base, segment, child.id))
            redraw()
