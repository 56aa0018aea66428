"""A knowledge base comes from a file, without being embedded again."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import storage.knowledge.datasets
import storage.knowledge.transfer as stored
from engine.knowledge.terms import terms
from engine.strict_json import json_value
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import DatasetNameTaken, InvalidInput, ServiceError
from services.files.files import check_name, check_size, extension_of, keep, known_mime_type, short_name
from services.knowledge import released, tags
from services.knowledge.base_file import BaseReader, DocumentInFile, OriginalInFile, refused
from services.knowledge.choices import checked_retrieval, fitting_rule
from services.knowledge.datasets import LONGEST_DESCRIPTION
from services.knowledge.datasets import LONGEST_NAME as LONGEST_BASE_NAME
from services.knowledge.documents import LONGEST_NAME
from services.knowledge.metadata import checked_name
from services.knowledge.pieces import searched_text
from storage.errors import Conflict, StorageError
from storage.ids import new_id
from storage.knowledge.transfer import StoredPieces
from storage.knowledge.units import MOST_DIMENSIONS, unit_schema
from storage.records import Dataset, MetadataField, StoredDocument, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

NOT_INDEXED: Final = "The document was not indexed when its base was exported. Index it again."


@dataclass(frozen=True, slots=True)
class Imported:
    """A base that came from a file."""

    dataset: Dataset
    documents: int


@needs(Action.EDIT_KNOWLEDGE)
async def import_base(
    rt: "Runtime", workspace_id: str, source: Path | BinaryIO, *, name: str = "", account_id: str | None = None
) -> Imported:
    """Make a base of a file, all of it or nothing; `name` is another one than the file's.

    Raises:
        InvalidInput: the file is none of ours, damaged, or holds what makes no sense; the message says what.
        DatasetNameTaken: the workspace has a base of the name.
    """
    with await asyncio.to_thread(BaseReader, source) as reader:
        dataset = _base(reader, workspace_id, name, account_id)
        fields = _fields(reader, dataset)
        documents = {one.id: _document(one, dataset) for one in reader.head.documents}
        pieces = await asyncio.to_thread(_pieces, rt, reader, dataset, documents)
        uploads = await _keep_files(rt, reader, dataset)
        rows = [_complete(document, uploads.get(old), fields) for old, document in documents.items()]
        try:
            made = await stored.add_whole_base(rt.db, dataset, list(fields.values()), rows, pieces)
        except BaseException as error:
            await released.release(rt, workspace_id, [upload.id for upload in uploads.values()])
            if isinstance(error, Conflict):
                raise DatasetNameTaken(
                    f"The dataset name {dataset.name!r} already exists. Please modify your dataset name."
                ) from error
            if isinstance(error, StorageError):
                raise InvalidInput(f"The file cannot be imported: {error}.", param="file") from error
            raise
        await _bind_tags(rt, made, reader.head.tags)
    target = ("dataset", made.id)
    await audit.note(rt, workspace_id, "dataset.import", target=target, account_id=account_id, name=made.name)
    return Imported(made, len(rows))


def _base(reader: BaseReader, workspace_id: str, name: str, account_id: str | None) -> Dataset:
    """Return the base to be made, checked as one that somebody makes by hand."""
    found = reader.head.base
    if found.dimensions is not None and found.dimensions > MOST_DIMENSIONS:
        raise refused(f"its vectors have {found.dimensions} numbers, {MOST_DIMENSIONS} is the limit")
    values = found.model_dump()
    if found.process_rule:
        values["process_rule"] = fitting_rule(found.process_rule, found.doc_form).as_mapping()
    values["description"] = found.description[:LONGEST_DESCRIPTION]
    values |= {
        "name": (name.strip() or found.name)[:LONGEST_BASE_NAME],
        "retrieval_model": checked_retrieval(found.retrieval_model),
    }
    return Dataset(workspace_id=workspace_id, number=0, created_by=account_id, updated_by=account_id, **values)


def _document(found: DocumentInFile, dataset: Dataset) -> StoredDocument:
    """Return the document without its file and metadata; one that was not indexed says so."""
    values = found.values.model_dump()
    if found.values.indexing_status not in ("completed", "error"):
        values |= {"indexing_status": "error", "error": NOT_INDEXED}
    if found.values.process_rule:
        fitting_rule(found.values.process_rule, dataset.doc_form)  # kept as it is where it makes sense
    source = {name: value for name, value in found.values.data_source.items() if name != "upload_file_id"}
    values |= {"name": found.values.name[:LONGEST_NAME], "data_source": source, "progress": 1.0}
    own: dict[str, Any] = {"workspace_id": dataset.workspace_id, "dataset_id": dataset.id}
    return StoredDocument(**own, doc_form=dataset.doc_form, created_by=dataset.created_by, **values)


def _fields(reader: BaseReader, dataset: Dataset) -> dict[str, MetadataField]:
    """Return the metadata fields by the ids that they have in the file."""
    own: dict[str, Any] = {"workspace_id": dataset.workspace_id, "dataset_id": dataset.id}
    found = {one.id: MetadataField(**own, name=checked_name(one.name), type=one.type) for one in reader.head.fields}
    if len({field.name for field in found.values()}) < len(reader.head.fields):
        raise refused("two of its metadata fields have the same name or id")
    return found


def _complete(document: StoredDocument, upload: Upload | None, fields: Mapping[str, MetadataField]) -> StoredDocument:
    """Return the document with its file, and its metadata by the ids that the fields have here."""
    source = dict(document.data_source) | ({"upload_file_id": upload.id} if upload else {})
    values = {fields[old].id: value for old, value in dict(document.doc_metadata).items() if old in fields}
    return replace(document, data_source=source, doc_metadata=values)


async def _keep_files(rt: "Runtime", reader: BaseReader, dataset: Dataset) -> dict[str, Upload]:
    """Keep the files of the documents; return their rows by the documents' ids in the file."""
    kept: dict[str, Upload] = {}
    try:
        for document in reader.head.documents:
            if document.original is not None:
                kept[document.id] = await _keep_file(rt, reader, document.original, dataset)
    except BaseException:
        await released.release(rt, dataset.workspace_id, [upload.id for upload in kept.values()])
        raise
    return kept


