"""Bringing a file to this code's schema: numbered SQL files, each in one transaction, after a backup."""

import logging
import os
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from storage.errors import MigrationFailed, UnsupportedSchema

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent / "migrations"
OLDEST = 1  # schema versions below this one can no longer be migrated


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema; `version` is the number that the file's name begins with."""

    version: int
    name: str
    sql: str


def migrations(folder: Path = FOLDER) -> list[Migration]:
    """Return the steps of a folder in order; their numbers are 1, 2, 3 and so on."""
    found = [
        Migration(int(path.name.split("_", 1)[0]), path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("[0-9]*_*.sql"))
    ]
    if [step.version for step in found] != list(range(1, len(found) + 1)):
        raise UnsupportedSchema(f"the migrations in {folder} are not numbered 1 to {len(found)} without gaps")
    return found


def schema_version(root: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the last migration of this database; 0 when it is new."""
    known = root.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = 'schema_version' AND database_name = current_database()"
    ).fetchone()
    if not known:
        return 0
    found = root.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
    return int(found[0]) if found else 0


def migrate(root: duckdb.DuckDBPyConnection, path: Path | None, *, folder: Path = FOLDER, oldest: int = OLDEST) -> None:
    """Apply the steps that the database lacks; `path` is its file, None for one in memory.

    Before the first step on a database that is in use, a copy goes to `backups` beside the file. A new database
    takes all steps in one transaction, in a third of the time that one for each would need.

    Raises:
        UnsupportedSchema: the database is newer than the steps known here, or older than `oldest`.
        MigrationFailed: a step was rolled back; earlier ones stay, but in a new database.
    """
    steps, version = migrations(folder), schema_version(root)
    _refuse_unsupported(version, newest=len(steps), oldest=oldest, path=path)
    missing = steps[version:]
    if missing and version and path:
        saved = back_up(root, path, version)
        log.info("database backed up before its upgrade version=%d file=%s", version, saved)
    if version:
        for step in missing:
            _apply(root, [step])
    elif missing:
        _apply(root, missing)


def back_up(root: duckdb.DuckDBPyConnection, path: Path, version: int) -> Path:
    """Return a complete copy of the database, safely on disk, at `backups/millrace-<version>-<time>.duckdb`."""
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"millrace-{version}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.duckdb"
    partial = target.with_suffix(".tmp")
    partial.unlink(missing_ok=True)
    (source,) = root.execute("SELECT current_database()").fetchone() or ("",)
    root.execute(f"ATTACH '{_quoted(partial)}' AS backup")
    try:
        root.execute(f'COPY FROM DATABASE "{source}" TO backup')
        root.execute("CHECKPOINT backup")  # the copy is one file, without a log
    finally:
        root.execute("DETACH backup")
    _sync(partial)
    partial.rename(target)
    _sync(folder)
    return target


def _refuse_unsupported(version: int, *, newest: int, oldest: int, path: Path | None) -> None:
    if version > newest:
        raise UnsupportedSchema(
            f"{path or 'the database'} has schema version {version}, this Millrace knows versions up to {newest}. "
            f"Start a newer Millrace, or restore a copy from {path.parent / 'backups' if path else 'a backup'}."
        )
    if 0 < version < oldest:
        raise UnsupportedSchema(
            f"{path or 'the database'} has schema version {version}, the oldest that can be upgraded is {oldest}. "
            "Start it once with an earlier Millrace that knows both versions, then with this one."
        )


def _apply(root: duckdb.DuckDBPyConnection, steps: Sequence[Migration]) -> None:
    """Take one step or more in one transaction."""
    step = steps[0]
    root.execute("BEGIN")
    try:
        root.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER, name VARCHAR, applied_at TIMESTAMP)")
        for step in steps:
            root.execute(step.sql)
            root.execute(
                "INSERT INTO schema_version VALUES (?, ?, now()::TIMESTAMPTZ AT TIME ZONE 'UTC')",
                [step.version, step.name],
            )
        root.execute("COMMIT")
    except duckdb.Error as error:
        with suppress(duckdb.TransactionException):  # a commit that failed has undone everything already
            root.execute("ROLLBACK")
        raise MigrationFailed(f"migration {step.name} failed and was undone: {error}") from error
    for step in steps:
        log.info("database migrated version=%d name=%s", step.version, step.name)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _quoted(path: Path) -> str:
    return re.sub("'", "''", str(path))
