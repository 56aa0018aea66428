"""What users think of answers, and what they may ask next."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import CHAT_MODES, CallingApp, ChatApp, Server, check_mode
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.feedback_shapes import feedback_of
from api.json_text import JsonAnswer
from api.paging import PageNumber
from api.service.generation import SUCCESS, UserBody
from services.chats import messages, suggestions

router = APIRouter(tags=["Conversations"])

MODES = (*CHAT_MODES, "completion")
FEEDBACK_PAGE = 101  # most ratings on one page, as published

User = Annotated[str, Query(min_length=1, max_length=255)]


class Rating(UserBody):
    """What a user thinks of an answer."""

    rating: str | None = Field(None, description="like, dislike, or null to take it back.", examples=["like"])
    content: str | None = Field(None, description="Why.")


@router.post("/messages/{message_id}/feedbacks", openapi_extra=accepts(Rating))
async def rate_message(message_id: str, request: Request, app: CallingApp, rt: Server) -> Response:
    """Rate an answer; another rating of the same user takes the place of the first, null takes it back."""
    values = await json_object(request)
    parsed(UserBody, values)
    check_mode(app, MODES, "chat-messages")
    body = parsed(Rating, values)
    await messages.rate(rt, app, body.user, message_id, rating=body.rating, content=body.content)
    return JsonAnswer(SUCCESS)


@router.get("/app/feedbacks")
async def list_feedbacks(
    app: CallingApp,
    rt: Server,
    page: PageNumber = 1,
    limit: Annotated[int, Query(ge=1, le=FEEDBACK_PAGE)] = 20,
) -> Response:
    """Return a page of all ratings of the app's answers, newest first."""
    found = await messages.list_feedbacks(rt, app, page=page, limit=limit)
    return JsonAnswer({"data": [feedback_of(row) for row in found]})


@router.get("/messages/{message_id}/suggested")
async def suggested_questions(message_id: str, app: ChatApp, rt: Server, user: User) -> Response:
    """Return questions that may follow an answer; none when the model fails."""
    found = await suggestions.suggested_questions(rt, app, user, message_id)
    return JsonAnswer({**SUCCESS, "data": found})
