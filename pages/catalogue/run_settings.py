"""How an app runs: how many runs at once, whether they outlive their callers, and whether answers are kept."""

from typing import Any

import streamlit as st

from pages.language.text import t
from pages.shell.guard import guarded
from services.answers import figures
from services.answers.settings import LONGEST, LOWEST, MODES, MOST, AnswerSettings, as_setting, settings_of
from services.runtime import current
from storage.records import App

MODE_WORDS = {"off": "Off", "exact": "The same request", "similar": "A question that means the same"}
MOST_RUNS = 10_000


def ask_run_settings(app: App) -> dict[str, Any]:
    """Show the fields; return the changes that they mean, as `update_app` takes them."""
    with st.expander(t("Runs"), icon=":material/play_circle:", key=f"app_settings_runs_{app.id}"):
        most = st.number_input(
            t("Runs at the same time"),
            0,
            MOST_RUNS,
            min(app.max_active_requests, MOST_RUNS),
            help=t("0: as many as the server lets an app have."),
            key=f"app_settings_active_{app.id}",
        )
        stops = st.toggle(
            t("A run stops when its caller goes away"),
            bool(app.settings.get("stop_on_disconnect")),
            key=f"app_settings_disconnect_{app.id}",
        )
    with st.expander(t("Kept answers"), icon=":material/bookmark:", key=f"app_settings_answers_{app.id}"):
        kept = _ask_answers(app)
    return {
        "max_active_requests": int(most),
        "settings": {"stop_on_disconnect": bool(stops), **as_setting(kept)},
    }


def _ask_answers(app: App) -> AnswerSettings:
    before = settings_of(app)
    st.caption(t("A model is not asked again while the app has an answer of it. All users of the app share them."))
    mode = st.segmented_control(
        t("Give a kept answer to"),
        MODES,
        default=before.mode,
        required=True,
        format_func=lambda one: t(MODE_WORDS[one]),
        key=f"app_settings_answers_mode_{app.id}",
    )
    if mode == "off":
        _show_figures(app)
        return AnswerSettings("off", before.seconds, before.threshold, before.most)
    left, right = st.columns(2)
    seconds = left.number_input(
        t("Seconds for which an answer is kept"), 1, LONGEST, before.seconds, key=f"app_settings_answers_ttl_{app.id}"
    )
    most = right.number_input(t("Answers at the most"), 1, MOST, before.most, key=f"app_settings_answers_most_{app.id}")
    threshold = before.threshold
    if mode == "similar":
        threshold = st.slider(
            t("How alike two questions must be"),
            LOWEST,
            1.0,
            before.threshold,
            0.01,
            help=t("1 is the same meaning. Questions with other numbers in them never count as alike."),
            key=f"app_settings_answers_alike_{app.id}",
        )
    _show_figures(app)
    return AnswerSettings(mode, int(seconds), float(threshold), int(most))


def _show_figures(app: App) -> None:
    """Show what keeping answers has brought, and the button that forgets them."""
    rt = current()
    found = rt.call(figures.figures(rt, app))
    with st.container(horizontal=True, vertical_alignment="center", key=f"app_settings_answers_figures_{app.id}"):
        told = t(
            "{kept} answers kept · {hits} of {asked} requests answered by them · {tokens} tokens saved",
            kept=f"{found.kept:,}",
            hits=f"{found.hits:,}",
            asked=f"{found.asked:,}",
            tokens=f"{found.saved_tokens:,}",
        )
        st.caption(told, width="content")
        st.space("stretch")
        st.button(
            t("Forget the answers"),
            icon=":material/delete_sweep:",
            type="tertiary",
            disabled=not found.kept,
            key=f"app_settings_answers_clear_{app.id}",
            on_click=guarded(_clear),
            args=(app,),
        )


def _clear(app: App) -> None:
    rt = current()
    rt.call(figures.clear(rt, app))
