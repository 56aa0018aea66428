"""What a shared page shows of its app."""

from fastapi import APIRouter
from starlette.responses import Response

from api.auth import Server
from api.json_text import JsonAnswer
from api.shapes import parameters_of
from api.web.access import CallingVisitor, VisitorRoute
from api.web.shapes import site_of
from services import tools
from services.apps import annotation_reply
from services.apps.serving import document_of_callers
from services.chats import conversations

router = APIRouter(tags=["Shared pages"], route_class=VisitorRoute)


@router.get("/site")
async def site(visitor: CallingVisitor, rt: Server) -> Response:
    """Return how the page looks, and what bounds its use."""
    me = await conversations.end_user(rt, visitor.app, **visitor.who)
    return JsonAnswer(site_of(visitor.shared, me.id, rt.settings))


@router.get("/parameters")
async def parameters(visitor: CallingVisitor, rt: Server) -> Response:
    """Return the app's features, form and limits."""
    annotated = await annotation_reply.is_enabled(rt, visitor.app)
    document = await document_of_callers(rt, visitor.app)
    return JsonAnswer(parameters_of(document, rt.settings, annotated=annotated))


@router.get("/meta")
async def meta(visitor: CallingVisitor, rt: Server) -> Response:
    """Return the icons of the app's tools, by name, where the site shows what the app does."""
    if not visitor.sees_steps:
        return JsonAnswer({"tool_icons": {}})
    return JsonAnswer({"tool_icons": tools.icons_of(await document_of_callers(rt, visitor.app))})
