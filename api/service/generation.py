"""Running an app: chat messages, completions, workflow runs, and their stop."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Literal, TypeVar

from fastapi import APIRouter
from pydantic import Field, ValidationInfo, field_validator
from starlette.requests import Request
from starlette.responses import Response

from api.asked import accepted
from api.auth import CHAT_MODES, CallingApp, KnownApp, Server, check_mode
from api.bodies import Body, json_object, parsed
from api.documentation import accepts, runs
from api.errors import ApiError
from api.following import answer_of, begun
from api.json_text import JsonAnswer
from api.middleware import trace_of
from api.repeating import KEY_HEADER, answered_once
from config import Settings
from services.chats import autoplay, chat
from services.runs import resumption, workflow_runs
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.records import App

router = APIRouter(tags=["Running apps"])

Run = TypeVar("Run", bound="RunBody")

SUCCESS = {"result": "success"}


class UserBody(Body):
    """Who the caller acts for."""

    user: str = Field(description="The caller's own name for its user.", examples=["ann"])

    @field_validator("user")
    @classmethod
    def _is_a_name(cls, user: str, info: ValidationInfo[Settings]) -> str:
        limit = info.context.max_user_chars
        if not 1 <= len(user) <= limit:
            raise ValueError(f"has {len(user)} characters; it must have 1 to {limit}")
        return user


class RunBody(UserBody):
    """What every run takes."""

    inputs: dict[str, Any] = Field(description="Values of the app's form, by variable.")
    response_mode: Literal["streaming", "blocking", "async"] = Field(
        "streaming", description="How the answer comes; `async`: only where to ask for it."
    )
    files: list[dict[str, Any]] = Field(default_factory=list, description="Files that come with the request.")
    trace_id: str | None = Field(None, max_length=128, description="The caller's own trace id.")

    @property
    def streams(self) -> bool:
        """Return whether the answer is a stream of events."""
        return self.response_mode == "streaming"


class ChatBody(RunBody):
    """One turn of a conversation."""

    query: str = Field(description="What the user says.", examples=["What can you do?"])
    conversation_id: str | None = Field(None, description="The conversation to go on with; empty for a new one.")
    auto_generate_name: bool = Field(True, description="Give a new conversation a title.")
    workflow_id: str | None = Field(None, description="A published version instead of the newest (chatflows).")
    parent_message_id: str | None = None

    @field_validator("query")
    @classmethod
    def _says_something(cls, query: str) -> str:
        if not query.replace("\x00", "").strip():
            raise ValueError("must not be empty")
        return query


class CompletionBody(RunBody):
    """One text to generate."""

    query: str = Field("", description="Old clients' input of that name.")


class StopBody(UserBody):
    """Who stops."""


async def _answered(
    request: Request, rt: Runtime, app: App, body: RunBody, start: Callable[[], Coroutine[Any, Any, LiveRun]]
) -> Response:
    """Return the answer to a request to run an app; one with an `Idempotency-Key` is answered once."""
    say = await autoplay.voice_of(rt, app, body.user) if body.streams else None

    async def answer(live: LiveRun) -> Response:
        if body.response_mode == "async":
            return accepted(rt, live)
        return await answer_of(request, rt, live, streaming=body.streams, say=say)

    async def begin() -> LiveRun:
        return await begun(request, rt, app, start)

    key = request.headers.get(KEY_HEADER)
    if key is None:
        return await answer(await begin())
    return await answered_once(request, rt, app, key, mode=body.response_mode, begin=begin, answer=answer)


async def run_body(request: Request, app: App, model: type[Run], modes: Sequence[str], family: str) -> Run:
    """Return the checked body of a run: its user is looked at first, then the app's mode, then the other fields."""
    values = await json_object(request)
    parsed(UserBody, values)
    check_mode(app, modes, family)
    body = parsed(model, values)
    if body.trace_id is None:
        body.trace_id = trace_of(request.headers, request.query_params)
    return body


