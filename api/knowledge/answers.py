"""Answers about knowledge bases: rows looked up together, then given their JSON shapes."""

from collections.abc import Sequence
from typing import Any

from api.json_text import JsonAnswer
from api.knowledge.shapes import dataset_of, document_of, segment_of
from services import accounts
from services.knowledge import datasets, documents, metadata, segments
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import Dataset, MetadataField, Segment, StoredDocument

Json = dict[str, Any]


async def dataset_answer(rt: Runtime, dataset: Dataset, status: int = 200) -> JsonAnswer:
    """Return one base."""
    (view,) = await datasets.views(rt, dataset.workspace_id, [dataset])
    return JsonAnswer(dataset_of(view), status)


async def document_shapes(rt: Runtime, dataset: Dataset, rows: Sequence[StoredDocument]) -> list[Json]:
    """Return documents as lists have them."""
    fields = await fields_of(rt, dataset)
    authors = await author_names(rt, dataset.workspace_id, rows)
    views = await documents.views(rt, dataset, rows)
    return [document_of(view, dataset, fields, authors.get(view.document.created_by)) for view in views]


async def fields_of(rt: Runtime, dataset: Dataset) -> list[MetadataField]:
    """Return the metadata fields of a base."""
    return [field for field, _ in await metadata.fields_of(rt, dataset)]


async def author_names(rt: Runtime, workspace_id: str, rows: Sequence[StoredDocument]) -> dict[str | None, str]:
    """Return the names of who made documents, by the ids of their accounts."""
    names: dict[str | None, str] = {}
    for account_id in {row.created_by for row in rows if row.created_by}:
        try:
            names[account_id] = (await accounts.get_account(rt, workspace_id, account_id)).name
        except NotFound:
            continue  # the account was deleted
    return names


async def segment_shapes(rt: Runtime, workspace_id: str, rows: Sequence[Segment]) -> list[Json]:
    """Return chunks with their child chunks."""
    return [segment_of(view) for view in await segments.views(rt, workspace_id, rows)]
