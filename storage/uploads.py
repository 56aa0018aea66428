"""Files that people upload and nodes make, and who uses them; the bytes are not here.

DuckDB looks a value up in an index only when nothing else stands in the WHERE; hence the materialized first step.
"""

from collections.abc import Sequence

from storage.changes import added, added_if_new
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.records import FileUse, Upload


def find_upload(db: Database, file_id: str) -> Upload | None:
    """Return the file with an id, in any workspace: whoever asks holds a signed link or checks the workspace."""
    row = db.one("SELECT * FROM uploads WHERE id = ?", [file_id])
    return Upload(**row) if row else None


def list_uploads(db: Database, workspace_id: str, file_ids: Sequence[str]) -> list[Upload]:
    """Return those of the named files that the workspace has, in no order."""
    rows = db.query(
        "SELECT * FROM uploads WHERE workspace_id = ? AND list_contains(?::VARCHAR[], id)",
        [workspace_id, list(file_ids)],
    )
    return [Upload(**row) for row in rows]


def list_file_uses(db: Database, workspace_id: str, file_id: str) -> list[FileUse]:
    """Return who uses a file, oldest first."""
    rows = db.query(
        """
        WITH found AS MATERIALIZED (SELECT * FROM file_uses WHERE file_id = ?)
        SELECT * FROM found WHERE workspace_id = ? ORDER BY created_at, id
        """,
        [file_id, workspace_id],
    )
    return [FileUse(**row) for row in rows]


def known_uploads(db: Database, file_ids: Sequence[str]) -> set[str]:
    """Return those of the ids that are files of any workspace."""
    rows = db.query("SELECT id FROM uploads WHERE list_contains(?::VARCHAR[], id)", [list(file_ids)])
    return {row["id"] for row in rows}


async def add_upload(db: Database, upload: Upload, *uses: FileUse) -> None:
    """Store a new file, with those that use it from the start."""
    await db.store([*added(upload), *added(*uses)])


async def add_file_uses(db: Database, *uses: FileUse) -> None:
    """Store that runs use files; what is known already stays."""
    await db.store(added_if_new(*uses))


async def take_unused(db: Database, *, before: float) -> list[Upload]:
    """Delete the files of apps, made before a time, that no run uses; return them.

    Files without an app are the workspace's: knowledge is made of them.
    """

    def take(cursor: Cursor) -> list[Upload]:
        rows = cursor.query(
            """
            DELETE FROM uploads
            WHERE created_at < ? AND app_id IS NOT NULL AND id NOT IN (SELECT file_id FROM file_uses)
            RETURNING *
            """,
            [as_time(before)],
        )
        return [Upload(**row) for row in rows]

    return await db.write(take)
