"""The files that documents are made of."""

from collections.abc import Sequence

from storage.cursor import Cursor
from storage.database import Database
from storage.records import Dataset, Upload


def bases_of_file(db: Database, workspace_id: str, file_id: str) -> list[Dataset]:
    """Return the bases that have a document made of a file."""
    rows = db.query(
        """
        SELECT * FROM datasets WHERE workspace_id = $workspace AND id IN (
            SELECT dataset_id FROM documents
            WHERE workspace_id = $workspace AND json_extract_string(data_source, '$.upload_file_id') = $file
        )
        """,
        {"workspace": workspace_id, "file": file_id},
    )
    return [Dataset(**row) for row in rows]


async def take_released(db: Database, workspace_id: str, file_ids: Sequence[str]) -> list[Upload]:
    """Delete those of the workspace's own files that neither a document nor a run uses any more; return them."""

    def take(cursor: Cursor) -> list[Upload]:
        rows = cursor.query(
            """
            DELETE FROM uploads
            WHERE workspace_id = $workspace AND app_id IS NULL AND list_contains($ids::VARCHAR[], id)
            AND id NOT IN (SELECT file_id FROM file_uses WHERE workspace_id = $workspace)
            AND id NOT IN (
                SELECT coalesce(json_extract_string(data_source, '$.upload_file_id'), '') FROM documents
                WHERE workspace_id = $workspace
            )
            RETURNING *
            """,
            {"workspace": workspace_id, "ids": list(file_ids)},
        )
        return [Upload(**row) for row in rows]

    return await db.write(take)
