"""Who calls the web API: a visitor, by the passport of a site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.auth import CHAT_MODES, Server
from services.errors import NotChatApp, NotCompletionApp, NotWorkflowApp, ServiceError
from services.publishing import visitors
from services.publishing.visitors import Visitor

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
    """Return the address that a call comes from."""
    return request.client.host if request.client else ""
