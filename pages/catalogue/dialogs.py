"""The dialogs of the list: create, import, export, delete."""

import streamlit as st

from pages.catalogue.examples import show_gallery, start_from
from pages.catalogue.icon import USUAL, edit_icon
from pages.language.text import t
from pages.language.told import told
from pages.language.words import MODE_HINTS, MODES
from pages.shell.guard import guarded, show_error
from pages.shell.redraw import redraw
from pages.shell.state import AppsState, Session, page_state
from services.apps import apps, imports, overview
from services.apps.examples import templates
from services.apps.imports import ImportResult
from services.errors import FetchFailed
from services.runtime import current
from storage.records import App

MAX_FILE = 10  # megabytes
BLANK, EXAMPLE, FILE, COPY_OF = "Blank", "From an example", "From a file", "From another app"
MOST_APPS = 100  # among which one to copy is chosen


def create_dialog() -> None:
    """Ask for a new app: blank, from the gallery, from a file, or as a copy."""
    page_state(AppsState).import_result = None
    st.dialog(t("Create app"), width="large")(guarded(show_create))()


def import_dialog() -> None:
    """Ask for a DSL file, by upload or address, and say how its import went."""
    page_state(AppsState).import_result = None
    st.dialog(t("Import an app"), width="medium", on_dismiss="rerun")(guarded(show_import))()


def export_dialog(app: App) -> None:
    """Offer the app as a file."""
    st.dialog(t("Export {name}", name=app.name))(guarded(show_export))(app)


def delete_dialog(app: App) -> None:
    """Ask before an app is deleted."""
    st.dialog(t("Delete {name}?", name=app.name))(guarded(show_delete))(app)


def show_create() -> None:
    """Show the ways to a new app."""
    gallery = templates()
    way = st.segmented_control(
        t("Start with"),
        [BLANK, *([EXAMPLE] if gallery else []), FILE, COPY_OF],
        default=BLANK,
        required=True,
        format_func=t,
        label_visibility="collapsed",
        key="apps_create_way",
    )
    if way == EXAMPLE:
        chosen = show_gallery(gallery, key="apps_create_example")
        if chosen:
            start_from(chosen)
    elif way == FILE:
        show_import()
    elif way == COPY_OF:
        _create_copy()
    else:
        _create_blank()


def _create_blank() -> None:
    mode = st.radio(
        t("Mode"),
        list(MODES),
        format_func=lambda mode: t(MODES[mode]),
        captions=[t(MODE_HINTS[mode]) for mode in MODES],
        key="apps_create_mode",
    )
    if mode in overview.modes_that_wait():
        st.info(t("Apps of this mode can be made and edited, but not run yet."), icon=":material/schedule:")
    icon, colour = edit_icon("🤖", USUAL, key="apps_create")
    name = st.text_input(t("Name"), max_chars=100, placeholder=t("What is it called?"), key="apps_create_name")
    description = st.text_area(t("Description"), max_chars=400, height=80, key="apps_create_description")
    if st.button(t("Create"), type="primary", key="apps_create_go", disabled=not mode) and mode:
        rt, session = current(), page_state(Session)
        app = rt.call(
            apps.create_app(
                rt,
                session.workspace_id,
                name=name.strip() or t("Untitled app"),
                mode=mode,
                description=description.strip(),
                icon=icon,
                icon_background=colour,
                account_id=session.account_id,
            )
        )
        st.switch_page("studio.py", query_params={"app": app.id})


def _create_copy() -> None:
    """Ask which app is copied, and under which name."""
    rt, session = current(), page_state(Session)
    name = st.text_input(
        t("Search"),
        placeholder=t("Search by name"),
        icon=":material/search:",
        label_visibility="collapsed",
        key="apps_copy_search",
    )
    found = rt.call(apps.list_apps(rt, session.workspace_id, name=name.strip(), limit=MOST_APPS)).items
    original = st.selectbox(
        t("App to copy"),
        found,
        format_func=lambda app: f"{app.name} · {t(MODES[app.mode])}",
        key="apps_copy_of",
        placeholder=t("No app fits."),
    )
    called = st.text_input(t("Name"), max_chars=100, placeholder=t("as the original, numbered"), key="apps_copy_name")
    st.caption(
        t("The copy has the draft and its settings; conversations, versions and API keys stay with the original.")
    )
    if st.button(t("Create"), type="primary", key="apps_copy_go", disabled=original is None) and original:
        work = apps.copy_app(rt, original, name=called.strip(), account_id=session.account_id)
        st.switch_page("studio.py", query_params={"app": rt.call(work).id})


