"""The language of the pages: English is written where it is shown, Simplified Chinese stands in `chinese.py`."""

from typing import Any

import streamlit as st

from pages.chinese import CHINESE

LANGUAGES = {"en": "English", "zh": "简体中文"}
_CHOICE = "language"


def language() -> str:
    """Return `en` or `zh`: what the person chose in this session, else what the browser asks for."""
    chosen = st.session_state.get(_CHOICE)
    if chosen in LANGUAGES:
        return str(chosen)
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def choose_language(code: str) -> None:
    """Show this session in another of `LANGUAGES`."""
    st.session_state[_CHOICE] = code


def t(english: str, /, **values: Any) -> str:
    """Return `english` in the language of the session, `{names}` filled in from `values`."""
    words = CHINESE.get(english, english) if language() == "zh" else english
    return words.format(**values) if values else words
