"""Whole bases, as columns: read to be written into a file, and stored when they come from one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa

from storage.columns import Column, Table
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import Conflict
from storage.knowledge.datasets import list_fields
from storage.knowledge.documents import all_documents
from storage.knowledge.units import add_units, unit_schema, vector_table
from storage.records import Dataset, MetadataField, StoredDocument

# Who belongs to this installation, and so stays here.
OWN: Final = ("workspace_id", "dataset_id", "created_by", "updated_by", "disabled_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPieces:
    """All pieces of a base, with the columns of `segment_schema`, `child_schema` and `file_unit_schema`."""

    segments: pa.Table
    children: pa.Table
    units: pa.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeBase:
    """All that a base holds, as it was at one moment."""

    fields: Sequence[MetadataField]
    documents: Sequence[StoredDocument]
    pieces: StoredPieces


def segment_schema(db: Database) -> pa.Schema:
    """Return the columns of segments that go into a file."""
    return _schema(db.tables["segments"])


def child_schema(db: Database) -> pa.Schema:
    """Return the columns of child chunks that go into a file."""
    return _schema(db.tables["child_chunks"])


def file_unit_schema(dimensions: int | None) -> pa.Schema:
    """Return the columns of units that go into a file: all but their terms, which follow from the text."""
    schema = unit_schema(dimensions)
    return schema.remove(schema.get_field_index("terms"))


def read_whole_base(db: Database, dataset: Dataset) -> WholeBase:
    """Return all that a base holds, documents in their order, and pieces in theirs."""
    cursor = db.readers.cursor()
    cursor.execute("BEGIN")
    try:
        own = {"workspace": dataset.workspace_id, "dataset": dataset.id}
        return WholeBase(
            fields=list_fields(db, dataset.workspace_id, dataset.id),
            documents=all_documents(db, dataset.workspace_id, dataset.id),
            pieces=StoredPieces(
                segments=_pieces(cursor, "segments", "pieces.position", own),
                children=_pieces(cursor, "child_chunks", "pieces.segment_id, pieces.position", own),
                units=cursor.arrow(_units(dataset), own).cast(file_unit_schema(dataset.dimensions)),
            ),
        )
    finally:
        cursor.execute("COMMIT")


async def add_whole_base(
    db: Database,
    dataset: Dataset,
    fields: Sequence[MetadataField],
    documents: Sequence[StoredDocument],
    pieces: StoredPieces,
) -> Dataset:
    """Store a new base with all that it holds, in one transaction; return it with its number.

    `pieces.units` have the columns of `unit_schema(dataset.dimensions)`, terms included.

    Raises:
        Conflict: the workspace has a base of that name, or an id is taken.
    """

    def add(cursor: Cursor) -> Dataset:
        if cursor.query(
            "SELECT 1 AS one FROM datasets WHERE workspace_id = ? AND name = ?", [dataset.workspace_id, dataset.name]
        ):
            raise Conflict(f"there is a base of the name {dataset.name!r}")
        row = cursor.one("SELECT nextval('dataset_numbers')::INTEGER AS number")
        numbered = replace(dataset, number=row["number"] if row else 0)
        cursor.insert("datasets", [numbered.row()])
        cursor.insert("metadata_fields", [field.row() for field in fields])
        cursor.insert("documents", [document.row() for document in documents])
        for table, incoming in (("segments", pieces.segments), ("child_chunks", pieces.children)):
            _insert(cursor, table, incoming, numbered)
        add_units(cursor, numbered, pieces.units)
        return numbered

    return await db.write(add)


def _columns(table: Table) -> list[Column]:
    return [column for column in table.columns.values() if column.name not in OWN]


def _schema(table: Table) -> pa.Schema:
    return pa.schema([(column.name, column.arrow) for column in _columns(table)])


def _pieces(cursor: Cursor, table: str, order: str, own: Mapping[str, str]) -> pa.Table:
    found = cursor.table(table)
    columns = ", ".join(f"pieces.{one.name}{_cast(one)} AS {one.name}" for one in _columns(found))
    sql = f"""
        SELECT {columns} FROM {table} AS pieces JOIN documents ON documents.id = pieces.document_id
        WHERE pieces.workspace_id = $workspace AND pieces.dataset_id = $dataset
        ORDER BY documents.position, {order}
        """  # noqa: S608  # names come from the catalog
    return cursor.arrow(sql, own).cast(_schema(found))


def _cast(column: Column) -> str:
    """Return what makes JSON the text that it is in a file."""
    return "::VARCHAR" if column.arrow == pa.string() else ""


def _units(dataset: Dataset) -> str:
    vectors = f"JOIN {vector_table(dataset.dimensions)} AS v ON v.unit = units.number" if dataset.dimensions else ""
    return f"""
        SELECT units.document_id, units.segment_id, units.child_id, units.hash{", v.vector" if vectors else ""}
        FROM units {vectors} WHERE units.workspace_id = $workspace AND units.dataset_id = $dataset
        ORDER BY units.number
        """  # noqa: S608  # a checked number


def _insert(cursor: Cursor, table: str, incoming: pa.Table, dataset: Dataset) -> None:
    columns = ", ".join(column.name for column in _columns(cursor.table(table)))
    cursor.execute_on(
        f"INSERT INTO {table} (workspace_id, dataset_id, {columns}) SELECT $workspace, $dataset, {columns} FROM incoming",  # noqa: S608  # as above
        incoming,
        {"workspace": dataset.workspace_id, "dataset": dataset.id},
    )
