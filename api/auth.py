"""Who calls: an app by its key, or a person or a script at the console."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api import counting
from api.errors import REALM, ApiError
from services import accounts
from services.accounts import Caller, key_rules, keys
from services.accounts.acting import NOBODY
from services.accounts.calling import calls_with
from services.apps import apps
from services.errors import AppUnavailable, NotChatApp, NotWorkflowApp, ServiceError
from services.runtime import Runtime, current
from storage.records import ApiKey, App

CHAT_MODES = ("chat", "agent-chat", "advanced-chat")
GRAPH_MODES = ("advanced-chat", "workflow")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_RUNS = re.compile(
    r"/v1/(chat-messages|completion-messages|workflows|chat/completions|files/upload|audio-to-text|text-to-audio|form)\b"
)
_WRONG_MODE: dict[str, type[ServiceError]] = {
    "chat-messages": NotChatApp,
    "workflows": NotWorkflowApp,
    "completion-messages": AppUnavailable,
}


async def runtime() -> Runtime:
    """Return the running server (a dependency; one that were not async would cost a thread's turn)."""
    return current()


Server = Annotated[Runtime, Depends(runtime)]


async def known_app(request: Request, rt: Server) -> App:
    """Return the app whose key the request shows; the request counts in no limit.

    That is for requests about a run that counted when it started: to stop it, to ask how it stands, to follow it.

    Raises:
        ApiError: 401, no usable key. Others as `services.accounts.keys.opened_by`.
    """
    return (await _opened(request, rt))[1]


async def calling_app(request: Request, rt: Server) -> App:
    """Return the app whose key the request shows, once the request has been counted.

    Raises:
        ApiError: 401, no usable key. Others as `services.accounts.keys.opened_by`.
        RateLimited: the key, the app or the user that is named asks more often than it may.
    """
    key, app = await _opened(request, rt)
    await counting.count(request, rt, key, app)
    return app


async def _opened(request: Request, rt: Runtime) -> tuple[ApiKey, App]:
    key, app = await keys.opened_by(rt, bearer(request))
    request.state.key_id = key.id
    calls_with(key)
    await check_use(request, key, scope_of(request))
    return key, app


async def check_use(request: Request, key: ApiKey, scope: str) -> None:
    """Refuse what a key is not for, and an unsigned request with a key that signs. Raises NotAllowed, Unauthorized."""
    key_rules.check_scope(key, scope)
    if key.must_sign:
        signed = {"method": request.method, "path": request.url.path, "query": request.url.query}
        signed["body"] = hashlib.sha256(await request.body()).hexdigest()
        sent = request.headers
        key_rules.check_signature(key, signed, sent.get("x-timestamp", ""), sent.get("x-signature", ""))


def scope_of(request: Request) -> str:
    """Return which permission of an app's key a request takes."""
    if request.method in SAFE_METHODS:
        return "read"
    return "run" if _RUNS.match(request.url.path) else "write"


CallingApp = Annotated[App, Depends(calling_app)]
KnownApp = Annotated[App, Depends(known_app)]


def check_mode(app: App, modes: Sequence[str], family: str) -> None:
    """Refuse an app of another mode with the code that its route family has for this."""
    if app.mode not in modes:
        raise _WRONG_MODE[family](f"This app's mode is {app.mode}; the route serves {', '.join(modes)}.")


@dataclass(frozen=True)
class AppOf:
    """A dependency that gives the calling app when its mode fits the route."""

    modes: Sequence[str]
    family: str

    async def __call__(self, app: CallingApp) -> App:
        """Return the app. Raises as `check_mode`."""
        check_mode(app, self.modes, self.family)
        return app


ChatApp = Annotated[App, Depends(AppOf(CHAT_MODES, "chat-messages"))]
GraphApp = Annotated[App, Depends(AppOf(GRAPH_MODES, "workflows"))]


async def known_graph_app(app: KnownApp) -> App:
    """Return the app of a request that counts in no limit, when it is a graph. Raises as `check_mode`."""
    check_mode(app, GRAPH_MODES, "workflows")
    return app


KnownGraphApp = Annotated[App, Depends(known_graph_app)]


async def console_caller(request: Request, rt: Server) -> Caller:
    """Return who acts in the console, for whom the rest of the request runs.

    They show the admin key, an access token, or the cookies of a login.

    Raises:
        ApiError: 401, none of them; or a changing request by cookies without its CSRF token.
        Unauthorized: the access token has ended.
        NotFound: the admin key is right, and there is no workspace `X-WORKSPACE-ID`.
    """
    caller = await (_by_header if "authorization" in request.headers else _by_cookies)(request, rt)
    accounts.act_as(caller)
    return caller


async def nobody() -> None:
    """Have the request run for nobody until somebody shows who they are."""
    accounts.act_as(NOBODY)


Console = Annotated[Caller, Depends(console_caller)]


async def console_app(app_id: str, caller: Console, rt: Server) -> App:
    """Return the app that the path names, in the caller's workspace. Raises NotFound."""
    return await apps.get_app(rt, caller.workspace.id, app_id)


ConsoleApp = Annotated[App, Depends(console_app)]


def bearer(request: Request) -> str:
    """Return the token of the `Authorization` header.

    Raises:
        ApiError: 401, there is none or the header is of another scheme.
    """
    header = request.headers.get("authorization", "").strip()
    scheme, _, token = header.partition(" ")
    if not header:
        raise _unauthorized("A key is required: send it as `Authorization: Bearer <key>`.")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthorized("The Authorization header must be `Bearer <key>`.")
    return token.strip()


async def _by_header(request: Request, rt: Runtime) -> Caller:
    token = bearer(request)
    wanted = request.headers.get("x-workspace-id") or None
    admin = await accounts.caller_of_admin_key(rt, token, workspace_id=wanted)
    return admin or await accounts.caller_of_token(rt, token)


async def _by_cookies(request: Request, rt: Runtime) -> Caller:
    cookie = request.cookies.get("access_token")
    if not cookie:
        raise _unauthorized("Log in, or send an access token as `Authorization: Bearer <token>`.")
    caller = await accounts.caller_of_token(rt, cookie)
    if request.method not in SAFE_METHODS:
        _check_csrf(request, accounts.csrf_token(rt, caller.session_id))
    return caller


def _check_csrf(request: Request, expected: str) -> None:
    """Refuse a request that does not repeat the token of its own login, which other sites cannot read."""
    if not hmac.compare_digest(request.headers.get("x-csrf-token", "").encode(), expected.encode()):
        raise _unauthorized("The header X-CSRF-Token must repeat the cookie csrf_token.")


def _unauthorized(message: str) -> ApiError:
    return ApiError(401, "unauthorized", message, headers=REALM)
