"""Documents of knowledge bases: lists, details, files, deletion."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.auth import Server
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.errors import ApiError
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Document, Limit
from api.knowledge.answers import author_names, document_shapes, fields_of
from api.knowledge.bodies import DocumentIds
from api.knowledge.shapes import document_detail_of, page_of
from api.paging import PageNumber
from services.knowledge import documents, downloads

router = APIRouter(prefix="/datasets/{dataset_id}/documents", tags=["Documents"])

METADATA = ("all", "only", "without")


@router.get("")
async def list_documents(
    dataset: Base,
    rt: Server,
    limit: Limit,
    page: PageNumber = 1,
    keyword: str = "",
    status: Annotated[str | None, Query(description="As `display_status` shows it.")] = None,
    sort: str = "-created_at",
) -> Response:
    """Return a page of documents, newest first; `keyword` is a part of the name."""
    found = await documents.page_of(rt, dataset, keyword=keyword, status=status, sort=sort, page=page, limit=limit)
    return JsonAnswer(page_of(found, await document_shapes(rt, dataset, found.items)))


@router.get("/{document_id}")
async def get_document(dataset: Base, document: Document, rt: Server, metadata: str = "all") -> Response:
    """Return a document; `metadata` says whether with its metadata (all), without it, or only that."""
    if metadata not in METADATA:
        raise ApiError(400, "invalid_metadata", f"Invalid metadata value: {metadata:.80}", params="metadata")
    (view,) = await documents.views(rt, dataset, [document])
    authors = await author_names(rt, dataset.workspace_id, [document])
    detail = document_detail_of(view, dataset, await fields_of(rt, dataset), authors.get(document.created_by))
    if metadata == "only":
        detail = {name: detail[name] for name in ("id", "doc_type", "doc_metadata")}
    elif metadata == "without":
        del detail["doc_metadata"]
    return JsonAnswer(detail)


@router.delete("/{document_id}", status_code=204)
async def delete_document(dataset: Base, document: Document, rt: Server) -> Response:
    """Delete a document with its chunks and its file."""
    await documents.delete(rt, dataset, [document.id])
    return Response(status_code=204)


@router.get("/{document_id}/download")
async def download_document(document: Document, rt: Server) -> Response:
    """Return an address at which the document's file can be saved for a while."""
    return JsonAnswer({"url": await downloads.link_to(rt, document)})


@router.post("/download-zip", openapi_extra=accepts(DocumentIds))
async def download_documents(request: Request, dataset: Base, rt: Server) -> Response:
    """Return the files of 1 to 100 documents as a zip."""
    body = parsed(DocumentIds, await json_object(request))
    path = await downloads.zip_of(rt, dataset, body.document_ids)
    return FileResponse(
        path, media_type="application/zip", filename=f"{dataset.name}.zip", background=BackgroundTask(path.unlink)
    )
