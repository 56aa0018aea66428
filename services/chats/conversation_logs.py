"""Conversations of an app for those who run it: the list, and one with what people think of its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import storage.conversation_logs
import storage.conversations
import storage.feedback
import storage.messages
from services.accounts.access_log import note_reading
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.paging import Page, check_page
from storage.errors import NotFound
from storage.records import App, Feedback, Message

if TYPE_CHECKING:
    from services.runtime import Runtime

ConversationFilter = storage.conversation_logs.ConversationFilter
LoggedConversation = storage.conversation_logs.LoggedConversation
MOST_MESSAGES: Final = 100  # of one conversation that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedMessages:
    """The newest messages of a conversation, oldest first, with what people think of them by message id."""

    name: str
    messages: Sequence[Message]
    has_more: bool  # older ones were left out
    feedbacks: Mapping[str, Sequence[Feedback]]
    annotations: Mapping[str, str]  # message id -> the annotation that was made of it or was its answer


@needs(Action.READ_CONVERSATIONS)
async def list_conversations(
    rt: "Runtime", app: App, wanted: ConversationFilter, *, page: int = 1, limit: int = 20
) -> Page[LoggedConversation]:
    """Return one page of an app's conversations, the latest use first. Raises InvalidInput."""
    check_page(page, limit)

    def read() -> tuple[list[LoggedConversation], int]:
        owner = (rt.db, app.workspace_id, app.id)
        found = storage.conversation_logs.list_logged_conversations(*owner, wanted=wanted, page=page, limit=limit)
        return found, storage.conversation_logs.count_logged_conversations(*owner, wanted=wanted)

    items, total = await rt.db.read(read)
    return Page(items, page, limit, total)


@needs(Action.READ_CONVERSATIONS)
async def read_conversation(rt: "Runtime", app: App, id: str) -> LoggedMessages:
    """Return a conversation, or a message that stands alone, by the id that the list gives. Raises NotFound.

    Whose look it was is written down.
    """
    found = await rt.db.read(lambda: _read(rt, app, id))
    await note_reading(rt, app, "conversation", id)
    return found


def _read(rt: "Runtime", app: App, id: str) -> LoggedMessages:
    try:
        conversation = storage.conversations.get_conversation(rt.db, app.workspace_id, app.id, id)
    except NotFound:
        alone = storage.messages.get_message(rt.db, app.workspace_id, app.id, id)
        if alone.conversation_id is not None:
            raise
        name, found = alone.query, [alone]
    else:
        name = conversation.name
        found = storage.messages.list_messages(rt.db, app.workspace_id, id, limit=MOST_MESSAGES + 1)
    shown, ids = found[-MOST_MESSAGES:], [message.id for message in found]
    feedbacks: dict[str, list[Feedback]] = {}
    for feedback in storage.feedback.feedbacks_of_messages(rt.db, app.workspace_id, ids):
        feedbacks.setdefault(feedback.message_id, []).append(feedback)
    annotated = storage.conversation_logs.annotated_messages(rt.db, app.workspace_id, app.id, ids)
    return LoggedMessages(
        name=name,
        messages=shown,
        has_more=len(found) > len(shown),
        feedbacks=feedbacks,
        annotations=annotated,
    )
