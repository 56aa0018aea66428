"""Listening at the debug address of a webhook: the next request there runs the draft, and this tab shows it."""

import streamlit as st

from engine.errors import EngineError
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.tracing.model import RunPicture
from pages.workbench.desk import Desk
from pages.workbench.root import chosen_trigger
from pages.workbench.run import is_running
from services.errors import ServiceError
from services.runtime import current
from services.triggers import triggers, webhooks


def is_listening() -> bool:
    """Return whether this tab waits for a request."""
    return bool(page_state(StudioState).listening)


def follow_listener() -> None:
    """Show the run that a request has started; stop waiting where nobody is waited for any more."""
    state = page_state(StudioState)
    if not state.listening:
        return
    listener = current().listeners.result(state.listening)
    if listener is not None and not listener.run_id:
        return
    if listener is not None:
        current().listeners.leave(state.listening)
        state.run_id, state.picture, state.ran_on = listener.run_id, RunPicture(run_id=listener.run_id), ""
        st.query_params["run"] = listener.run_id
    state.listening = ""
    st.rerun()


def show_listening(desk: Desk) -> None:
    """Offer to wait for a request to the chosen webhook, and show where it is awaited."""
    trigger = chosen_trigger(desk)
    if trigger is None or trigger.kind != "trigger-webhook":
        return
    if not is_listening():
        label, icon = t("Listen for a request"), ":material/hearing:"
        if st.button(label, icon=icon, key="studio_listen", disabled=is_running()) and _listen(desk, trigger.id):
            st.rerun()  # the whole page, which looks again and again from now on
        return
    rt = current()
    st.caption(t("Waiting for a request to"))
    st.code(
        triggers.url_of(rt, rt.call(triggers.address_of(rt, desk.app, trigger.id)), debug=True),
        language=None,
        wrap_lines=True,
    )
    if st.button(t("Stop listening"), icon=":material/hearing_disabled:", key="studio_unlisten"):
        _leave()
        st.rerun()


def _listen(desk: Desk, node_id: str) -> bool:
    """Begin to wait; return whether that went well."""
    rt, person = current(), Person.here()
    try:
        work = webhooks.listen(rt, desk.app, node_id, user=person.user, account_id=person.account_id)
        page_state(StudioState).listening = rt.call(work).code
    except (ServiceError, EngineError) as error:
        show_error(error)
        return False
    return True


def _leave() -> None:
    state = page_state(StudioState)
    current().listeners.leave(state.listening)
    state.listening = ""
