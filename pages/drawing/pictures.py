"""Graphs that are only looked at: of an app, of an example, of a run. Each is drawn when somebody asks for it.

A picture is a frame with a program of its own in the browser, so a list shows none until it is opened.
"""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from engine.document import GRAPH_MODES, Document
from engine.dsl import load
from pages import canvas
from pages.drawing.model import model_of
from pages.language.text import t
from pages.language.words import STATUS_COLOURS, STATUS_WORDS
from pages.shell.guard import guarded
from services.apps import apps
from services.apps.examples import Example
from services.runtime import current
from storage.records import App

HEIGHT: Final = 300  # pixels
WIDTH: Final = 560  # pixels of a picture that opens beside its button
SKIPPED: Final = "skipped"


def preview_dialog(app: App) -> None:
    """Show the draft of an app over the page."""
    st.dialog(app.name, width="large")(guarded(show_preview))(app)


def show_preview(app: App) -> None:
    """Show the graph of an app's draft, and the way to where it is edited."""
    rt = current()
    if app.description:
        st.caption(app.description.replace("$", "\\$"))
    _show(rt.call(apps.app_document(rt, app)), {}, key=f"preview_{app.id}", height=HEIGHT + 80)
    where = {"app": app.id}
    st.page_link("studio.py", label=t("Open in Studio"), icon=":material/account_tree:", query_params=where)


def example_picture(example: Example, *, key: str) -> None:
    """Show a button that opens the graph of an example; one without a graph has none."""
    if example.mode not in GRAPH_MODES:
        return
    about = t("Look at the graph")
    opened = st.popover("", icon=":material/visibility:", key=key, help=about, type="tertiary", on_change="rerun")
    if opened.open:
        with opened, st.container(width=WIDTH):
            _show(load(example.text).document, {}, key=f"{key}_flow", height=HEIGHT)


def run_picture(graph: Mapping[str, Any], statuses: Mapping[str, str], *, key: str) -> None:
    """Show a part of the page that opens to the graph that ran, with what became of each node; `statuses` by node id."""
    if not graph.get("nodes"):
        return
    label = t("Graph of this run")
    opened = st.expander(label, icon=":material/account_tree:", key=key, on_change="rerun")
    if not opened.open:
        return
    document = Document({"kind": "app", "app": {"mode": "workflow"}, "workflow": {"graph": dict(graph)}})
    found = {node.id: statuses.get(node.id, SKIPPED) for node in document.nodes}
    with opened:
        _show(document, found, key=f"{key}_flow", height=HEIGHT)
        st.markdown(" ".join(_legend(found)))


def _legend(statuses: Mapping[str, str]) -> list[str]:
    """Return how many nodes stand how, in words as well as in colours."""
    standing = list(statuses.values())
    return [
        f":{STATUS_COLOURS.get(status, 'gray')}-badge[{standing.count(status)} {t(STATUS_WORDS.get(status, status))}]"
        for status in dict.fromkeys(standing)
    ]


def _show(document: Document, statuses: Mapping[str, str], *, key: str, height: int) -> None:
    model = model_of(document)
    if model.boxes:
        canvas.picture(model, statuses, key=key, height=height)
    else:
        st.markdown(f":gray[{t('The graph is empty.')}]")
