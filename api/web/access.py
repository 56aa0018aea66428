"""Who calls the web API: a visitor, by the passport of a site."""

import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated, Any

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from api.auth import CHAT_MODES, Server
from api.errors import ApiError, refusal
from engine.errors import EngineError
from services.errors import NotChatApp, NotCompletionApp, NotWorkflowApp, ServiceError
from services.publishing import visitors
from services.publishing.visible import UNABLE, is_for_visitors
from services.publishing.visitors import Visitor

log = logging.getLogger(__name__)

NO_STORE = {"Cache-Control": "no-store"}  # answers that hold tokens

_WRONG_MODE: dict[str, type[ServiceError]] = {
    "chat": NotChatApp,
    "completion": NotCompletionApp,
    "workflow": NotWorkflowApp,
}


async def calling_visitor(request: Request, rt: Server) -> Visitor:
    """Return who calls, by `X-App-Passport` or, as older pages send it, `Authorization: Bearer`.

    Raises:
        Unauthorized, NotAllowed, NotFound: as `visitors.visitor_of`.
    """
    headers = request.headers
    token = headers.get("x-app-passport", "").strip() or bearer(request)
    code = headers.get("x-app-code", "").strip()
    return await visitors.visitor_of(rt, token, code=code, ip=machine(request), headers=headers)


class VisitorRoute(APIRoute):
    """A route that tells visitors of failures what is meant for them; status and code stay."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handle = super().get_route_handler()

        async def handle_for_visitor(request: Request) -> Response:
            try:
                return await handle(request)
            except (EngineError, ServiceError) as error:
                if is_for_visitors(error):
                    raise
                status, code = refusal(error)
                log.info("A visitor was refused. code=%s reason=%s", code, error)
                raise ApiError(status, code, UNABLE) from error

        return handle_for_visitor


CallingVisitor = Annotated[Visitor, Depends(calling_visitor)]


@dataclass(frozen=True)
class VisitorOf:
    """A dependency that gives the visitor when the mode of the app fits the route."""

    family: str
    modes: Sequence[str]

    async def __call__(self, visitor: CallingVisitor) -> Visitor:
        """Return the visitor. Raises NotChatApp, NotCompletionApp, NotWorkflowApp."""
        if visitor.app.mode not in self.modes:
            raise _WRONG_MODE[self.family](f"This app's mode is {visitor.app.mode}; the route is for others.")
        return visitor


ChatVisitor = Annotated[Visitor, Depends(VisitorOf("chat", CHAT_MODES))]
SpeakingVisitor = Annotated[Visitor, Depends(VisitorOf("chat", (*CHAT_MODES, "completion")))]
CompletionVisitor = Annotated[Visitor, Depends(VisitorOf("completion", ("completion",)))]
WorkflowVisitor = Annotated[Visitor, Depends(VisitorOf("workflow", ("workflow",)))]


def bearer(request: Request) -> str:
    """Return the token of the `Authorization` header, "" without one."""
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def machine(request: Request) -> str:
    """Return the address that a call comes from; of IPv6 its network, since one machine has as many as it likes."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else host
