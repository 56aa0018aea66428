"""Providers that a workspace adds itself: what is stored of them, listed as providers of tools."""

import asyncio
import json
import logging
import re
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import storage.tools
from engine.errors import EngineError
from engine.tools.base import Tool
from engine.tools.mcp.links import RemoteTool
from engine.tools.mcp.tool import McpTool
from engine.tools.openapi.auth import Auth, SignIn
from engine.tools.openapi.document import read_specification
from engine.tools.openapi.tool import OperationTool, Service
from engine.tools.schemas import Schemas, parameters_of
from services.accounts import audit
from services.accounts.acting import check, needs
from services.accounts.roles import Action
from services.errors import InvalidInput, SecretUnreadable
from services.tools.credentials import is_secret
from services.tools.sources import ToolProvider
from storage.records import CustomProvider

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

API, MCP = "api", "mcp"
MOST_PROVIDERS: Final = 100  # of one workspace
LONGEST_NAME: Final = 100
LONGEST_TIMEOUT: Final = 600.0  # seconds
USUAL_TIMEOUT: Final = 60.0
_ICONS: Final = {
    API: {"background": "#E0F2FE", "content": "🔌"},
    MCP: {"background": "#F4EBFF", "content": "🛰️"},
}


class CustomTools:
    """The source of what workspaces add: services with an OpenAPI document, MCP servers."""

    def __init__(self, rt: "Runtime") -> None:
        self._rt = rt

    async def providers(self, workspace_id: str) -> Sequence[ToolProvider]:
        """Return what a workspace added, oldest first; what cannot be read any more says why."""
        rt = self._rt
        rows = await rt.db.read(lambda: storage.tools.list_providers(rt.db, workspace_id))
        return await asyncio.to_thread(lambda: [provider_of(rt, row) for row in rows])


def provider_of(rt: "Runtime", row: CustomProvider) -> ToolProvider:
    """Return a stored provider with its tools."""
    tools: Sequence[Tool] = ()
    problem = row.problem
    try:
        settings = opened(rt, row)
        tools = _operations(row, settings) if row.kind == API else _remote_tools(rt, row, settings)
    except (SecretUnreadable, EngineError, ValueError) as error:
        problem = str(error)
    return ToolProvider(
        kind=row.kind,
        id=row.id,
        label=row.name,
        tools=tools,
        description=row.description,
        icon=_ICONS[row.kind],
        names=(row.identifier,),
        portable_id=row.identifier,
        off=frozenset(row.switched_off),
        problem=problem,
    )


def _operations(row: CustomProvider, settings: Mapping[str, Any]) -> list[Tool]:
    specification = read_specification(row.document, fetched_from=settings["url"])
    service = Service(
        provider=row.id,
        server=settings["server"],
        sign_in=SignIn(Auth.model_validate(settings["auth"])),
        timeout=settings["timeout"],
    )
    return [OperationTool(service, operation) for operation in specification.operations]


def _remote_tools(rt: "Runtime", row: CustomProvider, settings: Mapping[str, Any]) -> list[Tool]:
    secrets = secrets_of(settings)
    return [_remote_tool(rt, row, settings, RemoteTool.from_mapping(tool), secrets) for tool in row.tools]


def _remote_tool(
    rt: "Runtime", row: CustomProvider, settings: Mapping[str, Any], remote: RemoteTool, secrets: Sequence[str]
) -> McpTool:
    return McpTool(
        provider=row.id,
        remote=remote,
        parameters=parameters_of(Schemas(remote.schema).copied(remote.schema)),
        connection=lambda: rt.toolbox.connections.of(row.id, settings),
        timeout=settings["timeout"],
        secrets=secrets,
    )


def secrets_of(settings: Mapping[str, Any]) -> list[str]:
    """Return the texts of an MCP server's settings that it must not repeat: values of variables and headers."""
    values = [*(settings.get("env") or {}).items(), *(settings.get("headers") or {}).items()]
    texts = [str(value) for name, value in values if is_secret(name)]
    return [text for text in [*texts, *(text.rpartition(" ")[2] for text in texts)] if len(text) >= 6]


def opened(rt: "Runtime", row: CustomProvider) -> dict[str, Any]:
    """Return how a provider is reached, in clear. Raises SecretUnreadable."""
    settings: dict[str, Any] = json.loads(rt.secrets.decrypt(row.ciphertext))
    return settings


def sealed(rt: "Runtime", settings: Mapping[str, Any]) -> bytes:
    """Return how a provider is reached, encrypted."""
    return rt.secrets.encrypt(json.dumps(settings))


