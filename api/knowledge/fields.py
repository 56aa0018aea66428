"""Metadata fields of knowledge bases, and the values that documents have."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller
from api.knowledge.shapes import field_of
from services.errors import InvalidAction
from services.knowledge import metadata
from services.knowledge.metadata import BUILT_IN, Values

router = APIRouter(prefix="/datasets/{dataset_id}", tags=["Metadata and tags"])

SUCCESS = {"result": "success"}


class NewField(Body):
    """A field to add."""

    type: str
    name: str


class RenamedField(Body):
    """A field's new name."""

    name: str


class Value(Body):
    """What a document says for a field."""

    null_means = frozenset({"value"})

    id: str
    name: str = ""
    value: Any = None


class DocumentValues(Body):
    """The metadata of one document."""

    document_id: str
    metadata_list: list[Value]
    partial_update: bool = False


class ManyValues(Body):
    """The metadata of several documents."""

    operation_data: list[DocumentValues]


@router.get("/metadata")
async def list_fields(dataset: Base, rt: Server) -> Response:
    """Return the metadata fields with how many documents carry each."""
    found = await metadata.fields_of(rt, dataset)
    fields = [{**field_of(field), "count": count} for field, count in found]
    return JsonAnswer({"doc_metadata": fields, "built_in_field_enabled": dataset.has_built_in_fields})


@router.post("/metadata", status_code=201, openapi_extra=accepts(NewField))
async def add_field(request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Add a metadata field."""
    body = parsed(NewField, await json_object(request))
    field = await metadata.add_field(rt, dataset, name=body.name, type=body.type, account_id=caller.account_id)
    return JsonAnswer(field_of(field), 201)


@router.get("/metadata/built-in")
async def list_built_in_fields(dataset: Base) -> Response:
    """Return the fields that every document has where they are switched on."""
    return JsonAnswer({"fields": [{"name": name, "type": type} for name, type in BUILT_IN.items()]})


@router.post("/metadata/built-in/{action}")
async def switch_built_in_fields(action: str, dataset: Base, rt: Server) -> Response:
    """Switch the built-in fields: enable or disable."""
    if action not in ("enable", "disable"):
        raise InvalidAction(f"The action must be enable or disable, not {action!r:.80}.")
    await metadata.switch_built_in(rt, dataset, enabled=action == "enable")
    return JsonAnswer(SUCCESS)


@router.patch("/metadata/{metadata_id}", openapi_extra=accepts(RenamedField))
async def rename_field(metadata_id: str, request: Request, dataset: Base, rt: Server) -> Response:
    """Give a metadata field another name."""
    body = parsed(RenamedField, await json_object(request))
    return JsonAnswer(field_of(await metadata.rename_field(rt, dataset, metadata_id, body.name)))


@router.delete("/metadata/{metadata_id}", status_code=204)
async def delete_field(metadata_id: str, dataset: Base, rt: Server) -> Response:
    """Delete a metadata field with its values."""
    await metadata.delete_field(rt, dataset, metadata_id)
    return Response(status_code=204)


@router.post("/documents/metadata", openapi_extra=accepts(ManyValues))
async def set_values(request: Request, dataset: Base, rt: Server) -> Response:
    """Set the metadata of documents; values that are not named go, unless the update is partial."""
    body = parsed(ManyValues, await json_object(request))
    given = [
        Values(one.document_id, {value.id: value.value for value in one.metadata_list}, adds=one.partial_update)
        for one in body.operation_data
    ]
    await metadata.set_values(rt, dataset, given)
    return JsonAnswer(SUCCESS)
