"""What people do with their own account: password, name, logins, workspaces."""

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import Body, json_object, parsed
from api.console.logins import logged_in, logged_out, place_of
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.shapes import seconds
from services import accounts
from services.accounts import membership, own_account, workspaces

router = APIRouter(tags=["Login"])


class NewPassword(Body):
    """The password until now and the one from now on."""

    password: str = Field(max_length=1024)
    new_password: str = Field(max_length=1024)


class NewName(Body):
    """The name that others see."""

    name: str = Field(max_length=255)


class Switch(Body):
    """The workspace to go to."""

    tenant_id: str = Field(max_length=64)


class NewWorkspace(Body):
    """A workspace to make."""

    name: str = Field(max_length=255)


@router.post("/account/password", openapi_extra=accepts(NewPassword))
async def change_password(request: Request, caller: Console, rt: Server) -> Response:
    """Change the password: all logins end, the answer holds a new one."""
    body = parsed(NewPassword, await json_object(request))
    tokens = await own_account.change_password(rt, caller, body.password, body.new_password, place_of(request))
    return logged_in(request, tokens)


@router.post("/account/name", openapi_extra=accepts(NewName))
async def rename(request: Request, caller: Console, rt: Server) -> Response:
    """Change the name of the account."""
    await own_account.rename(rt, caller, parsed(NewName, await json_object(request)).name)
    return JsonAnswer({"result": "success"})


@router.get("/account/sessions")
async def list_sessions(caller: Console, rt: Server) -> Response:
    """Return the caller's logins into this workspace, newest first."""
    return JsonAnswer(
        {
            "data": [
                {
                    "id": login.id,
                    "ip": login.ip,
                    "user_agent": login.user_agent,
                    "created_at": seconds(login.created_at),
                    "expires_at": seconds(login.expires_at),
                    "current": login.id == caller.session_id,
                }
                for login in await accounts.sessions(rt, caller)
            ]
        }
    )


@router.delete("/account/sessions")
async def end_all(caller: Console, rt: Server) -> Response:
    """Sign out everywhere, here too."""
    await accounts.end_all_logins(rt, caller)
    return logged_out()


@router.delete("/account/sessions/{session_id}", status_code=204)
async def end_one(session_id: str, caller: Console, rt: Server) -> Response:
    """End one of the caller's logins."""
    await accounts.end_login(rt, caller, session_id)
    return Response(status_code=204)


@router.post("/workspaces/switch", openapi_extra=accepts(Switch))
async def switch(request: Request, caller: Console, rt: Server) -> Response:
    """Go to another workspace: the answer holds the login there, the present one ends."""
    wanted = parsed(Switch, await json_object(request)).tenant_id
    return logged_in(request, await accounts.switch(rt, caller, wanted, place_of(request)))


@router.post("/workspaces", status_code=201, openapi_extra=accepts(NewWorkspace))
async def create_workspace(request: Request, caller: Console, rt: Server) -> Response:
    """Make another workspace, of which the caller is the owner."""
    made = await workspaces.create(rt, caller, parsed(NewWorkspace, await json_object(request)).name)
    return JsonAnswer({"id": made.id, "name": made.name}, 201)


@router.post("/workspaces/current/name", openapi_extra=accepts(NewWorkspace))
async def rename_workspace(request: Request, caller: Console, rt: Server) -> Response:
    """Rename the workspace."""
    name = parsed(NewWorkspace, await json_object(request)).name
    await workspaces.rename(rt, caller.workspace.id, name)
    return JsonAnswer({"result": "success"})


@router.delete("/workspaces/current")
async def delete_workspace(caller: Console, rt: Server) -> Response:
    """Delete the workspace with all that is in it; the first one stays."""
    await workspaces.delete(rt, caller.workspace.id)
    return logged_out()


@router.post("/workspaces/current/leave")
async def leave(caller: Console, rt: Server) -> Response:
    """Leave the workspace."""
    await membership.leave(rt, caller.workspace.id, own_account.in_person(caller))
    return logged_out()
