"""The first page: the apps of the workspace as cards, and all the ways to get another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from pages.catalogue.card import plain, show_card
from pages.catalogue.dialogs import create_dialog, import_dialog
from pages.catalogue.examples import show_gallery, start_from
from pages.catalogue.settings import TYPE, tags_dialog
from pages.language.formats import counted
from pages.language.text import t
from pages.language.words import MODES
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import AppsState, page_state
from services.accounts import Action, allowed
from services.apps import apps, overview
from services.apps.examples import templates
from services.apps.overview import Sort
from services.knowledge import tags
from services.runtime import current

PER_PAGE = 24
MOST_PILLS = 12  # tags that stand beside each other; more are chosen from a list
SORTS: Final[Mapping[Sort, str]] = {
    "created": "Newest first",
    "changed": "Last changed",
    "used": "Last used",
    "name": "By name",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which apps are to be shown, and in which order."""

    name: str
    mode: str
    sort: Sort
    tag_ids: Sequence[str]
    hides_disabled: bool


@guarded
def apps_page() -> None:
    """Show the list, or, before there is anything to list, how to begin."""
    show_header()
    show_notice()
    if not _count():
        show_beginning()
        return
    show_list(show_filter())


def show_header() -> None:
    """Show the title and the two ways in."""
    with st.container(horizontal=True, vertical_alignment="center", key="apps_header"):
        st.title(t("Apps"), anchor=False)
        st.space("stretch")
        if not allowed(Action.EDIT_APPS):
            return
        if st.button(t("Import"), icon=":material/upload_file:", key="apps_import"):
            import_dialog()
        if st.button(t("Create app"), icon=":material/add:", type="primary", key="apps_create"):
            create_dialog()


def show_notice() -> None:
    """Say once what the last action did."""
    state = page_state(AppsState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""


def show_filter() -> Wanted:
    """Show search, mode, order and tags; return what they say."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="apps_filter"):
        search = st.text_input(
            t("Search"),
            placeholder=t("Search by name"),
            icon=":material/search:",
            label_visibility="collapsed",
            key="apps_search",
            width=220,
        )
        mode = st.segmented_control(
            t("Mode"),
            ["all", *MODES],
            default="all",
            required=True,
            format_func=lambda mode: t("All") if mode == "all" else t(MODES[mode]),
            label_visibility="collapsed",
            key="apps_mode",
        )
        st.space("stretch")
        sort: Sort = st.selectbox(
            t("Order"), list(SORTS), format_func=_sort_words, label_visibility="collapsed", key="apps_sort", width=150
        )
        if allowed(Action.EDIT_APPS) and st.button(
            "", icon=":material/sell:", key="apps_tags_edit", type="tertiary", help=t("Make and rename tags")
        ):
            tags_dialog()
    tag_ids = _choose_tags()
    return Wanted(search.strip(), mode or "all", sort, tag_ids, bool(st.session_state.get("apps_hide")))


def _choose_tags() -> list[str]:
    """Show the tags that are in use; return the ids of those that are chosen."""
    rt = current()
    used = {tag.id: (tag.name, uses) for tag, uses in rt.call(tags.page(rt, Person.here().workspace_id, TYPE)) if uses}
    if not used:
        return []
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="apps_tag_filter"):
        draw = st.pills if len(used) <= MOST_PILLS else st.multiselect
        options: dict[str, Any] = {"selection_mode": "multi"} if draw is st.pills else {"width": 420}
        chosen: list[str] = draw(
            t("Tags"),
            list(used),
            format_func=lambda id: f"{plain(used[id][0])} {used[id][1]}" if id in used else "",
            label_visibility="collapsed",
            key="apps_tags",
            **options,
        )
        st.space("stretch")
        st.toggle(t("Hide disabled"), key="apps_hide")
    return list(chosen)


def _sort_words(sort: Sort) -> str:
    return t(SORTS[sort])


def show_list(wanted: Wanted) -> None:
    """Show one page of the apps that fit."""
    rt = current()
    page = int(st.session_state.get("apps_page") or 1)
    found = rt.call(
        overview.cards(
            rt,
            Person.here().workspace_id,
            page=page,
            limit=PER_PAGE,
            mode=wanted.mode,
            name=wanted.name,
            tag_ids=wanted.tag_ids,
            status="normal" if wanted.hides_disabled else None,
            sort=wanted.sort,
        )
    )
    if not found.items and page > 1:  # a filter left fewer, or the last app of the last page was deleted
        st.session_state.apps_page = 1
        redraw()
    if not found.items:
        show_nothing_found()
        return
    with st.grid(min_column_width=310, gap="small", key="apps_grid"):
        for card in found.items:
            show_card(card)
    pages = -(-found.total // PER_PAGE)
    with st.container(horizontal=True, vertical_alignment="center", key="apps_foot"):
        st.caption(counted(found.total, "{n} app", "{n} apps"), width="content")
        st.space("stretch")
        if pages > 1:
            st.pagination(pages, key="apps_page", width="content")


def show_nothing_found() -> None:
    """Say that no app fits the filter, and offer to drop it."""
    with st.container(key="apps_nothing", horizontal_alignment="center", border=True):
        st.markdown(f":gray[{t('No app fits.')}]", width="content")
        st.button(t("Show all"), on_click=_clear_filter, key="apps_clear")


def show_beginning() -> None:
    """Lead a person who has no app yet to the first one."""
    if not allowed(Action.EDIT_APPS):
        st.markdown(f":gray[{t('There is no app yet.')}]")
        return
    with st.container(border=True, key="apps_beginning", horizontal=True, vertical_alignment="center"):
        with st.container(gap="xsmall"):
            st.subheader(t("Start your first app"), anchor=False)
            st.markdown(
                t("Take an example, bring a Dify file, or begin with nothing. Everything runs without a model key.")
            )
        if st.button(t("Import a file"), icon=":material/upload_file:", key="apps_first_import"):
            import_dialog()
        if st.button(t("Create a blank app"), icon=":material/add:", key="apps_first_create"):
            create_dialog()
    chosen = show_gallery(templates(), key="apps_example")
    if chosen:
        start_from(chosen)


def _count() -> int:
    rt = current()
    return rt.call(apps.list_apps(rt, Person.here().workspace_id, limit=1)).total


def _clear_filter() -> None:
    st.session_state.apps_search, st.session_state.apps_mode = "", "all"
    st.session_state.apps_tags, st.session_state.apps_hide = [], False


if __name__ == "__main__":
    apps_page()
