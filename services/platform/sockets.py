"""Where the Unix sockets of our own children are."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from services.errors import StartError

LONGEST: Final = 107  # bytes of a path, a limit of the operating system


def socket_path(folder: Path, name: str) -> Path:
    """Return where the socket `name` of what works in `folder` is: there, or where the path is short enough for one.

    Raises:
        StartError: the short place belongs to somebody else.
    """
    path = folder / name
    if len(os.fsencode(path)) <= LONGEST:
        return path
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"millrace-{os.getuid()}-{digest}"
    short.mkdir(mode=0o700, exist_ok=True)
    found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise StartError(f"{short} is not a folder of our own; remove it, or choose a shorter MILLRACE_DATA_DIR")
    return short / name
