"""Drafts, versions and publishing of workflows and chatflows."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field, field_validator
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.paging import PageNumber
from api.shapes import person_of, seconds, workflow_of
from engine.strict_json import json_value
from services import accounts
from services.apps import workflows
from services.runtime import Runtime
from storage.records import Workflow

router = APIRouter(tags=["Workflows"])


class Draft(Body):
    """A draft to save; `hash` is the one that the caller read."""

    graph: dict[str, Any]
    features: dict[str, Any] | None = None
    hash: str | None = None
    environment_variables: list[dict[str, Any]] | None = None
    conversation_variables: list[dict[str, Any]] | None = None

    @field_validator("graph", "features", mode="before")
    @classmethod
    def _text_is_json(cls, value: Any) -> Any:
        return json_value(value) if isinstance(value, str) else value


class Marks(Body):
    """Name and comment of a version."""

    marked_name: str = Field("", max_length=20)
    marked_comment: str = Field("", max_length=100)


@router.get("/apps/{app_id}/workflows/draft")
async def get_draft(app: ConsoleApp, rt: Server) -> Response:
    """Return the draft; secrets in it are masked."""
    return JsonAnswer(await _shown(rt, await workflows.get_draft(rt, app)))


@router.post("/apps/{app_id}/workflows/draft", openapi_extra=accepts(Draft))
async def save_draft(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Save the draft, unless it changed since the caller read it."""
    body = parsed(Draft, await json_object(request))
    saved = await workflows.save_draft(
        rt,
        app,
        graph=body.graph,
        features=body.features,
        environment_variables=body.environment_variables,
        conversation_variables=body.conversation_variables,
        hash=body.hash,
        account_id=caller.account_id,
    )
    return JsonAnswer({"result": "success", "hash": saved.hash, "updated_at": seconds(saved.updated_at)})


@router.post("/apps/{app_id}/workflows/publish", openapi_extra=accepts(Marks, required=False))
async def publish(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Publish the draft as a new version, which the API serves from the next request on."""
    body = parsed(Marks, await json_object(request, optional=True))
    version = await workflows.publish(
        rt, app, name=body.marked_name, comment=body.marked_comment, account_id=caller.account_id
    )
    made = {"result": "success", "created_at": seconds(version.created_at), "workflow_id": version.id}
    return JsonAnswer(made)


@router.get("/apps/{app_id}/workflows/publish")
async def get_published(app: ConsoleApp, rt: Server) -> Response:
    """Return the version that the API serves, or null."""
    version = await workflows.published(rt, app)
    return JsonAnswer(None if version is None else await _shown(rt, version))


@router.get("/apps/{app_id}/workflows")
async def list_versions(
    app: ConsoleApp,
    rt: Server,
    page: PageNumber = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    named_only: bool = False,
) -> Response:
    """Return the published versions, newest first."""
    found = await workflows.versions(rt, app, page=page, limit=limit, named_only=named_only)
    items = [await _shown(rt, version) for version in found.items]
    return JsonAnswer({"items": items, "page": found.page, "limit": found.limit, "has_more": found.has_more})


@router.patch("/apps/{app_id}/workflows/{version_id}", openapi_extra=accepts(Marks))
async def mark_version(version_id: str, request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Name a version or comment on it."""
    given = parsed(Marks, await json_object(request)).model_dump(exclude_unset=True)
    version = await workflows.mark_version(
        rt, app, version_id, name=given.get("marked_name"), comment=given.get("marked_comment")
    )
    return JsonAnswer(await _shown(rt, version))


@router.delete("/apps/{app_id}/workflows/{version_id}", status_code=204)
async def delete_version(version_id: str, app: ConsoleApp, rt: Server) -> Response:
    """Delete a version; the one in use stays."""
    await workflows.delete_version(rt, app, version_id)
    return Response(status_code=204)


@router.post("/apps/{app_id}/workflows/{version_id}/restore")
async def restore(version_id: str, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Copy a version into the draft."""
    saved = await workflows.restore(rt, app, version_id, account_id=caller.account_id)
    return JsonAnswer({"result": "success", "hash": saved.hash, "updated_at": seconds(saved.updated_at)})


async def _shown(rt: Runtime, row: Workflow) -> dict[str, Any]:
    made, changed = await _person(rt, row, row.created_by), await _person(rt, row, row.updated_by)
    return workflow_of(row, created_by=made, updated_by=changed)


async def _person(rt: Runtime, row: Workflow, account_id: str | None) -> dict[str, Any] | None:
    account = await accounts.known_account(rt, row.workspace_id, account_id)
    return person_of(account) if account else None
