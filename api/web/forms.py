"""Forms by their tokens: whoever has one, from the web app or a mail, may see the form and answer it once."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.forms import Answer, form_of
from api.json_text import JsonAnswer
from api.shapes import public_site_of
from services.apps import sites
from services.forms import human_forms

router = APIRouter(tags=["Human input"])


@router.get("/form/human_input/{form_token}")
async def get_form(form_token: str, rt: Server) -> Response:
    """Return the form that a paused run waits for, and how the page of its app looks."""
    form, app = await human_forms.form_at_address(rt, form_token)
    human_forms.check_open(rt, form)
    site = {
        "app_id": app.id,
        "end_user_id": None,
        "enable_site": app.enable_site,
        "site": public_site_of(await sites.site_of(rt, app)),
        "model_config": None,
        "plan": "basic",
        "can_replace_logo": False,
        "custom_config": None,
    }
    return JsonAnswer({**form_of(form.definition), "site": site})


@router.post("/form/human_input/{form_token}", openapi_extra=accepts(Answer))
async def submit_form(form_token: str, request: Request, rt: Server) -> Response:
    """Answer a form: its run goes on, in the background. Files are given by their addresses."""
    form, _ = await human_forms.form_at_address(rt, form_token)
    human_forms.check_open(rt, form)
    body = parsed(Answer, await json_object(request))
    await human_forms.submit(rt, form, action=body.action, inputs=body.inputs)
    return JsonAnswer({})