@router.post("/chat-messages", openapi_extra=runs(ChatBody))
async def create_chat_message(request: Request, app: CallingApp, rt: Server) -> Response:
    """Send a message to a chatbot, agent or chatflow; answers with its events or the whole answer."""
    body = await run_body(request, app, ChatBody, CHAT_MODES, "chat-messages")
    if app.mode == "agent-chat" and body.response_mode == "blocking":
        raise ApiError(400, "bad_request", "Agent Chat App does not support blocking mode")
    return await _answered(
        request,
        rt,
        app,
        body,
        lambda: chat.start_turn(
            rt,
            app,
            query=body.query,
            inputs=body.inputs,
            user=body.user,
            conversation_id=body.conversation_id or "",
            files=body.files,
            workflow_id=body.workflow_id or None,
            auto_generate_name=body.auto_generate_name,
            parent_message_id=body.parent_message_id or None,
            trace_id=body.trace_id,
        ),
    )


@router.post("/completion-messages", openapi_extra=runs(CompletionBody))
async def create_completion_message(request: Request, app: CallingApp, rt: Server) -> Response:
    """Generate a text with a completion app."""
    body = await run_body(request, app, CompletionBody, ("completion",), "completion-messages")
    given: dict[str, Any] = {"inputs": body.inputs, "user": body.user, "files": body.files, "trace_id": body.trace_id}
    return await _answered(request, rt, app, body, lambda: chat.start_turn(rt, app, query=body.query, **given))


@router.post("/workflows/run", openapi_extra=runs(RunBody))
async def run_workflow(request: Request, app: CallingApp, rt: Server) -> Response:
    """Run the newest published version of a workflow app."""
    return await _run(request, app, rt, workflow_id=None)


@router.post("/workflows/{workflow_id}/run", openapi_extra=runs(RunBody))
async def run_workflow_version(workflow_id: str, request: Request, app: CallingApp, rt: Server) -> Response:
    """Run one published version of a workflow app."""
    return await _run(request, app, rt, workflow_id=workflow_id)


async def _run(request: Request, app: App, rt: Server, *, workflow_id: str | None) -> Response:
    body = await run_body(request, app, RunBody, ("workflow",), "workflows")
    given: dict[str, Any] = {"inputs": body.inputs, "user": body.user, "files": body.files, "trace_id": body.trace_id}
    return await _answered(
        request, rt, app, body, lambda: workflow_runs.start_run(rt, app, workflow_id=workflow_id, **given)
    )


@router.post("/chat-messages/{task_id}/stop", openapi_extra=accepts(StopBody))
async def stop_chat_message(task_id: str, request: Request, app: KnownApp, rt: Server) -> Response:
    """Stop an answer of the same user; unknown tasks are no error."""
    return await _stop_own(task_id, request, app, rt, CHAT_MODES, "chat-messages")


@router.post("/completion-messages/{task_id}/stop", openapi_extra=accepts(StopBody))
async def stop_completion_message(task_id: str, request: Request, app: KnownApp, rt: Server) -> Response:
    """Stop a text of the same user; unknown tasks are no error."""
    return await _stop_own(task_id, request, app, rt, ("completion",), "completion-messages")


async def _stop_own(
    task_id: str, request: Request, app: App, rt: Server, modes: tuple[str, ...], family: str
) -> Response:
    body = parsed(StopBody, await json_object(request))
    check_mode(app, modes, family)
    await resumption.stop(rt, app, task_id, user=body.user)
    return JsonAnswer(SUCCESS)


@router.post("/workflows/tasks/{task_id}/stop", openapi_extra=accepts(StopBody))
@router.post("/workflows/{task_id}/stop", openapi_extra=accepts(StopBody), include_in_schema=False)
async def stop_workflow(task_id: str, request: Request, app: KnownApp, rt: Server) -> Response:
    """Stop a run of this app, whoever started it; unknown tasks are no error."""
    parsed(StopBody, await json_object(request))
    check_mode(app, ("workflow",), "workflows")
    await resumption.stop(rt, app, task_id)
    return JsonAnswer(SUCCESS)
