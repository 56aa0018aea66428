"""What an app is and needs: parameters, info, meta, site, and its runs."""

from fastapi import APIRouter
from starlette.responses import Response

from api.auth import GRAPH_MODES, CallingApp, Server, check_mode
from api.json_text import JsonAnswer
from api.shapes import parameters_of, public_site_of, run_of
from services import sites, workflow_runs
from services.errors import NotAllowed
from services.serving import shown

router = APIRouter()


@router.get("/parameters")
async def parameters(app: CallingApp, rt: Server) -> Response:
    """Return the app's features, form and limits."""
    return JsonAnswer(parameters_of(await shown(rt, app), rt.settings))


@router.get("/info")
async def info(app: CallingApp) -> Response:
    """Return the app's name, description and mode."""
    about = {"name": app.name, "description": app.description, "tags": [], "mode": app.mode, "author_name": ""}
    return JsonAnswer(about)


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


@router.get("/workflows/run/{run_id}")
async def workflow_run(run_id: str, app: CallingApp, rt: Server) -> Response:
    """Return a run of this app, while it goes on and after."""
    check_mode(app, GRAPH_MODES, "workflows")
    return JsonAnswer(run_of(await workflow_runs.find_run(rt, app, run_id)))
