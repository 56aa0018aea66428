"""Beside the canvas: the settings of what is selected, else those of the app and what is wrong with it."""

from collections.abc import Container, Mapping
from typing import Any

import streamlit as st

from engine.document import NodeSpec
from engine.forms import common_form, form
from pages.catalogue.card import plain
from pages.fields.base_choice import base_names
from pages.fields.node_form import edit_fields
from pages.fields.parameters import workspace_rules
from pages.fields.pen import FOUND, Pen, faults_of
from pages.fields.triggers import counting_fields
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.words import KIND_ICONS, OTHER_ICON
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.tracing.view import show_io, status_badge
from pages.workbench.app_form import show_app_form
from pages.workbench.desk import Desk, disconnect, save_node
from pages.workbench.next_steps import show_next_steps
from pages.workbench.trigger_notes import show_address, show_next_times
from services import models
from services.apps.inspection import readable_variables
from services.runtime import current

DRAWN_WHOLE = frozenset({"datasets"})  # kinds of lists that are one widget, whatever they hold


def show_inspector(desk: Desk) -> bool:
    """Show the settings; return whether something changed, so that the canvas is drawn again."""
    state = page_state(StudioState)
    node = next((node for node in desk.document.nodes if node.id == state.selected), None)
    if node is not None:
        return _show_node(desk, node)
    edge = next((edge for edge in desk.document.edges if edge.id == state.selected), None)
    if edge is not None:
        return _show_edge(desk, edge.id)
    return show_app_form(desk)


def save_what_was_left(desk: Desk) -> bool:
    """Store what was typed for the node shown before, where the choice of another came together with it.

    A field tells its text when it is left, that is with the very click that selects another node; both can reach the
    server as one. Return whether something was stored.
    """
    state = page_state(StudioState)
    node_id, fields = state.shown or ("", {})
    if node_id == state.selected or fields == fields_of(node_id):
        return False
    state.shown = None
    node = next((node for node in desk.document.nodes if node.id == node_id), None)
    if node is None:
        return False
    place = st.empty()
    with place.container():  # the fields are drawn to be read, and taken away again
        is_changed = show_settings(desk, node)
    place.empty()
    return is_changed


def fields_of(node_id: str | None) -> dict[str, Any]:
    """Return what the fields of a node hold, by widget key."""
    begin = f"node_{page_state(StudioState).round}_{node_id}"
    return {str(key): value for key, value in st.session_state.items() if str(key).startswith(begin)}


def _show_node(desk: Desk, node: NodeSpec) -> bool:
    _show_head(node)
    settings, last = st.tabs([t("Settings"), t("Last run")], key="inspector_tab", on_change="rerun")
    if last.open:
        with last:
            _show_last_run(node)
        return False
    with settings:
        return show_settings(desk, node)


def _show_head(node: NodeSpec) -> None:
    icon = KIND_ICONS.get(node.kind, OTHER_ICON)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="inspector_head"):
        st.markdown(f"**{icon} {plain(node.title or node.kind)}**  \n:gray[:small[{plain(kind_name(node.kind))}]]")
        if st.button("", icon=":material/close:", key="inspector_close", type="tertiary", help=t("Close")):
            _close()


def _close() -> None:
    state = page_state(StudioState)
    state.selected, state.selection = None, ()
    st.rerun()


def show_settings(desk: Desk, node: NodeSpec, names: Container[str] | None = None) -> bool:
    """Draw the form of a node, or those of its settings that are called `names`; what was changed is stored at once."""
    state = page_state(StudioState)
    data = state.drafts.get(node.id, node.data)
    pen = _pen(desk, node)
    for message in pen.faults.get("", ()):
        st.error(plain(message), icon=":material/error:")
    try:
        fields = (*common_form(node.kind)[:1], *form(node.kind), *common_form(node.kind)[1:])
    except KeyError:
        return _show_unknown(node)
    if names is not None:
        fields = tuple(field for field in fields if field.name in names)
    show_address(desk, node, data)
    edited = edit_fields(counting_fields(node.kind, fields, data), data, pen)
    show_next_times(node.kind, edited)
    _show_stray_faults(pen, {field.name for field in fields})
    redrawn = show_next_steps(desk, node)
    _show_variables(pen)
    _lead_to_fault()
    if edited == data:
        return redrawn
    whole = {field.name for field in fields if field.kind in DRAWN_WHOLE}
    if _outline(edited, without=whole) != _outline(data, without=whole):
        state.round += 1
    save_node(desk, node.id, edited)
    return True


