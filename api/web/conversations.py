"""The visitor's conversations: lists, messages, names, pins, and what is under way."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, as_uuid, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.web.access import CallingVisitor, ChatVisitor, VisitorRoute
from api.web.generation import SUCCESS
from api.web.shapes import under_way_of, visitor_conversation_of, visitor_message_of
from api.web.streams import followed
from services.chats import conversations, messages
from services.forms import human_forms
from services.publishing import visits
from services.publishing.rates import check_aside
from services.publishing.visible import seen_message

router = APIRouter(tags=["Shared pages"], route_class=VisitorRoute)

Limit = Annotated[int, Query(ge=1, le=100)]
Id = Annotated[str, AfterValidator(as_uuid)]


class Named(Body):
    """A new name, or the wish for one."""

    name: str = Field("", max_length=255, description="The name; needed unless one is to be made.")
    auto_generate: bool = Field(False, description="Let the model make one.")


@router.get("/conversations")
async def list_conversations(
    visitor: ChatVisitor,
    rt: Server,
    last_id: Id | None = None,
    limit: Limit = 20,
    pinned: bool | None = None,
    sort_by: str = "-updated_at",
) -> Response:
    """Return a page of conversations; `pinned` asks for those that are, or are not."""
    found = await conversations.list_conversations(
        rt, visitor.app, last_id=last_id, limit=limit, sort_by=sort_by, pinned=pinned, **visitor.who
    )
    data = [visitor_conversation_of(row) for row in found.items]
    return JsonAnswer({"limit": limit, "has_more": found.has_more, "data": data})


@router.get("/messages")
async def list_messages(
    visitor: ChatVisitor, rt: Server, conversation_id: Id, first_id: Id | None = None, limit: Limit = 20
) -> Response:
    """Return a page of messages: the newest page first, inside it oldest first."""
    app = visitor.app
    found = await conversations.messages(
        rt, app, conversation_id=conversation_id, first_id=first_id, limit=limit, **visitor.who
    )
    forms = await human_forms.forms_of(rt, app, found.items)
    ratings = await messages.own_feedbacks(rt, app, found.items)
    data = [
        visitor_message_of(
            seen_message(row, steps=visitor.sees_steps), forms.get(row.workflow_run_id or "", ()), ratings.get(row.id)
        )
        for row in found.items
    ]
    return JsonAnswer({"limit": limit, "has_more": found.has_more, "data": data})


@router.post("/conversations/{conversation_id}/name", openapi_extra=accepts(Named))
async def name_conversation(conversation_id: str, request: Request, visitor: ChatVisitor, rt: Server) -> Response:
    """Name a conversation."""
    body = parsed(Named, await json_object(request))
    if body.auto_generate:
        await check_aside(rt, visitor)
    row = await conversations.rename(
        rt,
        visitor.app,
        conversation_id=conversation_id,
        name=body.name,
        auto_generate=body.auto_generate,
        **visitor.who,
    )
    return JsonAnswer(visitor_conversation_of(row))


@router.patch("/conversations/{conversation_id}/pin")
async def pin_conversation(conversation_id: str, visitor: ChatVisitor, rt: Server) -> Response:
    """Put a conversation among those that stand first."""
    await conversations.pin(rt, visitor.app, conversation_id=conversation_id, pinned=True, **visitor.who)
    return JsonAnswer(SUCCESS)


@router.patch("/conversations/{conversation_id}/unpin")
async def unpin_conversation(conversation_id: str, visitor: ChatVisitor, rt: Server) -> Response:
    """Put a conversation back among the others."""
    await conversations.pin(rt, visitor.app, conversation_id=conversation_id, pinned=False, **visitor.who)
    return JsonAnswer(SUCCESS)


@router.delete("/conversations/{conversation_id}", status_code=204)
async def delete_conversation(conversation_id: str, visitor: ChatVisitor, rt: Server) -> Response:
    """Delete a conversation; its messages are gone at once."""
    await conversations.delete(rt, visitor.app, conversation_id=conversation_id, **visitor.who)
    return Response(status_code=204)


@router.get("/running")
async def running(visitor: CallingVisitor, rt: Server) -> Response:
    """Return what is under way for this visitor, oldest first: after a reload its events are found by these ids."""
    return JsonAnswer({"data": [under_way_of(run) for run in await visits.under_way(rt, visitor)]})


@router.get("/conversations/{conversation_id}/running")
async def running_in_conversation(conversation_id: str, visitor: ChatVisitor, rt: Server) -> Response:
    """Return the turn of a conversation that is under way, `null` when there is none."""
    found = await visits.under_way(rt, visitor, conversation_id=conversation_id)
    return JsonAnswer({"data": under_way_of(found[-1]) if found else None})


@router.get("/workflow/{run_id}/events")
async def follow_run(
    run_id: str,
    request: Request,
    visitor: CallingVisitor,
    rt: Server,
    include_state_snapshot: bool = False,
    continue_on_pause: bool = False,
) -> Response:
    """Return the events of a run of this visitor, by its id or that of its message, whatever the mode of the app.

    Those to come; with `include_state_snapshot` all; with the header `Last-Event-ID` those after that event.
    """
    run = await visits.find_run(rt, visitor, run_id)
    return await followed(request, rt, visitor, run, from_start=include_state_snapshot, over_pauses=continue_on_pause)
