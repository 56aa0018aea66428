"""What only programs do with knowledge bases, and in their own way: bases, documents and chunks are made and changed."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, json_object, parsed
from api.documentation import DATA, FILE_AND_DATA, accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller, Chunk, Document, KnowledgeCaller, Limit
from api.knowledge.answers import dataset_answer, document_shapes, segment_shapes
from api.knowledge.bodies import (
    ChangedSegmentFields,
    ChangedText,
    DocumentIds,
    FileFields,
    NewDataset,
    NewText,
    SegmentFields,
    fields_of_form,
)
from api.knowledge.chunks import segment_answer
from api.knowledge.shapes import page_of, status_of
from api.paging import PageNumber
from api.uploads import most_bytes, only_file, read_form, stored
from services.errors import InvalidInput
from services.knowledge import adding, datasets, documents, segments
from services.knowledge.adding import Source
from services.runtime import Runtime
from storage.records import Dataset, StoredDocument, Upload

router = APIRouter(prefix="/datasets")


class NewSegments(Body):
    """Chunks to add."""

    segments: list[SegmentFields]


class ChangedSegment(Body):
    """A chunk to change."""

    segment: ChangedSegmentFields


@router.post("", openapi_extra=accepts(NewDataset), tags=["Knowledge bases"])
async def create_dataset(request: Request, caller: Caller, rt: Server) -> Response:
    """Make a knowledge base."""
    body = parsed(NewDataset, await json_object(request))
    made = await datasets.create(rt, caller.workspace_id, account_id=caller.account_id, **body.columns())
    return await dataset_answer(rt, made)


@router.post("/{dataset_id}/document/create-by-text", openapi_extra=accepts(NewText), tags=["Documents"])
@router.post("/{dataset_id}/document/create_by_text", include_in_schema=False)
async def create_by_text(request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Make a document of a text; it is indexed in the background."""
    body = parsed(NewText, await json_object(request))
    if body.original_document_id:
        document = await documents.get(rt, dataset, body.original_document_id)
        fields = ChangedText(**body.model_dump(exclude={"original_document_id"}))
        return await _changed_text(rt, dataset, document, fields, caller)
    added = await adding.add_text(
        rt, dataset, body.name, body.text, body.wishes(), account_id=caller.account_id, created_from="api"
    )
    return await _document_answer(rt, added.dataset, added.documents[0])


