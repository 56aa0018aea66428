"""What a person thinks of an answer: a thumb under it, which the log and the overview count."""

from typing import Final

import streamlit as st

from pages.shell.guard import guarded
from pages.shell.people import Person
from services.chats import messages
from services.runtime import current
from storage.records import App, Feedback, Message

RATINGS: Final = ("dislike", "like")  # in the order of the thumbs


def show_rating(app: App, message: Message, stored: Feedback | None) -> None:
    """Show the thumbs, the one that was given before filled; a second click takes it back."""
    key = f"chat_rating_{message.id}"
    default = RATINGS.index(stored.rating) if stored else None
    st.feedback(
        "thumbs", default=default, key=key, on_change=guarded(_rate), args=(app, message.id, key), width="content"
    )


def _rate(app: App, message_id: str, key: str) -> None:
    rt, person, chosen = current(), Person.here(), st.session_state[key]
    rating = None if chosen is None else RATINGS[chosen]
    rt.call(messages.rate(rt, app, person.user, message_id, rating=rating, **person.of_chat))
