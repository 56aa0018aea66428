"""Single answers: rated, followed up, kept."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, as_uuid, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.web.access import ChatVisitor, CompletionVisitor, SpeakingVisitor, VisitorRoute
from api.web.generation import SUCCESS
from api.web.shapes import saved_of
from services.chats import messages, suggestions
from services.publishing import keeping
from services.publishing.rates import check_aside
from services.publishing.visible import seen_message

router = APIRouter(tags=["Shared pages"], route_class=VisitorRoute)


class Rating(Body):
    """What a visitor thinks of an answer."""

    rating: str | None = Field(None, description="like, dislike, or null to take it back.", examples=["like"])
    content: str | None = Field(None, description="Why.")


class Kept(Body):
    """An answer to keep."""

    message_id: Annotated[str, AfterValidator(as_uuid)]


@router.post("/messages/{message_id}/feedbacks", openapi_extra=accepts(Rating))
async def rate_message(message_id: str, request: Request, visitor: SpeakingVisitor, rt: Server) -> Response:
    """Rate an answer; another rating takes the place of the first, null takes it back."""
    body = parsed(Rating, await json_object(request))
    await messages.rate(rt, visitor.app, message_id=message_id, rating=body.rating, content=body.content, **visitor.who)
    return JsonAnswer(SUCCESS)


@router.get("/messages/{message_id}/suggested-questions")
async def suggested_questions(message_id: str, visitor: ChatVisitor, rt: Server) -> Response:
    """Return questions that may follow an answer; none when the model fails."""
    await check_aside(rt, visitor)
    found = await suggestions.suggested_questions(rt, visitor.app, message_id=message_id, **visitor.who)
    return JsonAnswer({"data": found})


@router.get("/saved-messages")
async def list_saved(
    visitor: CompletionVisitor,
    rt: Server,
    last_id: Annotated[str, AfterValidator(as_uuid)] | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Return a page of the answers that the visitor keeps, the last kept first."""
    found = await keeping.list_saved(rt, visitor, last_id=last_id, limit=limit)
    data = [saved_of(seen_message(row, steps=visitor.sees_steps)) for row in found.items]
    return JsonAnswer({"limit": limit, "has_more": found.has_more, "data": data})


@router.post("/saved-messages", openapi_extra=accepts(Kept))
async def save_message(request: Request, visitor: CompletionVisitor, rt: Server) -> Response:
    """Keep an answer."""
    body = parsed(Kept, await json_object(request))
    await keeping.save(rt, visitor, body.message_id)
    return JsonAnswer(SUCCESS)


@router.delete("/saved-messages/{message_id}", status_code=204)
async def forget_message(message_id: str, visitor: CompletionVisitor, rt: Server) -> Response:
    """Keep an answer no longer."""
    await keeping.forget(rt, visitor, message_id)
    return Response(status_code=204)
