"""Documents of knowledge bases."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from storage.changes import Change
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.knowledge.loading import remove_document_pieces
from storage.records import Dataset, StoredDocument

WORKING: Final = ("waiting", "parsing", "cleaning", "splitting", "indexing")  # states that end by themselves
DISPLAY: Final[Mapping[str, str]] = {  # what lists show, as conditions on a row
    "queuing": "indexing_status = 'waiting'",
    "indexing": "indexing_status IN ('parsing', 'cleaning', 'splitting', 'indexing')",
    "paused": "indexing_status = 'paused'",
    "error": "indexing_status = 'error'",
    "available": "indexing_status = 'completed' AND NOT archived AND enabled",
    "disabled": "indexing_status = 'completed' AND NOT archived AND NOT enabled",
    "archived": "indexing_status = 'completed' AND archived",
}
_ORDER: Final[Mapping[str, str]] = {
    "created_at": "created_at",
    "name": "lower(name)",
    "word_count": "word_count",
    "hit_count": "hit_count",
    "position": "position",
}


async def add_documents(db: Database, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    """Store new documents of one base behind those that are there; return them with their positions."""

    def add(cursor: Cursor) -> list[StoredDocument]:
        first = documents[0]
        row = cursor.one(
            "SELECT coalesce(max(position), 0) AS last FROM documents WHERE workspace_id = ? AND dataset_id = ?",
            [first.workspace_id, first.dataset_id],
        )
        last = row["last"] if row else 0
        rows = [document.row() | {"position": last + place} for place, document in enumerate(documents, 1)]
        cursor.insert("documents", rows)
        return [StoredDocument(**found) for found in rows]

    return await db.write(add) if documents else []


def get_document(db: Database, workspace_id: str, dataset_id: str, document_id: str) -> StoredDocument:
    """Return a document. Raises: NotFound."""
    row = db.one(
        "SELECT * FROM documents WHERE workspace_id = ? AND dataset_id = ? AND id = ?",
        [workspace_id, dataset_id, document_id],
    )
    if row is None:
        raise NotFound("document", document_id)
    return StoredDocument(**row)


def find_documents(db: Database, ids: Sequence[str]) -> list[StoredDocument]:
    """Return those of the documents that exist, of any workspace, in the order of the ids."""
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))  # only ids that stand in a list are looked up in the index
    rows = db.query(f"SELECT * FROM documents WHERE id IN ({marks})", list(ids))  # noqa: S608
    found = {row["id"]: StoredDocument(**row) for row in rows}
    return [found[id] for id in dict.fromkeys(ids) if id in found]


def list_documents(
    db: Database,
    workspace_id: str,
    dataset_id: str,
    *,
    keyword: str = "",
    display_status: str | None = None,
    sort: str = "-created_at",
    page: int = 1,
    limit: int = 20,
) -> tuple[list[StoredDocument], int]:
    """Return one page of documents and how many there are; `sort` is a column, with `-` from the largest."""
    condition = DISPLAY[display_status] if display_status else "true"
    column, direction = _ORDER[sort.lstrip("-")], "DESC" if sort.startswith("-") else "ASC"
    rows = db.query(
        f"""
        WITH hits AS (
            SELECT document_id, sum(count)::BIGINT AS hit_count FROM segment_hits
            WHERE workspace_id = $workspace AND dataset_id = $dataset GROUP BY document_id
        )
        SELECT documents.*, count(*) OVER () AS together
        FROM documents LEFT JOIN hits ON hits.document_id = documents.id
        WHERE workspace_id = $workspace AND dataset_id = $dataset AND contains(lower(name), lower($keyword))
          AND ({condition})
        ORDER BY {column} {direction} NULLS LAST, position {direction} LIMIT $limit OFFSET $offset
        """,  # noqa: S608  # pieces of our own, chosen by name
        {
            "workspace": workspace_id,
            "dataset": dataset_id,
            "keyword": keyword,
            "limit": limit,
            "offset": (page - 1) * limit,
        },
    )
    together = rows[0]["together"] if rows else 0
    return [
        StoredDocument(**{name: value for name, value in row.items() if name != "together"}) for row in rows
    ], together


def all_documents(db: Database, workspace_id: str, dataset_id: str) -> list[StoredDocument]:
    """Return all documents of a base, in their order."""
    rows = db.query(
        "SELECT * FROM documents WHERE workspace_id = ? AND dataset_id = ? ORDER BY position",
        [workspace_id, dataset_id],
    )
    return [StoredDocument(**row) for row in rows]


def documents_of_batch(db: Database, workspace_id: str, dataset_id: str, batch: str) -> list[StoredDocument]:
    """Return the documents that came together, in their order."""
    rows = db.query(
        "SELECT * FROM documents WHERE workspace_id = ? AND dataset_id = ? AND batch = ? ORDER BY position",
        [workspace_id, dataset_id, batch],
    )
    return [StoredDocument(**row) for row in rows]


def documents_at_work(db: Database) -> list[StoredDocument]:
    """Return the documents of all workspaces whose indexing has not ended, oldest first."""
    marks = ", ".join("?" * len(WORKING))
    rows = db.query(f"SELECT * FROM documents WHERE indexing_status IN ({marks}) ORDER BY created_at, id", WORKING)  # noqa: S608
    return [StoredDocument(**row) for row in rows]


async def update_document(db: Database, document: StoredDocument, **changes: Any) -> bool:
    """Set columns of a document unless a later attempt has begun; return whether they were set."""

    def change(cursor: Cursor) -> bool:
        where = {"id": document.id, "workspace_id": document.workspace_id, "attempt": document.attempt}
        return bool(cursor.update("documents", where, changes))

    return await db.write(change)


async def update_documents(
    db: Database, workspace_id: str, dataset_id: str, ids: Sequence[str], **changes: Any
) -> list[str]:
    """Set the same columns of many documents with one statement; return the ids of those that exist."""

    def change(cursor: Cursor) -> list[str]:
        found = cursor.query(
            "SELECT id FROM documents WHERE workspace_id = ? AND dataset_id = ? AND id IN (SELECT unnest(?))",
            [workspace_id, dataset_id, list(ids)],
        )
        existing = [str(row["id"]) for row in found]
        if existing:
            table = cursor.table("documents")
            columns = table.select(changes)
            sets = ", ".join(f"{column.name} = {column.placeholder}" for column in columns)
            values = [column.encode(value) for column, value in zip(columns, changes.values(), strict=True)]
            cursor.execute(f"UPDATE documents SET {sets} WHERE id IN (SELECT unnest(?))", [*values, existing])  # noqa: S608
        return existing

    return await db.write(change)


async def put_metadata(db: Database, values: Mapping[str, Mapping[str, Any]]) -> None:
    """Set the metadata of documents, by id."""
    await db.store(
        [Change("documents", [{"id": id, "doc_metadata": dict(one)}], "update") for id, one in values.items()]
    )


async def delete_documents(db: Database, dataset: Dataset, ids: Sequence[str]) -> list[str]:
    """Delete documents with all their pieces; return the ids of those that existed."""

    def delete(cursor: Cursor) -> list[str]:
        gone = []
        for id in ids:
            where = {"id": id, "workspace_id": dataset.workspace_id, "dataset_id": dataset.id}
            if cursor.delete("documents", where):
                remove_document_pieces(cursor, dataset, id)
                cursor.discard("segment_hits", {"document_id": id, "workspace_id": dataset.workspace_id})
                gone.append(id)
        return gone

    return await db.write(delete)


def hit_counts(db: Database, workspace_id: str, column: str, ids: Sequence[str]) -> dict[str, int]:
    """Return how often documents (`document_id`) or segments (`segment_id`) were found."""
    if column not in ("document_id", "segment_id"):
        raise ValueError(f"hits are not counted by {column}")
    rows = db.query(
        f"SELECT {column} AS id, sum(count)::BIGINT AS n FROM segment_hits "  # noqa: S608  # one of two names
        f"WHERE workspace_id = ? AND {column} IN (SELECT unnest(?)) GROUP BY 1",
        [workspace_id, list(ids)],
    )
    return {row["id"]: row["n"] for row in rows}
