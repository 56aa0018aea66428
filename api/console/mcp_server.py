"""The address by which an app is a server of the Model Context Protocol."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.shapes import seconds
from services.publishing import mcp_servers
from services.runtime import Runtime
from storage.records import ApiKey

router = APIRouter(prefix="/apps/{app_id}/server", tags=["Keys"])


class Switch(Body):
    """Whether the server answers."""

    status: Literal["active", "inactive"] = Field(examples=["inactive"])


@router.get("")
async def get_server(app: ConsoleApp, rt: Server) -> Response:
    """Return how the app's server stands; `id` is null where it has none."""
    return JsonAnswer(_shown(rt, await mcp_servers.server_of(rt, app)))


@router.post("", status_code=201)
async def open_server(app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Make a server, or a new address of it; this answer is the only one that shows the address."""
    key, token = await mcp_servers.open_server(rt, app, account_id=caller.account_id)
    return JsonAnswer(_shown(rt, key, token), 201)


@router.put("", openapi_extra=accepts(Switch))
async def switch_server(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Switch the server on or off; its address stays."""
    body = parsed(Switch, await json_object(request))
    key = await mcp_servers.switch_server(rt, app, on=body.status == "active", account_id=caller.account_id)
    return JsonAnswer(_shown(rt, key))


@router.delete("", status_code=204)
async def close_server(app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Take the server away."""
    await mcp_servers.close_server(rt, app, account_id=caller.account_id)
    return Response(status_code=204)


def _shown(rt: Runtime, key: ApiKey | None, token: str = "") -> dict[str, Any]:
    shown = token or (key.hint if key else "")
    return {
        "id": key.id if key else None,
        "status": "active" if key and key.is_active else "inactive",
        "server_code": shown,
        "url": f"{rt.url}/mcp/{shown}" if shown else None,
        "created_at": seconds(key.created_at) if key else None,
        "last_used_at": seconds(key.last_used_at) if key else None,
    }
