"""What workers do: each job takes paths and plain values, and may run twice without harm."""

import time
from pathlib import Path


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
