"""What searches read: which units count, how well their words fit, and their vectors."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

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
    hashes = _hashes(db, terms)
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


def read_vectors(db: Database, dataset: Dataset) -> tuple[Numbers, Vectors]:
    """Return the units of a base, rising, and their vectors: int64 [units], float32 [units, dimensions]."""
    if dataset.dimensions is None:
        raise StorageError(f"the base {dataset.name} has no vectors")
    rows = db.arrow(
        f"SELECT unit, vector FROM {vector_table(dataset.dimensions)} WHERE dataset_number = {dataset.number} ORDER BY unit"  # noqa: S608  # numbers only
    )
    flat = rows["vector"].combine_chunks().flatten().to_numpy()
    return np.asarray(rows["unit"].to_numpy(), np.int64), flat.reshape(-1, dataset.dimensions)


def _hashes(db: Database, terms: Sequence[str]) -> list[int]:
    rows = db.query("SELECT DISTINCT hash(term) AS term FROM (SELECT unnest(?) AS term)", [list(terms)])
    return [int(row["term"]) for row in rows]
