"""Addresses that start workflows: webhooks, those of drafts, and events of plugins. None asks for a key."""

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import json_object, whole_body
from api.json_text import JsonAnswer
from api.uploads import read_form
from engine.triggers.webhook import FilePart, WebhookRequest
from services.runtime import Runtime
from services.triggers import webhooks
from services.triggers.webhooks import Answer

router = APIRouter(prefix="/triggers", tags=["Triggers"])

OTHERS = ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
WITHOUT_BODY = (204, 304)
ANY_BODY = {"requestBody": {"content": {"*/*": {"schema": {"type": "string", "description": "As declared."}}}}}

EVENT = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "properties": {}}}},
    }
}


@router.post("/webhook/{code}", openapi_extra=ANY_BODY)
@router.api_route("/webhook/{code}", methods=OTHERS, include_in_schema=False)
async def webhook(code: str, request: Request, rt: Server) -> Response:
    """Start the published workflow of a webhook.

    Method, content type and parameters are those of its trigger; a request that differs gets 400 and starts
    nothing. The answer is the configured one: at once, or after the run.
    """
    hook = await webhooks.open_hook(rt, code)
    return _answered(await webhooks.receive(hook, await _read(request, rt)))


@router.post("/webhook-debug/{code}", openapi_extra=ANY_BODY)
@router.api_route("/webhook-debug/{code}", methods=OTHERS, include_in_schema=False)
async def webhook_debug(code: str, request: Request, rt: Server) -> Response:
    """Run the draft of a workflow once, while somebody in the Studio listens at this address; else 404."""
    hook = await webhooks.open_debug_hook(rt, code)
    return _answered(await webhooks.receive(hook, await _read(request, rt)))


@router.post("/plugin/{subscription}", openapi_extra=EVENT)
async def plugin_event(subscription: str, request: Request, rt: Server) -> Response:
    """Start the published workflow of a plugin trigger with an event, whose parts are the members of the body."""
    live = await webhooks.receive_event(rt, subscription, await json_object(request))
    return JsonAnswer({"result": "success", "workflow_run_id": live.id})


async def _read(request: Request, rt: Runtime) -> WebhookRequest:
    """Return a request as it came. Raises ApiError, FileTooLarge: it is too large, or its form is broken."""
    headers = dict(request.headers)
    query = request.query_params.multi_items()
    most = rt.settings.webhook_max_body_mb
    if not headers.get("content-type", "").lower().startswith("multipart/form-data"):
        body = await whole_body(request, most_mb=most)
        return WebhookRequest(method=request.method, headers=headers, query=query, body=body)
    async with read_form(request, most=most * 1_000_000) as form:
        parts = form.multi_items()
        files = [(name, await _file(part)) for name, part in parts if isinstance(part, UploadFile)]
        fields = [(name, part) for name, part in parts if isinstance(part, str)]
    return WebhookRequest(method=request.method, headers=headers, query=query, fields=fields, files=files)


async def _file(part: UploadFile) -> FilePart:
    return FilePart(filename=part.filename or "", mime_type=part.content_type or "", data=await part.read())


def _answered(answer: Answer) -> Response:
    if answer.status in WITHOUT_BODY:
        return Response(status_code=answer.status)
    return JsonAnswer(answer.body, answer.status)
