"""Conversations and messages as their users see them; what belongs to another user does not exist."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast, get_args

import storage.conversations
import storage.messages
from engine.values import fits, type_of
from services.accounts.acting import needs
from services.accounts.actors import Actor, actor_of
from services.accounts.roles import Action
from services.chats.titles import made_title
from services.chats.turns import is_owner, short_title
from services.errors import BadRequest, InvalidInput
from services.files.file_links import renewed
from services.runs.resumption import stop_waiting
from services.runs.runs import SERVICE_API
from storage.conversations import Sort
from storage.errors import NotFound
from storage.records import App, Conversation, ConversationVariable, EndUser, Message

if TYPE_CHECKING:
    from services.runtime import Runtime

T = TypeVar("T")

MAX_PAGE: Final = 100
MAX_NAME: Final = 255
SORTS: Final = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """A part of a list that is read by cursor."""

    items: Sequence[T]
    limit: int
    has_more: bool


async def end_user(rt: "Runtime", app: App, user: str, *, invoke_from: str = SERVICE_API) -> EndUser:
    """Return the end user that a caller names; "" is the shared `DEFAULT-USER`. Made on first use.

    Raises:
        InvalidInput: over 255 characters.
    """
    actor = await actor_of(rt, app, user, invoke_from=invoke_from)
    assert actor.end_user is not None
    return actor.end_user


async def get_end_user(rt: "Runtime", app: App, end_user_id: str) -> EndUser:
    """Return a user of an app by id. Raises NotFound."""
    return await rt.db.read(lambda: storage.conversations.get_end_user(rt.db, app.workspace_id, app.id, end_user_id))


@needs(Action.RUN)
async def list_conversations(
    rt: "Runtime",
    app: App,
    user: str,
    *,
    last_id: str | None = None,
    limit: int = 20,
    sort_by: str = "-updated_at",
    pinned: bool | None = None,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> Slice[Conversation]:
    """Return the conversations of a user that follow `last_id`.

    Raises:
        InvalidInput: `limit` is not within 1..100, or `sort_by` none of created_at, updated_at and their negatives.
        NotFound: there is no conversation `last_id` of this user.
    """
    _check_limit(limit)
    if sort_by not in SORTS:
        raise InvalidInput(f"sort_by must be one of {', '.join(SORTS)}, got {sort_by!r:.80}.", param="sort_by")
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    if last_id is not None:
        await _owned(rt, app, actor, last_id)
    found = await rt.db.read(
        lambda: storage.conversations.list_conversations(
            rt.db,
            app.workspace_id,
            app.id,
            end_user_id=actor.end_user.id if actor.end_user else None,
            account_id=actor.account_id,
            last_id=last_id,
            limit=limit + 1,
            sort=cast(Sort, sort_by),
            pinned=pinned,
        )
    )
    return Slice(found[:limit], limit, len(found) > limit)


@needs(Action.RUN)
async def messages(
    rt: "Runtime",
    app: App,
    user: str,
    conversation_id: str,
    *,
    first_id: str | None = None,
    limit: int = 20,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> Slice[Message]:
    """Return the newest messages, or those before `first_id`; within the answer oldest first.

    Raises:
        InvalidInput: `limit` is not within 1..100.
        NotFound: there is no such conversation of this user, or no message `first_id` in it.
    """
    _check_limit(limit)
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    await _owned(rt, app, actor, conversation_id)
    found = await rt.db.read(
        lambda: storage.messages.list_messages(
            rt.db, app.workspace_id, conversation_id, first_id=first_id, limit=limit + 1
        )
    )
    return Slice([_with_links(rt, message) for message in found[-limit:]], limit, len(found) > limit)


@needs(Action.RUN)
async def variables(
    rt: "Runtime",
    app: App,
    user: str,
    conversation_id: str,
    *,
    last_id: str | None = None,
    limit: int = 20,
    name: str | None = None,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> Slice[ConversationVariable]:
    """Return the variables of a conversation that follow `last_id`, or those called `name`.

    Raises:
        InvalidInput: `limit` is not within 1..100.
        NotFound: there is no such conversation of this user, or no variable `last_id` in it.
    """
    _check_limit(limit)
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    await _owned(rt, app, actor, conversation_id)
    found = await rt.db.read(
        lambda: storage.conversations.list_conversation_variables(rt.db, app.workspace_id, app.id, conversation_id)
    )
    if last_id is not None:
        places = [place for place, variable in enumerate(found) if variable.id == last_id]
        if not places:
            raise NotFound("variable", last_id)
        found = found[places[0] + 1 :]
    found = [variable for variable in found if name in (None, variable.name)]
    return Slice(found[:limit], limit, len(found) > limit)


@needs(Action.RUN)
async def set_variable(
    rt: "Runtime",
    app: App,
    user: str,
    conversation_id: str,
    *,
    variable_id: str,
    value: Any,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> ConversationVariable:
    """Give a variable of a conversation another value of its type, which the next turn reads.

    Raises:
        BadRequest: the value is of another type.
        NotFound: there is no such conversation of this user, or no such variable in it.
    """
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    await _owned(rt, app, actor, conversation_id)
    stored = await rt.db.read(
        lambda: storage.conversations.list_conversation_variables(rt.db, app.workspace_id, app.id, conversation_id)
    )
    found = next((variable for variable in stored if variable.id == variable_id), None)
    if found is None:
        raise NotFound("variable", variable_id)
    if not fits(value, found.value_type):
        given = type_of(value)
        raise BadRequest(f"Type mismatch: variable {found.name!r} expects {found.value_type}, but got {given}.")
    changed = replace(found, value=value, updated_at=time.time())
    await storage.conversations.put_conversation_variables(rt.db, changed)
    return changed


@needs(Action.RUN)
async def rename(
    rt: "Runtime",
    app: App,
    user: str,
    conversation_id: str,
    *,
    name: str = "",
    auto_generate: bool = False,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> Conversation:
    """Give a conversation another name, or have the model make one.

    Raises:
        InvalidInput: neither a name nor `auto_generate`, a name of over 255 characters, or nothing was said yet.
        NotFound: there is no such conversation of this user.
    """
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    await _owned(rt, app, actor, conversation_id)
    if auto_generate:
        name = await _generated_name(rt, app, conversation_id)
    elif not name.strip():
        raise InvalidInput("name is required when auto_generate is false.", param="name")
    elif len(name) > MAX_NAME:
        raise InvalidInput(f"name has {len(name)} characters; the limit is {MAX_NAME}.", param="name")
    return await storage.conversations.update_conversation(
        rt.db, app.workspace_id, app.id, conversation_id, name=name.strip(), updated_at=time.time()
    )


@needs(Action.RUN)
async def pin(
    rt: "Runtime",
    app: App,
    user: str,
    conversation_id: str,
    *,
    pinned: bool,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> None:
    """Put a conversation among those that stand first, or back among the others. Raises NotFound."""
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    await _owned(rt, app, actor, conversation_id)
    await storage.conversations.update_conversation(rt.db, app.workspace_id, app.id, conversation_id, is_pinned=pinned)


@needs(Action.RUN)
async def delete(
    rt: "Runtime",
    app: App,
    user: str,
    conversation_id: str,
    *,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> None:
    """Hide a conversation and its messages for good; a turn of it that waits is stopped. Raises NotFound."""
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    await _owned(rt, app, actor, conversation_id)
    await stop_waiting(rt, app, reason="The conversation was deleted.", conversation_id=conversation_id)
    await storage.conversations.delete_conversation(rt.db, app.workspace_id, app.id, conversation_id)


async def _owned(rt: "Runtime", app: App, actor: Actor, conversation_id: str) -> Conversation:
    found = rt.caches.new_conversations.get(conversation_id)
    if found is None or found.app_id != app.id:
        found = await rt.db.read(
            lambda: storage.conversations.get_conversation(rt.db, app.workspace_id, app.id, conversation_id)
        )
    if not is_owner(actor, found):
        raise NotFound("conversation", conversation_id)
    return found


def _with_links(rt: "Runtime", message: Message) -> Message:
    """Return a message whose files can be read now: the links of the time when it was stored have expired."""
    files = [{**file, "url": renewed(rt, str(file.get("url") or ""))} for file in message.files]
    return replace(message, files=files, answer=renewed(rt, message.answer))


async def _generated_name(rt: "Runtime", app: App, conversation_id: str) -> str:
    found = await rt.db.read(
        lambda: storage.messages.list_messages(rt.db, app.workspace_id, conversation_id, limit=MAX_PAGE)
    )
    if not found:
        raise InvalidInput("Nothing was said in this conversation yet.", param="auto_generate")
    query = found[0].query
    return await made_title(rt, app.workspace_id, query) or short_title(query)


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= MAX_PAGE:
        raise InvalidInput(f"limit must be within 1..{MAX_PAGE}, got {limit}.", param="limit")
