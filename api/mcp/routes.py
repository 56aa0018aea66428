"""One app as a server of the Model Context Protocol, by streamable HTTP. Sessions have a name, and nothing else."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api import counting
from api.auth import Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.errors import ApiError
from api.following import begun, stream_of
from api.json_text import JsonAnswer, dumps
from api.mcp.messages import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    Calls,
    error_of,
    refused,
    result_of,
)
from engine.errors import EngineError
from services.errors import ServiceError
from services.publishing import mcp_servers, mcp_tools
from services.runtime import Runtime
from storage.errors import NotFound
from storage.ids import new_id
from storage.records import App

Json = dict[str, Any]

router = APIRouter(prefix="/mcp", tags=["Model Context Protocol"])

SESSION: Final = "Mcp-Session-Id"  # tells the callers of one address apart; nothing is kept of a session
CANCELLED: Final = "notifications/cancelled"
VERSIONS: Final = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")  # newest first
SERVER: Final = {"name": "Millrace", "version": "0.1.0"}


TAKEN: Final[Json] = {"202": {"description": "A notification is taken; there is no answer to it."}}


class Message(Body):
    """A message of JSON-RPC 2.0."""

    jsonrpc: str = Field("2.0", examples=["2.0"])
    method: str = Field("", description="What is asked; empty in a mere answer.", examples=["tools/list"])
    id: int | str | None = Field(None, description="Missing in notifications, which get no answer.", examples=[1])
    params: dict[str, Any] = Field(default_factory=dict)


@router.post("/{token}", openapi_extra={**accepts(Message), "responses": TAKEN})
async def answer_message(token: str, request: Request, rt: Server) -> Response:
    """Answer a message of the protocol: initialize, ping, tools/list, tools/call; notifications are taken.

    A call ends with the notification that it is cancelled, or when its answer is read no more.
    """
    key, app = await mcp_servers.opened_by(rt, token)
    _check_origin(rt, request)
    message = parsed(Message, await json_object(request))
    if message.method == CANCELLED:
        _cancel(request, rt, app, message)
        return Response(status_code=202)
    await counting.count_call(request, rt, key, app, runs=message.method == "tools/call")
    if message.id is None or not message.method:
        return Response(status_code=202)
    if message.method == "tools/call":
        return await _called(request, rt, app, message)
    begins = {SESSION: new_id()} if message.method == "initialize" else None
    return JsonAnswer(await _answered(rt, app, message), headers=begins)


@router.get("/{token}", status_code=405)
async def refuse_stream(token: str, request: Request, rt: Server) -> Response:
    """Refuse a stream of messages by the server, which has none to send."""
    key, app = await mcp_servers.opened_by(rt, token)
    await counting.count_call(request, rt, key, app, runs=False)
    raise ApiError(405, "method_not_allowed", "This server sends nothing by itself.", headers={"Allow": "POST"})


async def _answered(rt: Runtime, app: App, message: Message) -> Json:
    match message.method:
        case "initialize":
            return result_of(message.id, _initialized(app, message.params))
        case "ping":
            return result_of(message.id, {})
        case "tools/list":
            return await _listed(rt, app, message)
    return error_of(message.id, METHOD_NOT_FOUND, f"There is no method {message.method!r:.80}.")


def _initialized(app: App, params: Mapping[str, Any]) -> Json:
    asked = params.get("protocolVersion")
    return {
        "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {}},
        "serverInfo": {**SERVER, "title": app.name},
        "instructions": app.description,
    }


async def _listed(rt: Runtime, app: App, message: Message) -> Json:
    try:
        tool = await mcp_tools.tool_of(rt, app)
    except (ServiceError, EngineError) as error:
        return error_of(message.id, INVALID_REQUEST, str(error))
    told = {"name": tool.name, "title": app.name, "description": tool.description, "inputSchema": tool.schema}
    return result_of(message.id, {"tools": [told]})


async def _called(request: Request, rt: Runtime, app: App, message: Message) -> Response:
    name, arguments = message.params.get("name"), message.params.get("arguments") or {}
    if not isinstance(name, str) or not isinstance(arguments, Mapping):
        return JsonAnswer(error_of(message.id, INVALID_PARAMS, "name must be a text, and arguments an object."))
    try:
        live = await begun(request, rt, app, lambda: mcp_tools.start_call(rt, app, name, arguments))
    except (ServiceError, EngineError, NotFound) as error:
        return JsonAnswer(result_of(message.id, refused(error)))
    live.called_as = _name_of(request, message.id)
    live.stop_on_disconnect = True  # nobody else could read the answer
    meta = message.params.get("_meta")
    token = meta.get("progressToken") if isinstance(meta, Mapping) else None
    return stream_of(rt, live.subscribe(), Calls(live, message.id, token))


def _cancel(request: Request, rt: Runtime, app: App, message: Message) -> None:
    """Stop the run of a call that its caller takes back; one that has ended, or another's, is no error."""
    name = _name_of(request, message.params.get("requestId"))
    found = [live for live in rt.live.running(app.id) if live.called_as == name]
    if len(found) == 1:  # callers without a session may have given the same number
        found[0].stop("The call was cancelled.")


def _name_of(request: Request, id: Any) -> str:
    """Return what a call is known by: ids are counted anew in every session."""
    return f"{request.headers.get(SESSION, '')} {dumps(id)}"


def _check_origin(rt: Runtime, request: Request) -> None:
    """Refuse pages of other origins, which a browser on this machine might have been led to. Raises ApiError."""
    origin = request.headers.get("origin")
    allowed = rt.settings.cors_origins
    if origin is None or origin in allowed or "*" in allowed:
        return
    if urlsplit(origin).netloc != request.headers.get("host"):
        raise ApiError(403, "forbidden", f"Pages of {origin:.200} may not call this server.")
