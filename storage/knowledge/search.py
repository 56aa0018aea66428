"""What searches read: which units count, how well their words fit, and their vectors."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from storage.database import Database
from storage.errors import StorageError
from storage.knowledge.units import vector_table
from storage.records import Dataset

SATURATION: Final = 1.2  # k1 of BM25: how soon more of the same term counts no more
LENGTH: Final = 0.75  # b of BM25: how much a long unit is held against it

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Scores = np.ndarray[Any, np.dtype[np.float64]]
Vectors = np.ndarray[Any, np.dtype[np.float32]]


def searchable_units(db: Database, dataset: Dataset, document_ids: Sequence[str] | None = None) -> Numbers:
    """Return the numbers, rising, of the units that may be found: of enabled segments in documents that are ready.

    `document_ids` leaves only those documents.
    """
    rows = db.arrow(
        """
        SELECT units.number FROM units
        JOIN documents ON documents.id = units.document_id
        JOIN segments ON segments.id = units.segment_id
        WHERE units.workspace_id = $workspace AND units.dataset_number = $number
        AND documents.enabled AND NOT documents.archived AND documents.indexing_status = 'completed'
        AND segments.enabled AND segments.status = 'completed'
        AND ($documents IS NULL OR list_contains($documents, units.document_id))
        ORDER BY units.number
        """,
        {"workspace": dataset.workspace_id, "number": dataset.number, "documents": document_ids},
    )
    return np.asarray(rows["number"].to_numpy(), np.int64)


def keyword_scores(db: Database, dataset: Dataset, terms: Sequence[str]) -> tuple[Numbers, Scores]:
    """Return the units that hold at least one of the terms, and how well they fit, from 0 to 1; in no order.

    The score is BM25 (Robertson and Zaragoza, 2009) as a share of the most that these terms could reach.
    """
    hashes = term_hashes(db, terms)
    if not hashes:
        return np.empty(0, np.int64), np.empty(0, np.float64)
    # Numbers stand in the text so that DuckDB's zone maps leave out the blocks of other bases and terms.
    rows = db.arrow(
        f"""
        WITH known AS (
            SELECT count(*) AS n, avg(terms) AS usual FROM units WHERE dataset_number = {dataset.number}
        ), hits AS (
            SELECT unit, term, frequency, count(*) OVER (PARTITION BY term) AS holders FROM postings
            WHERE dataset_number = {dataset.number} AND term IN ({", ".join(map(str, hashes))})
        ), weights AS (
            SELECT DISTINCT term, ln(1 + (n - holders + 0.5) / (holders + 0.5)) AS weight FROM hits, known
        ), most AS (
            SELECT sum(weight) + ({len(hashes)} - count(*)) * any_value(ln(1 + (n + 0.5) / 0.5)) AS total
            FROM weights, known
        )
        SELECT hits.unit, sum(
            weight * frequency / (frequency + {SATURATION} * ({1 - LENGTH} + {LENGTH} * units.terms / usual))
        ) / any_value(total) AS score
        FROM hits JOIN weights USING (term) JOIN units ON units.number = hits.unit, known, most
        GROUP BY hits.unit
        """  # noqa: S608  # numbers only
    )
    return np.asarray(rows["unit"].to_numpy(), np.int64), np.asarray(rows["score"].to_numpy(), np.float64)


def read_vectors(db: Database, dataset: Dataset, *, above: int = -1) -> tuple[Numbers, Vectors]:
    """Return units of a base, rising, and their vectors: int64 [units], float32 [units, dimensions].

    Only units with a number greater than `above` are read.
    """
    rows = db.arrow(
        f"SELECT unit, vector FROM {_vectors(dataset)} WHERE dataset_number = {dataset.number} AND unit > {int(above)} "  # noqa: S608  # numbers only
        "ORDER BY unit"
    )
    flat = rows["vector"].combine_chunks().flatten().to_numpy()
    return np.asarray(rows["unit"].to_numpy(), np.int64), flat.reshape(-1, dataset.dimensions)


def read_postings(db: Database, dataset: Dataset, *, above: int = -1) -> pa.Table:
    """Return `term`, `unit` and `frequency` of units with a number greater than `above`, by term and unit."""
    return db.arrow(
        f"SELECT term, unit, frequency FROM postings WHERE dataset_number = {dataset.number} AND unit > {int(above)} "  # noqa: S608  # numbers only
        "ORDER BY term, unit"
    )


def read_units(db: Database, dataset: Dataset, *, above: int = -1) -> pa.Table:
    """Return `number`, `document_id`, `segment_id`, `child_id` and `terms` of units above a number, rising."""
    return db.arrow(
        """
        SELECT number, document_id, segment_id, child_id, terms FROM units
        WHERE workspace_id = ? AND dataset_number = ? AND number > ? ORDER BY number
        """,
        [dataset.workspace_id, dataset.number, above],
    )


def unit_numbers(db: Database, dataset: Dataset) -> Numbers:
    """Return the numbers, rising, of all units of a base, whether they may be found or not."""
    rows = db.arrow(
        "SELECT number FROM units WHERE workspace_id = ? AND dataset_number = ? ORDER BY number",
        [dataset.workspace_id, dataset.number],
    )
    return np.asarray(rows["number"].to_numpy(), np.int64)


def owners_of(db: Database, numbers: Sequence[int]) -> pa.Table:
    """Return the rows of units as `read_units` does, in no order; those that are gone are left out."""
    return db.arrow(
        "SELECT number, document_id, segment_id, child_id, terms FROM units WHERE number IN (SELECT unnest(?::BIGINT[]))",
        [list(numbers)],
    )


def vector_scores(db: Database, dataset: Dataset, query: Vectors) -> tuple[Numbers, Vectors]:
    """Return all units of a base, in no order, with the dot products of their vectors and `query`.

    The table is scanned without an index, so that what is filtered afterwards misses nothing.
    """
    size = int(query.shape[0])
    rows = db.arrow(
        f"SELECT unit, array_inner_product(vector, ?::FLOAT[{size}]) AS score FROM {_vectors(dataset)} "  # noqa: S608  # numbers only
        f"WHERE dataset_number = {dataset.number}",
        [query.tolist()],
    )
    return np.asarray(rows["unit"].to_numpy(), np.int64), np.asarray(rows["score"].to_numpy(), np.float32)


def term_hashes(db: Database, terms: Sequence[str]) -> list[int]:
    """Return the numbers by which the postings know terms, each once, in no order."""
    rows = db.query("SELECT DISTINCT hash(term) AS term FROM (SELECT unnest(?::VARCHAR[]) AS term)", [list(terms)])
    return [int(row["term"]) for row in rows]


def _vectors(dataset: Dataset) -> str:
    if dataset.dimensions is None:
        raise StorageError(f"the base {dataset.name} has no vectors")
    return vector_table(dataset.dimensions)
