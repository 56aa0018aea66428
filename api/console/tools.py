"""Tools of the workspace: what there is, what lets providers in, services and MCP servers, and trying a tool."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from engine.tools.base import ToolReference
from engine.values import as_plain
from services.runtime import Runtime
from services.tools import apis, credentials, custom, servers
from services.tools.sources import ToolProvider
from services.tools.trying import Trial, try_tool
from storage.errors import NotFound

router = APIRouter(prefix="/workspaces/current", tags=["Tools"])

Kind = Literal["builtin", "api", "mcp", "plugin", "workflow", "app"]


class ToolCredentials(Body):
    """What a provider's tools ask for, by name."""

    credentials: dict[str, str] = Field(examples=[{"api_key": "…"}])


class NewService(Body):
    """A service with an OpenAPI 3 or Swagger 2 document: the document, or where it is."""

    document: str = Field("", description="The document as JSON or YAML.", alias="schema")
    url: str = Field("", description="Where it is fetched, when it is not given.")
    provider: str = Field("", description="What people call the service; the document's title when empty.")
    identifier: str = Field("", description="What apps call it; made of the name when empty.")
    server: str = Field("", description="Its address; the first of the document when empty.")
    credentials: dict[str, Any] = Field(
        default_factory=dict,
        description="How it is signed in to: type (none, api_key, bearer, basic, oauth2) and its fields.",
    )


class NewMcpServer(Body):
    """An MCP server."""

    name: str
    server_identifier: str = Field("", description="What apps call it; made of the name when empty.")
    transport: Literal["http", "stdio"] = "http"
    server_url: str = Field("", description="Its address, over streamable HTTP.")
    headers: dict[str, str] = Field(default_factory=dict)
    command: str = Field("", description="Of a program on this machine, which owners may add.")
    args: list[str] = Field(default_factory=list)
    env: dict[str, str] = Field(default_factory=dict)
    timeout: float = Field(custom.USUAL_TIMEOUT, description="Seconds that a call may take.")


class ToolSwitch(Body):
    """Whether a tool may be called."""

    enabled: bool


class ToolTrial(Body):
    """What a tool is called with."""

    arguments: dict[str, Any] = Field(default_factory=dict)


@router.get("/tool-providers")
async def list_tool_providers(caller: Console, rt: Server) -> Response:
    """Return who offers tools, with their tools."""
    catalogue = await rt.toolbox.catalogue(caller.workspace.id)
    return JsonAnswer([_provider(one) for one in catalogue.providers])


@router.post("/tool-provider/api/add", status_code=201, openapi_extra=accepts(NewService))
async def add_service(request: Request, caller: Console, rt: Server) -> Response:
    """Add a service; each of its operations becomes a tool."""
    body = parsed(NewService, await json_object(request))
    document, _ = await apis.read_document(rt, url=body.url, text=body.document)
    row = await apis.add_api(
        rt,
        caller.workspace.id,
        document=document,
        url="" if body.document else body.url,
        name=body.provider,
        identifier=body.identifier,
        server=body.server,
        auth=body.credentials,
    )
    return JsonAnswer(_provider(custom.provider_of(rt, row)), 201)


@router.post("/tool-provider/mcp", status_code=201, openapi_extra=accepts(NewMcpServer))
async def add_mcp_server(request: Request, caller: Console, rt: Server) -> Response:
    """Add an MCP server and list its tools; `problem` says why it has none to tell of."""
    body = parsed(NewMcpServer, await json_object(request))
    settings = body.model_dump(exclude={"name", "server_identifier", "server_url"}) | {"url": body.server_url}
    row = await servers.add_server(
        rt, caller.workspace.id, name=body.name, identifier=body.server_identifier, settings=settings
    )
    return JsonAnswer(_provider(custom.provider_of(rt, row)), 201)


