"""API keys of an app."""

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.shapes import key_of
from services.accounts import keys
from services.accounts.keys import KeyOptions
from storage.errors import NotFound

router = APIRouter(tags=["Keys"])


class NewKey(Body):
    """A key to make."""

    name: str = Field("", max_length=100)
    expires_at: float | None = Field(None, description="Epoch seconds.")
    permissions: list[str] | None = Field(None, description="Some of run, read, write; without it, all.")
    must_sign: bool = Field(False, description="Whether requests with the key must be signed.")

    def options(self) -> KeyOptions:
        """Return what the service wants to know."""
        return KeyOptions(name=self.name, expires_at=self.expires_at, scopes=self.permissions, must_sign=self.must_sign)


class KeySwitch(Body):
    """Whether a key works."""

    is_active: bool


@router.get("/apps/{app_id}/api-keys")
async def list_keys(app: ConsoleApp, rt: Server) -> Response:
    """Return the app's keys, masked."""
    return JsonAnswer({"data": [key_of(key) for key in await keys.list_keys(rt, app)]})


@router.post("/apps/{app_id}/api-keys", status_code=201, openapi_extra=accepts(NewKey, required=False))
async def create_key(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Make a key; this answer is the only one that shows it."""
    body = parsed(NewKey, await json_object(request, optional=True))
    key, token = await keys.create_key(rt, app, account_id=caller.account_id, **body.options())
    return JsonAnswer(key_of(key, token), 201)


@router.patch("/apps/{app_id}/api-keys/{key_id}", openapi_extra=accepts(KeySwitch))
async def switch_key(key_id: str, request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Switch a key off, or on again."""
    body = parsed(KeySwitch, await json_object(request))
    key = next((one for one in await keys.list_keys(rt, app) if one.id == key_id), None)
    if key is None:
        raise NotFound("API key", key_id)
    return JsonAnswer(key_of(await keys.switch_key(rt, key, is_active=body.is_active)))


@router.delete("/apps/{app_id}/api-keys/{key_id}", status_code=204)
async def delete_key(key_id: str, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Revoke a key; it is refused from the next request on."""
    await keys.delete_key(rt, app, key_id, account_id=caller.account_id)
    return Response(status_code=204)
