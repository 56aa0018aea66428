"""The encoder as a process that others share: `python -m engine.models.minilm SOCKET [IDLE_SECONDS]`.

It ends by itself when nobody has asked for a while, and with the process that started it. Of several that
are started for one socket the first serves and the others end. Short questions go before long ones, so that a
search does not wait for a document.
"""

import asyncio
import contextlib
import fcntl
import itertools
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.models.minilm.encoder import BATCH, THREADS, Encoder
from engine.models.minilm.weights import DIMENSIONS, model_folder
from engine.models.minilm.wire import answer, read_frame

IDLE_SECONDS = 600.0
LOOK_SECONDS = 1.0  # between looks for a parent that has gone
SIZE: Final = DIMENSIONS * 4  # bytes of a vector
NICE = 5  # the server that shares the machine goes first


@dataclass(order=True, slots=True)
class Piece:
    """At most `BATCH` texts of a question."""

    rank: tuple[int, int]  # short questions first, then in order of arrival
    texts: list[str] = field(compare=False)
    vectors: "asyncio.Future[bytes]" = field(compare=False)


class Server:
    """Answers questions piece by piece, as many at a time as there are workers."""

    def __init__(self) -> None:
        self._waiting: asyncio.PriorityQueue[Piece] = asyncio.PriorityQueue()
        self._numbers = itertools.count()
        self.asked_at = time.monotonic()

    async def work(self, encoder: Encoder) -> None:
        """Encode what waits, until cancelled."""
        while True:
            piece = await self._waiting.get()
            try:
                vectors = await asyncio.to_thread(encoder.encode, piece.texts)
            except Exception as error:  # noqa: BLE001 - whatever it is, the asker is told
                _settle(piece.vectors, error)
            else:
                _settle(piece.vectors, vectors.tobytes())

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the questions of one connection until it closes."""
        self.asked_at = time.monotonic()
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                writer.write(await self._answer(await read_frame(reader)))
                await writer.drain()
        writer.close()

    async def _answer(self, asked: bytes) -> bytes:
        self.asked_at = time.monotonic()
        texts = [str(text) for text in json.loads(asked)]
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))  # little padding in a piece
        pieces = [self._queued([texts[place] for place in part], len(texts)) for part in _parts(order)]
        try:
            found = b"".join([await piece.vectors for piece in pieces])
            return answer(_in_order(found, order), is_good=True)
        except Exception as error:  # noqa: BLE001 - told to the asker
            return answer(f"{type(error).__name__}: {error}".encode(), is_good=False)

    def _queued(self, texts: list[str], of: int) -> Piece:
        rank = (int(of > BATCH), next(self._numbers))
        piece = Piece(rank, texts, asyncio.get_running_loop().create_future())
        self._waiting.put_nowait(piece)
        return piece


def _parts(order: Sequence[int]) -> list[Sequence[int]]:
    return [order[start : start + BATCH] for start in range(0, len(order), BATCH)]


def _in_order(found: bytes, order: Sequence[int]) -> bytes:
    """Return vectors, which stand as `order` says, as the texts of the question stood."""
    vectors: list[bytes] = [b""] * len(order)
    for row, place in enumerate(order):
        vectors[place] = found[row * SIZE : (row + 1) * SIZE]
    return b"".join(vectors)


def _settle(future: "asyncio.Future[bytes]", outcome: bytes | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, bytes):
        future.set_result(outcome)
    else:
        future.set_exception(outcome)


async def serve(path: Path, folder: Path, idle_seconds: float) -> None:
    """Answer at the socket `path` until nobody has asked for `idle_seconds`, or the parent has gone."""
    parent = os.getppid()
    server = Server()
    encoder = await asyncio.to_thread(Encoder, folder, streams=THREADS)
    working = [asyncio.create_task(server.work(twin)) for twin in encoder.twins()]
    listening = await asyncio.start_unix_server(server.talk, path, backlog=64)
    while os.getppid() == parent and time.monotonic() - server.asked_at < idle_seconds:  # noqa: ASYNC110 - no event says it
        await asyncio.sleep(min(idle_seconds, LOOK_SECONDS))
    listening.close()
    for task in working:
        task.cancel()


def main() -> None:
    """Run the process, unless one already serves the socket."""
    path, folder = Path(sys.argv[1]), model_folder()
    if folder is None:
        sys.exit("the weights of all-MiniLM-L6-v2 are not installed")
    idle = float(sys.argv[2]) if len(sys.argv) > 2 else IDLE_SECONDS
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        os.nice(NICE)
        os.umask(0o077)  # the socket is for our own user
        path.unlink(missing_ok=True)
        asyncio.run(serve(path, folder, idle))
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
