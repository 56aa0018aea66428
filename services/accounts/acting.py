"""For whom the code runs, and the one question that use cases ask: whether that person may do this.

Pages and the console API bind their caller at one place each; a use case that changes something says above its
name what it takes:

    @needs(Action.EDIT_APPS)
    async def delete_app(rt, app): ...

Nobody passes a permission along, so nobody can forget to. What the server does by itself, and what a program does
with an app's key, has no caller and is not asked: keys open the routes that they are for and nothing else. A thread
other than the server's, as the pages', for which nobody is bound, is nobody and may do nothing.
"""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from services.accounts.roles import Action, Role, may
from services.errors import NotAllowed
from storage.records import Account, Workspace

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who acts, and in which workspace; `account` is None before the first account exists.

    Made by `services.accounts` for every request and every run of a page, so `role` is today's.
    """

    workspace: Workspace
    account: Account | None = None
    role: str = Role.OWNER
    session_id: str = ""  # the login by which they are known, "" for the admin key and without accounts

    @property
    def account_id(self) -> str | None:
        """Return the account's id, None without an account."""
        return self.account.id if self.account else None

    def may(self, action: Action) -> bool:
        """Return whether the caller may do something in the workspace."""
        return may(self.role, action)


class _Part:
    """Who runs the code where it is no caller."""


SERVER: Final = _Part()  # the server itself, or a program with a key of an app
NOBODY: Final = _Part()  # somebody who has not shown who they are

OPERATIONS: Final[dict[str, Action]] = {}  # what each use case that was marked takes, by its full name

_who: ContextVar[Caller | _Part | None] = ContextVar("who", default=None)


def needs(action: Action) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a use case: who is not allowed `action` in the workspace of what it is given gets NotAllowed."""

    def marked(use_case: Callable[P, T]) -> Callable[P, T]:
        names = tuple(inspect.signature(use_case).parameters)

        @wraps(use_case)
        def asking(*args: P.args, **kwargs: P.kwargs) -> T:
            if acting() is not SERVER:
                check(action, (*zip(names, args, strict=False), *kwargs.items()))
            return use_case(*args, **kwargs)

        OPERATIONS[f"{use_case.__module__}.{use_case.__qualname__}"] = action
        return asking

    return marked


def check(action: Action, given: tuple[tuple[str, Any], ...] = ()) -> None:
    """Refuse unless whoever the code runs for may do `action`; `given`: names and values that say where.

    Raises:
        NotAllowed: the role does not allow it, or a value belongs to another workspace.
    """
    who = acting()
    if who is SERVER:
        return
    if not isinstance(who, Caller) or not who.may(action):
        raise NotAllowed(REFUSALS[action])
    for name, value in given:
        owner = value if name == "workspace_id" else getattr(value, "workspace_id", None)
        if isinstance(owner, str) and owner != who.workspace.id:
            raise NotAllowed("This belongs to another workspace.")


def acting() -> Caller | _Part:
    """Return for whom the code runs."""
    return _who.get() or (SERVER if _is_server() else NOBODY)


def allowed(action: Action) -> bool:
    """Return whether whoever the code runs for may do `action`: pages leave out what would be refused."""
    who = acting()
    return who is SERVER or (isinstance(who, Caller) and who.may(action))


def is_bound() -> bool:
    """Return whether it was said for whom this task or thread runs."""
    return _who.get() is not None


def act_as(who: Caller | _Part) -> None:
    """Have the rest of this task or thread run for `who`."""
    _who.set(who)


@contextmanager
def acting_as(who: Caller | _Part) -> Iterator[None]:
    """Have the block run for `who`."""
    before = _who.set(who)
    try:
        yield
    finally:
        _who.reset(before)


def _is_server() -> bool:
    """Return whether this is a task of the event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


_LATER: Final = "Ask an administrator of the workspace."
REFUSALS: Final = {
    Action.RUN: "You are no member of this workspace any more.",
    Action.EDIT_APPS: "Your role does not allow you to change apps. Ask an editor or an administrator.",
    Action.PUBLISH: "Your role does not allow you to publish. Ask an editor or an administrator.",
    Action.EDIT_KNOWLEDGE: "Your role does not allow you to change knowledge. Ask an editor or an administrator.",
    Action.READ_CONVERSATIONS: "Your role does not allow you to read what others wrote. Ask an administrator.",
    Action.MANAGE_KEYS: f"Your role does not allow you to manage API keys. {_LATER}",
    Action.MANAGE_MODELS: f"Your role does not allow you to manage models. {_LATER}",
    Action.MANAGE_TOOLS: f"Your role does not allow you to manage tools. {_LATER}",
    Action.MANAGE_MEMBERS: f"Your role does not allow you to manage members. {_LATER}",
    Action.MANAGE_SETTINGS: f"Your role does not allow you to change settings. {_LATER}",
    Action.OWN: "Only an owner of the workspace may do this.",
}
