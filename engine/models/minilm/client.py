"""Asking the encoder's process, which is started when nobody answers."""

import asyncio
import os
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from engine.errors import ModelError, ModelUnavailable
from engine.models.minilm.weights import DIMENSIONS, INSTALL, model_folder
from engine.models.minilm.wire import question, read_frame

START_SECONDS: Final = 30.0  # that a start may take, on a machine that is busy
LOOK_SECONDS: Final = 0.05
PROJECT: Final = Path(__file__).resolve().parents[3]
MOST_TEXTS: Final = 512  # of one question


class EncoderClient:
    """Asks the encoder at a Unix socket. Belongs to one event loop.

    `starts` says that the process may be started from here; where it may not, somebody else's is waited for.
    """

    def __init__(self, socket: Path, *, starts: bool = True) -> None:
        self._socket = socket
        self._starts = starts
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = asyncio.Lock()

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector of 384 numbers and length 1 for each text, in order.

        Raises:
            ModelUnavailable: the process cannot be started, or has gone.
            ModelError: it could not embed the texts.
        """
        parts = [texts[start : start + MOST_TEXTS] for start in range(0, len(texts), MOST_TEXTS)]
        return [vector for part in parts for vector in await self._ask(part)]

    async def wake(self) -> None:
        """Have the process run, without asking it anything. Raises: ModelUnavailable."""
        _, writer = await self._connection()
        writer.close()

    async def close(self) -> None:
        """End the process if it was started here."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            await asyncio.to_thread(process.wait)

    async def _ask(self, texts: Sequence[str]) -> list[list[float]]:
        reader, writer = await self._connection()
        try:
            writer.write(question(texts))
            await writer.drain()
            is_good = await reader.readexactly(1) == b"+"
            data = await read_frame(reader)
        except (OSError, EOFError) as error:
            raise ModelUnavailable("the offline embedding model ended while it worked", provider="local") from error
        finally:
            writer.close()
        if not is_good:
            raise ModelError(f"the offline embedding model failed: {data.decode()}", provider="local")
        return [list(row) for row in struct.iter_unpack(f"={DIMENSIONS}f", data)]

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            return await asyncio.open_unix_connection(self._socket)
        except OSError:
            if model_folder() is None:
                raise ModelUnavailable(_not_installed(), provider="local") from None
        async with self._starting:
            return await self._started()

    async def _started(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        give_up_at = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up_at:
            try:
                return await asyncio.open_unix_connection(self._socket)
            except OSError:
                await self._start()
                await asyncio.sleep(LOOK_SECONDS)
        raise ModelUnavailable(
            f"the offline embedding model did not start within {START_SECONDS:g} s", provider="local"
        )

    async def _start(self) -> None:
        if not self._starts or (self._process is not None and self._process.poll() is None):
            return
        await asyncio.to_thread(self._socket.parent.mkdir, parents=True, exist_ok=True)
        command = [sys.executable, "-m", "engine.models.minilm", str(self._socket)]
        environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}  # no key of ours is its business
        self._process = await asyncio.to_thread(
            subprocess.Popen, command, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL
        )


def _not_installed() -> str:
    return f"the weights of the offline embedding model are not installed; install them with `{INSTALL}`"
