"""Connections to the MCP servers of all workspaces: one for each server, made when it is first needed."""

import asyncio
import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx2

from engine.tools.mcp.connection import Connection
from engine.tools.mcp.links import Address, Link, Program
from engine.web.guard import Guard, GuardedTransport, is_service_port
from services.errors import InvalidInput
from services.platform.children import leashed

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

FOLDER: Final = "mcp"  # of the data folder: each program has a folder of its own there
_PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")  # of our own variables, none of which is a secret


class Connections:
    """The connections of one runtime, by the server's id."""

    def __init__(self, rt: "Runtime") -> None:
        self._rt = rt
        self._open: dict[str, Connection] = {}
        self._is_closed = False

    def of(self, server_id: str, settings: Mapping[str, Any]) -> Connection:
        """Return the connection to a server; it is opened by its first use."""
        found = self._open.get(server_id)
        if found is None:
            found = Connection(self.link(server_id, settings), self.transport)
            if not self._is_closed:
                self._open[server_id] = found
        return found

    def link(self, server_id: str, settings: Mapping[str, Any]) -> Link:
        """Return where a server is; a program gets a folder of its own and none of our secrets.

        Raises:
            InvalidInput: there is no such program on this machine.
        """
        if settings["transport"] == "http":
            return Address(url=settings["url"], headers=settings.get("headers") or {})
        path = shutil.which(settings["command"])
        if path is None:
            raise InvalidInput(f"There is no program {settings['command']!r} on this machine.", param="command")
        folder = (self._rt.settings.data_dir / FOLDER / server_id).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        own = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        env = {**own, "HOME": str(folder), **(settings.get("env") or {})}
        return Program(command=leashed([path, *settings.get("args", ())]), env=env, folder=folder)

    def transport(self) -> httpx2.AsyncBaseTransport:
        """Return what HTTP to a server goes through: the guard of all addresses that people supply."""
        allowed = self._rt.settings.allow_private_addresses
        return GuardedTransport(Guard(allowed=allowed, ports=is_service_port))

    async def drop(self, server_id: str) -> None:
        """Close the connection to a server that changed or is gone."""
        found = self._open.pop(server_id, None)
        if found is not None:
            await found.close()

    async def remove(self, server_id: str) -> None:
        """Close the connection to a server that is gone, and remove its folder."""
        await self.drop(server_id)
        folder: Path = self._rt.settings.data_dir / FOLDER / server_id
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def close(self) -> None:
        """Close all connections; programs end."""
        self._is_closed = True
        found, self._open = list(self._open.values()), {}
        ended = await asyncio.gather(*(one.close() for one in found), return_exceptions=True)
        for error in ended:
            if isinstance(error, BaseException):
                logger.error("A connection to an MCP server did not close. error=%r", error)
