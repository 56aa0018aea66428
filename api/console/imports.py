"""DSL files in and out."""

from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import json_object, parsed
from api.console.apps import AppFields
from api.documentation import accepts
from api.errors import ApiError
from api.json_text import JsonAnswer
from services.apps import imports
from services.apps.imports import ImportResult

router = APIRouter(tags=["Import and export"])

HTTP_STATUS = {"pending": 202, "failed": 400}


class Import(AppFields):
    """A file to import: its text, or where it is."""

    mode: Literal["yaml-content", "yaml-url"]
    yaml_content: str | None = None
    yaml_url: str | None = Field(None, max_length=4096)
    app_id: str | None = Field(None, description="A workflow or chatflow whose draft is replaced.")


@router.post("/apps/imports", openapi_extra=accepts(Import))
async def create_import(request: Request, caller: Console, rt: Server) -> Response:
    """Make an app of a DSL file."""
    body = parsed(Import, await json_object(request))
    if body.mode == "yaml-url":
        text = await imports.fetch_dsl(rt, _needed("yaml_url", body.yaml_url))
    else:
        text = _needed("yaml_content", body.yaml_content)
    overrides = body.model_dump(include=set(AppFields.model_fields), exclude_unset=True)
    result = await imports.import_dsl(
        rt, caller.workspace.id, text, app_id=body.app_id, account_id=caller.account_id, **overrides
    )
    return answer(result)


@router.post("/apps/imports/{import_id}/confirm")
async def confirm_import(import_id: str, caller: Console, rt: Server) -> Response:
    """Go on with an import that waits for a confirmation."""
    return answer(await imports.confirm_import(rt, caller.workspace.id, import_id))


@router.get("/apps/imports/{app_id}/check-dependencies")
async def check_dependencies(app: ConsoleApp, rt: Server) -> Response:
    """Return the plugins that an app names and that nothing here stands for."""
    return JsonAnswer({"leaked_dependencies": await imports.missing_plugins(rt, app)})


@router.get("/apps/{app_id}/export")
async def export(
    app: ConsoleApp,
    rt: Server,
    include_secret: bool = False,
    workflow_id: str | None = None,
    format: Literal["json", "yaml"] = "json",
) -> Response:
    """Return an app as a DSL file: the draft, unless a version is named."""
    text = await imports.export_dsl(rt, app, include_secret=include_secret, workflow_id=workflow_id)
    if format == "yaml":
        headers = {"Content-Disposition": 'attachment; filename="app.yml"'}
        return Response(text, media_type="application/yaml", headers=headers)
    return JsonAnswer({"data": text})


def answer(result: ImportResult) -> JsonAnswer:
    """Return how an import stands; a refused one keeps this shape, which clients read for `error`."""
    body = {
        "id": result.id,
        "status": result.status,
        "app_id": result.app_id,
        "app_mode": result.app_mode,
        "current_dsl_version": result.current_dsl_version,
        "imported_dsl_version": result.imported_dsl_version,
        "error": result.error,
        "warnings": list(result.warnings),
    }
    if result.status == "failed":
        body |= {"code": "invalid_param", "message": result.error}
    return JsonAnswer(body, HTTP_STATUS.get(result.status, 200))


def _needed(name: str, value: str | None) -> str:
    if not value:
        raise ApiError(400, "invalid_param", f"{name} is required", params=name)
    return value
