"""Chunks and child chunks, one at a time."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Chunk, Document, Limit
from api.knowledge.answers import segment_shapes
from api.knowledge.bodies import ChildFields
from api.knowledge.shapes import child_of
from api.paging import PageNumber
from services.knowledge import children, segments
from services.runtime import Runtime
from storage.records import Segment, StoredDocument

router = APIRouter(prefix="/datasets/{dataset_id}/documents/{document_id}/segments/{segment_id}", tags=["Chunks"])


@router.get("")
async def get_segment(document: Document, segment: Chunk, rt: Server) -> Response:
    """Return a chunk."""
    return await segment_answer(rt, document, segment)


@router.delete("", status_code=204)
async def delete_segment(dataset: Base, document: Document, segment: Chunk, rt: Server) -> Response:
    """Delete a chunk with its child chunks."""
    await segments.delete(rt, dataset, document, [segment.id])
    return Response(status_code=204)


@router.get("/child_chunks")
async def list_child_chunks(
    segment: Chunk, rt: Server, limit: Limit, page: PageNumber = 1, keyword: str = ""
) -> Response:
    """Return a page of the child chunks of a chunk, in order."""
    found = await children.page_of(rt, segment, keyword=keyword, page=page, limit=limit)
    return JsonAnswer(
        {
            "data": [child_of(child) for child in found.items],
            "total": found.total,
            "total_pages": -(-found.total // limit),
            "page": page,
            "limit": limit,
        }
    )


@router.post("/child_chunks", openapi_extra=accepts(ChildFields))
async def add_child_chunk(request: Request, dataset: Base, document: Document, segment: Chunk, rt: Server) -> Response:
    """Put a child chunk behind the others of a chunk; it can be found at once."""
    body = parsed(ChildFields, await json_object(request))
    return JsonAnswer({"data": child_of(await children.add(rt, dataset, document, segment, body.content))})


@router.patch("/child_chunks/{child_chunk_id}", openapi_extra=accepts(ChildFields))
async def update_child_chunk(
    child_chunk_id: str, request: Request, dataset: Base, segment: Chunk, rt: Server
) -> Response:
    """Give a child chunk another text."""
    body = parsed(ChildFields, await json_object(request))
    child = await children.get(rt, segment, child_chunk_id)
    return JsonAnswer({"data": child_of(await children.update(rt, dataset, child, body.content))})


@router.delete("/child_chunks/{child_chunk_id}", status_code=204)
async def delete_child_chunk(child_chunk_id: str, dataset: Base, segment: Chunk, rt: Server) -> Response:
    """Delete a child chunk."""
    await children.delete(rt, dataset, segment, child_chunk_id)
    return Response(status_code=204)


async def segment_answer(rt: Runtime, document: StoredDocument, segment: Segment) -> JsonAnswer:
    """Return one chunk with the form of its document."""
    (shape,) = await segment_shapes(rt, document.workspace_id, [segment])
    return JsonAnswer({"data": shape, "doc_form": document.doc_form})
