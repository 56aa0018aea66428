"""Chunks, in the console's own way."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller, Chunk, Document, Limit
from api.knowledge.answers import segment_shapes
from api.knowledge.bodies import ChangedSegmentFields, SegmentFields
from api.knowledge.chunks import segment_answer
from api.paging import PageNumber
from services.errors import InvalidAction
from services.knowledge import segments

router = APIRouter(prefix="/datasets/{dataset_id}/documents/{document_id}", tags=["Chunks"])

MOST_HITS = 2**31 - 1  # within what the database counts with
SegmentIdQuery = Annotated[list[str], Query(alias="segment_id", min_length=1)]
ENABLED = {"true": True, "false": False, "all": None}


@router.get("/segments")
async def list_segments(
    document: Document,
    rt: Server,
    limit: Limit,
    page: PageNumber = 1,
    keyword: str = "",
    status: Annotated[list[str], Query()] = [],  # noqa: B006  # the framework copies it
    enabled: str = "all",
    hit_count_gte: Annotated[int | None, Query(ge=0, le=MOST_HITS, description="At least so many hits.")] = None,
) -> Response:
    """Return a page of the chunks of a document, in order."""
    found = await segments.page_of(
        rt,
        document,
        keyword=keyword,
        statuses=status,
        enabled=ENABLED.get(enabled.lower()),
        least_hits=hit_count_gte or 0,
        page=page,
        limit=limit,
    )
    return JsonAnswer(
        {
            "data": await segment_shapes(rt, document.workspace_id, found.items),
            "doc_form": document.doc_form,
            "total": found.total,
            "total_pages": -(-found.total // limit),
            "limit": limit,
            "page": page,
        }
    )


@router.delete("/segments", status_code=204)
async def delete_segments(dataset: Base, document: Document, rt: Server, segment_ids: SegmentIdQuery) -> Response:
    """Delete chunks with their child chunks."""
    await segments.delete(rt, dataset, document, segment_ids)
    return Response(status_code=204)


@router.post("/segment", openapi_extra=accepts(SegmentFields))
async def add_segment(request: Request, dataset: Base, document: Document, caller: Caller, rt: Server) -> Response:
    """Put a chunk behind those of a document; it can be found at once."""
    body = parsed(SegmentFields, await json_object(request))
    (added,) = await segments.add(rt, dataset, document, [body.segment()], account_id=caller.account_id)
    return await segment_answer(rt, document, added)


@router.patch("/segments/{segment_id}", openapi_extra=accepts(ChangedSegmentFields))
async def update_segment(
    request: Request, dataset: Base, document: Document, segment: Chunk, caller: Caller, rt: Server
) -> Response:
    """Change a chunk; another text can be found at once."""
    changes = parsed(ChangedSegmentFields, await json_object(request)).changes()
    changed = await segments.update(rt, dataset, document, segment, changes, account_id=caller.account_id)
    return await segment_answer(rt, document, changed)


@router.patch("/segment/{action}")
async def switch_segments(
    action: str, document: Document, caller: Caller, rt: Server, segment_ids: SegmentIdQuery
) -> Response:
    """Let searches find chunks (enable) or not (disable)."""
    if action not in ("enable", "disable"):
        raise InvalidAction(f"The action must be enable or disable, not {action!r:.80}.")
    await segments.switch(rt, document, segment_ids, enabled=action == "enable", account_id=caller.account_id)
    return JsonAnswer({"result": "success"})
