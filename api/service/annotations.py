"""Annotations of the calling app: pairs of question and answer, and whether they answer."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from api.annotation_shapes import Pair, Switch, annotation_of, job_of, page_length, page_of, pair_of
from api.auth import ChatApp, Server
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.paging import PageNumber
from services.apps import annotation_reply, annotations

router = APIRouter(tags=["Annotations"])

Action = Literal["enable", "disable"]


@router.get("/apps/annotations")
async def list_annotations(
    app: ChatApp,
    rt: Server,
    limit: Annotated[int, Depends(page_length)],
    page: PageNumber = 1,
    keyword: str = "",
) -> Response:
    """Return a page of annotations, newest first; `keyword` is any part of question or answer."""
    found = await annotations.list_annotations(rt, app, keyword=keyword, page=page, limit=limit)
    return JsonAnswer(page_of(found, [annotation_of(row) for row in found.items]))


@router.post("/apps/annotations", status_code=201, openapi_extra=accepts(Pair))
async def add_annotation(request: Request, app: ChatApp, rt: Server) -> Response:
    """Add an annotation."""
    body = await pair_of(request)
    return JsonAnswer(annotation_of(await annotations.add_annotation(rt, app, body.question, body.answer)), 201)


@router.put("/apps/annotations/{annotation_id}", openapi_extra=accepts(Pair))
async def update_annotation(annotation_id: str, request: Request, app: ChatApp, rt: Server) -> Response:
    """Change an annotation."""
    body = await pair_of(request)
    return JsonAnswer(
        annotation_of(await annotations.update_annotation(rt, app, annotation_id, body.question, body.answer))
    )


@router.delete("/apps/annotations/{annotation_id}", status_code=204)
async def delete_annotation(annotation_id: str, app: ChatApp, rt: Server) -> Response:
    """Delete an annotation."""
    await annotations.delete_annotation(rt, app, annotation_id)
    return Response(status_code=204)


@router.post("/apps/annotation-reply/{action}", openapi_extra=accepts(Switch))
async def switch_reply(action: Action, request: Request, app: ChatApp, rt: Server) -> Response:
    """Let annotations answer, or no longer; their questions are embedded in the background."""
    body = parsed(Switch, await json_object(request))
    job = await annotation_reply.start_job(
        rt,
        app,
        action,
        score_threshold=body.score_threshold,
        provider=body.embedding_provider_name,
        model=body.embedding_model_name,
    )
    return JsonAnswer(job_of(job))


@router.get("/apps/annotation-reply/{action}/status/{job_id}")
async def get_job(action: Action, job_id: str, app: ChatApp, rt: Server) -> Response:
    """Return how that work stands: waiting, processing, completed or error."""
    return JsonAnswer(job_of(await annotation_reply.job_of(rt, app, action, job_id)))
