"""What workers do: each job takes paths and plain values, and may run twice without harm."""

import asyncio
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from services.knowledge.spool import Assignment

NICE: Final = 5  # of whatever runs jobs: the server that shares the machine goes first


def prune_backups(folder: str, keep: int) -> int:
    """Remove all but the newest `keep` backups (`*.duckdb` and what lies beside each) and return how many went."""
    backups = sorted(Path(folder).glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
    for backup in backups[keep:]:
        backup.unlink(missing_ok=True)
    return len(backups[keep:])


def sweep_files(folder: str, older_than: float) -> int:
    """Remove the files under `folder` that nothing has written for `older_than` seconds; return how many went."""
    oldest = time.time() - older_than
    stale = [path for path in Path(folder).rglob("*") if path.is_file() and path.stat().st_mtime < oldest]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def index_document(folder: str) -> None:
    """Index a document as the job in an attempt's folder says; what comes of it is left there."""
    from engine.extract import extract_forked  # noqa: PLC0415  # what only this job needs: an idle worker stays small
    from services.knowledge.indexing import index  # noqa: PLC0415  # as above

    asyncio.run(index(_assignment(Path(folder)), read=extract_forked))


def _assignment(folder: Path) -> "Assignment":
    """Return an attempt: its folder, or what the app tells of it where that is out of reach."""
    if os.environ.get("MILLRACE_SPOOL_URL"):
        from services.knowledge.remote import assignment  # noqa: PLC0415  # what only such a worker needs

        return assignment(folder.name)
    from services.knowledge.spool import Attempt  # noqa: PLC0415  # what only this job needs

    return Attempt(folder)
