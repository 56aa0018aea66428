"""The errors that storage raises; the driver's own exceptions stay inside."""

from pathlib import Path


class StorageError(Exception):
    """The root of all errors of this room."""


class NotFound(StorageError):
    """No row of this workspace has the id."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"{kind} {id} does not exist")
        self.kind = kind
        self.id = id


class Conflict(StorageError):
    """A write breaks a constraint: a key that is taken, or a required value that is missing."""


class InvalidRow(StorageError):
    """A value does not fit its column; nothing was queued."""


class QueryInterrupted(StorageError):
    """A read took longer than its caller allowed, or its caller went away."""


class DatabaseClosed(StorageError):
    """The database is closing or closed; nothing was stored."""


class DatabaseLocked(StorageError):
    """Another process has the database open; DuckDB lets in one process only."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(
            f"The data folder {path.parent} is in use by {holder}. "
            "Stop that process, or start with another folder (MILLRACE_DATA_DIR)."
        )
        self.folder = path.parent
        self.holder = holder


class ExtensionMissing(StorageError):
    """A DuckDB extension has no wheel, or a wheel for another version of DuckDB."""


class UnsupportedSchema(StorageError):
    """The file was written by a newer version, or by one too old to be migrated."""


class MigrationFailed(StorageError):
    """A migration was rolled back; the data is as it was before."""
