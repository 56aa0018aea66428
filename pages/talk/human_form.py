"""Forms that runs wait for, on the pages: shown where the run is, answered by who looks at it."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.fields.files import Uploads, file_field
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from services.errors import ServiceError
from services.forms import human_forms
from services.runs.runs import WEB_APP
from services.runtime import current
from storage.records import App, HumanForm

LOOK_SECONDS = 2.0  # between two looks whether somebody else has answered

Style = Literal["primary", "secondary", "tertiary"]

_STYLES: dict[str, Style] = {"primary": "primary", "accent": "primary", "ghost": "tertiary"}


def show_waiting(app: App, run_id: str, *, invoke_from: str, goes_on: Callable[[], bool]) -> bool:
    """Show the forms that a run waits for; return whether one was answered now.

    The web app shows what is delivered to it, the Studio everything. The page is drawn anew as soon as `goes_on()`:
    somebody else answered, or the time was over.
    """
    rt = current()
    forms = rt.call(human_forms.open_forms(rt, app, run_id))
    for form in forms:
        if form.token is None and invoke_from == WEB_APP:
            st.caption(t("Waiting for somebody who was asked by mail."))
        elif _show(app, form, invoke_from):
            return True
    st.fragment(_watch, run_every=LOOK_SECONDS, key=f"human_watch_{run_id}")(goes_on)
    return False


def _watch(goes_on: Callable[[], bool]) -> None:
    if goes_on():
        st.rerun()


def _show(app: App, form: HumanForm, invoke_from: str) -> bool:
    """Show one form; return whether it was answered."""
    definition, key = form.definition, f"human_{form.id}"
    with st.form(key, enter_to_submit=False):
        st.markdown(f":material/person: **{plain(definition['node_title'] or t('A question'))}**")
        values: dict[str, Any] = {}
        for piece in human_forms.pieces(form):
            if isinstance(piece, str):
                st.markdown(piece)
            else:
                values[piece["output_variable_name"]] = _field(form, piece, key, Uploads(app, invoke_from))
        with st.container(horizontal=True):
            pressed = [action["id"] for action in definition["actions"] if _button(action, key)]
        st.caption(t("Can be answered until {time}.", time=_until(form)))
    return bool(pressed) and _send(app, form, pressed[0], values, invoke_from)


def _field(form: HumanForm, one: Mapping[str, Any], key: str, uploads: Uploads) -> Any:
    """Draw an input and return what was given, None where nothing was."""
    name = one["output_variable_name"]
    label, place = plain(name), f"{key}_{name}"
    if one["type"] == "select":
        options = one["option_source"]["value"]
        return st.selectbox(label, options, index=None, key=place, placeholder=t("Choose"))
    if one["type"] == "paragraph":
        most = current().settings.max_input_chars
        return st.text_area(label, human_forms.first_value(form, one), key=place, max_chars=most, height=110)
    found = file_field(one, label, place, uploads)
    return (found or None) if one["type"] == "file-list" else next(iter(found), None)


def _button(action: Mapping[str, Any], key: str) -> bool:
    style = str(action["button_style"])
    with st.container(key=f"{key}_{style}_{action['id']}", width="content"):
        title = plain(action["title"] or action["id"])
        return st.form_submit_button(title, key=f"{key}_go_{action['id']}", type=_STYLES.get(style, "secondary"))


def _send(app: App, form: HumanForm, action: str, values: Mapping[str, Any], invoke_from: str) -> bool:
    absent = [name for name, value in values.items() if value is None]
    if absent:
        st.warning(t("Fill in first: {fields}.", fields=", ".join(absent)), icon=":material/edit:")
        return False
    rt, person = current(), Person.here()
    given: dict[str, Any] = {"action": action, "inputs": values, "invoke_from": invoke_from}
    try:
        rt.call(human_forms.submit_as(rt, app, form, person.user, **given, account_id=person.account_id))
    except (ServiceError, EngineError) as error:
        show_error(error)
        return False
    return True


def _until(form: HumanForm) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(form.expires_at))
