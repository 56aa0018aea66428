"""Annotations of apps: pairs of a question and its answer, when they answered, and whether they may."""

from collections.abc import Mapping, Sequence
from typing import Any

from storage.changes import Change, added, put
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import Annotation, AnnotationHit, AnnotationJob, AnnotationSetting

VECTORS_AT_ONCE = 500  # of one statement


def get_annotation(db: Database, workspace_id: str, app_id: str, annotation_id: str) -> Annotation:
    """Return an annotation. Raises: NotFound."""
    row = db.one(
        "SELECT * FROM annotations WHERE workspace_id = ? AND app_id = ? AND id = ?",
        [workspace_id, app_id, annotation_id],
    )
    if not row:
        raise NotFound("annotation", annotation_id)
    return Annotation(**row)


def list_annotations(
    db: Database, workspace_id: str, app_id: str, *, keyword: str = "", page: int = 1, limit: int = 20
) -> list[Annotation]:
    """Return one page of an app's annotations, newest first, without vectors.

    `keyword` is any part of question or answer, without regard to case.
    """
    rows = db.query(
        """
        SELECT * REPLACE (NULL AS vector, NULL AS vector_key) FROM annotations
        WHERE workspace_id = $workspace AND app_id = $app
          AND (contains(lower(question), lower($keyword)) OR contains(lower(answer), lower($keyword)))
        ORDER BY created_at DESC, id DESC
        LIMIT $limit OFFSET $offset
        """,
        {
            "workspace": workspace_id,
            "app": app_id,
            "keyword": keyword,
            "limit": limit,
            "offset": (page - 1) * limit,
        },
    )
    return [Annotation(**row) for row in rows]


def count_annotations(db: Database, workspace_id: str, app_id: str, *, keyword: str = "") -> int:
    """Return how many annotations `list_annotations` has on all its pages."""
    rows = db.query(
        """
        SELECT count(*) AS found FROM annotations
        WHERE workspace_id = $workspace AND app_id = $app
          AND (contains(lower(question), lower($keyword)) OR contains(lower(answer), lower($keyword)))
        """,
        {"workspace": workspace_id, "app": app_id, "keyword": keyword},
    )
    return int(rows[0]["found"])


def all_annotations(db: Database, workspace_id: str, app_id: str) -> list[Annotation]:
    """Return all annotations of an app with their vectors, oldest first."""
    rows = db.query(
        "SELECT * FROM annotations WHERE workspace_id = ? AND app_id = ? ORDER BY created_at, id",
        [workspace_id, app_id],
    )
    return [Annotation(**row) for row in rows]


async def add_annotation(db: Database, *annotations: Annotation) -> None:
    """Store new annotations, all or nothing."""
    await db.store(added(*annotations))


async def update_annotation(
    db: Database, workspace_id: str, app_id: str, annotation_id: str, **changes: Any
) -> Annotation:
    """Set columns of an annotation and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> Annotation:
        where = {"workspace_id": workspace_id, "app_id": app_id, "id": annotation_id}
        rows = cursor.update("annotations", where, changes)
        if not rows:
            raise NotFound("annotation", annotation_id)
        return Annotation(**rows[0])

    return await db.write(change)


async def set_vectors(db: Database, vectors: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Store vectors, and what they were made of, by the ids of annotations; those that are gone are left out."""
    rows = [{"id": id, "vector": vector, "vector_key": key} for id, (vector, key) in vectors.items()]
    for start in range(0, len(rows), VECTORS_AT_ONCE):
        await db.store([Change("annotations", rows[start : start + VECTORS_AT_ONCE], "update")])


async def delete_annotation(db: Database, workspace_id: str, app_id: str, annotation_id: str) -> None:
    """Delete an annotation with its hits. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        owner = {"workspace_id": workspace_id, "app_id": app_id}
        if not cursor.delete("annotations", {**owner, "id": annotation_id}):
            raise NotFound("annotation", annotation_id)
        cursor.discard("annotation_hits", {**owner, "annotation_id": annotation_id})

    await db.write(delete)


async def add_hit(db: Database, hit: AnnotationHit) -> None:
    """Store that an annotation answered."""
    await db.store(added(hit))


def count_hits(db: Database, workspace_id: str, annotation_ids: Sequence[str]) -> dict[str, int]:
    """Return how often annotations answered, by id, in one query; those that never did are left out."""
    rows = db.query(
        """
        SELECT annotation_id, count(*) AS found FROM annotation_hits
        WHERE workspace_id = ? AND list_contains(?, annotation_id)
        GROUP BY annotation_id
        """,
        [workspace_id, list(annotation_ids)],
    )
    return {row["annotation_id"]: row["found"] for row in rows}


def list_hits(
    db: Database, workspace_id: str, app_id: str, annotation_id: str, *, page: int = 1, limit: int = 20
) -> list[AnnotationHit]:
    """Return one page of the times that an annotation answered, newest first."""
    rows = db.query(
        """
        SELECT * FROM annotation_hits
        WHERE workspace_id = ? AND app_id = ? AND annotation_id = ?
        ORDER BY created_at DESC, id DESC
        LIMIT ? OFFSET ?
        """,
        [workspace_id, app_id, annotation_id, limit, (page - 1) * limit],
    )
    return [AnnotationHit(**row) for row in rows]


def find_annotation_setting(db: Database, workspace_id: str, app_id: str) -> AnnotationSetting | None:
    """Return how the annotations of an app answer, None when that was never set."""
    row = db.one("SELECT * FROM annotation_settings WHERE workspace_id = ? AND app_id = ?", [workspace_id, app_id])
    return AnnotationSetting(**row) if row else None


async def put_annotation_setting(db: Database, setting: AnnotationSetting) -> None:
    """Store how the annotations of an app answer, over what is there; its id stays."""
    columns = ("is_enabled", "score_threshold", "embedding_provider", "embedding_model", "updated_at")
    await db.store(put(setting, update=columns))


def find_job(db: Database, workspace_id: str, app_id: str, job_id: str) -> AnnotationJob | None:
    """Return a job of an app."""
    row = db.one(
        "SELECT * FROM annotation_jobs WHERE workspace_id = ? AND app_id = ? AND id = ?",
        [workspace_id, app_id, job_id],
    )
    return AnnotationJob(**row) if row else None


def unfinished_jobs(db: Database) -> list[AnnotationJob]:
    """Return the jobs of all workspaces that have no end yet, oldest first."""
    rows = db.query("SELECT * FROM annotation_jobs WHERE status IN ('waiting', 'processing') ORDER BY created_at, id")
    return [AnnotationJob(**row) for row in rows]


async def put_job(db: Database, job: AnnotationJob) -> None:
    """Store a job, over what is there of it."""
    await db.store(put(job))
