"""The API on a port of this machine, for clients that bring their own HTTP."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn

from api.app import api as application


@contextlib.asynccontextmanager
async def served_http() -> AsyncIterator[str]:
    """Serve the API of the current runtime on this event loop and give its address; blocking clients need a thread."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_level="warning", ws="none"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
