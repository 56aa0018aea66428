"""What the next run would cost, beside the button that starts it."""

from decimal import Decimal

import streamlit as st

from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.language.formats import joined, money
from pages.language.text import t
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk
from pages.workbench.root import chosen_root
from services.errors import ServiceError
from services.runs.forecasts import UNKNOWN, Call, Forecast, forecast
from services.runtime import current
from storage.errors import NotFound


def show_forecast(desk: Desk, *, query: str = "") -> None:
    """Show in a line what a run with what is filled in would use; its parts open. Nothing, where it cannot run.

    Without a `query` a message of next to nothing is counted: that is what each costs at least.
    """
    found = _found(desk, query or UNKNOWN)
    if found is None:
        return
    if not found.calls and not found.unknown:
        told = t("calls no model") if not found.kept else t("calls no model: what its models gave is kept")
        st.caption(told, width="content")
        return
    with st.popover(summary(found), icon=":material/payments:", type="tertiary", key="studio_forecast"):
        _show_parts(found)


def summary(found: Forecast) -> str:
    """Return what a run would use in a line."""
    some = t("at least") if found.is_open or found.most is None else t("about")
    tokens = _between(f"{found.least:,}", None if found.most is None else f"{found.most:,}")
    high = found.most_price
    prices = _between(_money(found.least_price), None if high is None else _money(high))
    price = "" if len(found.unpriced) == len({call.model for call in found.calls}) else prices
    unknown = t("price unknown") if found.unpriced and not price else t("some prices unknown") if found.unpriced else ""
    return joined(f"{some} {t('{n} tokens', n=tokens)}", price, unknown).replace("$", "\\$")


def _found(desk: Desk, query: str) -> Forecast | None:
    rt, person, state = current(), Person.here(), page_state(StudioState)
    if desk.errors:
        return None
    try:
        return rt.call(
            forecast(
                rt,
                desk.app,
                inputs=state.inputs,
                query=query,
                conversation_id=state.conversation_id,
                root=chosen_root(desk) if desk.app.mode == "workflow" else None,
                user=person.user,
                account_id=person.account_id,
            )
        )
    except (EngineError, ServiceError, NotFound):  # the run itself would say why it cannot begin
        return None


def _show_parts(found: Forecast) -> None:
    st.caption(t("Prompts are counted as they would be sent now; the most is with the longest answers."))
    for call in found.calls:
        st.markdown(f"**{plain(call.title)}** :gray[:small[{_told(call)}]]")
    for title in found.unknown:
        st.markdown(f"**{plain(title)}** :gray[:small[{t('it has never run: nobody knows')}]]")
    if found.kept:
        st.caption(t("{n} more do not run: their results are kept.", n=found.kept))


def _told(call: Call) -> str:
    if call.last is not None:
        used = t("the last time {n} tokens", n=f"{call.prompt:,}")
        return joined(used, _money(call.last) if call.last else "").replace("$", "\\$")
    answer = t("an answer of any length") if call.most is None else t("up to {n} in its answer", n=f"{call.most:,}")
    least, most = call.least_price, call.most_price
    price = t("price unknown") if least is None else _between(_money(least), None if most is None else _money(most))
    more = t("its prompt grows with what earlier nodes give") if call.is_open else ""
    rounds = t("once for each round") if call.repeats else ""
    asked = t("{n} tokens", n=f"{call.prompt:,}")
    return joined(plain(call.model), asked, answer, price, more, rounds).replace("$", "\\$")


def _between(least: str, most: str | None) -> str:
    return least if most is None or most == least else f"{least}–{most}"


def _money(price: Decimal) -> str:
    return money(price) or "$0"
