"""Single messages as their users see them, and what users think of them."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import storage.conversations
import storage.feedback
import storage.messages
from services.accounts.acting import needs
from services.accounts.actors import actor_of
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.runs.runs import SERVICE_API
from storage.errors import NotFound
from storage.records import App, Feedback, Message, feedback_id

if TYPE_CHECKING:
    from services.runtime import Runtime

RATINGS: Final = ("like", "dislike")
MAX_COMMENT: Final = 10_000  # characters
ADMIN_KEY: Final = "admin"  # stands for the account of whoever rates with the admin key


async def find_message(
    rt: "Runtime",
    app: App,
    user: str,
    message_id: str,
    *,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> Message:
    """Return a stored message of this user. Raises NotFound, also when its conversation was deleted."""
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    message = await rt.db.read(lambda: _shown_message(rt, app, message_id))
    if message.account_id != actor.account_id or message.end_user_id != (actor.end_user and actor.end_user.id):
        raise NotFound("message", message_id)
    return message


@needs(Action.RUN)
async def rate(
    rt: "Runtime",
    app: App,
    user: str,
    message_id: str,
    *,
    rating: str | None,
    content: str | None = None,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> None:
    """Store what a user thinks of an answer, instead of what they thought before; None takes that back.

    Raises:
        InvalidInput: `rating` is neither like nor dislike, `content` is too long, or there is nothing to take back.
        NotFound: there is no such message of this user.
    """
    message = await find_message(rt, app, user, message_id, invoke_from=invoke_from, account_id=account_id)
    await _rate(rt, message, rating, content, source="user", end_user=message.end_user_id, account=account_id)


@needs(Action.READ_CONVERSATIONS)
async def rate_as_admin(
    rt: "Runtime", app: App, message_id: str, *, rating: str | None, content: str | None = None, account_id: str | None
) -> None:
    """Store what a member of the workspace thinks of any answer of an app. Raises as `rate`."""
    message = await rt.db.read(lambda: _shown_message(rt, app, message_id))
    await _rate(rt, message, rating, content, source="admin", end_user=None, account=account_id)


async def list_feedbacks(rt: "Runtime", app: App, *, page: int = 1, limit: int = 20) -> list[Feedback]:
    """Return one page of all ratings of an app's answers, newest first."""
    return await rt.db.read(
        lambda: storage.feedback.list_feedbacks(rt.db, app.workspace_id, app.id, page=page, limit=limit)
    )


async def own_feedbacks(rt: "Runtime", app: App, messages: Sequence[Message]) -> dict[str, Feedback]:
    """Return by message id what those who asked think of the answers."""
    ids = [message.id for message in messages]
    found = await rt.db.read(lambda: storage.feedback.feedbacks_of_messages(rt.db, app.workspace_id, ids))
    return {feedback.message_id: feedback for feedback in found if feedback.from_source == "user"}


async def _rate(
    rt: "Runtime",
    message: Message,
    rating: str | None,
    content: str | None,
    *,
    source: str,
    end_user: str | None,
    account: str | None,
) -> None:
    id = feedback_id(message.id, f"{source}:{end_user or account or ADMIN_KEY}")
    if rating is None:
        if not await storage.feedback.remove_feedback(rt.db, message.workspace_id, id):
            raise InvalidInput("rating is null, but there is no rating to take back.", param="rating")
        return
    if rating not in RATINGS:
        raise InvalidInput(f"rating must be like, dislike or null, got {rating!r:.80}.", param="rating")
    if content is not None and len(content) > MAX_COMMENT:
        raise InvalidInput(f"content has {len(content)} characters; the limit is {MAX_COMMENT}.", param="content")
    now = time.time()
    given = Feedback(
        id=id,
        workspace_id=message.workspace_id,
        app_id=message.app_id,
        conversation_id=message.conversation_id,
        message_id=message.id,
        rating=rating,
        content=content,
        from_source=source,
        end_user_id=end_user,
        account_id=account,
        created_at=now,
        updated_at=now,
    )
    await storage.feedback.put_feedback(rt.db, given)


def _shown_message(rt: "Runtime", app: App, message_id: str) -> Message:
    message = storage.messages.get_message(rt.db, app.workspace_id, app.id, message_id)
    if message.conversation_id is not None:
        try:
            storage.conversations.get_conversation(rt.db, app.workspace_id, app.id, message.conversation_id)
        except NotFound as error:
            raise NotFound("message", message_id) from error
    return message
