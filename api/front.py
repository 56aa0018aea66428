"""The door of the one port: requests for programs go straight to the API, all others to the pages."""

import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import envelope
from api.middleware import SLASHES
from services import accounts
from services.platform.process import is_public
from services.runtime import UNGUARDED, current

PREFIXES = (
    "/v1",
    "/api",
    "/console/api",
    "/files",
    "/triggers",
    "/form",
    "/mcp",
    "/spool",
    "/web",
    "/docs",
    "/openapi.json",
    "/embed.min.js",
    "/embed.js",
)
SITE = re.compile(
    r"/(?:chat|chatbot|run|completion|workflow)/[^/]+/?"
)  # pages of sites; /chat alone is a page of the builder


class Front:
    """Sends what is under one of `PREFIXES` to `api`, past the page server's session and compression layers.

    They would handle each piece of an event stream once more. What `api` does not know it refuses itself;
    the page server would answer an unknown path with its start page.
    """

    def __init__(self, app: ASGIApp, *, api: ASGIApp) -> None:
        self.app = app
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] in ("http", "websocket") and await is_barred(scope):
            await envelope(403, "forbidden", UNGUARDED)(scope, receive, send)
        elif scope["type"] == "http" and is_for_programs(scope["path"]):
            await self._counted(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request of the API and count it once its last byte has left."""
        metrics = current().metrics
        status, began = 500, time.perf_counter()

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        metrics.connections.inc()
        try:
            await self._api(scope, receive, send_noting)
        finally:
            metrics.connections.dec()
            metrics.observe_request(scope["method"], endpoint_of(scope), status, time.perf_counter() - began)


async def is_barred(scope: Scope) -> bool:
    """Return whether a request came in by an address for other machines while no password guards the server.

    A public start is refused, but the server that runs this application may have been told another
    address than the page server's settings say.
    """
    rt = current()
    if rt.caches.is_set_up or not scope.get("server"):
        return False
    return is_public(scope["server"][0]) and not await accounts.needs_login(rt)


def is_for_programs(path: str) -> bool:
    """Return whether a path is one of the prefixes or lies below one; doubled slashes, as of joined texts, count once."""
    if "//" in path:
        path = SLASHES.sub("/", path)
    if path.startswith(PREFIXES) and any(path == prefix or path.startswith(prefix + "/") for prefix in PREFIXES):
        return True
    return SITE.fullmatch(path) is not None


def endpoint_of(scope: Scope) -> str:
    """Return the template of the route that served a request, so that ids in paths make no series of their own."""
    return str(getattr(scope.get("route"), "path", "unknown"))