def _lead_to_fault() -> None:
    """Scroll to the field that a problem led to, once."""
    state = page_state(StudioState)
    if state.opened is None:
        return
    state.opened = None
    script = f"document.querySelector('.st-key-{FOUND}')?.scrollIntoView({{block: 'center', behavior: 'smooth'}})"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def _pen(desk: Desk, node: NodeSpec) -> Pen:
    rt, state = current(), page_state(StudioState)
    offered = [
        (provider.info.id, name) for provider, name in rt.call(models.list_models(rt, Person.here().workspace_id))
    ]
    return Pen(
        key=f"node_{state.round}_{node.id}",
        variables=readable_variables(desk.document, node.id),
        models=offered,
        rules=workspace_rules(),
        bases=base_names() if node.kind == "knowledge-retrieval" else {},
        tools=rt.call(rt.toolbox.catalogue(Person.here().workspace_id)),
        faults=faults_of(desk.problems, node.id),
        typed=state.typed,
        kind=node.kind,
        opened=state.opened,
    )


def _show_unknown(node: NodeSpec) -> bool:
    st.info(t("Nodes of the kind {kind} cannot run yet. Their settings are kept as they are.", kind=f"`{node.kind}`"))
    st.json(dict(node.data), expanded=1)
    return False


def _show_stray_faults(pen: Pen, names: set[str]) -> None:
    """Show what is wrong with settings that the form does not draw."""
    for path, messages in pen.faults.items():
        if path and path.partition(".")[0] not in names:
            st.error(plain("; ".join(f"{path}: {message}" for message in messages)), icon=":material/error:")


def _show_variables(pen: Pen) -> None:
    """List what the node may read, ready to be copied into a template."""
    if not pen.variables:
        return
    label, key = t("Variables you can use"), f"{pen.key}_variables"
    listed = st.expander(label, icon=":material/data_object:", key=key, on_change="rerun")
    if not listed.open:  # behind a long way there are hundreds, each a drawing of its own
        return
    with listed:
        for variable in pen.variables:
            st.caption(f"{plain(variable.owner)} · {variable.value_type}")
            st.code(variable.reference, language=None)


def _outline(value: Any, *, without: Container[str] = ()) -> Any:
    """Return the lengths of all lists inside a value: when they change, its fields stand elsewhere."""
    if isinstance(value, Mapping):
        return {key: _outline(item) for key, item in value.items() if key not in without}
    if isinstance(value, list | tuple):
        return [_outline(item) for item in value]
    return None


def _show_last_run(node: NodeSpec) -> None:
    picture = page_state(StudioState).picture
    step = picture.step_of(node.id) if picture else None
    if step is None:
        st.markdown(f":gray[{t('This node has not run in this tab.')}]")
        return
    st.markdown(status_badge(step.status))
    show_io(step)


def _show_edge(desk: Desk, edge_id: str) -> bool:
    edge = next(edge for edge in desk.document.edges if edge.id == edge_id)
    titles = {node.id: node.title or node.kind for node in desk.document.nodes}
    st.markdown(f"**{t('Edge')}**")
    st.markdown(f"{plain(titles.get(edge.source, edge.source))} → {plain(titles.get(edge.target, edge.target))}")
    with st.container(horizontal=True):
        removed = st.button(t("Remove"), icon=":material/delete:", key="inspector_edge_remove")
        if st.button(t("Close"), key="inspector_edge_close", type="tertiary"):
            _close()
    if removed and disconnect(desk, edge_id):
        _close()
    return False
