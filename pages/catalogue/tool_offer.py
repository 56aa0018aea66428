"""An app as a tool of other apps: whether it is one, under which name, and what models are told of it."""

from typing import Any

import streamlit as st

from pages.language.text import t
from services.apps.offers import LONGEST_NAME, LONGEST_TEXT, MOST_CASES, SETTING, Offer, offer_in, usual_name
from storage.records import App


def ask_offer(app: App) -> dict[str, Any]:
    """Show the fields; return the settings of the app that they mean."""
    before = offer_in(app)
    with st.expander(t("A tool of other apps"), icon=":material/build:", key=f"app_settings_tool_{app.id}"):
        enabled = st.toggle(
            t("Other apps may use this app as a tool"), before.enabled, key=f"app_settings_tool_on_{app.id}"
        )
        if not enabled:
            st.caption(t("Agents then ask it as they call any tool; each call is a run of this app."))
            return {SETTING: {**before.as_mapping(), "enabled": False}}
        name = st.text_input(
            t("Name of the tool"),
            before.name or usual_name(app),
            max_chars=LONGEST_NAME,
            help=t("Letters, digits, _ and -, as models take them."),
            key=f"app_settings_tool_name_{app.id}",
        )
        description = st.text_area(
            t("What models are told of it"),
            before.description,
            max_chars=LONGEST_TEXT,
            height=90,
            placeholder=t("What it does, and what it wants to be told"),
            key=f"app_settings_tool_description_{app.id}",
        )
        cases = st.text_area(
            t("Good for, one per line"), "\n".join(before.use_cases), height=70, key=f"app_settings_tool_cases_{app.id}"
        )
        changes = st.toggle(
            t("It changes something outside: sends, writes, orders"),
            before.has_side_effects,
            help=t("Calls of tools that change nothing are made at the same time."),
            key=f"app_settings_tool_effects_{app.id}",
        )
    lines = tuple(line.strip() for line in cases.splitlines() if line.strip())[:MOST_CASES]
    offer = Offer(
        enabled=True,
        name=name.strip(),
        description=description.strip(),
        use_cases=lines,
        has_side_effects=bool(changes),
    )
    return {SETTING: offer.as_mapping()}
