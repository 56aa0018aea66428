"""Who may do what: every use case that changes something, asked by everybody, and none that forgets to ask."""

import asyncio
import importlib
import inspect
from collections.abc import Callable
from functools import cache, reduce
from typing import Any

import pytest

from services.accounts.acting import NOBODY, OPERATIONS, SERVER, Caller, acting, acting_as, allowed, needs
from services.accounts.roles import ALLOWED, Action, Role, may
from services.errors import NotAllowed
from storage.records import App, Workspace
from tests.services.call_graph import CallGraph

MATRIX = {  # what the roles are to be: the rows of docs/access.md
    Action.RUN: "owner admin editor viewer",
    Action.EDIT_APPS: "owner admin editor",
    Action.PUBLISH: "owner admin editor",
    Action.EDIT_KNOWLEDGE: "owner admin editor",
    Action.READ_CONVERSATIONS: "owner admin editor",
    Action.MANAGE_KEYS: "owner admin",
    Action.MANAGE_MODELS: "owner admin",
    Action.MANAGE_TOOLS: "owner admin",
    Action.MANAGE_MEMBERS: "owner admin",
    Action.MANAGE_SETTINGS: "owner admin",
    Action.OWN: "owner",
}
ASK_THEMSELVES = {  # what somebody does who has not shown who they are yet, or with nothing but their own account
    "services.accounts.identities.admit": "shows what a provider said",
    "services.accounts.identities.redeem": "shows a ticket",
    "services.accounts.keys.app_of_token": "shows a key",
    "services.accounts.keys.dataset_key_of_token": "shows a key",
    "services.accounts.logins.end_all_logins": "own logins",
    "services.accounts.logins.end_login": "own logins",
    "services.accounts.logins.login": "shows a password",
    "services.accounts.logins.logout": "shows a refresh token",
    "services.accounts.logins.refresh": "shows a refresh token",
    "services.accounts.logins.switch": "only to where one belongs",
    "services.accounts.membership.accept": "shows an invitation",
    "services.accounts.membership.leave": "own membership",
    "services.accounts.own_account.change_password": "shows the password",
    "services.accounts.own_account.rename": "own name",
    "services.accounts.people.setup": "while there is no account",
}


@cache
def graph() -> CallGraph:
    return CallGraph()


@cache
def operations() -> dict[str, Action]:
    """Return what was marked in all modules of the services."""
    for module in graph().modules:
        if module.startswith("services.") and not module.endswith("__main__"):
            importlib.import_module(module)
    return dict(OPERATIONS)


def use_case(name: str) -> Callable[..., Any]:
    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def member(role: str, workspace: str = "w") -> Caller:
    return Caller(workspace=Workspace(id=workspace, name="Ferry"), role=role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_the_matrix_of_roles_and_actions(role: Role, action: Action) -> None:
    assert may(role, action) == (role in MATRIX[action].split())


def test_who_has_no_role_may_do_nothing_and_each_role_may_do_what_the_next_may() -> None:
    assert not any(may(role, action) for role in ("", "Owner", "root", "none") for action in Action)
    assert reduce(lambda more, less: less if less < more else frozenset(), ALLOWED.values())


def test_every_use_case_that_stores_something_asks_who_wants_it() -> None:
    named = graph().named_by("pages", "api.console", "api.knowledge")
    silent = {name for name in named if name in graph().writing} - set(operations()) - set(ASK_THEMSELVES)
    assert not silent, f"say `@needs(Action.…)` above {sorted(silent)}, or why not in ASK_THEMSELVES"


def test_what_asks_by_itself_is_there_and_is_not_marked() -> None:
    assert set(ASK_THEMSELVES) <= set(graph().functions)
    assert not set(ASK_THEMSELVES) & set(operations())


def test_what_a_widget_calls_asks_who_looks_now() -> None:
    """Callbacks run before the page does, with nobody bound: those that reach a use case are guarded."""
    bare = {
        (module, name) for module, name in graph().callbacks("pages") if graph().reached_by(name) & set(operations())
    }
    assert not bare, f"wrap them in `guarded`: {sorted(bare)}"


@pytest.mark.parametrize("role", [*Role, ""])
def test_no_use_case_lets_in_whose_role_does_not_allow_it(role: str) -> None:
    """Every operation is called, with no arguments at all: who may not is refused before anything is looked at."""
    let_in = set()
    with acting_as(member(role)):
        for name in operations():
            try:
                work = use_case(name)()
            except NotAllowed:
                continue
            except TypeError:  # arguments are missing: the question was passed
                work = None
            if inspect.iscoroutine(work):
                work.close()
            let_in.add(name)
    assert let_in == {name for name, action in operations().items() if may(role, action)}


def test_nobody_is_let_in_and_a_thread_of_nobody_is_nobody() -> None:
    with acting_as(NOBODY):
        assert not any(allowed(action) for action in Action)
    found: list[object] = []
    asyncio.run(_in_thread(found))
    assert found == [NOBODY, SERVER]


async def _in_thread(found: list[object]) -> None:
    loop = asyncio.get_running_loop()
    with acting_as(None):  # type: ignore[arg-type]  # as in a task of a request that said nothing yet
        found.append(await loop.run_in_executor(None, acting))
        found.append(acting())


def test_what_belongs_to_another_workspace_is_refused_whoever_holds_it() -> None:
    @needs(Action.RUN)
    def touch(rt: object, app: App | None = None, *, workspace_id: str = "w") -> bool:
        return True

    foreign = App(workspace_id="other", name="Guide", mode="chat")
    with acting_as(member(Role.OWNER)):
        assert touch(None, App(workspace_id="w", name="Guide", mode="chat"))
        for refused in (
            lambda: touch(None, foreign),
            lambda: touch(None, app=foreign),
            lambda: touch(None, workspace_id="other"),
        ):
            with pytest.raises(NotAllowed):
                refused()
    del OPERATIONS[f"{__name__}.{touch.__qualname__}"]
