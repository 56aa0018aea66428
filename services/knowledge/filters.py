"""Which documents of a base fulfil conditions on their metadata."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import storage.accounts
import storage.knowledge.datasets
import storage.knowledge.documents
from engine.knowledge.metadata import passes
from engine.knowledge.search import MetadataCondition
from services.knowledge.metadata import BUILT_IN, built_in_values
from storage.records import Dataset, MetadataField, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime


async def fitting_documents(
    rt: "Runtime", dataset: Dataset, conditions: Sequence[MetadataCondition], logical_operator: str
) -> list[str]:
    """Return the ids of the documents whose metadata fulfil the conditions, by the names of the fields."""
    return await rt.db.read(lambda: _fitting(rt, dataset, conditions, logical_operator))


def field_names(dataset: Dataset, fields: Sequence[MetadataField]) -> list[str]:
    """Return the names by which documents of a base can be filtered."""
    return [*(field.name for field in fields), *(BUILT_IN if dataset.has_built_in_fields else ())]


def metadata_of(
    document: StoredDocument, names: Mapping[str, str], uploaders: Mapping[str, str] | None
) -> dict[str, Any]:
    """Return the metadata of a document by name; `names` are those of the base's fields by id.

    With `uploaders`, names of people by id, the built-in fields count, too.
    """
    own = {names[id]: value for id, value in document.doc_metadata.items() if id in names}
    if uploaders is None:
        return own
    uploader = uploaders.get(document.created_by or "", document.created_by or "")
    return {**built_in_values(document, uploader), **own}


def _fitting(
    rt: "Runtime", dataset: Dataset, conditions: Sequence[MetadataCondition], logical_operator: str
) -> list[str]:
    workspace_id = dataset.workspace_id
    fields = storage.knowledge.datasets.list_fields(rt.db, workspace_id, dataset.id)
    names = {field.id: field.name for field in fields}
    uploaders = None
    if dataset.has_built_in_fields:
        uploaders = {account.id: account.name for account in storage.accounts.list_accounts(rt.db, workspace_id)}
    return [
        document.id
        for document in storage.knowledge.documents.all_documents(rt.db, workspace_id, dataset.id)
        if passes(metadata_of(document, names, uploaders), conditions, logical_operator)
    ]
