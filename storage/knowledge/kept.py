"""Vectors on their way to the store of a plugin, and what it is known to hold.

A new vector is stored here in the transaction that stores its unit, and goes from here when the store has it. So
nothing is lost when the store cannot be reached, and what waits here can be searched.
"""

from collections.abc import Sequence
from typing import Any

from storage.cursor import Cursor
from storage.database import Database
from storage.knowledge.units import vector_table
from storage.records import Dataset


def waiting_vectors(db: Database, dataset: Dataset, limit: int) -> list[dict[str, Any]]:
    """Return `id`, `document` and `vector` of units whose vectors the store has not got yet, oldest first."""
    if dataset.dimensions is None:
        return []
    rows = db.arrow(
        f"""
        SELECT units.number AS id, units.document_id AS document, v.vector AS vector
        FROM {vector_table(dataset.dimensions)} AS v JOIN units ON units.number = v.unit
        WHERE v.dataset_number = {dataset.number} AND units.workspace_id = ? ORDER BY units.number LIMIT ?
        """,  # noqa: S608  # numbers only
        [dataset.workspace_id, limit],
    )
    return list(rows.to_pylist())


def gone_vectors(db: Database, dataset: Dataset) -> list[int]:
    """Return the units that the store still holds and that are not here any more."""
    rows = db.query(
        """
        SELECT DISTINCT unit FROM kept_vectors WHERE workspace_id = ? AND dataset_id = ?
        AND unit NOT IN (SELECT number FROM units WHERE workspace_id = ? AND dataset_id = ?) ORDER BY unit
        """,
        [dataset.workspace_id, dataset.id, dataset.workspace_id, dataset.id],
    )
    return [row["unit"] for row in rows]


def count_kept(db: Database, dataset: Dataset) -> int:
    """Return how many vectors of a base the store is known to hold."""
    row = db.one(
        "SELECT count(DISTINCT unit) AS n FROM kept_vectors WHERE workspace_id = ? AND dataset_id = ?",
        [dataset.workspace_id, dataset.id],
    )
    return int(row["n"]) if row else 0


async def note_kept(db: Database, dataset: Dataset, units: Sequence[int], store: str) -> None:
    """Note that the store has these vectors, which are no longer kept here."""

    def note(cursor: Cursor) -> None:
        own = {"dataset_id": dataset.id, "workspace_id": dataset.workspace_id, "store": store}
        cursor.insert("kept_vectors", [{"unit": unit, **own} for unit in units])
        assert dataset.dimensions is not None
        cursor.execute(
            f"DELETE FROM {vector_table(dataset.dimensions)} WHERE dataset_number = ? AND unit IN (SELECT unnest(?::BIGINT[]))",  # noqa: S608  # a checked number
            [dataset.number, list(units)],
        )

    await db.write(note)


async def forget_kept(db: Database, dataset: Dataset, units: Sequence[int] | None = None) -> None:
    """Forget that the store holds these vectors; None: all of the base."""

    def forget(cursor: Cursor) -> None:
        own = [dataset.workspace_id, dataset.id]
        if units is None:
            cursor.execute("DELETE FROM kept_vectors WHERE workspace_id = ? AND dataset_id = ?", own)
        else:
            cursor.execute(
                "DELETE FROM kept_vectors WHERE workspace_id = ? AND dataset_id = ? AND unit IN (SELECT unnest(?::BIGINT[]))",
                [*own, list(units)],
            )

    await db.write(forget)
