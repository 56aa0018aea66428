"""The ways to look at a run below the canvas: its steps, when each worked, all values, the conversation."""

from collections.abc import Callable

import streamlit as st

from pages.language.text import t
from pages.tracing.model import RunPicture
from pages.tracing.timeline import show_timeline
from pages.tracing.values import show_run_values
from pages.tracing.view import show_steps
from pages.workbench.conversation_preview import show_conversation
from pages.workbench.desk import Desk
from pages.workbench.run import CHATTING


def show_run_parts(desk: Desk, picture: RunPicture) -> None:
    """Show the switch between the ways and the one that is chosen."""
    parts: dict[str, Callable[[], None]] = {
        "Steps": lambda: show_steps(picture, key="studio_step"),
        "Timeline": lambda: show_timeline(picture),
        "Values": lambda: show_run_values(desk, picture, key="studio_values"),
    }
    if desk.app.mode in CHATTING:
        parts["Conversation"] = lambda: show_conversation(desk)
    chosen = st.segmented_control(
        t("Part of the run"),
        list(parts),
        default="Steps",
        required=True,
        format_func=t,
        key="studio_run_part",
        label_visibility="collapsed",
    )
    parts[chosen or "Steps"]()
