"""One process per data folder: a lock file that tells who holds it."""

import json
import os
from pathlib import Path
from types import ModuleType

from services.errors import StartError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows, where the database's own lock has to do
    fcntl = None

NAME = "millrace.lock"


class FolderLock:
    """The right to work in a data folder; it ends with the process, however that ends."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self._descriptor = descriptor

    @classmethod
    def take(cls, folder: Path, *, url: str) -> "FolderLock":
        """Lock `folder`, making it where needed, and note this process and its address there.

        Raises:
            StartError: another process holds the folder, or the folder cannot be written.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StartError(f"the data folder {folder} cannot be written ({error.strerror})") from error
        try:
            if fcntl is not None:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(descriptor, 1000)
            os.close(descriptor)
            raise StartError(_in_use(folder, holder)) from error
        _write(descriptor, json.dumps({"pid": os.getpid(), "url": url}).encode())
        return cls(folder, descriptor)

    def release(self) -> None:
        """Let others have the folder. The file stays: removing it would let two processes lock two files."""
        _write(self._descriptor, b"")
        os.close(self._descriptor)


def _write(descriptor: int, content: bytes) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, content, 0)


def _in_use(folder: Path, holder: bytes) -> str:
    try:
        held = json.loads(holder)
        who = f"process {held['pid']}, which serves {held['url']}"
    except (ValueError, KeyError, TypeError):
        who = "another process"
    return (
        f"the data folder {folder} is in use by {who}. "
        "Stop that process first, or give this one a folder of its own with MILLRACE_DATA_DIR"
    )
