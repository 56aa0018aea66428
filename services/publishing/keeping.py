"""Answers of a completion app that a visitor keeps, and further answers to the same question."""

from typing import TYPE_CHECKING

import storage.publications
from services.accounts.actors import actor_of
from services.apps.serving import features_of
from services.chats import chat, messages
from services.chats.conversations import Slice
from services.errors import BadRequest, NotCompletionApp
from services.publishing.visitors import Visitor
from services.runs.runs import LiveRun
from storage.errors import NotFound
from storage.records import Message, SavedMessage, saved_id

if TYPE_CHECKING:
    from services.runtime import Runtime


async def save(rt: "Runtime", visitor: Visitor, message_id: str) -> None:
    """Keep an answer that the visitor got. Raises NotFound; NotCompletionApp."""
    _check_mode(visitor)
    message = await messages.find_message(rt, visitor.app, message_id=message_id, **visitor.who)
    user_id = message.end_user_id or ""
    await storage.publications.save_message(
        rt.db,
        SavedMessage(
            id=saved_id(message.id, user_id),
            workspace_id=message.workspace_id,
            app_id=message.app_id,
            message_id=message.id,
            end_user_id=user_id,
        ),
    )


async def list_saved(rt: "Runtime", visitor: Visitor, *, last_id: str | None = None, limit: int = 20) -> Slice[Message]:
    """Return answers that the visitor keeps, the last kept first. Raises NotCompletionApp."""
    _check_mode(visitor)
    app = visitor.app
    me = await actor_of(rt, app, **visitor.who)
    find = storage.publications.list_saved
    found = await rt.db.read(
        lambda: find(rt.db, app.workspace_id, app.id, end_user_id=me.id, last_id=last_id, limit=limit + 1)
    )
    return Slice(found[:limit], limit, len(found) > limit)


async def forget(rt: "Runtime", visitor: Visitor, message_id: str) -> None:
    """Keep an answer no longer. Raises NotFound; NotCompletionApp."""
    _check_mode(visitor)
    app = visitor.app
    me = await actor_of(rt, app, **visitor.who)
    if not await storage.publications.forget_saved(rt.db, app.workspace_id, app.id, message_id, end_user_id=me.id):
        raise NotFound("message", message_id)


async def more_like(rt: "Runtime", visitor: Visitor, message_id: str) -> LiveRun:
    """Start another answer to what was asked for one. Raises BadRequest: the app does not; and as `chat.start_turn`."""
    _check_mode(visitor)
    app = visitor.app
    if not ((await features_of(rt, app)).get("more_like_this") or {}).get("enabled"):
        raise BadRequest("More like this is switched off in this app.")
    message = await messages.find_message(rt, app, message_id=message_id, **visitor.who)
    return await chat.start_turn(rt, app, query=message.query, inputs=message.inputs, **visitor.who)


def _check_mode(visitor: Visitor) -> None:
    if visitor.app.mode != "completion":
        raise NotCompletionApp("This app completes no texts.")
