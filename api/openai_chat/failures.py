"""Refusals in the form that clients of OpenAI's protocol read."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from api.errors import HANDLERS, answer
from api.json_text import JsonAnswer

Json = dict[str, Any]

_KINDS = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
_KNOWN = tuple(kind for kind in HANDLERS if isinstance(kind, type))


class OpenAIRoute(APIRoute):
    """A route whose refusals have OpenAI's envelope; faults of ours are left to the layers outside."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what serves the route."""
        handle = super().get_route_handler()

        async def serve(request: Request) -> Response:
            try:
                return await handle(request)
            except _KNOWN as error:
                refusal = answer(error)
                body = json.loads(bytes(refusal.body))
                return JsonAnswer(failure(**body), refusal.status_code, headers=_own_headers(refusal))

        return serve


def failure(*, status: int, code: str, message: str, params: str | None = None) -> Json:
    """Return the body of a refusal, which is also the last event of a stream that breaks off."""
    kind = _KINDS.get(status, "server_error" if status >= 500 else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": params, "code": code}}


def _own_headers(refusal: Response) -> dict[str, str]:
    return {name: value for name, value in refusal.headers.items() if name not in ("content-length", "content-type")}
