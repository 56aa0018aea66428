"""The knowledge bases of the workspace as cards, and the way to another one."""

import html

import streamlit as st

from pages.bases.create import create_dialog
from pages.bases.settings import delete_dialog
from pages.bases.transfer import import_dialog
from pages.bases.words import FORMS, TECHNIQUES
from pages.catalogue.card import plain
from pages.language.formats import ago, characters, counted
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import KnowledgeState, page_state
from services.accounts import Action, allowed
from services.knowledge import datasets, tags
from services.knowledge.datasets import DatasetView
from services.runtime import current

PER_PAGE = 24
OPEN, SETTINGS, DELETE = "Open", "Settings", "Delete"
MENU_ICONS = {OPEN: ":material/folder_open:", SETTINGS: ":material/tune:", DELETE: ":material/delete:"}


@guarded
def knowledge_page() -> None:
    """Show the list, or, before there is anything to list, how to begin."""
    rt = current()
    show_notice()
    there_are = rt.call(datasets.page_of(rt, Person.here().reader, limit=1)).total
    show_header(with_button=bool(there_are))
    if not there_are and allowed(Action.EDIT_KNOWLEDGE):
        show_beginning()
        return
    search, tag_ids = show_filter()
    show_list(search.strip(), tag_ids)


def show_notice() -> None:
    """Say once what the last action did."""
    state = page_state(KnowledgeState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""


def show_header(*, with_button: bool) -> None:
    """Show the title and the way in."""
    with st.container(horizontal=True, vertical_alignment="center", key="knowledge_header"):
        st.title(t("Knowledge"), anchor=False)
        st.space("stretch")
        if not allowed(Action.EDIT_KNOWLEDGE):
            return
        if st.button(t("Import"), icon=":material/upload:", key="knowledge_import"):
            import_dialog()
        if with_button and st.button(
            t("Create knowledge base"), icon=":material/add:", type="primary", key="knowledge_create"
        ):
            create_dialog()


def show_beginning() -> None:
    """Lead a person who has no base yet to the first one."""
    with st.container(border=True, key="knowledge_beginning"):
        st.subheader(t("Let your apps answer from your documents"), anchor=False)
        st.markdown(
            t(
                "A knowledge base holds documents, cut into chunks that can be found by their meaning. "
                "Apps search it and cite what they used."
            )
        )
        steps = (
            (":material/library_add:", t("Create a base")),
            (":material/upload_file:", t("Drop files into it")),
            (":material/travel_explore:", t("Ask it in the retrieval test")),
            (":material/forum:", t("Bind it to an app")),
        )
        with st.container(horizontal=True, gap="medium"):
            for number, (icon, words) in enumerate(steps, 1):
                st.markdown(f":gray[{number}.] {icon} {words}", width="content")
        if st.button(
            t("Create the first knowledge base"), icon=":material/add:", type="primary", key="knowledge_first_create"
        ):
            create_dialog()


def show_filter() -> tuple[str, list[str]]:
    """Show the search field and the tags; return the text and the ids of the tags that are chosen."""
    rt = current()
    names = {tag.id: tag.name for tag, uses in rt.call(tags.page(rt, Person.here().workspace_id)) if uses}
    with st.container(horizontal=True, vertical_alignment="center", key="knowledge_filter"):
        search = st.text_input(
            t("Search"),
            placeholder=t("Search by name"),
            icon=":material/search:",
            label_visibility="collapsed",
            key="knowledge_search",
            width=280,
        )
        chosen = st.pills(
            t("Tags"),
            list(names),
            selection_mode="multi",
            format_func=lambda id: plain(names.get(id, "")),
            label_visibility="collapsed",
            key="knowledge_tags",
        )
    return search, list(chosen)


def show_list(search: str, tag_ids: list[str]) -> None:
    """Show one page of the bases that fit."""
    rt, reader = current(), Person.here().reader
    number = int(st.session_state.get("knowledge_page") or 1)
    found = rt.call(datasets.page_of(rt, reader, keyword=search, tag_ids=tag_ids, page=number, limit=PER_PAGE))
    if not found.items and number > 1:
        st.session_state.knowledge_page = 1
        redraw()
    if not found.items:
        _show_nothing_found()
        return
    with st.grid(min_column_width=310, gap="small", key="knowledge_grid"):
        for view in rt.call(datasets.views(rt, reader.workspace_id, found.items)):
            show_card(view)
    pages = -(-found.total // PER_PAGE)
    if pages > 1:
        st.pagination(pages, key="knowledge_page")


def show_card(view: DatasetView) -> None:
    """Show a base; the whole card leads to it."""
    base = view.dataset
    with st.container(border=True, key=f"knowledge_card_{base.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"knowledge_head_{base.id}"):
            st.html('<div class="mr-tile mr-knowledge">📚</div>', width="content")
            with st.container(gap=None):
                where = {"base": base.id}
                st.page_link("knowledge_base.py", label=f"**{plain(base.name)}**", icon="", query_params=where)
                st.markdown(f":gray[:small[{contents(view)}]]")
        st.html(f'<p class="mr-clamp">{html.escape(base.description)}</p>')
        with st.container(horizontal=True, gap="small", key=f"knowledge_tags_{base.id}"):
            st.markdown(" ".join([*_badges(view), *(f":violet-badge[{plain(tag.name)}]" for tag in view.tags)]))
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"knowledge_foot_{base.id}"):
            st.caption(_last_change(view))
            _menu(view)


def contents(view: DatasetView) -> str:
    """Return how much a base holds, in words."""
    documents = counted(view.counts.documents, "{n} document", "{n} documents")
    return f"{documents} · {characters(view.counts.words)}"


def _badges(view: DatasetView) -> list[str]:
    base = view.dataset
    found = [f":gray-badge[{t(FORMS[base.doc_form])}]"]
    if base.indexing_technique == "high_quality":
        icon = ":material/hub:" if view.can_embed else ":red[:material/error:]"
        found.append(f":blue-badge[{icon} {plain(base.embedding_model or '')}]")
    elif base.indexing_technique:
        found.append(f":gray-badge[{t(TECHNIQUES[base.indexing_technique])}]")
    return found


def _last_change(view: DatasetView) -> str:
    apps = counted(len(view.apps), "used by {n} app", "used by {n} apps") if view.apps else ""
    changed = t("changed {ago}", ago=ago(view.dataset.updated_at))
    return " · ".join(part for part in (apps, changed) if part)


def _menu(view: DatasetView) -> None:
    chosen = st.menu_button(
        ":material/more_horiz:",
        [OPEN, SETTINGS, DELETE] if allowed(Action.EDIT_KNOWLEDGE) else [OPEN],
        format_func=lambda entry: f"{MENU_ICONS[entry]} {t(entry)}",
        type="tertiary",
        key=f"knowledge_menu_{view.dataset.id}",
        help=t("More"),
    )
    if chosen == DELETE:
        delete_dialog(view.dataset)
    elif chosen:
        page_state(KnowledgeState).tab = SETTINGS if chosen == SETTINGS else ""
        st.switch_page("knowledge_base.py", query_params={"base": view.dataset.id})


def _show_nothing_found() -> None:
    with st.container(key="knowledge_nothing", horizontal_alignment="center", border=True):
        st.markdown(f":gray[{t('No knowledge base fits.')}]", width="content")
        st.button(t("Show all"), on_click=_clear_filter, key="knowledge_clear")


def _clear_filter() -> None:
    st.session_state.knowledge_search, st.session_state.knowledge_tags = "", []


if __name__ == "__main__":
    knowledge_page()
