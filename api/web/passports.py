"""Coming in: what opens the door of a site, and the passport by which its page is known from then on."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.shapes import public_site_of
from api.web.access import NO_STORE, CallingVisitor, VisitorRoute, bearer, machine
from services.publishing import doors, visitors

router = APIRouter(tags=["Shared pages"], route_class=VisitorRoute)


class Key(Body):
    """What opens a door: the password of the site, or a member's login."""

    password: str = Field(min_length=1, max_length=1024, description="The site's, or that of the account.")
    email: str = Field("", max_length=320, description="The address of the account, where the site is for members.")


@router.get("/passport")
async def passport(request: Request, rt: Server, user_id: str = "") -> Response:
    """Return a passport of the site `X-App-Code`.

    `user_id` names a visitor without any proof; the header `X-App-Identity` proves who it is. `X-App-Grant` opens a
    protected site, `X-App-Entry` goes with its page, and `X-App-Passport` is an earlier passport to be renewed.
    """
    headers = request.headers
    wanted = visitors.PassportRequest(
        code=headers.get("x-app-code", "").strip(),
        user_id=user_id,
        identity=headers.get("x-app-identity", "").strip(),
        grant=headers.get("x-app-grant", "").strip(),
        access_token=request.cookies.get("access_token", ""),
        entry=headers.get("x-app-entry", "").strip(),
        passport=headers.get("x-app-passport", "").strip() or bearer(request),
        ip=machine(request),
        headers=headers,
    )
    token = await visitors.issue_passport(rt, wanted)
    return JsonAnswer({"access_token": token}, headers=NO_STORE)


@router.post("/grants", openapi_extra=accepts(Key))
async def grant(request: Request, rt: Server) -> Response:
    """Return a grant for the passport call of the site `X-App-Code`; it lasts ten minutes."""
    shared = await visitors.shared_at(rt, request.headers.get("x-app-code", "").strip())
    body = parsed(Key, await json_object(request))
    ip = machine(request)
    if body.email:
        token = await doors.grant_by_login(rt, shared, body.email, body.password, ip=ip)
    else:
        token = await doors.grant_by_password(rt, shared, body.password, ip=ip)
    return JsonAnswer({"grant": token, "expires_in": doors.GRANT_SECONDS}, headers=NO_STORE)


@router.get("/webapp/access-mode")
async def access_mode(request: Request, rt: Server, appCode: str = "") -> Response:  # noqa: N803 - as it is published
    """Return what opens the door of a site, and how the page looks that asks for it."""
    shared = await visitors.shared_at(rt, appCode or request.headers.get("x-app-code", "").strip())
    look: dict[str, Any] = {**public_site_of(shared.site), "theme": shared.publication.theme}
    return JsonAnswer({"accessMode": shared.publication.access, "mode": shared.app.mode, "site": look})


@router.get("/webapp/permission")
async def permission(visitor: CallingVisitor) -> Response:
    """Tell that the visitor may use the app."""
    return JsonAnswer({"result": True})
