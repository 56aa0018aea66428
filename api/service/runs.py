"""Runs of graph apps that somebody comes back to."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.auth import GraphApp, Server
from api.following import followed
from api.json_text import JsonAnswer
from api.shapes import run_of
from services import workflow_runs

router = APIRouter(tags=["Running apps"])

User = Annotated[str, Query(min_length=1, max_length=255)]


@router.get("/workflows/run/{run_id}")
async def get_run(run_id: str, app: GraphApp, rt: Server) -> Response:
    """Return a run of this app, while it goes on and after."""
    return JsonAnswer(run_of(await workflow_runs.find_run(rt, app, run_id)))


@router.get("/workflow/{run_id}/events")
async def follow_run(
    run_id: str,
    app: GraphApp,
    rt: Server,
    user: User,
    include_state_snapshot: bool = False,
    continue_on_pause: bool = False,
) -> Response:
    """Return the events of a run of this user: those to come, or all; of one that has ended the last.

    The stream ends with the next pause unless it is to continue on pauses.
    """
    run = await workflow_runs.run_of_user(rt, app, user, run_id)
    return await followed(rt, app, user, run, from_start=include_state_snapshot, over_pauses=continue_on_pause)
