"""What only the console does with documents: made of uploads or pages, paused, tried again, switched together."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller, Document, KnowledgeCaller
from api.knowledge.answers import document_shapes
from api.knowledge.bodies import DocumentIds, IndexingFields
from api.knowledge.shapes import dataset_of, status_of
from engine.chunking.cutting import Piece
from engine.chunking.rules import MOST_TOKENS, ProcessRule
from services.errors import InvalidAction, InvalidInput
from services.files import files
from services.knowledge import adding, datasets, documents
from services.knowledge.adding import Added, Source
from services.knowledge.choices import fitting_rule
from services.knowledge.permissions import open_upload
from services.knowledge.preview import preview
from services.runtime import Runtime
from storage.records import Dataset

router = APIRouter(prefix="/datasets", tags=["Documents"])

SUCCESS = {"result": "success"}
SHOWN = 20  # chunks of an estimate
DocumentIdQuery = Annotated[list[str], Query(alias="document_id", min_length=1)]


class FileIds(Body):
    """Uploads of which documents are to be made."""

    file_ids: list[str]


class Addresses(Body):
    """Pages of which documents are to be made."""

    urls: list[str]


class SourceList(Body):
    """Where documents come from."""

    data_source_type: str = "upload_file"
    file_info_list: FileIds | None = None
    website_info_list: Addresses | None = None


class DataSource(Body):
    """Where documents come from."""

    info_list: SourceList


class NewDocuments(IndexingFields):
    """Documents to make of uploads or pages."""

    data_source: DataSource


class FirstDocuments(NewDocuments):
    """A base and its first documents; without a name it is called as the first of them."""

    name: str | None = None
    permission: str = "only_me"


class Estimated(IndexingFields):
    """Uploads to cut, to see what comes of it."""

    info_list: SourceList


class NewName(Body):
    """A document's new name."""

    name: str


@router.post("/init", status_code=201, openapi_extra=accepts(FirstDocuments))
async def create_with_documents(request: Request, caller: Caller, rt: Server) -> Response:
    """Make a base and its first documents in one call."""
    body = parsed(FirstDocuments, await json_object(request))
    sources = await _sources(rt, caller, body.data_source.info_list)
    name = body.name or (sources[0].upload.name if sources else "Knowledge")[: datasets.LONGEST_NAME]
    made = await datasets.create(
        rt, caller.workspace_id, name=name, permission=body.permission, account_id=caller.account_id
    )
    try:
        added = await _added(rt, made, body, caller)
    except BaseException:  # also when the caller goes away: no empty base is left
        await datasets.delete(rt, made, account_id=caller.account_id)
        raise
    return await _added_answer(rt, added, 201)


@router.post("/indexing-estimate", openapi_extra=accepts(Estimated))
async def estimate(request: Request, caller: Caller, rt: Server) -> Response:
    """Return the chunks that uploads would be cut into, without indexing them."""
    body = parsed(Estimated, await json_object(request))
    sources = await _sources(rt, caller, body.info_list)
    pieces = [piece for source in sources for piece in await _pieces(rt, source, body)]
    shown = [{"content": one.content, "child_chunks": list(one.children), "summary": None} for one in pieces[:SHOWN]]
    return JsonAnswer({"total_segments": len(pieces), "preview": shown, "qa_preview": None})