async def _keep_file(rt: "Runtime", reader: BaseReader, original: OriginalInFile, dataset: Dataset) -> Upload:
    check_name(rt, original.name)
    content = await asyncio.to_thread(reader.file, original.entry)
    check_size(rt, original.name, len(content.getbuffer()))
    upload = Upload(
        workspace_id=dataset.workspace_id,
        app_id=None,
        key="",
        name=short_name(original.name),
        size=0,
        extension=extension_of(original.name),
        mime_type=known_mime_type(original.name, original.mime_type),
        hash="",
        created_by_role="account",
        created_by=dataset.created_by,
    )
    return await keep(rt, content, upload)


def _pieces(
    rt: "Runtime", reader: BaseReader, dataset: Dataset, documents: Mapping[str, StoredDocument]
) -> StoredPieces:
    """Return the pieces with ids of their own; computes for a while."""
    found = reader.pieces()
    segments = _typed(found.segments, stored.segment_schema(rt.db), "segments")
    children = _typed(found.children, stored.child_schema(rt.db), "children")
    units = _typed(found.units, stored.file_unit_schema(dataset.dimensions), "units")
    _check_lists(segments)
    _check_vectors(units)
    new_documents = pa.table({"old": pa.array(documents, pa.string()), "new": [one.id for one in documents.values()]})
    new_segments, new_children = _new_ids(segments), _new_ids(children)
    units = units.add_column(
        units.schema.get_field_index("hash") + 1, unit_schema(None).field("terms"), _terms(units, segments, children)
    )
    for column, ids in (("document_id", new_documents), ("segment_id", new_segments), ("child_id", new_children)):
        segments, children, units = (_renamed(table, column, ids) for table in (segments, children, units))
    return StoredPieces(
        segments=_renamed(segments, "id", new_segments),
        children=_renamed(children, "id", new_children),
        units=units.cast(unit_schema(dataset.dimensions)),
    )


