"""Apps: lists, details, switches, configuration, site."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.paging import PageNumber
from api.shapes import app_detail_of, app_of
from services.answers import figures
from services.apps import apps, workflows
from services.publishing import publications
from services.runtime import Runtime
from storage.records import App

router = APIRouter(tags=["Apps"])

GRAPH_MODES = ("advanced-chat", "workflow")


class AppFields(Body):
    """How an app looks; absent fields stay as they are."""

    name: str | None = Field(None, max_length=255)
    description: str | None = None
    icon_type: str | None = None
    icon: str | None = None
    icon_background: str | None = None

    def given(self) -> dict[str, Any]:
        """Return the fields that the caller sent."""
        return self.model_dump(exclude_unset=True)


class NewApp(AppFields):
    """A blank app."""

    name: str = Field(max_length=255)
    mode: str


class ChangedApp(AppFields):
    """What may change of an app."""

    use_icon_as_answer_icon: bool | None = None
    max_active_requests: int | None = Field(None, ge=0, description="Runs at the same time; 0: the server's default.")
    stop_on_disconnect: bool | None = Field(None, description="Whether a run stops when its caller goes away.")
    answer_cache: dict[str, Any] | None = Field(
        None, description="How answers are kept: mode (off, exact, similar), seconds, threshold, most."
    )
    tool: dict[str, Any] | None = Field(
        None,
        description="How other apps may use it as a tool: enabled, name, description, use_cases, has_side_effects.",
    )


class SiteSwitch(Body):
    """Whether the shared page answers."""

    enable_site: bool


class ApiSwitch(Body):
    """Whether the service API answers."""

    enable_api: bool


@router.get("/apps")
async def list_apps(
    caller: Console,
    rt: Server,
    page: PageNumber = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    mode: str = "all",
    name: str = "",
) -> Response:
    """Return a page of apps, newest first."""
    found = await apps.list_apps(rt, caller.workspace.id, page=page, limit=limit, mode=mode, name=name)
    return JsonAnswer(
        {
            "page": found.page,
            "limit": found.limit,
            "total": found.total,
            "has_more": found.has_more,
            "data": [app_of(app) for app in found.items],
        }
    )


@router.post("/apps", status_code=201, openapi_extra=accepts(NewApp))
async def create_app(request: Request, caller: Console, rt: Server) -> Response:
    """Make a blank app."""
    body = parsed(NewApp, await json_object(request))
    app = await apps.create_app(rt, caller.workspace.id, account_id=caller.account_id, **body.given())
    return JsonAnswer(await detail(request, rt, app), 201)


@router.get("/apps/{app_id}")
async def get_app(request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Return an app."""
    return JsonAnswer(await detail(request, rt, app))


@router.put("/apps/{app_id}", openapi_extra=accepts(ChangedApp))
async def update_app(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Change how an app looks or how often it may run."""
    body = parsed(ChangedApp, await json_object(request))
    changes = body.given()
    settings = {name: changes.pop(name, None) for name in ("stop_on_disconnect", "answer_cache", "tool")}
    if given := {name: value for name, value in settings.items() if value is not None}:
        changes["settings"] = given
    changed = await apps.update_app(rt, app, account_id=caller.account_id, **changes)
    return JsonAnswer(await detail(request, rt, changed))


@router.delete("/apps/{app_id}", status_code=204)
async def delete_app(app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Delete an app; its keys stop at once."""
    await apps.delete_app(rt, app, account_id=caller.account_id)
    return Response(status_code=204)


@router.post("/apps/{app_id}/copy", status_code=201, openapi_extra=accepts(AppFields, required=False))
async def copy_app(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Make a copy of an app."""
    fields = parsed(AppFields, await json_object(request, optional=True)).given()
    made = await apps.copy_app(rt, app, account_id=caller.account_id, **fields)
    return JsonAnswer(await detail(request, rt, made), 201)


@router.get("/apps/{app_id}/answer-cache")
async def answer_cache_figures(app: ConsoleApp, rt: Server) -> Response:
    """Return how many answers are kept, how often one was looked for and found, and how many tokens that saved."""
    return JsonAnswer(asdict(await figures.figures(rt, app)))


@router.delete("/apps/{app_id}/answer-cache")
async def clear_answer_cache(app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Forget the answers that are kept."""
    return JsonAnswer({"cleared": await figures.clear(rt, app, account_id=caller.account_id)})


@router.post("/apps/{app_id}/site-enable", openapi_extra=accepts(SiteSwitch))
async def switch_site(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Switch the shared page on or off."""
    body = parsed(SiteSwitch, await json_object(request))
    changed = await apps.set_site_enabled(rt, app, body.enable_site, account_id=caller.account_id)
    return JsonAnswer(await detail(request, rt, changed))


@router.post("/apps/{app_id}/api-enable", openapi_extra=accepts(ApiSwitch))
async def switch_api(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Switch the service API on or off."""
    body = parsed(ApiSwitch, await json_object(request))
    changed = await apps.set_api_enabled(rt, app, body.enable_api, account_id=caller.account_id)
    return JsonAnswer(await detail(request, rt, changed))


@router.post("/apps/{app_id}/model-config")
async def save_model_config(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Replace the configuration of a chat, agent or completion app; it takes effect at once."""
    await apps.save_model_config(rt, app, await json_object(request), account_id=caller.account_id)
    return JsonAnswer({"result": "success"})


async def detail(request: Request, rt: Runtime, app: App) -> dict[str, Any]:
    """Return an app with its site and published version."""
    shared = await publications.shared_of(rt, app)
    published = await workflows.published(rt, app) if app.mode in GRAPH_MODES else None
    return app_detail_of(app, shared.site, shared.publication, published, base_url(request))


def base_url(request: Request) -> str:
    """Return the address by which the caller reached this server."""
    return str(request.base_url).rstrip("/")
