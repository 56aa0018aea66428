"""What only the console does with knowledge bases: keys, making them, who searches them."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import json_object, parsed
from api.console.keys import NewKey
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller, Limit
from api.knowledge.answers import dataset_answer
from api.knowledge.bodies import NewDataset
from api.knowledge.shapes import page_of, search_of
from api.paging import PageNumber
from api.shapes import app_of, key_of
from services.accounts import keys
from services.apps import apps
from services.errors import InvalidAction
from services.knowledge import datasets

router = APIRouter(prefix="/datasets", tags=["Knowledge bases"])


@router.get("/api-keys", tags=["Keys"])
async def list_dataset_keys(caller: Console, rt: Server) -> Response:
    """Return the keys to the workspace's knowledge bases, masked."""
    return JsonAnswer({"data": [key_of(key) for key in await keys.list_dataset_keys(rt, caller.workspace.id)]})


@router.post("/api-keys", tags=["Keys"], openapi_extra=accepts(NewKey, required=False))
async def create_dataset_key(request: Request, caller: Console, rt: Server) -> Response:
    """Make a key to the workspace's knowledge bases; this answer is the only one that shows it."""
    body = parsed(NewKey, await json_object(request, optional=True))
    key, token = await keys.create_dataset_key(rt, caller.workspace.id, account_id=caller.account_id, **body.options())
    return JsonAnswer(key_of(key, token))


@router.delete("/api-keys/{key_id}", tags=["Keys"], status_code=204)
async def delete_dataset_key(key_id: str, caller: Console, rt: Server) -> Response:
    """Revoke a key to the workspace's knowledge bases; it is refused from the next request on."""
    await keys.delete_dataset_key(rt, caller.workspace.id, key_id, account_id=caller.account_id)
    return Response(status_code=204)


@router.get("/api-base-info")
async def api_address(caller: Console, rt: Server) -> Response:
    """Return where programs reach knowledge bases."""
    return JsonAnswer({"api_base_url": f"{rt.url.rstrip('/')}/v1"})


@router.post("", status_code=201, openapi_extra=accepts(NewDataset))
async def create_dataset(request: Request, caller: Caller, rt: Server) -> Response:
    """Make a knowledge base."""
    body = parsed(NewDataset, await json_object(request))
    made = await datasets.create(rt, caller.workspace_id, account_id=caller.account_id, **body.columns())
    return await dataset_answer(rt, made, 201)


@router.post("/{dataset_id}/api-keys/{action}")
async def switch_api(action: str, dataset: Base, rt: Server) -> Response:
    """Let programs reach a base (enable) or not (disable)."""
    if action not in ("enable", "disable"):
        raise InvalidAction(f"The action must be enable or disable, not {action!r:.80}.")
    await datasets.switch_api(rt, dataset, enabled=action == "enable")
    return JsonAnswer({"result": "success"})


@router.get("/{dataset_id}/use-check")
async def is_used(dataset: Base, rt: Server) -> Response:
    """Return whether apps search a base."""
    return JsonAnswer({"is_using": bool(await datasets.apps_using(rt, dataset))})


@router.get("/{dataset_id}/related-apps")
async def related_apps(dataset: Base, rt: Server) -> Response:
    """Return the apps that search a base."""
    ids = await datasets.apps_using(rt, dataset)
    found = [app_of(await apps.get_app(rt, dataset.workspace_id, id)) for id in ids]
    return JsonAnswer({"data": found, "total": len(found)})


@router.get("/{dataset_id}/queries")
async def searches(dataset: Base, rt: Server, limit: Limit, page: PageNumber = 1) -> Response:
    """Return a page of what was asked of a base, newest first."""
    found = await datasets.searches_of(rt, dataset, page=page, limit=limit)
    return JsonAnswer(page_of(found, [search_of(row) for row in found.items]))
