"""Metadata of documents: the fields of a base, and their values, by which searches can filter."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import storage.knowledge.datasets
import storage.knowledge.documents
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.knowledge import documents
from services.knowledge.choices import one_of
from storage.errors import Conflict
from storage.records import Dataset, MetadataField, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime

TYPES: Final = ("string", "number", "time")
LONGEST_NAME: Final = 255  # characters
LONGEST_VALUE: Final = 10_000  # characters
BUILT_IN: Final[Mapping[str, str]] = {  # name -> type
    "document_name": "string",
    "uploader": "string",
    "upload_date": "time",
    "last_update_date": "time",
    "source": "string",
}
_SOURCES: Final[Mapping[str, str]] = {"url": "website"}


@dataclass(frozen=True, slots=True)
class Values:
    """Metadata that a document is to have: by id of the field."""

    document_id: str
    values: Mapping[str, Any]
    adds: bool = False  # other values stay


async def fields_of(rt: "Runtime", dataset: Dataset) -> list[tuple[MetadataField, int]]:
    """Return the fields of a base with how many documents carry each, oldest first."""
    fields, uses = await rt.db.read(
        lambda: (
            storage.knowledge.datasets.list_fields(rt.db, dataset.workspace_id, dataset.id),
            storage.knowledge.datasets.count_field_uses(rt.db, dataset.workspace_id, dataset.id),
        )
    )
    return [(field, uses.get(field.id, 0)) for field in fields]


@needs(Action.EDIT_KNOWLEDGE)
async def add_field(
    rt: "Runtime", dataset: Dataset, *, name: str, type: str, account_id: str | None = None
) -> MetadataField:
    """Give a base a field and return it. Raises InvalidInput: the name is taken or reserved, or the type unknown."""
    field = MetadataField(
        workspace_id=dataset.workspace_id,
        dataset_id=dataset.id,
        name=checked_name(name),
        type=one_of("type", type, TYPES),
        created_by=account_id,
    )
    try:
        await storage.knowledge.datasets.add_field(rt.db, field)
    except Conflict as error:
        raise _taken(name) from error
    return field


@needs(Action.EDIT_KNOWLEDGE)
async def rename_field(rt: "Runtime", dataset: Dataset, field_id: str, name: str) -> MetadataField:
    """Give a field another name and return it. Raises NotFound, InvalidInput."""
    checked = checked_name(name)
    try:
        return await storage.knowledge.datasets.rename_field(rt.db, dataset.workspace_id, dataset.id, field_id, checked)
    except Conflict as error:
        raise _taken(name) from error


@needs(Action.EDIT_KNOWLEDGE)
async def delete_field(rt: "Runtime", dataset: Dataset, field_id: str) -> MetadataField:
    """Take a field with its values from a base and return it. Raises NotFound."""
    return await storage.knowledge.datasets.delete_field(rt.db, dataset.workspace_id, dataset.id, field_id)


@needs(Action.EDIT_KNOWLEDGE)
async def switch_built_in(rt: "Runtime", dataset: Dataset, *, enabled: bool) -> Dataset:
    """Have the built-in fields count as metadata of every document, or not."""
    return await storage.knowledge.datasets.update_dataset(
        rt.db, dataset.workspace_id, dataset.id, has_built_in_fields=enabled, updated_at=time.time()
    )


@needs(Action.EDIT_KNOWLEDGE)
async def set_values(rt: "Runtime", dataset: Dataset, given: Sequence[Values]) -> None:
    """Set the metadata of documents: all of a document's values, or some beside the others.

    Raises:
        InvalidInput: a document or a field is not the base's, or a value is of another type than its field.
    """
    fields = {field.id: field for field, _ in await fields_of(rt, dataset)}
    known = {
        document.id: document for document in await documents.find(rt, dataset, [one.document_id for one in given])
    }
    new: dict[str, Mapping[str, Any]] = {}
    for one in given:
        if one.document_id not in known:
            raise InvalidInput(f"Document not found: {one.document_id!r:.80}.", param="document_id")
        checked = {id: _checked_value(fields.get(id), id, value) for id, value in one.values.items()}
        before = new.get(one.document_id, known[one.document_id].doc_metadata)
        new[one.document_id] = {**before, **checked} if one.adds else checked
    await storage.knowledge.documents.put_metadata(rt.db, new)


def built_in_values(document: StoredDocument, uploader: str) -> dict[str, Any]:
    """Return what the built-in fields say of a document; times in epoch seconds."""
    return {
        "document_name": document.name,
        "uploader": uploader,
        "upload_date": document.created_at,
        "last_update_date": document.updated_at,
        "source": _SOURCES.get(document.data_source_type, "file_upload"),
    }


def checked_name(name: str) -> str:
    if not name.strip():
        raise InvalidInput("name is required.", param="name")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"name has {len(name)} characters; {LONGEST_NAME} is the limit.", param="name")
    if name.strip() in BUILT_IN:
        raise InvalidInput(f"Metadata name {name.strip()!r} is that of a built-in field.", param="name")
    return name.strip()


def _checked_value(field: MetadataField | None, field_id: str, value: Any) -> Any:
    """Return a value as it is kept: text, number, or None; times as they came."""
    if field is None:
        raise InvalidInput(f"The base has no metadata field {field_id!r:.80}.", param="metadata_list.id")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _misfit(field, value)
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        raise InvalidInput(f"The value of {field.name} has {len(value)} characters; {LONGEST_VALUE} is the limit.")
    if field.type == "string":
        return str(value)
    number = _number(value)
    if number is None and (field.type == "number" or not _is_time(str(value))):
        raise _misfit(field, value)
    return value if number is None else number


def _number(value: str | int | float) -> int | float | None:
    for kind in (int, float):
        try:
            number = kind(value) if isinstance(value, str) else value
        except ValueError:
            continue
        return number if math.isfinite(number) else None
    return None


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _misfit(field: MetadataField, value: Any) -> InvalidInput:
    wanted = {"string": "a text", "number": "a number", "time": "epoch seconds or an ISO 8601 time"}[field.type]
    return InvalidInput(f"The value of {field.name} must be {wanted}, not {value!r:.80}.", param="metadata_list.value")


def _taken(name: str) -> InvalidInput:
    return InvalidInput(f"Metadata name already exists: {name!r:.80}.", param="name")
