"""Runs of graph apps that somebody comes back to."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BeforeValidator
from starlette.responses import Response

from api.auth import GraphApp, KnownGraphApp, Server
from api.feedback_shapes import log_entry_of
from api.following import followed
from api.json_text import JsonAnswer
from api.paging import PageNumber
from api.shapes import run_of
from services.runs import run_logs, workflow_runs

router = APIRouter(tags=["Running apps"])


def epoch(text: str) -> float:
    """Return a time in ISO 8601 as epoch seconds, without a zone that of UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


Moment = Annotated[float, BeforeValidator(epoch, json_schema_input_type=datetime)]
User = Annotated[str, Query(min_length=1, max_length=255)]


@router.get("/workflows/run/{workflow_run_id}")
async def get_run(workflow_run_id: str, app: KnownGraphApp, rt: Server) -> Response:
    """Return a run of this app, while it goes on and after."""
    return JsonAnswer(run_of(await workflow_runs.find_run(rt, app, workflow_run_id)))


@router.get("/workflows/logs")
async def list_logs(
    app: GraphApp,
    rt: Server,
    keyword: str | None = None,
    status: str | None = None,
    page: PageNumber = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    until: Annotated[Moment | None, Query(alias="created_at__before")] = None,
    since: Annotated[Moment | None, Query(alias="created_at__after")] = None,
    session_id: Annotated[str | None, Query(alias="created_by_end_user_session_id")] = None,
    account: Annotated[str | None, Query(alias="created_by_account", description="An e-mail address.")] = None,
) -> Response:
    """Return runs of the app, newest first; `keyword` is any part of inputs, outputs or the user's name."""
    found = await run_logs.list_logs(
        rt,
        app,
        status=status,
        keyword=keyword,
        session_id=session_id,
        account_email=account,
        since=since,
        until=until,
        page=page,
        limit=limit,
    )
    data = [log_entry_of(entry) for entry in found.items]
    return JsonAnswer({"page": page, "limit": limit, "total": found.total, "has_more": found.has_more, "data": data})


@router.get("/workflow/{workflow_run_id}/events")
async def follow_run(
    workflow_run_id: str,
    app: KnownGraphApp,
    rt: Server,
    user: User,
    include_state_snapshot: bool = False,
    continue_on_pause: bool = False,
) -> Response:
    """Return the events of a run of this user: those to come, or all; of one that has ended the last.

    The stream ends with the next pause unless it is to continue on pauses.
    """
    run = await workflow_runs.run_of_user(rt, app, user, workflow_run_id)
    return await followed(rt, app, user, run, from_start=include_state_snapshot, over_pauses=continue_on_pause)