def _typed(table: pa.Table, schema: pa.Schema, name: str) -> pa.Table:
    try:
        return table.select(schema.names).cast(schema)
    except (KeyError, pa.ArrowException, ValueError) as error:
        raise refused(f"its {name}.arrow has not the columns that it should have ({error})") from error


def _check_lists(segments: pa.Table) -> None:
    """Refuse headings and keywords that are no lists of texts."""
    for name in ("headings", "keywords"):
        for text in pc.unique(segments[name]).to_pylist():
            try:
                values = json_value(text or "null")
            except ValueError:
                values = None
            if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                raise refused(f"its segments.arrow has {name} that are no JSON list of texts: {text!r:.60}")


def _check_vectors(units: pa.Table) -> None:
    """Refuse vectors that could not be compared: those that are not of length 1."""
    if "vector" not in units.column_names or not len(units):
        return
    column = units["vector"].combine_chunks()
    numbers = column.flatten()
    are_whole = not column.null_count and not numbers.null_count
    rows = numbers.to_numpy(zero_copy_only=False).reshape(len(column), -1) if are_whole else np.zeros((1, 1))
    if not np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-3):
        raise refused("its units.arrow has vectors that are not of length 1")


def _new_ids(table: pa.Table) -> pa.Table:
    return pa.table({"old": table["id"], "new": [new_id() for _ in range(len(table))]})


def _renamed(table: pa.Table, column: str, ids: pa.Table) -> pa.Table:
    """Return the table with the new ids in a column, if it has it; what is null stays so."""
    place = table.schema.get_field_index(column)
    if place < 0:
        return table
    positions = pc.index_in(table[column], ids["old"].combine_chunks())
    if pc.any(pc.and_(pc.is_null(positions), pc.is_valid(table[column]))).as_py():
        raise refused(f"a {column} names nothing that the file holds")
    return table.set_column(place, column, ids["new"].combine_chunks().take(positions.combine_chunks()))


def _terms(units: pa.Table, segments: pa.Table, children: pa.Table) -> pa.Array:
    """Return the terms of each unit, which are taken of its text."""
    known = {row["id"]: row for row in segments.select(["id", "content", "answer", "keywords"]).to_pylist()}
    of_children = dict(zip(children["id"].to_pylist(), children["content"].to_pylist(), strict=True))
    pairs = zip(units["segment_id"].to_pylist(), units["child_id"].to_pylist(), strict=True)
    texts = [_searched(known.get(segment), of_children.get(child)) for segment, child in pairs]
    return pa.array([terms(text) for text in texts], pa.list_(pa.string()))


def _searched(segment: Mapping[str, Any] | None, child: str | None) -> str:
    """Return what full-text search reads of a segment, or of a child chunk of it."""
    if segment is None:
        return ""  # refused as soon as the ids are looked at
    keywords = json_value(segment["keywords"])
    if child is None:
        return searched_text(segment["content"], segment["answer"], keywords=keywords)
    return searched_text(child, keywords=keywords, known=segment["content"])


async def _bind_tags(rt: "Runtime", dataset: Dataset, names: Sequence[str]) -> None:
    """Bind the tags of these names, which are made where they are not there; one that cannot be is left out."""
    known = {
        tag.name: tag
        for tag, _ in (await rt.db.read(lambda: storage.knowledge.datasets.list_tags(rt.db, dataset.workspace_id)))
    }
    ids = []
    for name in names:
        with contextlib.suppress(ServiceError):
            tag = known.get(name) or (await tags.add(rt, dataset.workspace_id, name))
            ids.append(tag.id)
    await storage.knowledge.datasets.bind_tags(rt.db, dataset.workspace_id, dataset.id, ids)