@router.post("/tool-providers/{kind}/{provider_id}/refresh")
async def refresh_provider(kind: Literal["api", "mcp"], provider_id: str, caller: Console, rt: Server) -> Response:
    """Read a service's document again, or ask a server for its tools; those that are switched off stay so."""
    refresh = apis.refresh_api if kind == "api" else servers.refresh_server
    return JsonAnswer(_provider(custom.provider_of(rt, await refresh(rt, caller.workspace.id, provider_id))))


@router.delete("/tool-providers/{kind}/{provider_id}", status_code=204)
async def delete_provider(kind: Literal["api", "mcp"], provider_id: str, caller: Console, rt: Server) -> Response:
    """Delete a service or server that the workspace added."""
    await custom.delete_custom(rt, caller.workspace.id, provider_id)
    return Response(status_code=204)


@router.put("/tool-providers/{kind}/{provider_id}/credentials", openapi_extra=accepts(ToolCredentials))
async def store_tool_credentials(
    kind: Kind, provider_id: str, request: Request, caller: Console, rt: Server
) -> Response:
    """Store what a provider's tools ask for; the mask of a stored secret stands for that."""
    provider = await _found(rt, caller.workspace.id, kind, provider_id)
    body = parsed(ToolCredentials, await json_object(request))
    await credentials.store_credentials(rt, caller.workspace.id, provider, body.credentials)
    return JsonAnswer({"credentials": await credentials.shown_credentials(rt, caller.workspace.id, provider)})


@router.put("/tool-providers/{kind}/{provider_id}/tools/{tool}", openapi_extra=accepts(ToolSwitch))
async def switch_tool(
    kind: Literal["api", "mcp"], provider_id: str, tool: str, request: Request, caller: Console, rt: Server
) -> Response:
    """Switch a tool of a service or server on or off."""
    body = parsed(ToolSwitch, await json_object(request))
    await custom.switch_tool(rt, caller.workspace.id, provider_id, tool, on=body.enabled)
    return JsonAnswer({"result": "success"})


@router.post("/tool-providers/{kind}/{provider_id}/tools/{tool}/trial", openapi_extra=accepts(ToolTrial))
async def try_one_tool(
    kind: Kind, provider_id: str, tool: str, request: Request, caller: Console, rt: Server
) -> Response:
    """Call a tool and return what it gave; `error` says how it failed."""
    body = parsed(ToolTrial, await json_object(request))
    reference = ToolReference(provider_type=kind, provider_id=provider_id, tool_name=tool)
    return JsonAnswer(_trial(await try_tool(rt, caller.workspace.id, reference, body.arguments)))


async def _found(rt: Runtime, workspace_id: str, kind: str, provider_id: str) -> ToolProvider:
    provider = (await rt.toolbox.catalogue(workspace_id)).provider(kind, provider_id)
    if provider is None:
        raise NotFound("tool provider", provider_id)
    return provider


def _provider(provider: ToolProvider) -> dict[str, Any]:
    return {
        "id": provider.id,
        "type": provider.kind,
        "name": provider.written_id,
        "label": provider.label,
        "description": provider.description,
        "icon": dict(provider.icon),
        "needs": list(provider.needs),
        "problem": provider.problem,
        "credentials": [{"name": one.name, "required": one.required} for one in provider.credentials],
        "tools": [
            {
                "name": tool.name,
                "label": tool.label,
                "description": tool.description,
                "enabled": tool.name not in provider.off,
                "has_side_effects": tool.has_side_effects,
                "parameters": [{"name": one.name, "required": one.required, **one.schema()} for one in tool.parameters],
            }
            for tool in provider.tools
        ],
    }


def _trial(trial: Trial) -> dict[str, Any]:
    result = trial.result
    return {
        "error": trial.error,
        "elapsed_time": trial.seconds,
        "text": result.text,
        "json": as_plain(result.json),
        "files": as_plain(result.files),
        "logs": [{"label": log.label, "status": log.status, "data": as_plain(dict(log.data))} for log in trial.logs],
    }
