"""How the nodes of a run stand, told to the canvas as it changes, without a run of the page."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pages.tracing.model import RunPicture
from services import accounts
from services.accounts import Caller
from services.apps import apps
from services.errors import Unauthorized
from services.runs.runs import LiveRun
from services.runtime import Runtime, current
from storage.errors import NotFound

LOOK_SECONDS = 0.1  # between two looks; a look at a run that did nothing costs nothing
END = "event: end\ndata: {}\n\n"
HEADERS = {"cache-control": "no-cache", "x-accel-buffering": "no"}


def feed_address(run_id: str) -> str:
    """Return where a run is followed, seen from the page."""
    return f"canvas/runs/{run_id}"


async def feed(request: Request) -> Response:
    """Answer with the statuses of a run under way, to whoever may see its app on the pages."""
    rt = current()
    caller = await _caller(rt, request)
    live = rt.live.get(request.path_params["run_id"])
    if caller is None:
        return PlainTextResponse("Sign in first.", status_code=401)
    if live is None or not await _may_see(rt, caller, live):
        return PlainTextResponse("No such run is under way.", status_code=404)
    return StreamingResponse(told(live, rt.stopping), media_type="text/event-stream", headers=HEADERS)


async def told(live: LiveRun, stopping: asyncio.Event) -> AsyncIterator[str]:
    """Yield a message with the nodes that stand otherwise than before, whenever there are any, until the run ends.

    The run is looked at, not subscribed to: whoever leaves ends nothing.
    """
    picture, shown = RunPicture(), dict[str, str]()
    while not stopping.is_set():
        over = live.done  # before the look, so that nothing at the end is missed
        for event in live.events[picture.seen :]:
            picture.add(event)
        changed = {node: status for node, status in picture.statuses().items() if shown.get(node) != status}
        if changed:
            shown |= changed
            yield f"data: {json.dumps(changed)}\n\n"
        if over:
            break
        await asyncio.sleep(LOOK_SECONDS)
    yield END


async def _caller(rt: Runtime, request: Request) -> Caller | None:
    """Return who looks at the pages with this browser; while no account exists that is the local owner."""
    if not await accounts.needs_login(rt):
        return await accounts.local_caller(rt)
    token = request.cookies.get("access_token")
    try:
        return await accounts.caller_of_token(rt, token) if token else None
    except Unauthorized:
        return None


async def _may_see(rt: Runtime, caller: Caller, live: LiveRun) -> bool:
    try:
        await apps.get_app(rt, caller.workspace.id, live.app_id)
    except NotFound:
        return False
    return True


routes = [Route("/canvas/runs/{run_id}", feed)]
