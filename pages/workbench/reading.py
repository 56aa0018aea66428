"""The Studio for those who may look at an app and not change it: its graph, the settings of its nodes, its trials."""

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.configured import as_graph
from engine.document import Document, NodeSpec
from engine.forms import Field, common_form, form
from engine.values import MISSING, as_plain
from pages import canvas
from pages.catalogue.card import icon_tile, plain
from pages.drawing.model import model_of
from pages.language.field_text import choice_text, label_of
from pages.language.formats import duration, joined
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.told import told
from pages.language.words import KIND_ICONS, OTHER_ICON, STATUS_WORDS
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.tracing.trace_view import show_trace
from services.accounts import Action
from services.accounts.acting import REFUSALS
from services.apps import apps
from services.runs import run_logs
from services.runs.notebook import in_order
from services.runtime import current
from storage.records import App, Run

HEIGHT = 460  # pixels of graph and settings
TRIALS = 20
LONG = 60  # characters from which a text gets a field of several lines
HIDDEN = "hidden"  # the widget of settings that forms do not show


def show_read_only(app_id: str) -> None:
    """Show the app that the Studio edits for others. Raises NotFound."""
    rt = current()
    app = rt.call(apps.get_app(rt, Person.here().workspace_id, app_id))
    document = as_graph(rt.call(apps.app_document(rt, app)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="reading_head"):
        st.html(icon_tile(app, 32), width="content")
        st.subheader(plain(app.name), anchor=False, width="content")
        st.badge(t("view only"), color="gray", icon=":material/visibility:")
    show_why()
    graph, trials = st.tabs([t("Graph and settings"), t("Trials")], key="reading_tab", on_change="rerun")
    if trials.open:
        with trials:
            _show_trials(app)
        return
    with graph:
        st.fragment(guarded(_show_graph), key="reading_graph")(document)


def show_why() -> None:
    """Say in a line why nothing can be changed here."""
    st.info(f"{t('You can look at everything here.')} {told(REFUSALS[Action.EDIT_APPS])}", icon=":material/lock:")


def _show_graph(document: Document) -> None:
    nodes = {node.id: node for node, _ in in_order(document)}
    if not nodes:
        st.markdown(f":gray[{t('The graph is empty.')}]")
        return
    picture, beside = st.columns([7, 3], gap="small")
    with picture, st.container(border=True, height=HEIGHT + 2, key="reading_canvas"):
        clicked = canvas.picture(model_of(document), {}, key="reading_picture", height=HEIGHT)
    if clicked in nodes and clicked != st.session_state.get("reading_clicked"):
        st.session_state.reading_clicked = st.session_state.reading_node = clicked
    with beside, st.container(border=True, height=HEIGHT + 2, key="reading_settings"):
        chosen = st.selectbox(t("Node"), list(nodes), format_func=lambda one: _title(nodes[one]), key="reading_node")
        _show_settings(nodes[chosen])


def _title(node: NodeSpec) -> str:
    return str(node.title or kind_name(node.kind))


def _show_settings(node: NodeSpec) -> None:
    st.markdown(f":gray[:small[{KIND_ICONS.get(node.kind, OTHER_ICON)} {plain(kind_name(node.kind))}]]")
    try:
        fields = (*form(node.kind), *common_form(node.kind)[1:])
    except KeyError:
        st.json(as_plain(dict(node.data)), expanded=1)
        return
    for field in fields:
        if field.kind != HIDDEN:
            _show_field(field, _stored(field, node.data), key=f"reading_{node.id}_{field.name}")


def _stored(field: Field, data: Mapping[str, Any]) -> Any:
    return data.get(field.name, None if field.default is MISSING else field.default)


def _show_field(field: Field, value: Any, *, key: str) -> None:
    """Show a setting as the field that would change it, switched off; what is empty is left out."""
    label = label_of(field)
    if value in (None, "", [], {}):
        return
    if isinstance(value, bool):
        st.toggle(label, value, key=key, disabled=True)
    elif isinstance(value, str | int | float):
        text = choice_text(value) if field.kind == "select" else str(value)
        draw = st.text_area if len(text) > LONG or "\n" in text else st.text_input
        draw(label, text, key=key, disabled=True)
    elif field.kind == "selector":
        st.text_input(label, ".".join(map(str, value)), key=key, disabled=True)
    elif field.kind == "prompt" and all(isinstance(item, Mapping) for item in value):
        for place, item in enumerate(value):
            role, text = str(item.get("role") or label), str(item.get("jinja2_text") or item.get("text") or "")
            st.text_area(t(role), text, key=f"{key}_{place}", disabled=True)
    else:
        st.caption(label)
        st.json(as_plain(value), expanded=1)


def _show_trials(app: App) -> None:
    rt = current()
    found = {
        run.id: run for run in rt.call(run_logs.list_runs(rt, app, triggered_from="debugging", limit=TRIALS)).items
    }
    if not found:
        st.markdown(f":gray[{t('Nobody has tried this app in the Studio yet.')}]")
        return
    chosen = st.selectbox(t("Trial"), list(found), format_func=lambda one: _told(found[one]), key="reading_trial")
    show_trace(app, chosen)


def _told(run: Run) -> str:
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(run.created_at))
    return joined(when, t(STATUS_WORDS.get(run.status, run.status)), duration(run.elapsed))
