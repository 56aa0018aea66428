"""Checkpoints that a crash cannot break.

DuckDB adds metadata to a block that has room by writing the whole block again in its old place, while the last
complete header still points to it. A process that is killed in the middle of this write leaves a block whose
checksum is wrong, and a file that never opens again (seen once in some fifty kills under load). So checkpoints
are made here, by the writer alone: before each, the metadata blocks are saved beside the file. A start that finds
them, and the header of the time when they were saved, puts them back; the write-ahead log, which DuckDB drops
only after a complete checkpoint, then brings the file up to date.
"""

import fcntl
import hashlib
import logging
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import duckdb

from storage.errors import StorageError

log = logging.getLogger(__name__)

SETTINGS: Final[dict[str, str | bool | int | float | list[str]]] = {
    "checkpoint_threshold": "1TB",  # none but ours
    "auto_checkpoint_skip_wal_threshold": 2**62,  # large commits, too, go into the log first
}
LOG_BYTES: Final = 16 * 2**20  # of the write-ahead log at which a checkpoint is made

_PAGE: Final = 4096
_FIRST_BLOCK: Final = 3 * _PAGE  # after the main header and two headers that take turns
_MAGIC: Final = b"DUCK"
_HEADER: Final = struct.Struct("<8xQqqQQ")  # checksum, iteration, metadata, free list, blocks, bytes of a block
_SAVED: Final = struct.Struct("<QQQ")  # iteration, bytes of a block, number of blocks
_DIGEST: Final = 32  # bytes


class Checkpoints:
    """Makes the checkpoints of one open database file; belongs to the writer's thread."""

    def __init__(self, path: Path, *, log_bytes: int = LOG_BYTES) -> None:
        self.log_bytes = log_bytes
        # Closing any descriptor of the file gives up DuckDB's lock on it, so this one stays open.
        self._file = path.open("rb")
        self._saved = _beside(path, ".undo")
        self._log = _beside(path, ".wal")

    def is_due(self) -> bool:
        """Return whether the write-ahead log has grown enough."""
        try:
            return self._log.stat().st_size >= self.log_bytes
        except FileNotFoundError:
            return False

    def make(self, raw: duckdb.DuckDBPyConnection) -> None:
        """Move what the log holds into the file.

        Raises:
            duckdb.Error, OSError: it failed; the log still holds everything.
        """
        blocks = [int(row[0]) for row in raw.execute("SELECT block_id FROM pragma_metadata_info()").fetchall()]
        save(self._file, sorted(blocks), self._saved)
        raw.execute("CHECKPOINT")
        self._saved.unlink()

    def close(self) -> None:
        """Give the file back, after the database has."""
        self._file.close()


def restore(path: Path) -> bool:
    """Put back what a checkpoint that was cut off may have broken; return whether there was any. Before opening."""
    saved = _beside(path, ".undo")
    if not (path.exists() and saved.exists()):
        return False
    found = _load(saved)
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the lock that DuckDB takes
        except BlockingIOError:
            return False  # another process is in the middle of a checkpoint
        header = _header(file)
        is_cut_off = found is not None and header.iteration == found.iteration
        if found is not None and is_cut_off:
            for number, block in found.blocks.items():
                file.seek(_FIRST_BLOCK + number * found.block_bytes)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
            log.warning("a checkpoint had been cut off and was undone file=%s blocks=%d", path, len(found.blocks))
    saved.unlink()
    return is_cut_off


@dataclass(frozen=True, slots=True)
class _Header:
    """The newer of a file's two headers."""

    iteration: int
    block_bytes: int


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Saved blocks by number, and the header of their time."""

    iteration: int
    block_bytes: int
    blocks: dict[int, bytes]


def _header(file: BinaryIO) -> _Header:
    file.seek(0)
    start = file.read(_FIRST_BLOCK)
    if start[8:12] != _MAGIC:
        raise StorageError(f"{file.name} is no DuckDB file")
    newer = max(_HEADER.unpack_from(start, place) for place in (_PAGE, 2 * _PAGE))
    return _Header(iteration=newer[0], block_bytes=newer[4])


def save(file: BinaryIO, numbers: list[int], target: Path) -> None:
    """Write the blocks to `target`, which appears whole and on disk, or not at all."""
    header = _header(file)
    parts = [_SAVED.pack(header.iteration, header.block_bytes, len(numbers))]
    for number in numbers:
        block = os.pread(file.fileno(), header.block_bytes, _FIRST_BLOCK + number * header.block_bytes)
        parts.append(struct.pack("<QQ", number, len(block)) + block)
    data = b"".join(parts)
    partial = target.with_suffix(".tmp")
    with partial.open("wb") as out:
        out.write(data + hashlib.blake2b(data, digest_size=_DIGEST).digest())
        out.flush()
        os.fsync(out.fileno())
    partial.rename(target)
    _sync_folder(target.parent)


def _load(saved: Path) -> _Blocks | None:
    """Return what `save` wrote, None when it is damaged: it was written before the file was touched."""
    content = saved.read_bytes()
    data, digest = content[:-_DIGEST], content[-_DIGEST:]
    if len(data) < _SAVED.size or hashlib.blake2b(data, digest_size=_DIGEST).digest() != digest:
        log.warning("saved blocks are damaged and left alone file=%s", saved)
        return None
    iteration, block_bytes, count = _SAVED.unpack_from(data)
    place, blocks = _SAVED.size, {}
    for _ in range(count):
        number, size = struct.unpack_from("<QQ", data, place)
        blocks[number] = data[place + 16 : place + 16 + size]
        place += 16 + size
    return _Blocks(iteration, block_bytes, blocks)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
