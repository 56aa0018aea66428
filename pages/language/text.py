"""The language of the pages: English is written where it is shown, Simplified Chinese stands in `pages.chinese`."""

from contextvars import ContextVar
from typing import Any

import streamlit as st

from engine.errors import Problem
from pages.chinese.problems import PROBLEMS
from pages.chinese.table import CHINESE

LANGUAGES = {"en": "English", "zh": "简体中文"}
_CHOICE = "language"
_ASKED = "language_asked_for"  # by the browser
_COOKIE = "millrace_language"
_of_run: ContextVar[str] = ContextVar("language of the run of the script", default="")  # a page asks a thousand times


def language() -> str:
    """Return `en` or `zh`: what the person chose now or on an earlier visit, else what the browser asks for."""
    return _of_run.get() or _of_session()


def _of_session() -> str:
    chosen = st.session_state.get(_CHOICE)
    if isinstance(chosen, str) and chosen in LANGUAGES:
        return chosen
    asked: str | None = st.session_state.get(_ASKED)
    if asked is None:  # cookies and wishes of a browser stay as they are for the whole session
        asked = st.session_state[_ASKED] = _asked_for()
    return asked


def _asked_for() -> str:
    earlier = st.context.cookies.get(_COOKIE)
    if isinstance(earlier, str) and earlier in LANGUAGES:
        return earlier
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def choose_language(code: str) -> None:
    """Show this session in another of `LANGUAGES`."""
    st.session_state[_CHOICE] = code
    _of_run.set(code)


def t(english: str, /, **values: Any) -> str:
    """Return `english` in the language of the session, `{names}` filled in from `values`."""
    words = CHINESE.get(english, english) if language() == "zh" else english
    return words.format(**values) if values else words


def problem_text(problem: Problem) -> str:
    """Return what is wrong with a document in the language of the session; a problem without a code as it is."""
    words = PROBLEMS.get(problem.code) if language() == "zh" else None
    return words.format(**problem.values) if words else problem.message


def remember_language() -> None:
    """Keep the choice of this session for this run, and in the browser, so that the next visit begins with it."""
    _of_run.set(_of_session())
    chosen = st.session_state.get(_CHOICE)
    if chosen in LANGUAGES and st.context.cookies.get(_COOKIE) != chosen:
        script = f"<script>document.cookie='{_COOKIE}={chosen}; path=/; max-age=31536000; SameSite=Lax'</script>"
        st.html(script, unsafe_allow_javascript=True)
