"""Human input while it is worked on: forms of draft nodes, and those that runs of the workspace wait for."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.forms import Answer, form_of
from api.json_text import JsonAnswer
from api.shapes import node_execution_of, person_of
from services.forms import form_steps, human_forms
from services.runs.runs import DEBUGGER
from storage.errors import NotFound
from storage.records import App, HumanForm

router = APIRouter(tags=["Debugging"])

DRAFT = "/apps/{app_id}/workflows/draft/human-input/nodes/{node_id}/form"
CHATFLOW_DRAFT = "/apps/{app_id}/advanced-chat/workflows/draft/human-input/nodes/{node_id}/form"


class Preview(Body):
    """What the node reads."""

    inputs: dict[str, Any] = Field(default_factory=dict, description="Variables by `#node.name#` or `node.name`.")


class SimulatedAnswer(Preview):
    """What the node reads, and what somebody would answer."""

    form_inputs: dict[str, Any] = Field(default_factory=dict, description="Values by the names of the form's inputs.")
    action: str = Field(description="The id of the button.")


@router.post(f"{DRAFT}/preview", openapi_extra=accepts(Preview, required=False))
@router.post(f"{CHATFLOW_DRAFT}/preview", openapi_extra=accepts(Preview, required=False))
async def preview_form(node_id: str, request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Return the form that a node of the draft would show; nothing is stored or sent."""
    body = parsed(Preview, await json_object(request, optional=True))
    form = await form_steps.preview(rt, app, node_id, inputs=body.inputs, **_who(caller))
    about = {name: form[name] for name in ("form_id", "node_id", "node_title", "display_in_ui")}
    return JsonAnswer({**about, **form_of(form), "actions": form["actions"]})


@router.post(f"{DRAFT}/run", openapi_extra=accepts(SimulatedAnswer))
@router.post(f"{CHATFLOW_DRAFT}/run", openapi_extra=accepts(SimulatedAnswer))
async def run_form(node_id: str, request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Return what a node of the draft gives for an answer; it becomes the node's last run."""
    body = parsed(SimulatedAnswer, await json_object(request))
    row = await form_steps.submit(
        rt, app, node_id, action=body.action, form_inputs=body.form_inputs, inputs=body.inputs, **_who(caller)
    )
    return JsonAnswer(node_execution_of(row, account=person_of(caller.account)))


@router.get("/form/human_input/{form_token}")
async def get_form(form_token: str, caller: Console, rt: Server) -> Response:
    """Return the form that a paused run of the workspace waits for."""
    form, _ = await _form(rt, caller, form_token)
    return JsonAnswer(form_of(form.definition))


@router.post("/form/human_input/{form_token}", openapi_extra=accepts(Answer))
async def submit_form(form_token: str, request: Request, caller: Console, rt: Server) -> Response:
    """Answer a form of the workspace; its run goes on in the background."""
    form, app = await _form(rt, caller, form_token)
    body = parsed(Answer, await json_object(request))
    await human_forms.submit_as(
        rt,
        app,
        form,
        "console",
        action=body.action,
        inputs=body.inputs,
        invoke_from=DEBUGGER,
        account_id=caller.account_id,
    )
    return JsonAnswer({})


async def _form(rt: Server, caller: Console, token: str) -> tuple[HumanForm, App]:
    form, app = await human_forms.form_at_address(rt, token)
    if form.workspace_id != caller.workspace.id:
        raise NotFound("form", token)
    human_forms.check_open(rt, form)
    return form, app


def _who(caller: Console) -> dict[str, Any]:
    return {"user": caller.account_id or "console", "account_id": caller.account_id}