@router.post("/{dataset_id}/document/create-by-file", openapi_extra=FILE_AND_DATA, tags=["Documents"])
@router.post("/{dataset_id}/document/create_by_file", include_in_schema=False)
async def create_by_file(request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Make a document of a file; it is indexed in the background."""
    async with read_form(request, most=most_bytes(rt)) as form:
        part, fields = only_file(form), fields_of_form(form)
        original = await _original(rt, dataset, fields)
        if original is None and fields.process_rule is None and not dataset.process_rule:
            raise InvalidInput("process_rule is required for the first document.", param="process_rule")
        upload = await _kept(rt, part, caller)
    if original is not None:
        return await _changed_file(rt, dataset, original, fields, upload)
    added = await adding.add_new(
        rt,
        dataset,
        Source(upload=upload, name=fields.name or ""),
        fields.wishes(),
        account_id=caller.account_id,
        created_from="api",
    )
    return await _document_answer(rt, added.dataset, added.documents[0])


@router.post(
    "/{dataset_id}/documents/{document_id}/update-by-text", openapi_extra=accepts(ChangedText), tags=["Documents"]
)
@router.post("/{dataset_id}/documents/{document_id}/update_by_text", include_in_schema=False)
async def update_by_text(request: Request, dataset: Base, document: Document, caller: Caller, rt: Server) -> Response:
    """Give a document another text; it keeps its id, and its chunks are made anew."""
    return await _changed_text(rt, dataset, document, parsed(ChangedText, await json_object(request)), caller)


@router.patch("/{dataset_id}/documents/{document_id}", openapi_extra=DATA, tags=["Documents"])
@router.post("/{dataset_id}/documents/{document_id}/update-by-file", openapi_extra=DATA, tags=["Documents"])
@router.post("/{dataset_id}/documents/{document_id}/update_by_file", include_in_schema=False)
async def update_by_file(request: Request, dataset: Base, document: Document, caller: Caller, rt: Server) -> Response:
    """Give a document another file, name or rule; it keeps its id, and its chunks are made anew."""
    async with read_form(request, most=most_bytes(rt)) as form:
        fields = fields_of_form(form)
        upload = await _kept(rt, only_file(form), caller) if _has_file(form) else None
    return await _changed_file(rt, dataset, document, fields, upload)


@router.get("/{dataset_id}/documents/{batch}/indexing-status", tags=["Documents"])
async def indexing_status(batch: str, dataset: Base, rt: Server) -> Response:
    """Return how far the documents of a batch are."""
    found = await documents.of_batch(rt, dataset, batch)
    return JsonAnswer({"data": [status_of(row, await rt.ingest.note(row)) for row in found]})


@router.patch("/{dataset_id}/documents/status/{action}", openapi_extra=accepts(DocumentIds), tags=["Documents"])
async def switch_documents(action: str, request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Enable, disable, archive or un_archive documents."""
    body = parsed(DocumentIds, await json_object(request))
    await documents.switch(rt, dataset, body.document_ids, action, account_id=caller.account_id)
    return JsonAnswer({"result": "success"})


@router.get("/{dataset_id}/documents/{document_id}/segments", tags=["Chunks"])
async def list_segments(
    document: Document,
    rt: Server,
    limit: Limit,
    page: PageNumber = 1,
    keyword: str = "",
    status: Annotated[list[str], Query()] = [],  # noqa: B006  # the framework copies it
) -> Response:
    """Return a page of the chunks of a document, in order."""
    found = await segments.page_of(rt, document, keyword=keyword, statuses=status, page=page, limit=limit)
    shapes = await segment_shapes(rt, document.workspace_id, found.items)
    return JsonAnswer({**page_of(found, shapes), "doc_form": document.doc_form})


@router.post("/{dataset_id}/documents/{document_id}/segments", openapi_extra=accepts(NewSegments), tags=["Chunks"])
async def add_segments(request: Request, dataset: Base, document: Document, caller: Caller, rt: Server) -> Response:
    """Put chunks behind those of a document; they can be found at once."""
    body = parsed(NewSegments, await json_object(request))
    new = [one.segment() for one in body.segments]
    added = await segments.add(rt, dataset, document, new, account_id=caller.account_id)
    shapes = await segment_shapes(rt, dataset.workspace_id, added)
    return JsonAnswer({"data": shapes, "doc_form": document.doc_form})


@router.post(
    "/{dataset_id}/documents/{document_id}/segments/{segment_id}",
    openapi_extra=accepts(ChangedSegment),
    tags=["Chunks"],
)
async def update_segment(
    request: Request, dataset: Base, document: Document, segment: Chunk, caller: Caller, rt: Server
) -> Response:
    """Change a chunk; another text can be found at once."""
    changes = parsed(ChangedSegment, await json_object(request)).segment.changes()
    changed = await segments.update(rt, dataset, document, segment, changes, account_id=caller.account_id)
    return await segment_answer(rt, document, changed)


async def _changed_text(
    rt: Runtime, dataset: Dataset, document: StoredDocument, fields: ChangedText, caller: KnowledgeCaller
) -> Response:
    if fields.text is None:
        changed = await adding.change_document(rt, document, fields.wishes(), name=fields.name)
        return await _document_answer(rt, dataset, changed)
    if not fields.name:
        raise InvalidInput("name is required when text is provided.", param="name")
    upload = await adding.text_upload(rt, dataset, fields.name, fields.text, account_id=caller.account_id)
    source = Source(upload=upload, name=fields.name, kind="text")
    changed = await adding.change_to_new(rt, document, fields.wishes(), source)
    return await _document_answer(rt, dataset, changed)


async def _changed_file(
    rt: Runtime, dataset: Dataset, document: StoredDocument, fields: FileFields, upload: Upload | None
) -> Response:
    if upload is None:
        changed = await adding.change_document(rt, document, fields.wishes(), name=fields.name)
    else:
        source = Source(upload=upload, name=fields.name or "")
        changed = await adding.change_to_new(rt, document, fields.wishes(), source)
    return await _document_answer(rt, dataset, changed)


async def _document_answer(rt: Runtime, dataset: Dataset, document: StoredDocument) -> Response:
    (shape,) = await document_shapes(rt, dataset, [document])
    return JsonAnswer({"document": shape, "batch": document.batch})


async def _original(rt: Runtime, dataset: Dataset, fields: FileFields) -> StoredDocument | None:
    if not fields.original_document_id:
        return None
    return await documents.get(rt, dataset, fields.original_document_id)


async def _kept(rt: Runtime, part: UploadFile, caller: KnowledgeCaller) -> Upload:
    return await stored(
        rt, part, workspace_id=caller.workspace_id, app_id=None, role="account", created_by=caller.account_id
    )


def _has_file(form: FormData) -> bool:
    return any(isinstance(part, UploadFile) for _, part in form.multi_items())
