"""Annotations of an app, as its makers edit them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.annotation_shapes import (
    Pair,
    Switch,
    annotation_of,
    hit_of,
    job_of,
    page_length,
    page_of,
    pair_of,
    setting_of,
)
from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.paging import PageNumber
from services.apps import annotation_reply, annotations

router = APIRouter(tags=["Annotations"])

Action = Literal["enable", "disable"]
PageLength = Annotated[int, Depends(page_length)]


class NewPair(Body):
    """A pair, or a better answer for what a message asked."""

    question: str = Field("", description="What is asked; not needed with a message.")
    answer: str = Field(description="What is answered.")
    message_id: str | None = Field(None, description="The message whose question it is.")


class Threshold(Body):
    """How alike questions must be."""

    score_threshold: float = Field(description="From 0 to 1.", ge=0, le=1)


@router.get("/apps/{app_id}/annotations")
async def list_annotations(
    app: ConsoleApp, rt: Server, limit: PageLength, page: PageNumber = 1, keyword: str = ""
) -> Response:
    """Return a page of annotations, newest first; `keyword` is any part of question or answer."""
    found = await annotations.list_annotations(rt, app, keyword=keyword, page=page, limit=limit)
    return JsonAnswer(page_of(found, [annotation_of(row) for row in found.items]))


@router.post("/apps/{app_id}/annotations", status_code=201, openapi_extra=accepts(NewPair))
async def add_annotation(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Add an annotation, or make one of a message."""
    body, account_id = parsed(NewPair, await json_object(request)), caller.account_id
    if body.message_id:
        made = await annotations.annotate_message(rt, app, body.message_id, body.answer, account_id=account_id)
    else:
        made = await annotations.add_annotation(rt, app, body.question, body.answer, account_id=account_id)
    return JsonAnswer(annotation_of(made), 201)


@router.post("/apps/{app_id}/annotations/{annotation_id}", openapi_extra=accepts(Pair))
async def update_annotation(annotation_id: str, request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Change an annotation."""
    body = await pair_of(request)
    return JsonAnswer(
        annotation_of(await annotations.update_annotation(rt, app, annotation_id, body.question, body.answer))
    )


@router.delete("/apps/{app_id}/annotations/{annotation_id}", status_code=204)
async def delete_annotation(annotation_id: str, app: ConsoleApp, rt: Server) -> Response:
    """Delete an annotation."""
    await annotations.delete_annotation(rt, app, annotation_id)
    return Response(status_code=204)


@router.get("/apps/{app_id}/annotations/{annotation_id}/hit-histories")
async def list_hits(
    annotation_id: str, app: ConsoleApp, rt: Server, limit: PageLength, page: PageNumber = 1
) -> Response:
    """Return when an annotation answered, newest first."""
    found = await annotations.list_hits(rt, app, annotation_id, page=page, limit=limit)
    return JsonAnswer(page_of(found, [hit_of(row) for row in found.items]))


@router.post("/apps/{app_id}/annotation-reply/{action}", openapi_extra=accepts(Switch))
async def switch_reply(action: Action, request: Request, app: ConsoleApp, rt: Server) -> Response:
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


@router.get("/apps/{app_id}/annotation-reply/{action}/status/{job_id}")
async def get_job(action: Action, job_id: str, app: ConsoleApp, rt: Server) -> Response:
    """Return how that work stands: waiting, processing, completed or error."""
    return JsonAnswer(job_of(await annotation_reply.job_of(rt, app, action, job_id)))


@router.get("/apps/{app_id}/annotation-setting")
async def get_setting(app: ConsoleApp, rt: Server) -> Response:
    """Return whether annotations answer, and how they are compared."""
    return JsonAnswer(setting_of(await annotation_reply.setting_of(rt, app)))


@router.post("/apps/{app_id}/annotation-settings/{setting_id}", openapi_extra=accepts(Threshold))
async def update_setting(setting_id: str, request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Change how alike questions must be."""
    body = parsed(Threshold, await json_object(request))
    return JsonAnswer(setting_of(await annotation_reply.set_threshold(rt, app, setting_id, body.score_threshold)))