@router.post("/{dataset_id}/documents", openapi_extra=accepts(NewDocuments))
async def create_documents(request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Make documents of uploads or pages; they are indexed in the background."""
    body = parsed(NewDocuments, await json_object(request))
    return await _added_answer(rt, await _added(rt, dataset, body, caller))


@router.delete("/{dataset_id}/documents", status_code=204)
async def delete_documents(dataset: Base, rt: Server, document_ids: DocumentIdQuery) -> Response:
    """Delete documents with their chunks and files."""
    await documents.delete(rt, dataset, document_ids)
    return Response(status_code=204)


@router.get("/{dataset_id}/documents/{document_id}/indexing-status")
async def document_status(document: Document, rt: Server) -> Response:
    """Return how far a document is."""
    return JsonAnswer(status_of(document, await rt.ingest.note(document)))


@router.get("/{dataset_id}/batch/{batch}/indexing-status")
async def batch_status(batch: str, dataset: Base, rt: Server) -> Response:
    """Return how far the documents of a batch are."""
    found = await documents.of_batch(rt, dataset, batch)
    return JsonAnswer({"data": [status_of(row, await rt.ingest.note(row)) for row in found]})


@router.patch("/{dataset_id}/documents/{document_id}/processing/{action}")
async def hold_or_go_on(action: str, document: Document, caller: Caller, rt: Server) -> Response:
    """Pause a document that is being indexed, or resume one that is paused or in error."""
    if action == "pause":
        await documents.pause(rt, document, account_id=caller.account_id)
    elif action == "resume":
        await documents.resume(rt, document)
    else:
        raise InvalidAction(f"The action must be pause or resume, not {action!r:.80}.")
    return JsonAnswer(SUCCESS)


@router.post("/{dataset_id}/documents/{document_id}/rename", openapi_extra=accepts(NewName))
async def rename_document(request: Request, dataset: Base, document: Document, rt: Server) -> Response:
    """Give a document another name."""
    await documents.rename(rt, document, parsed(NewName, await json_object(request)).name)
    (shape,) = await document_shapes(rt, dataset, [await documents.get(rt, dataset, document.id)])
    return JsonAnswer(shape)


@router.patch("/{dataset_id}/documents/status/{action}/batch")
async def switch_documents(
    action: str, dataset: Base, caller: Caller, rt: Server, document_ids: DocumentIdQuery
) -> Response:
    """Enable, disable, archive or un_archive documents."""
    await documents.switch(rt, dataset, document_ids, action, account_id=caller.account_id)
    return JsonAnswer(SUCCESS)


@router.post("/{dataset_id}/retry", status_code=204, openapi_extra=accepts(DocumentIds))
async def retry_documents(request: Request, dataset: Base, rt: Server) -> Response:
    """Index the documents again that ended in error."""
    await documents.retry(rt, dataset, parsed(DocumentIds, await json_object(request)).document_ids)
    return Response(status_code=204)


@router.get("/{dataset_id}/error-docs")
async def failed_documents(dataset: Base, rt: Server) -> Response:
    """Return the documents that ended in error."""
    found = await documents.page_of(rt, dataset, status="error", limit=1000)
    return JsonAnswer({"data": [status_of(row) for row in found.items], "total": found.total})


@router.get("/process-rule")
@router.get("/{dataset_id}/process-rule")
async def process_rule(caller: Caller, rt: Server, dataset_id: str = "", document_id: str = "") -> Response:
    """Return how the next documents of a base are cut, or how one document is, or what is usual."""
    if not dataset_id:
        rule = ProcessRule().as_mapping()
    else:
        dataset = await datasets.get(rt, caller.reader, dataset_id)
        own = (await documents.get(rt, dataset, document_id)).process_rule if document_id else dataset.process_rule
        rule = dict(own) or fitting_rule(None, dataset.doc_form).as_mapping()
    return JsonAnswer({**rule, "limits": {"indexing_max_segmentation_tokens_length": MOST_TOKENS}})


async def _pieces(rt: Runtime, source: Source, body: Estimated) -> Sequence[Piece]:
    path = await files.bytes_of(rt, source.upload)
    found = await preview(
        rt,
        await asyncio.to_thread(path.read_bytes),
        filename=source.upload.name,
        mime_type=source.upload.mime_type,
        process_rule=body.process_rule,
        doc_form=body.doc_form or "text_model",
    )
    return found.pieces


async def _added(rt: Runtime, dataset: Dataset, body: NewDocuments, caller: KnowledgeCaller) -> Added:
    origin: dict[str, Any] = {"account_id": caller.account_id, "created_from": caller.created_from}
    pages = body.data_source.info_list.website_info_list
    if pages is None:
        sources = await _sources(rt, caller, body.data_source.info_list)
        return await adding.add_documents(rt, dataset, sources, body.wishes(), **origin)
    return await adding.add_pages(rt, dataset, pages.urls, body.wishes(), **origin)


async def _added_answer(rt: Runtime, added: Added, status: int = 200) -> Response:
    (view,) = await datasets.views(rt, added.dataset.workspace_id, [added.dataset])
    shapes = await document_shapes(rt, added.dataset, added.documents)
    return JsonAnswer({"dataset": dataset_of(view), "documents": shapes, "batch": added.batch}, status)


async def _sources(rt: Runtime, caller: KnowledgeCaller, listed: SourceList) -> list[Source]:
    if listed.data_source_type not in ("upload_file", "website_crawl"):
        raise InvalidInput(
            f"data_source_type must be upload_file or website_crawl, not {listed.data_source_type!r:.80}.",
            param="data_source.info_list.data_source_type",
        )
    ids = listed.file_info_list.file_ids if listed.file_info_list else []
    return [Source(upload=await open_upload(rt, caller.reader, id)) for id in ids]
