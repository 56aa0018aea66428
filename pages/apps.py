"""The first page: the apps of the workspace as cards, and all the ways to get another one."""

import streamlit as st

from pages.app_card import show_card
from pages.app_dialogs import create_dialog, import_dialog
from pages.examples_view import example_cards, start_from
from pages.guard import guarded
from pages.redraw import redraw
from pages.state import AppsState, Session, page_state
from pages.text import t
from pages.words import MODES
from services import overview
from services.examples import examples
from services.runtime import current

PER_PAGE = 24


@guarded
def apps_page() -> None:
    """Show the list, or, before there is anything to list, how to begin."""
    show_header()
    show_notice()
    if not _count():
        show_beginning()
        return
    search, mode = show_filter()
    show_list(search.strip(), mode)


def show_header() -> None:
    """Show the title and the two ways in."""
    with st.container(horizontal=True, vertical_alignment="center", key="apps_header"):
        st.title(t("Apps"), anchor=False)
        st.space("stretch")
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


def show_filter() -> tuple[str, str]:
    """Show the search field and the choice of a mode; return both, the mode as the service names it."""
    with st.container(horizontal=True, vertical_alignment="center", key="apps_filter"):
        search = st.text_input(
            t("Search"),
            placeholder=t("Search by name"),
            icon=":material/search:",
            label_visibility="collapsed",
            key="apps_search",
            width=280,
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
    return search, mode or "all"


def show_list(search: str, mode: str) -> None:
    """Show one page of the apps that fit."""
    rt = current()
    page = int(st.session_state.get("apps_page") or 1)
    found = rt.call(
        overview.cards(rt, page_state(Session).workspace_id, page=page, limit=PER_PAGE, mode=mode, name=search)
    )
    if not found.total:
        show_nothing_found()
        return
    if not found.items:  # the last app of the last page was deleted
        st.session_state.apps_page = 1
        redraw()
    with st.grid(min_column_width=310, gap="small", key="apps_grid"):
        for card in found.items:
            show_card(card)
    pages = -(-found.total // PER_PAGE)
    if pages > 1:
        st.pagination(pages, key="apps_page")


def show_nothing_found() -> None:
    """Say that no app fits the filter, and offer to drop it."""
    with st.container(key="apps_nothing", horizontal_alignment="center", border=True):
        st.markdown(f":gray[{t('No app fits.')}]", width="content")
        st.button(t("Show all"), on_click=_clear_filter, key="apps_clear")


def show_beginning() -> None:
    """Lead a person who has no app yet to the first one."""
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
    gallery = examples()
    if gallery:
        st.markdown(f"##### {t('Examples')}")
        chosen = example_cards(gallery, key="apps_example")
        if chosen:
            start_from(chosen)


def _count() -> int:
    rt = current()
    return rt.call(overview.cards(rt, page_state(Session).workspace_id, limit=1)).total


def _clear_filter() -> None:
    st.session_state.apps_search, st.session_state.apps_mode = "", "all"


if __name__ == "__main__":
    apps_page()
