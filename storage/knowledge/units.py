"""Units, what searches compare: their rows, the postings of their terms, their vectors."""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from storage.cursor import Cursor
from storage.errors import InvalidRow
from storage.records import Dataset

MOST_DIMENSIONS: Final = 8192


def unit_schema(dimensions: int | None) -> pa.Schema:
    """Return the columns of new units; `vector` is there for bases that embed."""
    columns = [
        ("document_id", pa.string()),
        ("segment_id", pa.string()),
        ("child_id", pa.string()),  # null: the segment itself
        ("hash", pa.string()),
        ("terms", pa.list_(pa.string())),
    ]
    if dimensions is not None:
        columns.append(("vector", pa.list_(pa.float32(), dimensions)))
    return pa.schema(columns)


def vector_table(dimensions: int) -> str:
    """Return the name of the table of vectors of a size. Raises: InvalidRow."""
    if not 0 < dimensions <= MOST_DIMENSIONS:
        raise InvalidRow(f"vectors have 1 to {MOST_DIMENSIONS} dimensions, not {dimensions}")
    return f"vectors_{dimensions}"


def make_vector_table(cursor: Cursor, dimensions: int) -> None:
    """Make the table of vectors of a size unless it is there."""
    cursor.execute(
        f"""
        CREATE TABLE IF NOT EXISTS {vector_table(dimensions)} (
            unit BIGINT NOT NULL,
            dataset_number INTEGER NOT NULL,
            workspace_id VARCHAR NOT NULL,
            vector FLOAT[{dimensions}]
        )
        """
    )


def add_units(cursor: Cursor, dataset: Dataset, units: pa.Table) -> None:
    """Add units with their terms and vectors; the table has the columns of `unit_schema(dataset.dimensions)`.

    Raises:
        InvalidRow: the vectors are of another size than the base's.
    """
    check_units(dataset, units)
    numbered = _numbered(cursor, units)
    own = {"workspace": dataset.workspace_id, "number": dataset.number}
    cursor.execute_on(
        """
        INSERT INTO units
        SELECT unit, $workspace, $dataset, $number, document_id, segment_id, child_id, hash, len(terms) FROM incoming
        """,
        numbered,
        own | {"dataset": dataset.id},
    )
    cursor.execute_on(
        """
        INSERT INTO postings
        SELECT $number, hash(term), unit, least(count(*), 65535), $workspace
        FROM (SELECT unit, unnest(terms) AS term FROM incoming) GROUP BY ALL ORDER BY 2, 3
        """,
        numbered,
        own,
    )
    if dataset.dimensions is not None:
        make_vector_table(cursor, dataset.dimensions)
        cursor.execute_on(
            f"INSERT INTO {vector_table(dataset.dimensions)} SELECT unit, $number, $workspace, vector FROM incoming",  # noqa: S608  # a checked number
            numbered,
            own,
        )


def check_units(dataset: Dataset, units: pa.Table) -> None:
    """Raise InvalidRow for units whose columns are not those of the base."""
    if units.schema != unit_schema(dataset.dimensions):
        raise InvalidRow(f"units of the base {dataset.name} have {units.schema}, not {unit_schema(dataset.dimensions)}")


def _numbered(cursor: Cursor, units: pa.Table) -> pa.Table:
    """Return units with a number each, in the column `unit`."""
    numbers = cursor.arrow("SELECT nextval('unit_numbers') AS unit FROM range(?)", [units.num_rows])
    return units.append_column("unit", numbers["unit"])


def remove_units(cursor: Cursor, dataset: Dataset, column: str, values: Sequence[str]) -> None:
    """Remove units with their terms and vectors, found by `document_id`, `segment_id` or `child_id`."""
    if column not in ("document_id", "segment_id", "child_id"):
        raise InvalidRow(f"units are not found by {column}")
    numbers = [
        row["number"]
        for row in cursor.query(
            f"SELECT number FROM units WHERE workspace_id = ? AND dataset_id = ? AND {column} IN (SELECT unnest(?))",  # noqa: S608  # one of three names
            [dataset.workspace_id, dataset.id, list(values)],
        )
    ]
    if not numbers:
        return
    tables = ["postings"] if dataset.dimensions is None else ["postings", vector_table(dataset.dimensions)]
    for table in tables:
        cursor.execute(
            f"DELETE FROM {table} WHERE dataset_number = ? AND unit IN (SELECT unnest(?::BIGINT[]))",  # noqa: S608  # names of ours
            [dataset.number, numbers],
        )
    cursor.execute("DELETE FROM units WHERE number IN (SELECT unnest(?::BIGINT[]))", [numbers])


def remove_base_units(cursor: Cursor, dataset: Dataset) -> None:
    """Remove all units of a base with their terms and vectors."""
    tables = ["postings"] if dataset.dimensions is None else ["postings", vector_table(dataset.dimensions)]
    if dataset.dimensions is not None:
        make_vector_table(cursor, dataset.dimensions)
    for table in tables:
        cursor.execute(f"DELETE FROM {table} WHERE dataset_number = ?", [dataset.number])  # noqa: S608  # names of ours
    cursor.discard("units", {"workspace_id": dataset.workspace_id, "dataset_id": dataset.id})
