"""The documents of a base: what there is, how far it is, and what can be done with one or many."""

from collections.abc import Sequence

import streamlit as st

from pages.bases.actions import ACTIONS, AT_WORK, allowed, do_chosen, rename_dialog
from pages.bases.words import FILE_ICONS, ORIGINS, OTHER_FILE, SORTS, STAGES, STATE_COLOURS, STATE_ICONS, STATES
from pages.catalogue.card import plain
from pages.language.formats import ago, characters, counted, joined
from pages.language.text import t
from pages.language.told import told
from pages.shell.guard import guarded
from pages.shell.redraw import redraw
from pages.shell.state import KnowledgeState, page_state
from services.knowledge import documents, figures
from services.knowledge.documents import DocumentView, display_status
from services.knowledge.ingest import TRIES
from services.runtime import current
from storage.records import Dataset, StoredDocument

PER_PAGE = 20
LOOK_SECONDS = 1.0  # between two looks at documents that are being indexed
RENAME = "Rename"
FEW = 3  # documents whose progress is seen without a bar for all of them
LONGEST_NAME = 40  # characters of a name beside others


def show_documents(base: Dataset) -> None:
    """Show the list, which looks by itself while something is being indexed."""
    rt = current()
    working = _working(rt.call(figures.states(rt, base)))
    every = LOOK_SECONDS if working else None
    st.fragment(guarded(show_list), run_every=every, key="base_documents")(base, looks=bool(working))