async def list_custom(rt: "Runtime", workspace_id: str) -> list[CustomProvider]:
    """Return what a workspace added, oldest first."""
    return await rt.db.read(lambda: storage.tools.list_providers(rt.db, workspace_id))


async def get_custom(rt: "Runtime", workspace_id: str, provider_id: str) -> CustomProvider:
    """Return a provider that a workspace added. Raises NotFound."""
    return await rt.db.read(lambda: storage.tools.get_provider(rt.db, workspace_id, provider_id))


async def added_provider(rt: "Runtime", row: CustomProvider, **about: Any) -> CustomProvider:
    """Store a new provider; who may is asked by the use case that makes it.

    Raises:
        InvalidInput: the workspace has as many as it may have, or one of its kind with this identifier.
    """
    others = await list_custom(rt, row.workspace_id)
    if len(others) >= MOST_PROVIDERS:
        raise InvalidInput(f"A workspace adds at most {MOST_PROVIDERS} services and servers.")
    if any((one.kind, one.identifier) == (row.kind, row.identifier) for one in others):
        raise InvalidInput(f"There is something with the identifier {row.identifier!r} already.", param="identifier")
    await storage.tools.add_provider(rt.db, row)
    rt.toolbox.forget(row.workspace_id)
    await audit.note(rt, row.workspace_id, "tool.add", target=("tools", row.id), name=row.name, kind=row.kind, **about)
    return row


async def changed_provider(rt: "Runtime", row: CustomProvider, *, said: bool = True, **changes: Any) -> CustomProvider:
    """Store changes of a provider, and with `said` write them down; who may is asked by the use case. Raises NotFound."""
    changed = await storage.tools.update_provider(
        rt.db, row.workspace_id, row.id, **{**changes, "updated_at": time.time()}
    )
    rt.toolbox.forget(row.workspace_id)
    if said:
        fields = sorted("settings" if name == "ciphertext" else name for name in changes)
        await audit.note(
            rt, row.workspace_id, "tool.change", target=("tools", row.id), name=changed.name, fields=fields
        )
    return changed


@needs(Action.MANAGE_TOOLS)
async def switch_tool(rt: "Runtime", workspace_id: str, provider_id: str, tool: str, *, on: bool) -> None:
    """Switch one tool of a provider on or off. Raises NotFound."""
    row = await get_custom(rt, workspace_id, provider_id)
    others = [name for name in row.switched_off if name != tool]
    await changed_provider(rt, row, switched_off=others if on else [*others, tool])


@needs(Action.MANAGE_TOOLS)
async def delete_custom(rt: "Runtime", workspace_id: str, provider_id: str) -> None:
    """Delete a provider that the workspace added; apps that use its tools fail from then on. Raises NotFound."""
    row = await storage.tools.delete_provider(rt.db, workspace_id, provider_id)
    rt.toolbox.forget(workspace_id)
    await rt.toolbox.connections.remove(row.id)
    await audit.note(rt, workspace_id, "tool.delete", target=("tools", row.id), name=row.name, kind=row.kind)


def checked_name(name: str) -> str:
    """Return a name for people. Raises InvalidInput: it is empty or too long."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidInput(f"name must have 1 to {LONGEST_NAME} characters.", param="name")
    return name


def checked_identifier(identifier: str, name: str) -> str:
    """Return what documents call a provider; an empty one is made of the name. Raises InvalidInput."""
    made = re.sub(r"[^\w-]+", "_", name, flags=re.UNICODE).strip("_").lower()
    chosen = identifier.strip() or made or "tools"
    if not re.fullmatch(r"[\w.-]{1,64}", chosen):
        raise InvalidInput("identifier takes letters, digits, _, - and dots, at most 64.", param="identifier")
    return chosen


def checked_timeout(seconds: Any) -> float:
    """Return the seconds that a call may take; 0 or nothing stands for the usual. Raises InvalidInput."""
    number = float(seconds or USUAL_TIMEOUT)
    if not 1 <= number <= LONGEST_TIMEOUT:
        raise InvalidInput(f"timeout must be 1 to {LONGEST_TIMEOUT:g} seconds.", param="timeout")
    return number


def checked_address(url: str, param: str) -> str:
    """Return an address of a web service. Raises InvalidInput."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web or len(url) > 2_000:
        raise InvalidInput(f"{param} {url!r:.200} is no http or https address.", param=param)
    return url


def may_start_programs() -> None:
    """Refuse who may not have programs started on the server. Raises NotAllowed."""
    check(Action.OWN)
