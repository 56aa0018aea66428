"""The connection to one MCP server: made when it is needed, made anew when it broke, closed when nobody needs it."""

import asyncio
import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

import httpx2

from engine.tools.base import JsonObject
from engine.tools.mcp.links import Link, Listener, RemoteTool, ServerFailed, Session

logger = logging.getLogger(__name__)

STARTING: Final = 30.0  # seconds that a server has to begin a conversation
LISTING: Final = 30.0  # seconds to list its tools
IDLE: Final = 600.0  # seconds without a call after which a connection is closed
ENDING: Final = 8.0  # seconds to close one
_SESSIONS: Final = "engine.tools.mcp.session"  # it brings the library, which takes a second to import


class Connection:
    """Speaks with one server for all runs; a task of its own holds the conversation, since that begins and ends in one."""

    def __init__(self, link: Link, transport: Callable[[], httpx2.AsyncBaseTransport], *, idle: float = IDLE) -> None:
        self._link = link
        self._transport = transport
        self._idle = idle
        self._holding: asyncio.Task[None] | None = None
        self._session: Session | None = None
        self._opening = asyncio.Lock()
        self._leaving = asyncio.Event()
        self._calls = 0  # under way
        self._used_at = 0.0  # on the loop's clock

    async def tools(self) -> Sequence[RemoteTool]:
        """Return what the server offers. Raises ServerFailed."""
        session = await self._opened()
        try:
            async with asyncio.timeout(LISTING):
                return await session.tools()
        except TimeoutError as error:
            raise ServerFailed(f"the server did not list its tools within {LISTING:g} seconds") from error

    async def call(self, name: str, arguments: Mapping[str, Any], listener: Listener) -> JsonObject:
        """Return the result of a call; a server that has forgotten the conversation is asked again in a new one.

        Raises:
            ServerFailed: it cannot be reached, ended meanwhile, or refused.
        """
        try:
            return await self._called(name, arguments, listener)
        except ServerFailed as error:
            if not error.is_stale:
                raise
        await self.close()
        return await self._called(name, arguments, listener)

    async def close(self) -> None:
        """End the conversation, and the program where it is one; a later call begins anew."""
        holding, self._holding, self._session = self._holding, None, None
        if holding is None:
            return
        self._leaving.set()
        await asyncio.wait([holding], timeout=ENDING)
        if not holding.done():
            holding.cancel()
            await asyncio.wait([holding])

    async def _called(self, name: str, arguments: Mapping[str, Any], listener: Listener) -> JsonObject:
        self._calls += 1
        try:
            session = await self._opened()
            return await session.call(name, arguments, listener)
        finally:
            self._calls -= 1
            self._used_at = asyncio.get_running_loop().time()

    async def _opened(self) -> Session:
        async with self._opening:
            if self._session is not None and not self._session.is_over:
                return self._session
            await self.close()
            self._leaving = asyncio.Event()
            ready: asyncio.Future[Session] = asyncio.get_running_loop().create_future()
            self._holding = asyncio.create_task(self._hold(ready, self._leaving), name="mcp-connection")
            try:
                async with asyncio.timeout(STARTING):
                    self._session = await asyncio.shield(ready)
            except BaseException as error:
                self._holding.cancel()
                await asyncio.wait([self._holding])
                self._holding = None
                if isinstance(error, TimeoutError):
                    raise ServerFailed(f"the server did not answer within {STARTING:g} seconds") from error
                raise
            return self._session

    async def _hold(self, ready: "asyncio.Future[Session]", leaving: asyncio.Event) -> None:
        """Hold a conversation until it is left, or nobody has needed it for long."""
        try:
            module = await asyncio.to_thread(importlib.import_module, _SESSIONS)
            async with cast("Any", module).opened(self._link, self._transport) as session:
                ready.set_result(session)
                await self._unneeded(session, leaving)
        except asyncio.CancelledError:
            ready.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - of whatever kind it is, who waits is told
            if ready.done():
                logger.info("A connection to an MCP server broke. error=%s", type(error).__name__)
            else:
                ready.set_exception(_failure(error))

    async def _unneeded(self, session: Session, leaving: asyncio.Event) -> None:
        clock = asyncio.get_running_loop().time
        self._used_at = clock()
        while not leaving.is_set():
            left = self._used_at + self._idle - clock()
            if left <= 0 and not self._calls:
                break
            try:
                async with asyncio.timeout(max(left, 1.0)):
                    await leaving.wait()
            except TimeoutError:
                continue
        if self._session is session:
            self._session = None


def _failure(error: BaseException) -> ServerFailed:
    """Return why a conversation did not begin, out of the groups that the library wraps it into."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, ServerFailed):
        return error
    return ServerFailed(f"the server cannot be reached: {error or type(error).__name__}")
