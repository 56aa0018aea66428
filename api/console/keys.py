"""API keys of an app."""

from decimal import Decimal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.budgets import BudgetFields, used_of
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.shapes import key_of
from services.accounts import keys
from services.accounts.keys import KeyOptions
from services.publishing import spending
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import ApiKey, App

router = APIRouter(tags=["Keys"])


class NewKey(Body):
    """A key to make."""

    name: str = Field("", max_length=100)
    expires_at: float | None = Field(None, description="Epoch seconds.")
    permissions: list[str] | None = Field(None, description="Some of run, read, write; without it, all.")
    must_sign: bool = Field(False, description="Whether requests with the key must be signed.")
    monthly_budget: Decimal = Field(Decimal(0), description="What its runs may cost in a month; 0: any amount.")
    budget_currency: str = Field("USD", description="The currency of the budget.")
    monthly_tokens: int = Field(0, description="Tokens that its runs may use in a month; 0: any number.")

    def options(self) -> KeyOptions:
        """Return what the service wants to know."""
        return KeyOptions(
            name=self.name,
            expires_at=self.expires_at,
            scopes=self.permissions,
            must_sign=self.must_sign,
            monthly_budget=self.monthly_budget,
            budget_currency=self.budget_currency,
            monthly_tokens=self.monthly_tokens,
        )


class ChangedKey(BudgetFields):
    """Whether a key works, and what its runs may cost."""

    is_active: bool | None = None


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


@router.patch("/apps/{app_id}/api-keys/{key_id}", openapi_extra=accepts(ChangedKey))
async def change_key(key_id: str, request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Switch a key off, or on again; set what its runs may cost in a month."""
    body = parsed(ChangedKey, await json_object(request))
    key = await _key(rt, app, key_id)
    if body.budget:
        key = await keys.set_key_budget(rt, key, body.budget)
    if body.is_active is not None:
        key = await keys.switch_key(rt, key, is_active=body.is_active)
    return JsonAnswer(key_of(key))


@router.get("/apps/{app_id}/api-keys/{key_id}/usage")
async def key_usage(key_id: str, app: ConsoleApp, rt: Server) -> Response:
    """Return what the runs cost that a key started in this month."""
    return JsonAnswer(used_of(await spending.used_by_key(rt, await _key(rt, app, key_id))))


@router.delete("/apps/{app_id}/api-keys/{key_id}", status_code=204)
async def delete_key(key_id: str, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Revoke a key; it is refused from the next request on."""
    await keys.delete_key(rt, app, key_id, account_id=caller.account_id)
    return Response(status_code=204)


async def _key(rt: Runtime, app: App, key_id: str) -> ApiKey:
    key = next((one for one in await keys.list_keys(rt, app) if one.id == key_id), None)
    if key is None:
        raise NotFound("API key", key_id)
    return key
