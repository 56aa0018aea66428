"""Answers that are read aloud, and questions that are spoken instead of typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from engine.errors import EngineError
from pages.language.text import t
from pages.shell.guard import guarded, sentence, show_error
from pages.shell.people import Person
from pages.shell.state import page_state
from services.chats import speech
from services.errors import ServiceError
from services.runs.runs import DEBUGGER, WEB_APP
from services.runtime import current
from storage.errors import NotFound
from storage.records import App

RECORDING: Final = "audio/mpeg"


@dataclass(slots=True)
class Spoken:
    """The answer that was read aloud last in this tab."""

    message_id: str = ""
    sound: bytes = b""
    begins: bool = False  # it has not begun to play yet
    error: str = ""


def listens(features: Mapping[str, Any]) -> bool:
    """Return whether an app writes down what is said."""
    return bool((features.get("speech_to_text") or {}).get("enabled"))


def speaks(features: Mapping[str, Any]) -> bool:
    """Return whether answers of an app can be listened to."""
    return bool((features.get("text_to_speech") or {}).get("enabled"))


def speaks_by_itself(features: Mapping[str, Any]) -> bool:
    """Return whether answers of an app are read aloud as soon as they are there."""
    return speaks(features) and features["text_to_speech"].get("autoPlay") == "enabled"


def heard(app: App, recording: Any, *, draft: bool = False) -> str:
    """Return what is said in a recording that a widget took; "", having said why, when that cannot be told."""
    rt = current()
    try:
        with st.spinner(t("Writing down what you said …")):
            work = speech.transcribe(
                rt, app, recording.getvalue(), filename=recording.name, mime_type=recording.type, draft=draft
            )
            return rt.call(work)
    except (ServiceError, EngineError) as error:
        show_error(error)
        return ""


def show_reader(app: App, message_id: str, *, draft: bool = False) -> None:
    """Show the button that reads an answer aloud."""
    st.button(
        "",
        icon=":material/volume_up:",
        key=f"chat_aloud_{message_id}",
        type="tertiary",
        help=t("Read aloud"),
        on_click=guarded(read_aloud),
        args=(app, message_id, draft),
    )


def show_sound(message_id: str) -> None:
    """Show the player under the answer that was read aloud last, or why that did not work."""
    spoken = page_state(Spoken)
    if spoken.message_id != message_id:
        return
    if spoken.error:
        st.caption(f":red[:material/error: {spoken.error}]")
        return
    st.audio(spoken.sound, format=RECORDING, autoplay=spoken.begins)
    spoken.begins = False


def read_aloud(app: App, message_id: str, draft: bool) -> None:
    """Have an answer spoken; the player comes when the page is drawn."""
    rt, person = current(), Person.here()
    spoken = Spoken(message_id=message_id, begins=True)
    st.session_state[Spoken.__name__] = spoken
    who: dict[str, Any] = {"invoke_from": DEBUGGER if draft else WEB_APP, "account_id": person.account_id}
    try:
        work = speech.speak(rt, app, person.user, message_id=message_id, draft=draft, **who)
        spoken.sound = rt.call(work)
    except (ServiceError, EngineError, NotFound) as error:
        spoken.error = sentence(error)
