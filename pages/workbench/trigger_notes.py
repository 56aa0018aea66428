"""What a trigger node says of itself beside its settings: its address and how to call it, or its next times."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st
from pydantic import ValidationError

from engine.document import NodeSpec
from engine.nodes.trigger_schedule import TriggerSchedule
from engine.nodes.trigger_webhook import TriggerWebhook
from engine.triggers.example import example_call
from pages.language.field_text import choice_text
from pages.language.text import t
from pages.workbench.desk import Desk
from services.runtime import current
from services.triggers import triggers

TIMES = 5  # that are shown of a schedule


def show_next_times(kind: str, data: Mapping[str, Any]) -> None:
    """List when a schedule comes next; nothing while its settings give no time, and for other kinds."""
    if kind != "trigger-schedule":
        return
    try:
        schedule = TriggerSchedule.Config.model_validate(data).schedule()
    except ValidationError:
        return
    st.markdown(f":small[{t('The next times')}]")
    found = schedule.upcoming(datetime.now(UTC), TIMES)
    st.markdown("  \n".join(f":small[{time_text(time)}]" for time in found))


def time_text(moment: datetime) -> str:
    """Return a time of its zone as people read it."""
    return f"{moment:%Y-%m-%d %H:%M} {choice_text(moment.strftime('%a').lower())} :gray[{moment.tzname()}]"


def moment_text(moment: float) -> str:
    """Return a time (epoch seconds) on this machine's clock."""
    return time_text(datetime.fromtimestamp(moment, UTC).astimezone())


def show_address(desk: Desk, node: NodeSpec, data: Mapping[str, Any]) -> None:
    """Show where a webhook or plugin trigger of a workflow is called, and how; nothing for other kinds."""
    if desk.app.mode != "workflow" or node.kind not in ("trigger-webhook", "trigger-plugin"):
        return
    rt = current()
    trigger = rt.call(triggers.address_of(rt, desk.app, node.id))
    url = triggers.url_of(rt, trigger)
    st.markdown(
        f":small[{t('Address')}]", help=t("Whoever knows it can start the published workflow; no key is asked.")
    )
    st.code(url, language=None, wrap_lines=True)
    if node.kind == "trigger-plugin":
        return
    st.markdown(f":small[{t('Debug address')}]", help=t("Runs the draft while the Run tab listens for a request."))
    st.code(triggers.url_of(rt, trigger, debug=True), language=None, wrap_lines=True)
    try:
        example = example_call(TriggerWebhook.Config.model_validate(data), url)
    except ValidationError:
        return
    with st.expander(t("An example call"), icon=":material/terminal:", key=f"trigger_example_{node.id}"):
        st.code(example, language="bash", wrap_lines=True)
