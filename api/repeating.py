"""`Idempotency-Key`: a request that is sent again is answered as the first one was, and runs nothing."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.asked import accepted
from api.bodies import json_object
from api.errors import ApiError
from api.errors import answer as refusal_of
from api.following import body_of, identity_of
from api.json_text import JsonAnswer
from api.sse import Encoder
from services.errors import InvalidInput
from services.runs.repeats import Answer, First
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.records import App

KEY_HEADER: Final = "idempotency-key"
REPLAYED: Final = "Idempotency-Replayed"
LONGEST_KEY: Final = 255  # characters


async def answered_once(
    request: Request,
    rt: Runtime,
    app: App,
    key: str,
    *,
    mode: str,
    begin: Callable[[], Awaitable[LiveRun]],
    answer: Callable[[LiveRun], Awaitable[Response]],
) -> Response:
    """Return the answer to a request with a key: `answer` of the run that `begin` starts, unless it was sent before.

    A key counts for one API key and one route. What refuses a request before its run begins is not kept.

    Raises:
        InvalidInput: the key is empty or too long.
        RequestChanged, RequestCutOff: as `services.runs.repeats.Repeats.take`.
    """
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InvalidInput(f"Idempotency-Key must have 1 to {LONGEST_KEY} characters.", param="Idempotency-Key")
    values = await json_object(request)
    found = await rt.repeats.take(app, _id(request, key), _hash(json.dumps(values, sort_keys=True)))
    if isinstance(found, LiveRun):
        return _marked(await answer(found))
    if not isinstance(found, First):
        return _marked(Response(found.body, found.status or 200, headers={"content-type": found.content_type}))
    try:
        live = await begin()
    except BaseException:
        await found.came_to_nothing()
        raise
    found.started(live, lambda live: _kept(rt, live, mode))
    return await answer(live)


def _marked(response: Response) -> Response:
    response.headers[REPLAYED] = "true"
    return response


def _kept(rt: Runtime, live: LiveRun, mode: str) -> Answer:
    """Return the answer of a run that has ended as it went out."""
    if mode == "streaming":
        return Answer(200, "text/event-stream", Encoder(identity_of(live)).encode(live.events))
    try:
        response = accepted(rt, live) if mode == "async" else JsonAnswer(body_of(live))
    except ApiError as error:
        response = refusal_of(error)
    return Answer(response.status_code, "application/json", bytes(response.body))


def _id(request: Request, key: str) -> str:
    return _hash("\n".join((request.state.key_id, request.url.path, key)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
