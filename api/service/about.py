"""What an app is and needs: parameters, info, meta, site."""

from fastapi import APIRouter
from starlette.responses import Response

from api.auth import CallingApp, Server
from api.feedback_shapes import known_user_of
from api.json_text import JsonAnswer
from api.shapes import parameters_of, public_site_of
from services import accounts, tools
from services.apps import annotation_reply, sites
from services.apps.serving import document_of_callers
from services.chats import conversations
from services.errors import NotAllowed

router = APIRouter(tags=["About the app"])


@router.get("/parameters")
async def parameters(app: CallingApp, rt: Server) -> Response:
    """Return the app's features, form and limits."""
    annotated = await annotation_reply.is_enabled(rt, app)
    return JsonAnswer(parameters_of(await document_of_callers(rt, app), rt.settings, annotated=annotated))


@router.get("/info")
async def info(app: CallingApp, rt: Server) -> Response:
    """Return the app's name, description, mode and author."""
    author = await accounts.known_account(rt, app.workspace_id, app.created_by)
    return JsonAnswer(
        {
            "name": app.name,
            "description": app.description,
            "tags": [],
            "mode": app.mode,
            "author_name": author.name if author else "",
        }
    )


@router.get("/meta")
async def meta(app: CallingApp, rt: Server) -> Response:
    """Return the icons of the app's tools, by name."""
    return JsonAnswer({"tool_icons": tools.icons_of(await document_of_callers(rt, app))})


@router.get("/site")
async def site(app: CallingApp, rt: Server) -> Response:
    """Return how the app's shared page looks."""
    if not app.enable_site:
        raise NotAllowed("The app has no shared page: it is switched off.")
    return JsonAnswer(public_site_of(await sites.site_of(rt, app)))


@router.get("/end-users/{end_user_id}")
async def end_user(end_user_id: str, app: CallingApp, rt: Server) -> Response:
    """Return a user of the app by the id that other answers name."""
    return JsonAnswer(known_user_of(await conversations.get_end_user(rt, app, end_user_id)))
