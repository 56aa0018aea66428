"""What happens around every request: an id, one spelling of each address, and no fault without an answer."""

import re
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.counting import RATE_HEADERS, headers_of
from api.errors import answer
from services.accounts.acting import SERVER, acting_as
from services.platform.logs import bound
from services.runtime import current
from storage.ids import new_id

API_VERSION = "v1"
TRACE_HEADER = "x-trace-id"

_ID = re.compile(r"[\w.:/+=@-]{1,128}", re.ASCII)
SLASHES = re.compile("//+")


class Around:
    """The outermost layer.

    `X-Request-Id` is taken from the caller or made, stands in every log line of the request, and goes
    back. Doubled and trailing slashes and empty query values, which clients build by joining texts, are
    dropped. An error that no handler knows becomes the general 500.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _usable(Headers(scope=scope).get("x-request-id")) or new_id().replace("-", "")
        started = False

        async def send_marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                headers["X-API-Version"] = API_VERSION
                headers["X-Content-Type-Options"] = "nosniff"
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")  # a visitor's own, and told apart by headers
                headers.update(headers_of(scope))
            await send(message)

        _tidy(scope)
        with bound(request_id=request_id), acting_as(SERVER):  # until a route knows who calls
            try:
                await self.app(scope, receive, send_marked)
            except ClientDisconnect:
                return
            except Exception as error:  # noqa: BLE001 - the last layer: `answer` logs it and tells the caller
                refusal = answer(error)
                if not started:
                    await refusal(scope, receive, send_marked)


class CrossOrigin:
    """Lets pages of other origins call `/v1`, and those of the configured origins the other interfaces.

    Who calls the web API is known by a passport alone: no page of another origin gets to use a visitor's cookies.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open = CORSMiddleware(app, allow_origins=["*"], **_ALLOWED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or "origin" not in Headers(scope=scope):
            await self.app(scope, receive, send)
        elif scope["path"].startswith("/v1/"):
            await self._open(scope, receive, send)
        elif scope["path"].startswith("/api/"):
            web = CORSMiddleware(self.app, allow_origins=current().settings.web_cors_origins, **_ALLOWED)
            await web(scope, receive, send)
        else:
            listed = CORSMiddleware(
                self.app, allow_origins=current().settings.cors_origins, allow_credentials=True, **_ALLOWED
            )
            await listed(scope, receive, send)


_ALLOWED: dict[str, Any] = {
    "allow_methods": ["*"],
    "allow_headers": ["*"],
    "expose_headers": ["X-Request-Id", "X-API-Version", *RATE_HEADERS, "Retry-After"],
    "max_age": 86_400,  # seconds
}


def _tidy(scope: Scope) -> None:
    """Give `scope` one spelling of its address, in place: the layers outside read from it which route served."""
    scope["path"] = SLASHES.sub("/", scope["path"]).rstrip("/") or "/"
    if scope["query_string"]:
        parts = scope["query_string"].split(b"&")
        scope["query_string"] = b"&".join(part for part in parts if part.partition(b"=")[2])


def _usable(text: str | None) -> str | None:
    return text if text and _ID.fullmatch(text) else None


def trace_of(headers: Headers, query: Any) -> str | None:
    """Return the caller's own trace id from the header `X-Trace-Id` or the query, None without a usable one."""
    return _usable(headers.get(TRACE_HEADER)) or _usable(query.get("trace_id"))
