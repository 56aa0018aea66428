"""Members of the workspace and invitations into it."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import Body, json_object, parsed
from api.console.logins import logged_in, place_of
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.shapes import seconds
from services.accounts import membership
from services.accounts.membership import Member
from services.errors import ServiceError

router = APIRouter(tags=["Login"])
PREFIX = "/workspaces/current/members"


class Invite(Body):
    """Whom to invite, and as what."""

    emails: list[str] = Field(min_length=1, max_length=50)
    role: str = "viewer"
    language: str = "en-US"


class NewRole(Body):
    """Another role."""

    role: str


class Activation(Body):
    """Who takes an invitation; name and language matter for somebody without an account."""

    token: str = Field(max_length=200)
    name: str = Field("", max_length=255)
    password: str = Field(max_length=1024)
    language: str = "en-US"


@router.get(PREFIX)
async def list_members(caller: Console, rt: Server) -> Response:
    """Return who belongs to the workspace."""
    found = await membership.list_members(rt, caller.workspace.id)
    return JsonAnswer({"accounts": [_member(one) for one in found]})


@router.post(f"{PREFIX}/invite-email", status_code=201, openapi_extra=accepts(Invite))
async def invite(request: Request, caller: Console, rt: Server) -> Response:
    """Invite people; each result holds the link, which is shown this once, or says why there is none."""
    body = parsed(Invite, await json_object(request))
    results: list[dict[str, Any]] = []
    for email in body.emails:
        try:
            made = await membership.invite(rt, caller.workspace.id, email, body.role, account_id=caller.account_id)
        except ServiceError as error:
            if len(body.emails) == 1:
                raise
            results.append({"status": "failed", "email": email, "message": str(error)})
        else:
            results.append({"status": "success", "email": email, "url": made.url, "mailed": made.mailed})
    return JsonAnswer({"result": "success", "invitation_results": results}, 201)


@router.get(f"{PREFIX}/invitations")
async def list_invitations(caller: Console, rt: Server) -> Response:
    """Return the invitations that wait for an answer."""
    found = await membership.list_invitations(rt, caller.workspace.id)
    return JsonAnswer(
        {
            "data": [
                {
                    "id": one.id,
                    "email": one.email,
                    "role": one.role,
                    "created_at": seconds(one.created_at),
                    "expires_at": seconds(one.expires_at),
                }
                for one in found
            ]
        }
    )


@router.delete(f"{PREFIX}/invitations/{{invitation_id}}", status_code=204)
async def withdraw(invitation_id: str, caller: Console, rt: Server) -> Response:
    """Make an invitation void."""
    await membership.withdraw(rt, caller.workspace.id, invitation_id)
    return Response(status_code=204)


@router.put(f"{PREFIX}/{{account_id}}/update-role", openapi_extra=accepts(NewRole))
async def update_role(account_id: str, request: Request, caller: Console, rt: Server) -> Response:
    """Give a member another role."""
    role = parsed(NewRole, await json_object(request)).role
    await membership.set_role(rt, caller.workspace.id, account_id, role)
    return JsonAnswer({"result": "success"})


@router.post(f"{PREFIX}/{{account_id}}/owner-transfer")
async def hand_over(account_id: str, caller: Console, rt: Server) -> Response:
    """Make a member the owner instead of the caller."""
    await membership.hand_over(rt, caller.workspace.id, account_id, giver=caller.account_id)
    return JsonAnswer({"result": "success"})


@router.delete(f"{PREFIX}/{{account_id}}", status_code=204)
async def remove(account_id: str, caller: Console, rt: Server) -> Response:
    """End a membership."""
    await membership.remove(rt, caller.workspace.id, account_id)
    return Response(status_code=204)


@router.get("/activate/check")
async def check_invitation(rt: Server, token: str) -> Response:
    """Return what an invitation says, for the page that answers it."""
    found = await membership.welcome(rt, token)
    data = {"workspace_name": found.workspace, "email": found.email, "role": found.role}
    return JsonAnswer({"is_valid": True, "data": {**data, "has_account": found.has_account}})


@router.post("/activate", openapi_extra=accepts(Activation))
async def activate(request: Request, rt: Server) -> Response:
    """Take an invitation and log in."""
    body = parsed(Activation, await json_object(request))
    tokens = await membership.accept(
        rt, body.token, body.password, name=body.name, language=body.language, place=place_of(request)
    )
    return logged_in(request, tokens)


def _member(one: Member) -> dict[str, Any]:
    return {
        "id": one.account.id,
        "name": one.account.name,
        "avatar": one.account.avatar,
        "avatar_url": None,
        "email": one.account.email,
        "last_login_at": seconds(one.account.last_login_at),
        "last_active_at": seconds(one.account.last_login_at),
        "created_at": seconds(one.since),
        "role": one.role,
        "status": one.account.status,
    }
