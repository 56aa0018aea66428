"""Runs that were started with `response_mode: "async"`, or any other way: how they stand, and their events."""

from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.asked import events_of, state_of
from api.auth import KnownApp, Server
from api.json_text import JsonAnswer
from services.runs.asked import find_asked

router = APIRouter(tags=["Running apps"])

User = Annotated[str, Query(min_length=1, max_length=255, description="Who started the run.", examples=["ann"])]


@router.get("/runs/{run_id}")
async def get_asked_run(run_id: str, app: KnownApp, rt: Server, user: User) -> Response:
    """Return how a run of this user stands, by its id or its message's; once it has ended, with the whole answer."""
    return JsonAnswer(state_of(app, await find_asked(rt, app, user, run_id), user))


@router.get("/runs/{run_id}/events")
async def follow_asked_run(
    run_id: str,
    app: KnownApp,
    rt: Server,
    user: User,
    last_event_id: Annotated[str, Header(description="The `id` of the last event that was read.")] = "",
) -> Response:
    """Return the events of a run of this user, each with an `id`: all of them, or those after the last that was read.

    The stream ends with the run, or with its next pause.
    """
    return events_of(rt, app, await find_asked(rt, app, user, run_id), user, last_id=last_event_id)