def show_import() -> None:
    """Show where the file comes from, then how its import went."""
    state = page_state(AppsState)
    if state.import_result:
        _show_import(state.import_result)
        return
    uploaded = st.file_uploader(
        t("A Dify DSL file (.yml)"), type=["yml", "yaml"], max_upload_size=MAX_FILE, key="apps_import_file"
    )
    address = st.text_input(
        t("or its address"), placeholder="https://github.com/…/app.yml", icon=":material/link:", key="apps_import_url"
    )
    ready = bool(uploaded or address.strip())
    if st.button(t("Import"), type="primary", key="apps_import_go", disabled=not ready):
        text = uploaded.getvalue().decode("utf-8", "replace") if uploaded else _fetched(address.strip())
        if text is not None:
            rt, session = current(), page_state(Session)
            work = imports.import_dsl(rt, session.workspace_id, text, account_id=session.account_id)
            _take_result(rt.call(work))


def _fetched(address: str) -> str | None:
    """Return the file at `address`, None when it cannot be had and that was said."""
    rt = current()
    try:
        with st.spinner(t("Fetching …")):
            return rt.call(imports.fetch_dsl(rt, address))
    except FetchFailed as error:
        show_error(error)
        return None


def _take_result(result: ImportResult) -> None:
    """Go to the new app when nothing is to be said about its import, else show what is."""
    if result.app_id and not result.warnings:
        st.switch_page("studio.py", query_params={"app": result.app_id})
    page_state(AppsState).import_result = result
    redraw()


def _show_import(result: ImportResult) -> None:
    if result.status == "pending":
        _ask_to_confirm(result)
        return
    if result.status == "failed":
        st.error(result.error, icon=":material/error:")
        if st.button(t("Try another file"), key="apps_import_again"):
            page_state(AppsState).import_result = None
            redraw()
        return
    st.success(t("The app was imported."), icon=":material/check_circle:")
    if result.warnings:
        st.warning("\n".join(f"- {told(warning)}" for warning in result.warnings), icon=":material/info:")
    if st.button(t("Open in Studio"), type="primary", icon=":material/account_tree:", key="apps_import_open"):
        st.switch_page("studio.py", query_params={"app": result.app_id or ""})


def _ask_to_confirm(result: ImportResult) -> None:
    """Ask whether a file of another major version shall be imported all the same."""
    st.warning(
        t(
            "The file is of DSL version {theirs}, this product reads up to {ours}. Some of it may be lost.",
            theirs=result.imported_dsl_version,
            ours=result.current_dsl_version,
        ),
        icon=":material/history:",
    )
    with st.container(horizontal=True):
        if st.button(t("Import all the same"), type="primary", key="apps_import_confirm"):
            rt = current()
            _take_result(rt.call(imports.confirm_import(rt, page_state(Session).workspace_id, result.id)))
        if st.button(t("Cancel"), key="apps_import_cancel"):
            st.rerun()


def show_export(app: App) -> None:
    """Show the button that downloads the file."""
    rt = current()
    secrets = app.mode in ("workflow", "advanced-chat") and st.toggle(
        t("Include secret environment variables"),
        help=t("Only for a file that stays with you: the values are in clear."),
        key="apps_export_secrets",
    )
    text = rt.call(imports.export_dsl(rt, app, include_secret=secrets))
    st.caption(t("Model keys and API keys are never part of a file."))
    st.download_button(
        t("Download"),
        text,
        file_name=f"{app.name.replace('/', '-')}.yml",
        mime="application/yaml",
        icon=":material/download:",
        type="primary",
        key="apps_export_file",
        on_click="ignore",
    )


def show_delete(app: App) -> None:
    """Show what deleting means, and the button that does it."""
    st.markdown(
        t("The app, its versions, conversations and API keys are deleted for good. Programs that call it fail at once.")
    )
    with st.container(horizontal=True):
        if st.button(t("Delete"), type="primary", icon=":material/delete:", key="apps_delete_go"):
            rt = current()
            rt.call(apps.delete_app(rt, app, account_id=page_state(Session).account_id))
            page_state(AppsState).notice = t("{name} was deleted.", name=app.name)
            st.rerun()
        if st.button(t("Cancel"), key="apps_delete_cancel"):
            st.rerun()
