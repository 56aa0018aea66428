"""Conversations of one user of the app: lists, messages, names, variables."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import CHAT_MODES, CallingApp, ChatApp, Server, check_mode
from api.bodies import Body, as_uuid, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.shapes import conversation_of, message_of, variable_of
from services.chats import conversations, messages
from services.forms import human_forms
from storage.records import App

router = APIRouter(tags=["Conversations"])

Limit = Annotated[int, Query(ge=1, le=100)]
Id = Annotated[str, AfterValidator(as_uuid)]


class Named(Body):
    """A new name, or the wish for one."""

    name: str = Field("", max_length=255, description="The name; needed unless one is to be made.")
    auto_generate: bool = Field(False, description="Let the model make one.")
    user: str = Field("", description="Whose it is; without one, the shared user's.")


class Acting(Body):
    """Who acts."""

    user: str = Field("", description="Whose it is; without one, the shared user's.")


class NewValue(Acting):
    """Another value of a variable."""

    null_means = frozenset({"value"})

    value: Any = Field(description="A value of the variable's type.")


@router.get("/conversations")
async def list_conversations(
    app: ChatApp,
    rt: Server,
    user: str = "",
    last_id: Id | None = None,
    limit: Limit = 20,
    sort_by: str = "-updated_at",
) -> Response:
    """Return a page of conversations."""
    found = await conversations.list_conversations(rt, app, user, last_id=last_id, limit=limit, sort_by=sort_by)
    return JsonAnswer(
        {"limit": limit, "has_more": found.has_more, "data": [conversation_of(row) for row in found.items]}
    )


@router.get("/messages")
async def list_messages(
    app: ChatApp,
    rt: Server,
    conversation_id: Id,
    user: str = "",
    first_id: Id | None = None,
    limit: Limit = 20,
) -> Response:
    """Return a page of messages: the newest page first, inside it oldest first."""
    found = await conversations.messages(rt, app, user, conversation_id, first_id=first_id, limit=limit)
    forms = await human_forms.forms_of(rt, app, found.items)
    ratings = await messages.own_feedbacks(rt, app, found.items)
    data = [message_of(row, forms.get(row.workflow_run_id or "", ()), ratings.get(row.id)) for row in found.items]
    return JsonAnswer({"limit": limit, "has_more": found.has_more, "data": data})


@router.post("/conversations/{conversation_id}/name", openapi_extra=accepts(Named))
async def name_conversation(conversation_id: str, request: Request, app: CallingApp, rt: Server) -> Response:
    """Name a conversation."""
    body = parsed(Named, await _values(request, app))
    row = await conversations.rename(
        rt, app, body.user, conversation_id, name=body.name, auto_generate=body.auto_generate
    )
    return JsonAnswer(conversation_of(row))


@router.delete("/conversations/{conversation_id}", status_code=204, openapi_extra=accepts(Acting, required=False))
async def delete_conversation(conversation_id: str, request: Request, app: CallingApp, rt: Server) -> Response:
    """Delete a conversation; its messages are gone at once."""
    body = parsed(Acting, await _values(request, app, optional=True))
    await conversations.delete(rt, app, body.user, conversation_id)
    return Response(status_code=204)


@router.get("/conversations/{conversation_id}/variables")
async def list_variables(
    app: ChatApp,
    rt: Server,
    conversation_id: str,
    user: str = "",
    last_id: str | None = None,  # ids of variables are those of the file that defines them
    limit: Limit = 20,
    variable_name: str | None = None,
) -> Response:
    """Return the variables of a chatflow's conversation; other modes have none."""
    found = await conversations.variables(
        rt, app, user, conversation_id, last_id=last_id, limit=limit, name=variable_name
    )
    return JsonAnswer({"limit": limit, "has_more": found.has_more, "data": [variable_of(row) for row in found.items]})


@router.put("/conversations/{conversation_id}/variables/{variable_id}", openapi_extra=accepts(NewValue))
async def update_variable(
    conversation_id: str, variable_id: str, request: Request, app: CallingApp, rt: Server
) -> Response:
    """Give a variable of a chatflow's conversation another value of its type; the next turn reads it."""
    body = parsed(NewValue, await _values(request, app))
    row = await conversations.set_variable(
        rt, app, body.user, conversation_id, variable_id=variable_id, value=body.value
    )
    return JsonAnswer(variable_of(row))


async def _values(request: Request, app: App, *, optional: bool = False) -> dict[str, Any]:
    """Return the body's fields; its form is looked at first, then the app's mode, the fields by the caller."""
    values = await json_object(request, optional=optional)
    check_mode(app, CHAT_MODES, "chat-messages")
    return values
