"""Stored runs, to be looked at: lists, one with its attempts, what replays it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import storage.conversations
import storage.run_logs
import storage.runs
import storage.workflows
from engine.events import RunStatus
from services import accounts
from services.accounts.access_log import check_run
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.paging import Page, check_page
from services.runs.runs import DEBUGGER
from storage.errors import NotFound
from storage.records import Account, App, EndUser, NodeExecution, Run
from storage.run_logs import LogFilter

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST = 100  # runs of one page
LOGGED: Final = tuple(str(status) for status in RunStatus)
CHILDREN = 100  # replays of one run that are named


@dataclass(frozen=True, slots=True)
class RunPage:
    """Runs of an app, newest first."""

    items: Sequence[Run]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    """A run with all that is told of it; the graph is the one that ran, empty when its version is gone."""

    run: Run
    graph: Mapping[str, Any]
    children: Sequence[Run]  # replays of it, newest first
    account: Account | None
    end_user: EndUser | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A run and who started it."""

    run: Run
    account: Account | None
    end_user: EndUser | None


@needs(Action.READ_CONVERSATIONS)
async def list_logs(
    rt: "Runtime",
    app: App,
    *,
    status: str | None = None,
    keyword: str | None = None,
    session_id: str | None = None,
    account_email: str | None = None,
    since: float | None = None,
    until: float | None = None,
    user: str | None = None,
    sources: Sequence[str] | None = None,
    rating: str | None = None,
    annotated: bool | None = None,
    page: int = 1,
    limit: int = 20,
) -> Page[LogEntry]:
    """Return one page of an app's log, newest first; None passes all. Times are epoch seconds, both included.

    Runs of the Studio are in it only where `sources` names them; the other conditions are those of `LogFilter`.

    Raises:
        InvalidInput: `status` is none, nobody has the address `account_email`, or the page cannot be asked for so.
    """
    check_page(page, limit)
    if status is not None and status not in LOGGED:
        raise InvalidInput(f"status must be one of {', '.join(LOGGED)}, got {status!r:.80}.", param="status")
    account = None if account_email is None else await accounts.find_account(rt, account_email)
    if account_email is not None and not (account and await _account(rt, app, account.id)):
        raise InvalidInput(f"Account not found: {account_email:.255}", param="created_by_account")
    wanted = LogFilter(
        status=status,
        keyword=keyword,
        session_id=session_id,
        account_id=account.id if account else None,
        since=since,
        until=until,
        user=user,
        sources=sources,
        with_debugging=DEBUGGER in (sources or ()),
        rating=rating,
        annotated=annotated,
    )
    runs, total = await rt.db.read(lambda: _logged(rt, app, wanted, page=page, limit=limit))
    return Page([entry async for entry in _entries(rt, app, runs)], page, limit, total)


async def list_runs(
    rt: "Runtime",
    app: App,
    *,
    last_id: str | None = None,
    limit: int = 20,
    status: str | None = None,
    triggered_from: str | None = None,
    parent_run_id: str | None = None,
) -> RunPage:
    """Return the runs after `last_id`, or the newest; None passes every status, origin and parent.

    Raises:
        NotFound: `last_id` is no run of this app.
        InvalidInput: `limit` is not within 1..100.
    """
    if not 1 <= limit <= MOST:
        raise InvalidInput(f"limit is {limit}; it must be within 1 and {MOST}.", param="limit")
    found = await rt.db.read(
        lambda: storage.runs.list_runs(
            rt.db,
            app.workspace_id,
            app.id,
            status=status,
            triggered_from=triggered_from,
            parent_run_id=parent_run_id,
            last_id=last_id,
            limit=limit + 1,
        )
    )
    return RunPage(found[:limit], len(found) > limit)


@needs(Action.RUN)
async def run_detail(rt: "Runtime", app: App, run_id: str) -> RunDetail:
    """Return a stored run. Raises NotFound; NotAllowed: it is somebody else's and the caller may not read those."""
    run = await rt.db.read(lambda: storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id))
    await check_run(rt, app, run)
    children = await list_runs(rt, app, parent_run_id=run_id, limit=CHILDREN)
    is_account = run.created_by_role == "account"
    account = await _account(rt, app, run.created_by) if is_account else None
    end_user = None if is_account or not run.created_by else await rt.db.read(lambda: _end_user(rt, app, run))
    graph = await rt.db.read(lambda: _graph(rt, app, run)) if run.graph is None else run.graph
    return RunDetail(run=run, graph=graph, children=children.items, account=account, end_user=end_user)


@needs(Action.RUN)
async def run_nodes(rt: "Runtime", app: App, run_id: str) -> list[NodeExecution]:
    """Return the attempts of a run in order of their start, those under way included. Raises as `run_detail`."""

    def read() -> tuple[Run, list[NodeExecution]]:
        run = storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id)
        return run, [*storage.runs.list_nodes(rt.db, app.workspace_id, run_id), *under_way(run)]

    run, nodes = await rt.db.read(read)
    await check_run(rt, app, run)
    return sorted(nodes, key=lambda row: (row.idx, row.created_at, row.attempt or 1))


def under_way(run: Run) -> list[NodeExecution]:
    """Return the attempts that had no end yet when the run was last stored."""
    owner = {"workspace_id": run.workspace_id, "app_id": run.app_id, "run_id": run.id}
    return [NodeExecution(**{**row, **owner}) for row in run.under_way or ()]


def _logged(rt: "Runtime", app: App, wanted: LogFilter, *, page: int, limit: int) -> tuple[list[Run], int]:
    found = storage.run_logs.list_logged_runs(rt.db, app.workspace_id, app.id, wanted=wanted, page=page, limit=limit)
    return found, storage.run_logs.count_logged_runs(rt.db, app.workspace_id, app.id, wanted=wanted)


async def _entries(rt: "Runtime", app: App, runs: Sequence[Run]) -> AsyncIterator[LogEntry]:
    """Yield runs with those who started them; accounts that are gone are left out."""
    ids = [run.created_by for run in runs if run.created_by and run.created_by_role == "end_user"]
    users = await rt.db.read(lambda: storage.conversations.end_users_by_id(rt.db, app.workspace_id, ids))
    for run in runs:
        account = await _account(rt, app, run.created_by) if run.created_by_role == "account" else None
        yield LogEntry(run=run, account=account, end_user=users.get(run.created_by or ""))


async def _account(rt: "Runtime", app: App, account_id: str | None) -> Account | None:
    return await accounts.known_account(rt, app.workspace_id, account_id)


def _end_user(rt: "Runtime", app: App, run: Run) -> EndUser | None:
    return storage.conversations.end_users_by_id(rt.db, app.workspace_id, [str(run.created_by)]).get(
        str(run.created_by)
    )


def _graph(rt: "Runtime", app: App, run: Run) -> Mapping[str, Any]:
    if not run.workflow_id:
        return {}
    try:
        found = storage.workflows.get_workflow(rt.db, app.workspace_id, app.id, run.workflow_id)
    except NotFound:  # versions may be deleted, what they ran stays
        return {}
    return found.graph or {}
