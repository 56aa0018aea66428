"""The choice of an app's icon: a picture and the colour behind it."""

from typing import Final

import streamlit as st

from pages.language.text import t

PICTURES: Final = tuple("🤖 💬 🛎️ 📚 📄 ✍️ 🧠 🔎 📊 🧾 🛒 🎓 🌐 🧪 ⚙️ 🩺 ⚖️ 🏦 ✈️ 🎧 📰 🧑‍💻 🌱 🚀".split())  # noqa: SIM905  # read as they look
USUAL: Final = "#FFEAD5"


def edit_icon(icon: str, colour: str, *, key: str) -> tuple[str, str]:
    """Draw the choice and return picture and colour; a picture that is not offered can be typed."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{key}_look"):
        typed = st.text_input(t("Icon"), icon, max_chars=8, width=72, key=f"{key}_icon").strip()
        shade = st.color_picker(t("Colour"), colour if _is_colour(colour) else USUAL, key=f"{key}_colour")
        with st.popover(t("Pictures"), icon=":material/emoji_emotions:", key=f"{key}_pictures"):
            st.pills(
                t("Pictures"),
                PICTURES,
                label_visibility="collapsed",
                key=f"{key}_picture",
                on_change=_take,
                args=(f"{key}_picture", f"{key}_icon"),
            )
    return typed or icon, shade if shade.lower() != colour.lower() else colour


def _take(chosen: str, field: str) -> None:
    """Put what was clicked into its field."""
    if st.session_state[chosen]:
        st.session_state[field] = st.session_state[chosen]
        st.session_state[chosen] = None


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text.startswith("#")
