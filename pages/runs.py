"""One stored run of an app with its attempts, and its replay."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.document import GRAPH_MODES
from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.drawing.pictures import run_picture
from pages.language.formats import duration, joined, tokens
from pages.language.text import t
from pages.shell.guard import guarded, missing, show_error
from pages.shell.people import Person
from pages.tracing.model import picture_of_rows
from pages.tracing.replay_form import changes_of
from pages.tracing.tree import show_tree
from pages.tracing.view import show_result, show_values, status_badge
from services.apps import apps
from services.errors import ServiceError
from services.runs import replays, run_logs
from services.runs.replays import Place
from services.runs.run_logs import RunDetail
from services.runtime import current
from storage.errors import NotFound
from storage.records import App, Run


@guarded
def runs_page() -> None:
    """Show the run that the address names; without one, the log in which runs are found."""
    rt, app_id, run_id = current(), st.query_params.get("app", ""), st.query_params.get("run", "")
    if not app_id or not run_id:
        st.switch_page("logs.py", query_params={"app": app_id} if app_id else {})
    try:
        app = rt.call(apps.get_app(rt, Person.here().workspace_id, app_id))
        show_run(app, rt.call(run_logs.run_detail(rt, app, run_id)))
    except NotFound as error:
        missing(t("This run") if error.kind == "run" else t("This app"))


def show_run(app: App, found: RunDetail) -> None:
    """Show a stored run: what it got and gave, every attempt, what replays it."""
    rt, run = current(), found.run
    rows = rt.call(run_logs.run_nodes(rt, app, run.id))
    _show_run_head(app, run)
    _show_family(app, run, found.children)
    picture = picture_of_rows(run, rows)
    run_picture(found.graph, picture.statuses(), key=f"runs_graph_{run.id}")
    left, right = st.columns([2, 3], gap="medium")
    with left:
        show_result(picture)
        given = {name: value for name, value in run.inputs.items() if not name.startswith("sys.")}
        asked = {t("Message"): run.inputs["sys.query"]} if run.inputs.get("sys.query") else {}
        if asked or given:
            st.caption(t("Inputs"))
            show_values({**asked, **given})
    with right:
        st.markdown(f"**{t('Attempts')}**")
        show_tree(rows, key="runs_attempt")


def _show_run_head(app: App, run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="runs_head"):
        st.page_link("logs.py", label=t("Logs"), icon=":material/arrow_back:", query_params={"app": app.id})
        st.markdown(status_badge(run.status), width="content")
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(run.created_at))
        st.caption(joined(plain(app.name), when, duration(run.elapsed), tokens(run.total_tokens)), width="content")
        st.space("stretch")
        if app.mode in GRAPH_MODES:
            address = {"app": app.id, "view": "notebook", "run": run.id}
            st.page_link(
                "studio.py", label=t("Open in the notebook"), icon=":material/view_agenda:", query_params=address
            )
        if run.status == "running":
            st.caption(t("The run is under way."), width="content")
            st.button(t("Look again"), icon=":material/refresh:", key="runs_again")
        elif st.button(t("Replay"), icon=":material/replay:", type="primary", key="runs_replay"):
            st.dialog(t("Replay"), width="large")(guarded(show_replay))(app, run)


def _show_family(app: App, run: Run, children: Sequence[Run]) -> None:
    with st.container(horizontal=True, gap="small", key="runs_family"):
        if run.parent_run_id and run.replayed_from:
            label = t("Replay of {run} from {node}", run=run.parent_run_id[-6:], node=plain(run.replayed_from or ""))
            _link(app, run.parent_run_id, label)
        if children:
            st.caption(t("Replays of this run"), width="content")
        for child in children:
            _link(app, child.id, f"{status_badge(child.status)} {child.id[-6:]}")


def _link(app: App, run_id: str, label: str) -> None:
    st.button(label, key=f"runs_to_{run_id}", type="tertiary", on_click=_go, args=(app.id, {"run": run_id}))


def show_replay(app: App, run: Run) -> None:
    """Ask from where on the run runs again, and with what; then start it and show it."""
    rt, person = current(), Person.here()
    places = rt.call(replays.places(rt, app, run.id))
    start = st.selectbox(t("From"), places, key="runs_from", format_func=_place_label)
    st.caption(t("Only the nodes from there on call anything; the others give what this run stored."))
    changes = changes_of(start, run, key=f"runs_change_{start.node_id}")
    if not st.button(
        t("Replay now"), icon=":material/replay:", type="primary", key="runs_replay_go", disabled=changes is None
    ):
        return
    assert changes is not None
    try:
        live = rt.call(
            replays.replay(rt, app, run.id, start.node_id, changes, user=person.user, account_id=person.account_id)
        )
        with st.spinner(t("The run is under way.")):
            rt.call(live.ended())
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    _go(app.id, {"run": live.id})
    st.rerun()


def _place_label(place: Place) -> str:
    return plain(place.title)


def _go(app_id: str, where: Mapping[str, Any]) -> None:
    st.query_params.clear()
    st.query_params.update({"app": app_id, **where})


if __name__ == "__main__":
    runs_page()
