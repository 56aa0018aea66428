"""What members of the workspace think of answers."""

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from services.chats import messages

router = APIRouter(tags=["Logs"])


class Rating(Body):
    """What a member thinks of an answer."""

    message_id: str = Field(description="The answer's message.")
    rating: str | None = Field(None, description="like, dislike, or null to take it back.")
    content: str | None = Field(None, description="Why.")


@router.post("/apps/{app_id}/feedbacks", openapi_extra=accepts(Rating))
async def rate_message(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Rate any answer of an app, beside what its user thinks."""
    body = parsed(Rating, await json_object(request))
    await messages.rate_as_admin(
        rt, app, body.message_id, rating=body.rating, content=body.content, account_id=caller.account_id
    )
    return JsonAnswer({"result": "success"})
