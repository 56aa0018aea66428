"""Forms of paused runs: shown to programs, and answered by them for their users."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import CallingApp, Server
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.forms import Answer, form_of
from api.json_text import JsonAnswer
from api.service.generation import UserBody
from services.forms import human_forms
from services.runs.runs import SERVICE_API

router = APIRouter(tags=["Human input"])


class UserAnswer(Answer, UserBody):
    """What a user fills in."""

    inputs: dict[str, Any] = Field(description="Values by the names of the inputs.", examples=[{"note": "fine"}])


@router.get("/form/human_input/{form_token}")
async def get_form(form_token: str, app: CallingApp, rt: Server) -> Response:
    """Return the form that a paused run of this app waits for."""
    form = await human_forms.form_of_app(rt, app, form_token)
    return JsonAnswer(form_of(form.definition))


@router.post("/form/human_input/{form_token}", openapi_extra=accepts(UserAnswer))
async def submit_form(form_token: str, request: Request, app: CallingApp, rt: Server) -> Response:
    """Answer a form: its run goes on, in the background. The first answer counts, whoever gives it."""
    form = await human_forms.form_of_app(rt, app, form_token)
    body = parsed(UserAnswer, await json_object(request))
    await human_forms.submit_as(
        rt, app, form, body.user, action=body.action, inputs=body.inputs, invoke_from=SERVICE_API
    )
    return JsonAnswer({})
