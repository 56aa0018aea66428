"""Visitors run the app: chat messages, completions, workflow runs, and their stop."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field, field_validator
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, json_object, parsed
from api.documentation import runs
from api.errors import ApiError
from api.json_text import JsonAnswer
from api.web.access import CallingVisitor, ChatVisitor, CompletionVisitor, VisitorRoute, WorkflowVisitor
from api.web.streams import answer_of
from services.chats import chat
from services.publishing import keeping, visits
from services.publishing.rates import check_visitor
from services.runs import workflow_runs

router = APIRouter(tags=["Shared pages"], route_class=VisitorRoute)

SUCCESS = {"result": "success"}
Mode = Literal["streaming", "blocking"]


class RunBody(Body):
    """What every run takes."""

    inputs: dict[str, Any] = Field(default_factory=dict, description="Values of the app's form, by variable.")
    response_mode: Mode = Field("streaming", description="How the answer comes.")
    files: list[dict[str, Any]] = Field(default_factory=list, description="Files that come with the request.")
    speaks: bool = Field(True, description="Whether recordings come with the stream of an app that speaks by itself.")

    @property
    def streams(self) -> bool:
        """Return whether the answer is a stream of events."""
        return self.response_mode == "streaming"


class ChatBody(RunBody):
    """One turn of a conversation."""

    query: str = Field(description="What the visitor says.", examples=["What can you do?"])
    conversation_id: str | None = Field(None, description="The conversation to go on with; empty for a new one.")
    parent_message_id: str | None = None

    @field_validator("query")
    @classmethod
    def _says_something(cls, query: str) -> str:
        if not query.replace("\x00", "").strip():
            raise ValueError("must not be empty")
        return query


class CompletionBody(RunBody):
    """One text to generate."""

    query: str = ""


@router.post("/chat-messages", openapi_extra=runs(ChatBody))
async def create_chat_message(request: Request, visitor: ChatVisitor, rt: Server) -> Response:
    """Send a message; the conversation keeps the first words as its name until `name` is called."""
    body = parsed(ChatBody, await json_object(request))
    if visitor.app.mode == "agent-chat" and not body.streams:
        raise ApiError(400, "bad_request", "Agent Chat App does not support blocking mode")
    await check_visitor(rt, visitor)
    live = await chat.start_turn(
        rt,
        visitor.app,
        query=body.query,
        inputs=body.inputs,
        conversation_id=body.conversation_id or "",
        files=body.files,
        auto_generate_name=False,
        parent_message_id=body.parent_message_id or None,
        branches="parent_message_id" in body.model_fields_set,
        **visitor.who,
    )
    return await answer_of(request, rt, visitor, live, streaming=body.streams, speaks=body.speaks)


@router.post("/completion-messages", openapi_extra=runs(CompletionBody))
async def create_completion_message(request: Request, visitor: CompletionVisitor, rt: Server) -> Response:
    """Generate a text."""
    body = parsed(CompletionBody, await json_object(request))
    await check_visitor(rt, visitor)
    live = await chat.start_turn(rt, visitor.app, query=body.query, inputs=body.inputs, files=body.files, **visitor.who)
    return await answer_of(request, rt, visitor, live, streaming=body.streams, speaks=body.speaks)


@router.get("/messages/{message_id}/more-like-this")
async def more_like_this(
    message_id: str, request: Request, visitor: CompletionVisitor, rt: Server, response_mode: Mode = "streaming"
) -> Response:
    """Generate another text for what was asked for one."""
    await check_visitor(rt, visitor)
    live = await keeping.more_like(rt, visitor, message_id)
    return await answer_of(request, rt, visitor, live, streaming=response_mode == "streaming")


@router.post("/workflows/run", openapi_extra=runs(RunBody))
async def run_workflow(request: Request, visitor: WorkflowVisitor, rt: Server) -> Response:
    """Run the newest published version of the workflow; the answer is always a stream."""
    body = parsed(RunBody, await json_object(request))
    await check_visitor(rt, visitor)
    live = await workflow_runs.start_run(rt, visitor.app, inputs=body.inputs, files=body.files, **visitor.who)
    return await answer_of(request, rt, visitor, live, streaming=True, speaks=body.speaks)


@router.post("/chat-messages/{task_id}/stop")
@router.post("/completion-messages/{task_id}/stop")
@router.post("/workflows/tasks/{task_id}/stop")
async def stop(task_id: str, visitor: CallingVisitor, rt: Server) -> Response:
    """Stop a run of this visitor; unknown tasks are no error."""
    await visits.stop(rt, visitor, task_id)
    return JsonAnswer(SUCCESS)
