"""The shared page of an app: how it looks, who may use it, who signs for its visitors, what it costs."""

from typing import Any

from fastapi import APIRouter
from pydantic import ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.budgets import used_of
from api.console.apps import base_url
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.shapes import site_of
from services.apps import sites
from services.publishing import publications, settings, spending

router = APIRouter(prefix="/apps/{app_id}/site", tags=["Apps"])

NAMES = {"access_mode": "access"}  # as the interface calls a setting, and as services do


class Site(Body):
    """Fields of the shared page, and settings of who may use it."""

    model_config = ConfigDict(extra="allow")


@router.get("")
async def get_site(request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Return how the shared page looks, and who may use it."""
    shared = await publications.shared_of(rt, app)
    return JsonAnswer(site_of(shared.site, shared.publication, base_url(request)))


@router.post("", openapi_extra=accepts(Site))
async def update_site(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Change fields of the shared page, or settings of who may use it; names that are neither are ignored."""
    values: dict[str, Any] = parsed(Site, await json_object(request)).model_dump()
    named = {NAMES.get(name, name): value for name, value in values.items()}
    chosen = {name: value for name, value in named.items() if name in settings.SETTINGS}
    looks = {name: value for name, value in named.items() if name in sites.FIELDS}
    if chosen:
        await settings.change(rt, app, chosen, account_id=caller.account_id)
    if looks:
        await sites.update_site(rt, app, **looks)
    return await get_site(request, app, rt)


@router.post("/access-token-reset")
async def reset_site(request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Give the shared page a new address; the old one is unknown from now on."""
    await sites.reset_code(rt, app)
    return await get_site(request, app, rt)


@router.post("/embedding-secret", status_code=201)
async def make_secret(app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Return a new secret by which embedding pages sign for their visitors; it is shown this once."""
    secret = await settings.new_secret(rt, app, account_id=caller.account_id)
    return JsonAnswer({"secret": secret}, 201, headers={"Cache-Control": "no-store"})


@router.delete("/embedding-secret", status_code=204)
async def drop_secret(app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Take the secret away: nobody can sign for visitors any more."""
    await settings.drop_secret(rt, app, account_id=caller.account_id)
    return Response(status_code=204)


@router.get("/usage")
async def usage(app: ConsoleApp, rt: Server) -> Response:
    """Return what the app cost in this month."""
    return JsonAnswer(used_of(await spending.used_in_month(rt, app)))
