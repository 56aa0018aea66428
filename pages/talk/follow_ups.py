"""Questions that may come next: a model thinks of them after an answer, and the page waits for nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.state import page_state
from services.chats import suggestions
from services.runs.runs import DEBUGGER, WEB_APP
from services.runtime import current
from storage.records import App

LOOK_SECONDS: Final = 0.7


@dataclass(slots=True)
class Thinking:
    """Questions that are being thought of, or were."""

    questions: Sequence[str] = ()
    is_over: bool = False


@dataclass(slots=True)
class FollowUps:
    """What may follow the answers that were given in this tab, by the ids of their messages."""

    by_message: dict[str, Thinking] = field(default_factory=dict)


def follows_up(features: Mapping[str, Any]) -> bool:
    """Return whether an app suggests questions after its answers."""
    return bool((features.get(suggestions.FEATURE) or {}).get("enabled"))


def show_follow_ups(app: App, message_id: str, take: Callable[[str], None], *, draft: bool = False) -> None:
    """Offer what may follow an answer; `take` gets the question that is clicked, and the page is drawn again."""
    found = page_state(FollowUps).by_message
    thinking = found.get(message_id)
    if thinking is None:
        thinking = found[message_id] = _begin(app, message_id, draft=draft)
    if not thinking.is_over:
        st.fragment(guarded(_wait), run_every=LOOK_SECONDS, key=f"chat_thinking_{message_id}")(thinking)
        return
    key = f"chat_next_{message_id}"
    if thinking.questions:
        st.pills(
            t("Questions that may come next"),
            thinking.questions,
            key=key,
            label_visibility="collapsed",
            on_change=lambda: take(str(st.session_state[key] or "")),
        )


def _wait(thinking: Thinking) -> None:
    if thinking.is_over:
        st.rerun()
    st.markdown(f":gray[:small[:shimmer[{t('Thinking of what may come next …')}]]]")


def _begin(app: App, message_id: str, *, draft: bool) -> Thinking:
    rt, person, thinking = current(), Person.here(), Thinking()
    who: dict[str, Any] = {"invoke_from": DEBUGGER if draft else WEB_APP, "account_id": person.account_id}
    work = suggestions.suggested_questions(rt, app, person.user, message_id, draft=draft, **who)

    async def think() -> None:
        try:
            thinking.questions = await work
        finally:
            thinking.is_over = True

    async def begin() -> None:
        thinking.is_over = not rt.background.start(f"follow-ups of {message_id}", think())

    rt.call(begin())
    return thinking
