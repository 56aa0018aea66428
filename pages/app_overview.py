"""The overview of an app: how much it is used, by whom, how well, how quickly and at what price, over time."""

from collections.abc import Mapping

import streamlit as st

from pages.catalogue.head import app_of_address
from pages.catalogue.keys_dialog import example_call, keys_dialog
from pages.language.formats import duration, money
from pages.language.text import t
from pages.records.charts import bars, lines
from pages.records.filter import SOURCES, ahead
from pages.shell.guard import guarded
from services.apps import app_figures, overview
from services.apps.app_figures import AppFigures, Total
from services.runtime import current
from storage.records import App

SPANS = {
    1: "Last 24 hours",
    7: "Last 7 days",
    30: "Last 30 days",
    90: "Last 90 days",
    365: "Last 12 months",
}


@guarded
def overview_page() -> None:
    """Show the overview of the app that the address names, or the apps to choose from."""
    app = app_of_address("app_overview.py")
    if app is None:
        return
    rt = current()
    if not rt.call(app_figures.was_used(rt, app)):
        show_beginning(app)
        return
    days = st.segmented_control(
        t("Time"),
        list(SPANS),
        default=7,
        required=True,
        format_func=lambda days: t(SPANS[days]),
        label_visibility="collapsed",
        key="overview_days",
    )
    found = rt.call(app_figures.figures_of(rt, app, days or 7, ahead=ahead()))
    show_totals(app, found)
    show_charts(app, found)


def show_totals(app: App, found: AppFigures) -> None:
    """Show what the whole span comes to, compared with the one before."""
    total, before = found.total, found.before
    now, then = total.figures, before.figures
    with st.grid(min_column_width=230, gap="small", key="overview_totals"):
        _total(t("Runs") if app.mode == "workflow" else t("Messages"), f"{now.uses:,}", _change(now.uses, then.uses))
        if app.mode not in ("workflow", "completion"):
            _total(t("Conversations"), f"{now.conversations:,}", _change(now.conversations, then.conversations))
        _total(t("Active users"), f"{now.users:,}", _change(now.users, then.users))
        _total(t("Tokens"), _short(now.tokens), _change(now.tokens, then.tokens))
        _total(t("Cost"), _cost(total), _change(_paid(total), _paid(before)), is_good=False)
        median = "–" if now.median is None else duration(now.median)
        _total(t("Usual time to the answer"), median, _change(now.median, then.median), is_good=False)
        _total(t("Errors"), f"{now.errors:,}", _change(now.errors, then.errors), is_good=False)
        if app.mode != "workflow":
            shown = "–" if total.satisfaction is None else f"{total.satisfaction:.0%}"
            _total(t("Satisfaction"), shown, _change(total.satisfaction, before.satisfaction))


def show_charts(app: App, found: AppFigures) -> None:
    """Show how it went, step by step."""
    of_runs = app.mode == "workflow"
    left, right = st.columns(2, gap="small")
    with left:
        with _card("uses", t("Runs by source") if of_runs else t("Messages by source")):
            _show_sources(found)
        with _card("latency", t("Seconds to the answer")):
            median = {start: one.median for start, one in found.steps.items() if one.median is not None}
            p95 = {start: one.p95 for start, one in found.steps.items() if one.p95 is not None}
            lines(found, {t("half of them"): median, t("95 of 100"): p95}, ("blue", "amber"), t("seconds"))
        with _card("errors", t("Errors")):
            bars(found, {t("Errors"): _by_step(found, "errors")}, ("red",), t("Errors"))
    with right:
        with _card("users", t("Active users")):
            bars(found, {t("Active users"): _by_step(found, "users")}, ("teal",), t("Active users"))
        with _card("tokens", t("Tokens")):
            bars(found, {t("Tokens"): _by_step(found, "tokens")}, ("grey",), t("Tokens"))
        with _card("cost", t("Cost")):
            _show_costs(found)
    if not of_runs:
        with _card("satisfaction", t("What users think of the answers")):
            _show_ratings(found)


def show_beginning(app: App) -> None:
    """Say what brings an app into use, the next step first."""
    rt = current()
    state = rt.call(overview.card(rt, app)).state
    with st.container(border=True, key="overview_beginning"):
        st.subheader(t("Nobody has used this app yet"), anchor=False)
        st.markdown(t("Messages, users, cost, time and satisfaction show here as soon as it is used."))
        where = {"app": app.id}
        if state == "draft":
            words = t("Publish it in the Studio first: people and programs get the published version.")
            st.page_link("studio.py", label=words, icon=":material/publish:", query_params=where)
        with st.container(horizontal=True, vertical_alignment="center"):
            words = t("Use its form") if app.mode in ("workflow", "completion") else t("Talk to it on the chat page")
            st.page_link("chat.py", label=words, icon=":material/forum:", query_params=where)
            if st.button(t("Make an API key and call it"), icon=":material/vpn_key:", key="overview_keys"):
                keys_dialog(app)
        st.code(example_call(rt.url, app.mode, "app-…"), language="bash", wrap_lines=True)


def _show_sources(found: AppFigures) -> None:
    names = list(dict.fromkeys(share.name for share in found.sources))
    series = {
        t(SOURCES.get(name, name)): {share.at: float(share.amount) for share in found.sources if share.name == name}
        for name in names
    }
    colours = ("blue", "teal", "amber", "green", "grey", "red")
    bars(found, series or {t("Messages"): {}}, colours[: max(1, len(names))], t("Messages"))


def _show_costs(found: AppFigures) -> None:
    names = list(dict.fromkeys(share.name for share in found.costs))
    series = {
        name: {share.at: float(share.amount) for share in found.costs if share.name == name} for name in names
    } or {"USD": {}}
    bars(found, series, ("amber", "green", "blue", "teal", "grey", "red")[: len(series)], t("Cost"))


def _show_ratings(found: AppFigures) -> None:
    if not found.ratings:
        st.markdown(f":gray[{t('Nobody has rated an answer in this time. The chat page and the API take ratings.')}]")
        return
    series = {
        words: {share.at: float(share.amount) for share in found.ratings if share.name == name}
        for name, words in (("like", t("Liked")), ("dislike", t("Disliked")))
    }
    bars(found, series, ("green", "red"), t("Answers"))


def _card(name: str, title: str) -> st.delta_generator.DeltaGenerator:
    card = st.container(border=True, gap="xsmall", key=f"overview_{name}")
    card.markdown(f"**{title}**")
    return card


def _by_step(found: AppFigures, name: str) -> Mapping[float, float]:
    return {start: float(getattr(one, name)) for start, one in found.steps.items() if getattr(one, name)}


def _total(label: str, value: str, change: str | None, *, is_good: bool = True) -> None:
    st.metric(label, value, change, delta_color="normal" if is_good else "inverse", border=True, height="stretch")


def _change(now: float | None, then: float | None) -> str | None:
    """Return by how much a figure has changed, None where there is nothing to compare."""
    if not then or now is None or now == then:
        return None
    return f"{(now - then) / then:+.0%}"


def _cost(total: Total) -> str:
    return " + ".join(money(price, currency) for currency, price in total.costs.items()) or "–"


def _paid(total: Total) -> float | None:
    """Return what was paid where all of it was in one currency."""
    return float(next(iter(total.costs.values()))) if len(total.costs) == 1 else None


def _short(count: int) -> str:
    return (
        f"{count / 1_000_000:.1f} M"
        if count >= 1_000_000
        else f"{count / 1000:.1f} k"
        if count >= 10_000
        else f"{count:,}"
    )


if __name__ == "__main__":
    overview_page()
