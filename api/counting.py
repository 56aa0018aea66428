"""Counting the requests of programs before their bodies are looked at, and telling callers how they stand."""

import math
import time
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.types import Scope

from api.bodies import json_object
from api.errors import ApiError
from services.limiting.requests import RateLimited
from services.limiting.windows import Standing
from services.runtime import Runtime
from storage.records import ApiKey, App

RATE_HEADERS: Final = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
RUNNING: Final = (
    "/chat-messages",
    "/completion-messages",
    "/run",
    "/chat/completions",
)  # ends of routes that start runs


async def count(request: Request, rt: Runtime, key: ApiKey, app: App) -> None:
    """Count a request: for its key, its app and its workspace, and then for the user that it names.

    Raises:
        RateLimited: one of them has no room for it.
    """
    if not rt.settings.rate_limits:
        return
    route = str(getattr(request.scope.get("route"), "path", ""))
    runs = request.method == "POST" and route.endswith(RUNNING)
    try:
        _note(request, await rt.limits.admit(key, app, runs=runs))
        if user := await _user(request):
            _note(request, await rt.limits.admit_user(app, user, route))
    except RateLimited as error:
        _note(request, error.standing)
        raise


async def count_call(request: Request, rt: Runtime, key: ApiKey, app: App, *, runs: bool) -> None:
    """Count a message of a protocol of its own, which names no user; `runs`: the app is to work. Raises RateLimited."""
    try:
        _note(request, await rt.limits.admit(key, app, runs=runs))
    except RateLimited as error:
        _note(request, error.standing)
        raise


async def count_knowledge(request: Request, rt: Runtime, key: ApiKey) -> None:
    """Count a request of a knowledge key. Raises RateLimited."""
    try:
        _note(request, await rt.limits.admit_knowledge(key))
    except RateLimited as error:
        _note(request, error.standing)
        raise


async def count_user(request: Request, rt: Runtime, app: App, user: str) -> None:
    """Count a request whose user stands in a form. Raises RateLimited."""
    if user and rt.settings.rate_limits:
        _note(request, await rt.limits.admit_user(app, user, str(getattr(request.scope.get("route"), "path", ""))))


def headers_of(scope: Scope) -> Mapping[str, str]:
    """Return the headers that tell a caller how it stands by the limit that leaves it least room."""
    found: Standing | None = scope.get("state", {}).get("standing")
    if found is None:
        return {}
    resets_at = math.ceil(time.time() + found.frees_after)  # epoch seconds
    values = (found.window.most, found.remaining, resets_at)
    return dict(zip(RATE_HEADERS, map(str, values), strict=True))


def _note(request: Request, found: Standing | None) -> None:
    before: Standing | None = getattr(request.state, "standing", None)
    if found is not None and (before is None or found.is_refused or found.remaining < before.remaining):
        request.state.standing = found


async def _user(request: Request) -> str:
    """Return the user that a request names in its query or JSON body, "" for none."""
    if request.method == "GET":
        return request.query_params.get("user", "")
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        return ""  # `count_user` is called by who reads the form
    try:
        user = (await json_object(request, optional=True)).get("user")
    except ApiError:
        return ""  # the route tells what is wrong with the body
    return user if isinstance(user, str) else ""
