"""The gallery of examples, as cards."""

import html
from collections.abc import Sequence

import streamlit as st

from pages.drawing.pictures import example_picture
from pages.language.text import t
from pages.language.words import MODE_ICONS, MODES
from pages.shell.state import Session, page_state
from services.apps import imports
from services.apps.examples import Example
from services.runtime import current


def example_cards(gallery: Sequence[Example], *, key: str) -> Example | None:
    """Show the examples and return the one that was taken just now."""
    chosen = None
    with st.grid(min_column_width=270, gap="small", key=f"{key}_grid"):
        for example in gallery:
            with st.container(border=True, key=f"{key}_card_{example.id}"):
                st.html(
                    f'<div class="mr-example"><span class="mr-tile" style="background:{html.escape(example.icon_background)};'
                    f'width:34px;height:34px;line-height:34px;font-size:17px">{html.escape(example.icon)}</span>'
                    f"<b>{html.escape(example.name)}</b></div>"
                    f'<p class="mr-clamp">{html.escape(example.description)}</p>'
                )
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(f":gray[:small[{MODE_ICONS[example.mode]} {t(MODES[example.mode])}]]", width="content")
                    st.space("stretch")
                    example_picture(example, key=f"{key}_look_{example.id}")
                    if st.button(t("Use"), key=f"{key}_{example.id}", icon=":material/add:", type="tertiary"):
                        chosen = example
    return chosen


def start_from(example: Example) -> None:
    """Make an app of the example and open it."""
    rt, session = current(), page_state(Session)
    result = rt.call(imports.import_dsl(rt, session.workspace_id, example.text, account_id=session.account_id))
    if result.app_id:
        st.switch_page("studio.py", query_params={"app": result.app_id})
    st.error(result.error, icon=":material/error:")
