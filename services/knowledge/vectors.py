"""Vectors of texts: asked of a model once, then kept in a file that the app and its workers share.

The file is a cache: it may be deleted at any time, and a base never reads its own vectors from it.
"""

import asyncio
import hashlib
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.errors import ModelError
from engine.models.base import EmbeddingModel, Purpose

Vectors = np.ndarray[Any, np.dtype[np.float32]]

CACHE: Final = "cache/vectors.sqlite"  # in the data folder
BATCH: Final = 256  # texts between two looks at the cache, so that work that is cut off is not lost
WAITING: Final = 30.0  # seconds that one process waits for another one's write
_MOST_MARKS: Final = 500  # of one statement


class VectorCache:
    """Vectors by model and text. Safe for several threads and processes; every call opens the file anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the vectors that are there, as float32 bytes, by key."""
        wanted = list(dict.fromkeys(keys))
        with closing(self._open()) as file:
            parts = [wanted[start : start + _MOST_MARKS] for start in range(0, len(wanted), _MOST_MARKS)]
            return {key: vector for part in parts for key, vector in self._found(file, part)}

    def put(self, vectors: Mapping[bytes, bytes]) -> None:
        """Keep vectors."""
        now = int(time.time())
        with closing(self._open()) as file, file:
            file.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", [(key, one, now) for key, one in vectors.items()]
            )

    def prune(self, most_bytes: int) -> int:
        """Delete what was made longest ago until the vectors take `most_bytes`; return how many went."""
        with closing(self._open()) as file, file:
            return file.execute(
                """
                DELETE FROM vectors WHERE key IN (
                    SELECT key FROM (
                        SELECT key, sum(length(vector)) OVER (ORDER BY made_at DESC, key) AS together FROM vectors
                    ) WHERE together > ?
                )
                """,
                [most_bytes],
            ).rowcount

    def _found(self, file: sqlite3.Connection, keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        marks = ", ".join("?" * len(keys))
        return file.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", keys).fetchall()  # noqa: S608

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(self._path, timeout=WAITING)
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        file.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB, made_at INTEGER) WITHOUT ROWID"
        )
        return file


def key_of(model: EmbeddingModel, text: str, purpose: Purpose = "document") -> bytes:
    """Return the key of a text's vector; a question's is another one than that of the same text to be found."""
    told = "" if purpose == "document" else f"{purpose}\0"
    return hashlib.blake2b(f"{told}{model.provider}\0{model.name}\0{text}".encode(), digest_size=20).digest()


async def embed(
    model: EmbeddingModel, texts: Sequence[str], cache: VectorCache | None = None, *, purpose: Purpose = "document"
) -> Vectors:
    """Return the vectors of `texts`, float32 [texts, dimensions], each of length 1; equal texts are asked for once.

    Raises:
        ModelError: the model failed, or its vectors make no sense.
    """
    keys = [key_of(model, text, purpose) for text in texts]
    found: dict[bytes, bytes] = await asyncio.to_thread(cache.get, keys) if cache else {}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
    for part in _parts(list(missing.items())):
        new = await _asked(model, part, purpose)
        if cache:
            await asyncio.to_thread(cache.put, new)
        found |= new
    return _matrix(model, [found[key] for key in keys])


def _parts(items: list[tuple[bytes, str]]) -> list[list[tuple[bytes, str]]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


async def _asked(model: EmbeddingModel, items: Sequence[tuple[bytes, str]], purpose: Purpose) -> dict[bytes, bytes]:
    rows = await model.embed([text for _, text in items], purpose=purpose)
    if len(rows) != len(items):
        raise ModelError(f"{model.name} gave {len(rows)} vectors for {len(items)} texts", provider=model.provider)
    return {key: _unit(model, row).tobytes() for (key, _), row in zip(items, rows, strict=True)}


def _unit(model: EmbeddingModel, row: Sequence[float]) -> Vectors:
    vector = np.asarray(row, np.float32)
    length = float(np.linalg.norm(vector))
    if vector.ndim != 1 or not len(vector) or not np.isfinite(length) or length == 0:
        raise ModelError(f"{model.name} gave a vector that is empty, zero or not finite", provider=model.provider)
    return vector / np.float32(length)


def _matrix(model: EmbeddingModel, rows: Sequence[bytes]) -> Vectors:
    if len({len(row) for row in rows}) > 1:
        raise ModelError(f"{model.name} gave vectors of different sizes", provider=model.provider)
    if not rows:
        return np.empty((0, 0), np.float32)
    return np.frombuffer(b"".join(rows), np.float32).reshape(len(rows), -1)
