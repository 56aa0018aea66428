"""The routes of OpenAI's chat protocol; the key of an app says which one answers."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import CallingApp, Server
from api.bodies import json_object, parsed
from api.documentation import runs
from api.following import begun, ended, stream_of
from api.json_text import JsonAnswer
from api.openai_chat.answers import Chunks, whole
from api.openai_chat.asking import ChatCompletionBody, check_asked, dialogue_of, unused
from api.openai_chat.failures import OpenAIRoute
from services.chats import dialogues
from storage.errors import NotFound
from storage.records import App

router = APIRouter(tags=["OpenAI's protocol"], route_class=OpenAIRoute)

UNUSED_HEADER = "X-Unused-Parameters"


@router.post("/chat/completions", openapi_extra=runs(ChatCompletionBody))
async def create_chat_completion(request: Request, app: CallingApp, rt: Server) -> Response:
    """Answer a dialogue as OpenAI's chat completions do, with an app of any mode, whole or as a stream."""
    values = await json_object(request)
    body = parsed(ChatCompletionBody, values)
    check_asked(values)
    dialogue = dialogue_of(body)
    live = await begun(request, rt, app, lambda: dialogues.start(rt, app, dialogue))
    tells = await dialogues.tells_as_it_comes(rt, app)
    if body.stream:
        include_usage = body.stream_options.include_usage
        chunks = Chunks(live, body.model, include_usage=include_usage, tells_as_it_comes=tells)
        answer: Response = stream_of(rt, live.subscribe(), chunks)
    else:
        await ended(request, live)
        answer = JsonAnswer(whole(live, body.model, tells_as_it_comes=tells))
    if names := unused(values):
        answer.headers[UNUSED_HEADER] = ", ".join(names)
    return answer


@router.get("/models")
async def list_models(app: CallingApp) -> Response:
    """Return the app of the key as the one model that there is."""
    return JsonAnswer({"object": "list", "data": [_model_of(app)]})


@router.get("/models/{model}")
async def get_model(model: str, app: CallingApp) -> Response:
    """Return the app of the key as a model, by its id."""
    if model != app.id:
        raise NotFound("model", model)
    return JsonAnswer(_model_of(app))


def _model_of(app: App) -> dict[str, Any]:
    return {"id": app.id, "object": "model", "created": int(app.created_at), "owned_by": "millrace", "name": app.name}
