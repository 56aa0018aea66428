"""The bytes of files in the data folder; all functions block, so they are called in threads.

A file's place is made of ids only: no name that anybody gave becomes part of a path.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

CHUNK = 2**20  # bytes
FOLDER, UNFINISHED = "files", "tmp"  # what is left unfinished is swept by a worker


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that were written."""

    size: int
    hash: str  # SHA-256, in hex


def key_of(workspace_id: str, file_id: str) -> str:
    """Return where the bytes of a file lie, relative to the folder of files."""
    return f"{workspace_id}/{file_id[-2:]}/{file_id}"


def place_of(data_dir: Path, key: str) -> Path:
    """Return the path of a key."""
    return data_dir / FOLDER / key


def keep(data_dir: Path, key: str, source: bytes | Path | BinaryIO) -> Kept:
    """Write `source` (an open file from its start) completely or not at all.

    Raises:
        OSError: there is no room for it, or `source` cannot be read.
    """
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return keep(data_dir, key, opened)
    target, unfinished = place_of(data_dir, key), data_dir / UNFINISHED
    for folder in (target.parent, unfinished):
        folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix="upload-", dir=unfinished)
    try:
        with os.fdopen(descriptor, "wb") as written:
            kept = _copied(BytesIO(source) if isinstance(source, bytes) else source, written)
            written.flush()
            os.fsync(written.fileno())
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)
    return kept


def _copied(source: BinaryIO, target: BinaryIO) -> Kept:
    source.seek(0)
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(CHUNK):
        size += len(chunk)
        digest.update(chunk)
        target.write(chunk)
    return Kept(size, digest.hexdigest())


def remove(data_dir: Path, *keys: str) -> None:
    """Remove the bytes of files; none there is no error."""
    for key in keys:
        place_of(data_dir, key).unlink(missing_ok=True)


def written_before(data_dir: Path, at: float) -> dict[str, str]:
    """Return the keys of all files that were written before a time, by their ids."""
    folder = data_dir / FOLDER
    old = [path for path in folder.glob("*/*/*") if path.stat().st_mtime < at]
    return {path.name: path.relative_to(folder).as_posix() for path in old}
