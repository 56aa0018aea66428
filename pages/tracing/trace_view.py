"""A stored run as a trace: what it got and gave, every node with the prompts as they were sent, time, tokens, cost."""

import time

import streamlit as st

from pages.catalogue.card import plain
from pages.drawing.pictures import run_picture
from pages.language.formats import duration, joined, money, tokens
from pages.language.text import t
from pages.records.filter import SOURCES
from pages.shell.guard import guarded
from pages.tracing.model import picture_of_rows
from pages.tracing.tree import show_tree
from pages.tracing.view import show_result, show_values, status_badge
from services.accounts import Action, allowed
from services.runs import called, run_logs
from services.runs.called import RunTree
from services.runs.run_logs import RunDetail
from services.runtime import current
from storage.records import App


def trace_dialog(app: App, run_id: str) -> None:
    """Show a run over the page."""
    st.dialog(t("Trace"), width="large")(guarded(show_trace))(app, run_id)


def show_trace(app: App, run_id: str) -> None:
    """Show the run with all its nodes. Raises NotFound."""
    rt = current()
    found, rows = rt.call(run_logs.run_detail(rt, app, run_id)), rt.call(run_logs.run_nodes(rt, app, run_id))
    show_trace_head(app, found)
    show_family(rt.call(called.run_tree(rt, app, run_id)))
    run = found.run
    given = {name: value for name, value in run.inputs.items() if not name.startswith("sys.")}
    asked = {t("Message"): run.inputs["sys.query"]} if run.inputs.get("sys.query") else {}
    if asked or given:
        with st.expander(t("Inputs"), icon=":material/input:", key=f"trace_inputs_{run.id}"):
            show_values({**asked, **given})
    run_picture(found.graph, picture_of_rows(run, rows).statuses(), key=f"trace_graph_{run.id}")
    st.markdown(f"**{t('Steps')}**")
    show_tree(rows, key=f"trace_{run.id}")
    st.markdown(f"**{t('Result')}**")
    show_result(picture_of_rows(run, rows))


def show_family(tree: RunTree) -> None:
    """Show which run called this one, and what it used up with all that it called."""
    if tree.caller is not None:
        st.caption(t("Called as a tool by {app}", app=plain(tree.caller.app_name or tree.caller.app_id)))
    if tree.called:
        prices = [money(price, currency).replace("$", "\\$") for currency, price in tree.prices.items()]
        facts = joined(tokens(tree.total_tokens), *prices)
        words = (
            "With the run that it called: {facts}"
            if len(tree.called) == 1
            else "With the {n} runs that it called: {facts}"
        )
        st.caption(t(words, n=len(tree.called), facts=facts))


def show_trace_head(app: App, found: RunDetail) -> None:
    """Show how a run went, and the ways to look closer at it."""
    run = found.run
    who = found.account.name if found.account else found.end_user.session_id if found.end_user else ""
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(run.created_at))
    cost = money(run.total_price, run.currency)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"trace_head_{run.id}"):
        st.markdown(status_badge(run.status), width="content")
        facts = joined(duration(run.elapsed), tokens(run.total_tokens), cost)
        origin = joined(when, t(SOURCES.get(run.invoke_from, run.invoke_from)), plain(who))
        st.markdown(f":small[{facts.replace('$', chr(92) + '$')}]  \n:gray[:small[{origin}]]", width="content")
        st.space("stretch")
        where = {"app": app.id, "run": run.id}
        st.page_link(
            "studio.py", label=t("Open in Studio"), icon=":material/account_tree:", query_params=where, width="content"
        )
        if allowed(Action.EDIT_APPS):
            st.page_link("runs.py", label=t("Replay"), icon=":material/replay:", query_params=where, width="content")
