"""What an app is and needs: parameters, info, meta, site."""

from fastapi import APIRouter
from starlette.responses import Response

from api.auth import CallingApp, Server
from api.json_text import JsonAnswer
from api.shapes import parameters_of, public_site_of
from services import accounts, sites
from services.errors import AppUnavailable, NotAllowed, NotPublished
from services.serving import shown

router = APIRouter(tags=["About the app"])


@router.get("/parameters")
async def parameters(app: CallingApp, rt: Server) -> Response:
    """Return the app's features, form and limits."""
    try:
        document = await shown(rt, app)
    except NotPublished as error:
        raise AppUnavailable(str(error)) from error
    return JsonAnswer(parameters_of(document, rt.settings))


@router.get("/info")
async def info(app: CallingApp, rt: Server) -> Response:
    """Return the app's name, description, mode and author."""
    author = await accounts.get_account(rt, app.workspace_id, app.created_by) if app.created_by else None
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
async def meta(app: CallingApp) -> Response:
    """Return the icons of the app's tools."""
    return JsonAnswer({"tool_icons": {}})


@router.get("/site")
async def site(app: CallingApp, rt: Server) -> Response:
    """Return how the app's shared page looks."""
    if not app.enable_site:
        raise NotAllowed("The app has no shared page: it is switched off.")
    return JsonAnswer(public_site_of(await sites.site_of(rt, app)))
