"""MCP servers of a workspace: added, changed, asked for their tools."""

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from engine.tools.mcp.links import ServerFailed
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput, NotAllowed
from services.runs.scripts import UNSAFE, may_trust
from services.secrets import mask
from services.tools.credentials import is_secret
from services.tools.custom import (
    MCP,
    added_provider,
    changed_provider,
    checked_address,
    checked_identifier,
    checked_name,
    checked_timeout,
    get_custom,
    may_start_programs,
    opened,
    sealed,
)
from storage.errors import NotFound
from storage.records import CustomProvider

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST_VALUES: Final = 50  # arguments, variables or headers of one server
LONGEST_VALUE: Final = 10_000
_RESERVED: Final = ("host", "content-length", "content-type", "accept", "accept-encoding", "transfer-encoding")


@needs(Action.MANAGE_TOOLS)
async def add_server(
    rt: "Runtime", workspace_id: str, *, name: str, identifier: str = "", settings: Mapping[str, Any]
) -> CustomProvider:
    """Add an MCP server and ask for its tools; one that does not answer is added with its problem.

    `settings` are `transport` http with `url` and `headers`, or stdio with `command`, `args` and `env`; and `timeout`.

    Raises:
        InvalidInput: a field is missing or not as it should be.
        NotAllowed: it is a program, and who adds it is no owner, or this server starts none.
    """
    checked = await _checked(rt, settings, {})
    title = checked_name(name)
    row = CustomProvider(
        workspace_id=workspace_id,
        kind=MCP,
        identifier=checked_identifier(identifier, title),
        name=title,
        ciphertext=sealed(rt, checked),
    )
    await added_provider(rt, row, transport=checked["transport"])
    return await _listed(rt, row)


@needs(Action.MANAGE_TOOLS)
async def change_server(
    rt: "Runtime", workspace_id: str, provider_id: str, *, name: str, settings: Mapping[str, Any]
) -> CustomProvider:
    """Change a server and ask for its tools again; the mask of a stored secret stands for that.

    Raises:
        InvalidInput, NotAllowed: as `add_server`. NotFound: there is no such server.
    """
    row = await _server(rt, workspace_id, provider_id)
    stored = opened(rt, row)
    if stored["transport"] == "stdio":
        may_start_programs()
    checked = await _checked(rt, settings, stored)
    row = await changed_provider(rt, row, name=checked_name(name), ciphertext=sealed(rt, checked))
    await rt.toolbox.connections.drop(row.id)
    return await _listed(rt, row)


@needs(Action.MANAGE_TOOLS)
async def refresh_server(rt: "Runtime", workspace_id: str, provider_id: str) -> CustomProvider:
    """Ask a server for its tools again, over a new connection; tools that are switched off stay so. Raises NotFound."""
    row = await _server(rt, workspace_id, provider_id)
    await rt.toolbox.connections.drop(row.id)
    return await _listed(rt, row)


async def shown_server(rt: "Runtime", workspace_id: str, provider_id: str) -> dict[str, Any]:
    """Return how a server is reached as people may see it: values of variables and headers masked. Raises NotFound."""
    settings = opened(rt, await _server(rt, workspace_id, provider_id))
    masked: dict[str, Any] = {
        part: {name: _masked(name, value) for name, value in settings[part].items()}
        for part in ("env", "headers")
        if part in settings
    }
    return {**settings, **masked}


async def _listed(rt: "Runtime", row: CustomProvider) -> CustomProvider:
    """Ask a server for its tools and store them, or why it has none to tell of; tools that it told before stay then."""
    try:
        found = await rt.toolbox.connections.of(row.id, opened(rt, row)).tools()
    except (ServerFailed, InvalidInput) as error:
        return await changed_provider(rt, row, said=False, problem=str(error)[:1_000])
    tools = [tool.as_mapping() for tool in found]
    return await changed_provider(rt, row, said=False, tools=tools, problem="", listed_at=time.time())


async def _server(rt: "Runtime", workspace_id: str, provider_id: str) -> CustomProvider:
    row = await get_custom(rt, workspace_id, provider_id)
    if row.kind != MCP:
        raise NotFound("tool provider", provider_id)
    return row


async def _checked(rt: "Runtime", given: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    timeout = checked_timeout(given.get("timeout"))
    if given.get("transport") == "http":
        url = checked_address(str(given.get("url") or ""), "url")
        kept = stored.get("headers") if _host(url) == _host(str(stored.get("url") or "")) else {}
        headers = _named(given.get("headers"), kept or {}, "headers")
        for name, value in headers.items():
            if name.lower() in _RESERVED or not (name + value).isascii() or not (name + value).isprintable():
                raise InvalidInput(f"headers: {name!r:.80} cannot be sent like this.", param="headers")
        return {"transport": "http", "url": url, "headers": headers, "timeout": timeout}
    if given.get("transport") != "stdio":
        raise InvalidInput("transport must be http or stdio.", param="transport")
    may_start_programs()
    if not await may_trust(rt):
        raise NotAllowed(
            UNSAFE.replace("trusted scripts need", "MCP servers that are programs need").capitalize() + "."
        )
    command = str(given.get("command") or "").strip()
    if not command:
        raise InvalidInput("command is required.", param="command")
    args, env = _texts(given.get("args")), _named(given.get("env"), stored.get("env") or {}, "env")
    if any("\0" in text for text in (command, *args, *env, *env.values())) or any("=" in name for name in env):
        raise InvalidInput("command, args and env cannot hold this.", param="command")
    return {"transport": "stdio", "command": command, "args": args, "env": env, "timeout": timeout}


def _texts(given: Any) -> list[str]:
    if not isinstance(given or [], Sequence) or isinstance(given, str):
        raise InvalidInput("args must be a list of texts.", param="args")
    texts = [str(one) for one in given or ()]
    if len(texts) > MOST_VALUES or any(len(text) > LONGEST_VALUE for text in texts):
        raise InvalidInput(f"args has at most {MOST_VALUES} texts of {LONGEST_VALUE} characters.", param="args")
    return texts


def _named(given: Any, stored: Mapping[str, str], param: str) -> dict[str, str]:
    """Return names and their values; the mask of a stored value stands for that."""
    if not isinstance(given or {}, Mapping):
        raise InvalidInput(f"{param} must be names with their values.", param=param)
    values = {str(name).strip(): str(value) for name, value in (given or {}).items()}
    if len(values) > MOST_VALUES or any(len(text) > LONGEST_VALUE for text in (*values, *values.values())):
        raise InvalidInput(f"{param} has at most {MOST_VALUES} values of {LONGEST_VALUE} characters.", param=param)
    kept = {
        name: stored[name] for name, value in values.items() if value and value == _masked(name, stored.get(name, ""))
    }
    if "" in values or any("*" * 8 in value for name, value in values.items() if name not in kept):
        raise InvalidInput(f"{param}: a name or a value is missing.", param=param)
    return {**values, **kept}


def _masked(name: str, value: str) -> str:
    return mask(value) if value and is_secret(name) else value


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()
