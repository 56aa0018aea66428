"""What a model was told, message by message, as it was sent."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.language.text import t

LONG_TEXT = 600  # characters from which a message is shown in a frame that scrolls
ROLES = {"system": "gray", "user": "blue", "assistant": "green"}  # and their colours
Prompt = Mapping[str, Any]


def told_prompts(details: Mapping[str, Any]) -> tuple[Sequence[Prompt], Mapping[str, Any]]:
    """Return the messages in the details of an execution, and what else there is."""
    found = details.get("prompts")
    if not isinstance(found, list) or not all(isinstance(one, Mapping) and "role" in one for one in found):
        return (), details
    return found, {name: value for name, value in details.items() if name != "prompts"}


def show_prompts(prompts: Sequence[Prompt]) -> None:
    """Show messages with their roles; the files of one are named."""
    if not prompts:
        return
    st.caption(t("Prompt as it was sent"))
    for one in prompts:
        role, text = str(one["role"]), str(one.get("text") or "")
        names = [str(file.get("filename") or file.get("type")) for file in one.get("files") or ()]
        files = f" :gray[:small[:material/attach_file: {', '.join(names)}]]" if names else ""
        st.markdown(f":{ROLES.get(role, 'gray')}-badge[{t(role)}]{files}")
        st.code(text or " ", language=None, wrap_lines=True, height=260 if len(text) > LONG_TEXT else None)
