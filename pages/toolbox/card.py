"""Providers of tools as cards."""

from collections.abc import Sequence

import streamlit as st

from pages.catalogue.card import plain
from pages.language.formats import counted
from pages.language.text import t
from pages.language.tools import tool_text
from pages.toolbox.provider import provider_dialog
from pages.toolbox.words import NEEDS, SOURCES, STATE_COLOURS, STATE_ICONS, may_manage, state_of, tile
from services.tools.sources import ToolProvider

NAMED = 3  # tools that a card tells of


def show_cards(providers: Sequence[ToolProvider]) -> None:
    """Show providers side by side."""
    with st.grid(min_column_width=300, gap="small"):
        for provider in providers:
            show_card(provider)


def show_card(provider: ToolProvider) -> None:
    """Show one provider: how it stands, what its tools do, and the way into it."""
    key, state = f"{provider.kind}_{provider.id}", state_of(provider)
    with st.container(border=True, key=f"tools_card_{key}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"tools_head_{key}"):
            st.html(tile(provider.icon), width="content")
            with st.container(gap=None):
                st.markdown(f"**{plain(tool_text(provider.label))}**")
                st.markdown(
                    f":gray[:small[{t(SOURCES.get(provider.kind, provider.kind))}]] "
                    f":{STATE_COLOURS[state]}-badge[{STATE_ICONS[state]} {t(state)}]"
                )
        for tool in provider.tools[:NAMED]:
            st.markdown(
                f":small[**{plain(tool_text(tool.label))}** :gray[{plain(_short(tool_text(tool.description)))}]]"
            )
        with st.container(horizontal=True, vertical_alignment="center", key=f"tools_foot_{key}"):
            st.caption(counted(len(provider.tools), "{n} tool", "{n} tools"))
            st.space("stretch")
            label = t("Enter the key") if state == NEEDS and may_manage() else t("Open and try")
            if st.button(label, key=f"tools_open_{key}", type="tertiary"):
                provider_dialog(provider)


def _short(text: str, most: int = 90) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
