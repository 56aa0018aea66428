"""Conversations and messages as their users see them; what belongs to another user does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from services.runs import SERVICE_API
from storage.records import App, Conversation, EndUser, Message

if TYPE_CHECKING:
    from services.runtime import Runtime

T = TypeVar("T")


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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


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
        InvalidInput: neither a name nor `auto_generate`, or nothing was said yet.
        NotFound: there is no such conversation of this user.
    """
    raise NotImplementedError


async def delete(
    rt: "Runtime",
    app: App,
    user: str,
    conversation_id: str,
    *,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
) -> None:
    """Hide a conversation and its messages for good. Raises NotFound."""
    raise NotImplementedError
