"""The triggers of the published version: which fire, when they did and will, and their switches."""

import streamlit as st

from pages.catalogue.card import plain
from pages.language.formats import ago
from pages.language.text import t
from pages.language.words import KIND_ICONS, KINDS
from pages.shell.guard import guarded, show_error
from pages.workbench.desk import Desk
from pages.workbench.trigger_notes import moment_text
from services.errors import ServiceError
from services.runtime import current
from services.triggers import triggers
from services.triggers.triggers import ListedTrigger, trigger_nodes
from storage.errors import StorageError
from storage.records import Trigger


def has_triggers(desk: Desk) -> bool:
    """Return whether the draft has a trigger, or the published version still has one."""
    if desk.app.mode != "workflow":
        return False
    rt = current()
    return any(trigger_nodes(desk.document)) or bool(rt.call(triggers.list_triggers(rt, desk.app)))


def show_triggers(desk: Desk) -> None:
    """List the triggers that fire, each with its switch, and name those that wait to be published."""
    rt = current()
    listed = rt.call(triggers.list_triggers(rt, desk.app))
    for item in listed:
        _show_one(desk, item)
    known = {item.trigger.node_id for item in listed}
    waiting = [node for node in trigger_nodes(desk.document) if node.id not in known]
    if waiting:
        names = ", ".join(plain(node.title or node.id) for node in waiting)
        st.info(t("Fires once the draft is published: {names}", names=names), icon=":material/publish:")


def _show_one(desk: Desk, item: ListedTrigger) -> None:
    trigger, kind = item.trigger, f"trigger-{item.trigger.kind}"
    with st.container(border=True, key=f"studio_trigger_{trigger.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{KIND_ICONS[kind]} **{plain(item.title or trigger.node_id)}**", width="content")
            st.badge(t(KINDS[kind]), color="blue")
            st.caption(_times(trigger), width="content")
            st.space("stretch")
            st.toggle(
                t("On"),
                trigger.is_enabled,
                key=f"studio_trigger_on_{trigger.id}_{trigger.is_enabled}",
                on_change=guarded(_switch),
                args=(desk, trigger),
            )
        if trigger.code:
            st.code(triggers.url_of(current(), trigger), language=None, wrap_lines=True)


def _times(trigger: Trigger) -> str:
    last = t("last {time}", time=ago(trigger.last_at)) if trigger.last_at else t("has not fired yet")
    following = t("next {time}", time=moment_text(trigger.next_at)) if trigger.next_at else ""
    return " · ".join(part for part in (last, following) if part)


def _switch(desk: Desk, trigger: Trigger) -> None:
    rt = current()
    try:
        rt.call(triggers.set_enabled(rt, desk.app, trigger.id, not trigger.is_enabled))
    except (ServiceError, StorageError) as error:
        show_error(error)
