"""Running drafts and configurations that are being worked on; these runs count in no statistics."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import CHAT_MODES, Console, ConsoleApp, Server, check_mode
from api.bodies import Body, json_object, parsed
from api.documentation import accepts, runs
from api.following import answer_of
from api.json_text import JsonAnswer
from api.shapes import node_execution_of, person_of
from services.chats import chat
from services.runs import extents, resumption, steps, workflow_runs
from services.runs.extents import Extent
from services.runs.runs import DEBUGGER

router = APIRouter(tags=["Debugging"])


class DraftRun(Body):
    """Inputs of a run of the draft, and how much of it runs."""

    inputs: dict[str, Any] = Field(default_factory=dict)
    files: list[dict[str, Any]] = Field(default_factory=list)
    run_mode: Literal["stale", "all", "until", "from"] = Field(
        "stale",
        description="stale: what changed since its result was kept. all: everything. until: what is stale of `node_id` "
        "and of what leads to it. from: `node_id` and all that follows.",
    )
    node_id: str = Field("", description="For `until` and `from`.")
    values: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="Outputs to take for nodes that do not run, by node id and name."
    )

    @property
    def extent(self) -> Extent:
        """Return how much of the draft runs."""
        return Extent(mode=self.run_mode, node_id=self.node_id, values=self.values)


class DraftTurn(DraftRun):
    """One turn with what is being worked on."""

    query: str = ""
    conversation_id: str | None = None
    parent_message_id: str | None = None
    response_mode: Literal["streaming", "blocking"] = "streaming"
    configuration: dict[str, Any] | None = Field(None, alias="model_config")


class DraftState(Body):
    """What the draft would run on."""

    inputs: dict[str, Any] = Field(default_factory=dict)
    query: str = ""
    conversation_id: str | None = None


class NodeRun(Body):
    """What one node reads."""

    inputs: dict[str, Any] = Field(
        default_factory=dict, description="By `#node.name#`, `node.name`, or the node's own name for the variable."
    )
    query: str = ""


@router.post("/apps/{app_id}/workflows/draft/run", openapi_extra=runs(DraftRun))
async def run_draft(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Run the draft of a workflow; answers with its events."""
    body = parsed(DraftRun, await json_object(request))
    live = await workflow_runs.start_run(
        rt,
        app,
        inputs=body.inputs,
        files=body.files,
        user=_user(caller),
        invoke_from=DEBUGGER,
        draft=True,
        account_id=caller.account_id,
        extent=body.extent,
    )
    return await answer_of(request, rt, live, streaming=True, account=caller.account)


@router.post("/apps/{app_id}/advanced-chat/workflows/draft/run", openapi_extra=runs(DraftTurn))
async def run_draft_turn(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Run one turn with the draft of a chatflow; answers with its events."""
    check_mode(app, ("advanced-chat",), "chat-messages")
    return await _turn(request, app, caller, rt, draft=True)


@router.post("/apps/{app_id}/chat-messages", openapi_extra=runs(DraftTurn))
async def debug_chat(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Run one turn with a chatbot, with the configuration of the body where there is one."""
    check_mode(app, CHAT_MODES, "chat-messages")
    return await _turn(request, app, caller, rt, draft=False)


@router.post("/apps/{app_id}/completion-messages", openapi_extra=runs(DraftTurn))
async def debug_completion(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Generate a text, with the configuration of the body where there is one."""
    check_mode(app, ("completion",), "completion-messages")
    return await _turn(request, app, caller, rt, draft=False)


@router.post("/apps/{app_id}/workflows/draft/node-states", openapi_extra=accepts(DraftState, required=False))
async def node_states(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Return what a run of the draft would call, running nothing: `fresh`, `stale`, `never` or `skipped` by node id."""
    body = parsed(DraftState, await json_object(request, optional=True))
    states = await extents.draft_states(
        rt,
        app,
        inputs=body.inputs,
        query=body.query,
        conversation_id=body.conversation_id or "",
        user=_user(caller),
        account_id=caller.account_id,
    )
    return JsonAnswer({"data": {node_id: str(state) for node_id, state in states.items()}})


@router.post("/apps/{app_id}/workflows/draft/nodes/{node_id}/run", openapi_extra=accepts(NodeRun, required=False))
async def run_node(node_id: str, request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Run one node of the draft alone; a failing node is a good answer with `status: failed`."""
    body = parsed(NodeRun, await json_object(request, optional=True))
    row = await steps.run_node(
        rt, app, node_id, inputs=body.inputs, query=body.query, user=_user(caller), account_id=caller.account_id
    )
    return JsonAnswer(node_execution_of(row, account=person_of(caller.account)))


@router.post("/apps/{app_id}/workflow-runs/tasks/{task_id}/stop")
@router.post("/apps/{app_id}/chat-messages/{task_id}/stop")
@router.post("/apps/{app_id}/completion-messages/{task_id}/stop")
async def stop(task_id: str, app: ConsoleApp, rt: Server) -> Response:
    """Stop a run of this app."""
    await resumption.stop(rt, app, task_id)
    return JsonAnswer({"result": "success"})


async def _turn(request: Request, app: ConsoleApp, caller: Console, rt: Server, *, draft: bool) -> Response:
    body = parsed(DraftTurn, await json_object(request))
    live = await chat.start_turn(
        rt,
        app,
        query=body.query,
        inputs=body.inputs,
        user=_user(caller),
        conversation_id=body.conversation_id or "",
        files=body.files,
        invoke_from=DEBUGGER,
        draft=draft,
        account_id=caller.account_id,
        parent_message_id=body.parent_message_id or None,
        model_config=body.configuration,
        extent=body.extent,
    )
    return await answer_of(request, rt, live, streaming=body.response_mode == "streaming", account=caller.account)


def _user(caller: Console) -> str:
    return caller.account_id or "console"