def show_list(base: Dataset, *, looks: bool) -> None:
    """Show filters, batch actions and one page of documents."""
    rt = current()
    states = rt.call(figures.states(rt, base))
    if looks and not _working(states):
        st.rerun()  # once more, without the timer
    if not any(states.values()):
        return
    _show_notice()
    keyword, state, sort = _show_filter()
    number = int(st.session_state.get("base_page") or 1)
    found = rt.call(documents.page_of(rt, base, keyword=keyword, status=state, sort=sort, page=number, limit=PER_PAGE))
    if not found.items and number > 1:
        st.session_state.base_page = 1
        redraw()
    if not found.items:
        st.markdown(f":gray[{t('No document fits.')}]")
        return
    show_waiting_note(found.items)
    _show_work(base, _working(states))
    _show_batch(base, found.items, _summary(states))
    with st.container(border=True, gap=None, key="base_list"):
        for view in rt.call(documents.views(rt, base, found.items)):
            _show_row(base, view)
    pages = -(-found.total // PER_PAGE)
    if pages > 1:
        st.pagination(pages, key="base_page")


def state_badge(document: StoredDocument) -> str:
    """Return the state of a document as Markdown."""
    state = display_status(document)
    return f":{STATE_COLOURS[state]}-badge[{STATE_ICONS[state]} {t(STATES[state])}]"


def file_icon(name: str) -> str:
    """Return the icon of a file by its name."""
    return FILE_ICONS.get(name.rpartition(".")[2].lower(), OTHER_FILE)


def show_progress(document: StoredDocument) -> None:
    """Show how far a document is that is being indexed, and what went wrong in the last try."""
    state = display_status(document)
    if state not in AT_WORK:
        return
    if state == "indexing":
        stage = joined(t(STAGES[document.indexing_status]), _chunks(document))
        st.progress(document.progress, f":small[{stage}]")
    if document.failures:
        tries = t("Try {n} of {most}", n=document.failures + 1, most=TRIES)
        st.caption(f":orange[:material/replay: {joined(tries, plain(told(document.error or '')))}]")


def show_failure(document: StoredDocument) -> None:
    """Show why a document ended in error, and what can be done about it."""
    if display_status(document) == "error":
        reason = f":red[:small[:material/error: {plain(told(document.error or ''))}]]"
        st.markdown(f"{reason}  \n:gray[:small[{way_out(document)}]]")


def way_out(document: StoredDocument) -> str:
    """Return what a person can do about a document that ended in error."""
    reason = (document.error or "").lower()
    for words, advice in (
        (("was cancelled",), t("Try again whenever you like.")),
        (("password", "protected"), t("Save it without its password, and add it again.")),
        (("text recognition",), t("Make its text readable with text recognition (OCR), and add it again.")),
        (("is the limit", "takes longer"), t("Split it into smaller files, or have the limit raised.")),
        (("cannot be read", "broken", "is empty"), t("Open and save it anew with its program, and add it again.")),
        (("model", "provider", "credential", "api key"), t("Look at the model on the Models page, then try again.")),
    ):
        if any(word in reason for word in words):
            return advice
    return t("Try again; if it fails again, the log of the server says more.")


def _working(states: dict[str, int]) -> int:
    return sum(states[state] for state in AT_WORK)


def _show_notice() -> None:
    state = page_state(KnowledgeState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""


def _show_filter() -> tuple[str, str | None, str]:
    with st.container(horizontal=True, vertical_alignment="center", key="base_filter"):
        keyword = st.text_input(
            t("Search"),
            placeholder=t("Search by name"),
            icon=":material/search:",
            label_visibility="collapsed",
            key="base_search",
            width=260,
        )
        state = st.selectbox(
            t("State"),
            list(STATES),
            index=None,
            placeholder=t("Every state"),
            format_func=lambda state: t(STATES[state]),
            label_visibility="collapsed",
            key="base_state",
            width=170,
        )
        sort = st.selectbox(
            t("Order"),
            list(SORTS),
            format_func=lambda sort: t(SORTS[sort]),
            label_visibility="collapsed",
            key="base_sort",
            width=170,
        )
    return keyword.strip(), state, sort


def _summary(states: dict[str, int]) -> str:
    total = counted(sum(states.values()), "{n} document", "{n} documents")
    parts = [f"{count:,} {t(STATES[state])}" for state, count in states.items() if count]
    return joined(total, *parts)


def show_waiting_note(found: Sequence[StoredDocument]) -> None:
    """Say why documents wait, where nobody is there to index them."""
    rt = current()
    waiting = next((document for document in found if document.indexing_status == "waiting"), None)
    note = rt.call(rt.ingest.note(waiting)) if waiting else None
    if note:
        st.warning(
            t("No worker is running, so documents wait. Start one with `python -m workers`, or set MILLRACE_WORKERS."),
            icon=":material/engineering:",
        )


def _show_work(base: Dataset, working: int) -> None:
    """Show how far all that is being indexed is, and what just now; it may stand on another page of the list."""
    state = page_state(KnowledgeState)
    state.most_at_work = max(working, state.most_at_work) if working else 0
    if state.most_at_work < FEW:
        return
    rt = current()
    now = rt.call(documents.page_of(rt, base, status="indexing", sort="created_at", page=1, limit=FEW)).items
    names = ", ".join(f"{plain(document.name[:LONGEST_NAME])} {_chunks(document)}".strip() for document in now)
    words = joined(counted(working, "{n} document left", "{n} documents left"), names)
    done = state.most_at_work - working + sum(document.progress for document in now)
    with st.container(key="base_work"):
        st.progress(min(1.0, done / state.most_at_work), f":gray[:small[{words}]]")


def _chunks(document: StoredDocument) -> str:
    """Return how many chunks of a document are embedded, "" while it is not known how many there are."""
    is_counted = document.indexing_status == "indexing" and document.total_segments
    return f"{document.completed_segments:,} / {document.total_segments:,}" if is_counted else ""


def _show_batch(base: Dataset, found: Sequence[StoredDocument], summary: str) -> None:
    """Show how many documents there are, or what can be done with those that are picked."""
    picked = [document for document in found if st.session_state.get(_pick_key(document))]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="base_batch"):
        all_of_them = len(picked) == len(found)
        st.button(
            t("Pick none") if all_of_them else t("Pick all"),
            icon=":material/deselect:" if all_of_them else ":material/select_all:",
            type="tertiary",
            key="base_pick_all",
            on_click=_pick,
            args=([_pick_key(document) for document in found], not all_of_them),
        )
        if not picked:
            st.caption(summary, width="content")
            return
        st.caption(counted(len(picked), "{n} picked", "{n} picked"), width="content")
        possible = {name for document in picked for name in allowed(document)}
        for name, action in ACTIONS.items():
            if name in possible and st.button(t(action.label), icon=action.icon, key=f"base_batch_{name}"):
                do_chosen(base, name, picked)


def _show_row(base: Dataset, view: DocumentView) -> None:
    document = view.document
    with st.container(gap="xsmall", key=f"base_row_{document.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"base_line_{document.id}"):
            st.checkbox(t("Pick"), key=_pick_key(document), label_visibility="collapsed", width="content")
            st.page_link(
                "knowledge_document.py",
                label=plain(document.name),
                icon=file_icon(view.upload.name if view.upload else document.name),
                query_params={"base": base.id, "document": document.id},
            )
            st.markdown(state_badge(document), width="content")
            st.space("stretch")
            st.caption(_facts(view), width="content")
            _show_menu(base, document)
        show_progress(document)
        show_failure(document)


def _facts(view: DocumentView) -> str:
    document = view.document
    done = document.indexing_status == "completed"
    return joined(
        characters(document.word_count) if done else "",
        counted(document.total_segments, "{n} chunk", "{n} chunks") if done else "",
        counted(view.hits, "found once", "found {n} times") if view.hits else "",
        t(ORIGINS.get(document.data_source_type, "file")) if document.data_source_type != "upload_file" else "",
        ago(document.created_at),
    )


def _show_menu(base: Dataset, document: StoredDocument) -> None:
    words = {name: f"{ACTIONS[name].icon} {t(ACTIONS[name].label)}" for name in allowed(document)}
    words[RENAME] = f":material/edit: {t(RENAME)}"
    chosen = st.menu_button(
        ":material/more_horiz:",
        list(words),
        format_func=lambda name: words.get(name, name),
        type="tertiary",
        key=f"base_menu_{document.id}",
        help=t("More"),
    )
    if chosen == RENAME:
        rename_dialog(document)
    elif chosen:
        do_chosen(base, chosen, [document])


def _pick_key(document: StoredDocument) -> str:
    return f"base_pick_{document.id}"


def _pick(keys: Sequence[str], picked: bool) -> None:
    for key in keys:
        st.session_state[key] = picked
