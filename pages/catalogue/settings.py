"""What an app is called, how it looks in lists, its tags, and how it runs."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from pages.catalogue.icon import edit_icon
from pages.catalogue.run_settings import ask_run_settings
from pages.catalogue.tool_offer import ask_offer
from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.state import AppsState, page_state
from services.apps import apps
from services.errors import ServiceError
from services.knowledge import tags
from services.runtime import current
from storage.records import App, Tag

TYPE: Final = "app"  # of tags


def settings_dialog(app: App, worn: Sequence[Tag]) -> None:
    """Ask for name, icon, description, tags and runs of an app; `worn` are the tags that it has."""
    st.dialog(t("Settings of {name}", name=app.name), width="medium")(guarded(show_settings))(app, worn)


def show_settings(app: App, worn: Sequence[Tag]) -> None:
    """Show the fields and the button that stores them."""
    icon, colour = edit_icon(app.icon or "", app.icon_background or "", key=f"app_settings_{app.id}")
    name = st.text_input(t("Name"), app.name, max_chars=apps.MAX_NAME, key=f"app_settings_name_{app.id}")
    description = st.text_area(
        t("Description"), app.description, max_chars=2000, height=90, key=f"app_settings_description_{app.id}"
    )
    chosen = choose_tags([tag.name for tag in worn], key=f"app_settings_tags_{app.id}")
    runs = ask_run_settings(app)
    runs["settings"] |= ask_offer(app)
    if not st.button(t("Save"), type="primary", key="app_settings_save", disabled=not name.strip()):
        return
    changes: dict[str, Any] = {"name": name.strip(), "description": description.strip(), **runs}
    if icon != (app.icon or "") or colour != (app.icon_background or ""):
        changes |= {"icon_type": "emoji", "icon": icon, "icon_background": colour}
    rt = current()
    try:
        changed = rt.call(apps.update_app(rt, app, account_id=Person.here().account_id, **changes))
        put_tags(app, [tag.name for tag in worn], chosen)
    except ServiceError as error:
        show_error(error)
        return
    page_state(AppsState).notice = t("{name} was saved.", name=changed.name)
    st.rerun()


def choose_tags(worn: Sequence[str], *, key: str) -> list[str]:
    """Ask for tags by name; new ones may be typed."""
    rt = current()
    names = [tag.name for tag, _ in rt.call(tags.page(rt, Person.here().workspace_id, TYPE))]
    chosen: list[str] = st.multiselect(
        t("Tags"),
        list(dict.fromkeys([*names, *worn])),
        list(worn),
        accept_new_options=True,
        placeholder=t("Choose tags or type a new one"),
        key=key,
    )
    return chosen


def put_tags(app: App, worn: Sequence[str], chosen: Sequence[str]) -> None:
    """Have an app wear the chosen tags, by name; those that are new are made. Raises InvalidInput."""
    rt, person = current(), Person.here()
    known = {tag.name: tag.id for tag, _ in rt.call(tags.page(rt, person.workspace_id, TYPE))}
    for name in chosen:
        if name not in known:
            made = rt.call(tags.add(rt, person.workspace_id, name, type=TYPE, account_id=person.account_id))
            known[name] = made.id
    gone = [known[name] for name in worn if name not in chosen and name in known]
    rt.call(tags.bind(rt, person.reader, app.id, [known[name] for name in chosen], type=TYPE))
    rt.call(tags.unbind(rt, person.reader, app.id, gone, type=TYPE))


def tags_dialog() -> None:
    """Show the tags of all apps, to be made, renamed and deleted."""
    st.dialog(t("Tags"), on_dismiss="rerun")(guarded(show_tags))()


def show_tags() -> None:
    """Show every tag with a field for its name, and one for a new tag."""
    rt, person = current(), Person.here()
    with st.form("apps_tag_form", border=False, clear_on_submit=True), st.container(horizontal=True):
        name = st.text_input(
            t("New tag"), placeholder=t("New tag"), max_chars=tags.LONGEST_NAME, label_visibility="collapsed"
        )
        if st.form_submit_button(t("Add"), icon=":material/add:") and name.strip():
            try:
                rt.call(tags.add(rt, person.workspace_id, name, type=TYPE, account_id=person.account_id))
            except ServiceError as error:
                show_error(error)
    found = rt.call(tags.page(rt, person.workspace_id, TYPE))
    if not found:
        st.caption(t("Tags group apps: a team, a customer, a project."))
    for tag, uses in found:
        _show_tag(tag, uses)


def _show_tag(tag: Tag, uses: int) -> None:
    rt, workspace_id = current(), Person.here().workspace_id
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"apps_tag_{tag.id}"):
        name = st.text_input(
            t("Name"),
            tag.name,
            max_chars=tags.LONGEST_NAME,
            label_visibility="collapsed",
            key=f"apps_tag_name_{tag.id}",
        )
        st.caption(t("{n} apps", n=uses), width="content")
        if st.button("", icon=":material/delete:", key=f"apps_tag_gone_{tag.id}", type="tertiary", help=t("Delete")):
            rt.call(tags.delete(rt, workspace_id, tag.id))
            st.rerun(scope="fragment")
    if name.strip() and name.strip() != tag.name:
        try:
            rt.call(tags.rename(rt, workspace_id, tag.id, name))
        except ServiceError as error:
            show_error(error)
