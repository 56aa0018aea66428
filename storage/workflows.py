"""Drafts and published versions of graph apps."""

from typing import Any

from storage.changes import added
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.records import Workflow

DRAFT = "draft"


def find_draft(db: Database, workspace_id: str, app_id: str) -> Workflow | None:
    """Return the draft of an app; None for an app without one."""
    row = db.one(
        "SELECT * FROM workflows WHERE workspace_id = ? AND app_id = ? AND version = ?", [workspace_id, app_id, DRAFT]
    )
    return Workflow(**row) if row else None


def find_published(db: Database, workspace_id: str, app_id: str) -> Workflow | None:
    """Return the newest published version, the one that serves; None when nothing is published."""
    row = db.one(
        """
        SELECT * FROM workflows
        WHERE workspace_id = ? AND app_id = ? AND version <> ?
        ORDER BY created_at DESC, id DESC LIMIT 1
        """,
        [workspace_id, app_id, DRAFT],
    )
    return Workflow(**row) if row else None


def get_workflow(db: Database, workspace_id: str, app_id: str, workflow_id: str) -> Workflow:
    """Return the draft or a version of an app by its id. Raises: NotFound."""
    row = db.one(
        "SELECT * FROM workflows WHERE workspace_id = ? AND app_id = ? AND id = ?", [workspace_id, app_id, workflow_id]
    )
    if not row:
        raise NotFound("workflow", workflow_id)
    return Workflow(**row)


def list_versions(
    db: Database,
    workspace_id: str,
    app_id: str,
    *,
    created_by: str | None = None,
    named_only: bool = False,
    page: int = 1,
    limit: int = 20,
) -> list[Workflow]:
    """Return one page of published versions, newest first."""
    rows = db.query(
        """
        SELECT * FROM workflows
        WHERE workspace_id = $workspace AND app_id = $app AND version <> $draft
          AND ($created_by IS NULL OR created_by = $created_by)
          AND (NOT $named_only OR marked_name <> '')
        ORDER BY created_at DESC, id DESC
        LIMIT $limit OFFSET $offset
        """,
        {
            "workspace": workspace_id,
            "app": app_id,
            "draft": DRAFT,
            "created_by": created_by,
            "named_only": named_only,
            "limit": limit,
            "offset": (page - 1) * limit,
        },
    )
    return [Workflow(**row) for row in rows]


def published_ids(db: Database, workspace_id: str) -> dict[str, str]:
    """Return by app id which version serves; apps without a published version are left out."""
    rows = db.query(
        """
        SELECT app_id, arg_max(id, created_at) AS id FROM workflows
        WHERE workspace_id = ? AND version <> ? GROUP BY app_id
        """,
        [workspace_id, DRAFT],
    )
    return {row["app_id"]: row["id"] for row in rows}


async def add_workflow(db: Database, workflow: Workflow) -> None:
    """Store a first draft or a published version. Raises: Conflict when the app has that version already."""
    await db.store(added(workflow))


async def save_draft(db: Database, draft: Workflow, *, seen_hash: str | None = None) -> Workflow:
    """Store the draft of an app, over the one that is there, and return it as stored.

    The id and the making of the draft that is there stay. With `seen_hash`, only that very state is replaced.

    Raises:
        Conflict: `seen_hash` is given and the stored draft has another hash.
    """

    def save(cursor: Cursor) -> Workflow:
        where = {"workspace_id": draft.workspace_id, "app_id": draft.app_id, "version": DRAFT}
        stored = cursor.one(
            "SELECT hash FROM workflows WHERE workspace_id = ? AND app_id = ? AND version = ?", list(where.values())
        )
        if not stored:
            cursor.insert("workflows", [draft.row()])
            return draft
        if seen_hash is not None and seen_hash != stored["hash"]:
            raise Conflict(f"the draft of app {draft.app_id} was changed by someone else")
        return Workflow(**cursor.update("workflows", where, _content(draft))[0])

    return await db.write(save)


def _content(draft: Workflow) -> dict[str, Any]:
    kept = {"id", "workspace_id", "app_id", "version", "created_by", "created_at"}
    return {name: value for name, value in draft.row().items() if name not in kept}


async def mark_version(db: Database, workspace_id: str, app_id: str, workflow_id: str, **changes: Any) -> Workflow:
    """Set `marked_name` or `marked_comment` of a version and return it. Raises: NotFound."""

    def mark(cursor: Cursor) -> Workflow:
        rows = cursor.update("workflows", {"workspace_id": workspace_id, "app_id": app_id, "id": workflow_id}, changes)
        if not rows:
            raise NotFound("workflow", workflow_id)
        return Workflow(**rows[0])

    return await db.write(mark)


async def delete_version(db: Database, workspace_id: str, app_id: str, workflow_id: str) -> None:
    """Delete a version. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        if not cursor.delete("workflows", {"workspace_id": workspace_id, "app_id": app_id, "id": workflow_id}):
            raise NotFound("workflow", workflow_id)

    await db.write(delete)
