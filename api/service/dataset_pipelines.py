"""Knowledge pipelines: every base can be filled through the built-in datasources, files and web pages."""

from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, json_object, parsed
from api.documentation import FILE, runs
from api.errors import ApiError
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller
from api.knowledge.bodies import IndexingFields
from api.knowledge.pipeline_events import PipelineRun, looked, streamed
from api.uploads import most_bytes, only_file, read_form, stored
from services.errors import FetchFailed
from services.knowledge.pipelines import DATASOURCES, datasource_of, fill, look, outcome

router = APIRouter(prefix="/datasets", tags=["Knowledge pipeline"])


class DatasourceLook(Body):
    """A look through a datasource."""

    inputs: dict[str, Any]
    datasource_type: str
    credential_id: str | None = None
    is_published: bool = True


class NewRun(Body):
    """Documents to make through a datasource: `{reference, name}` of uploaded files, `{url, title}` of web pages."""

    inputs: dict[str, Any]
    datasource_type: str
    datasource_info_list: list[dict[str, Any]]
    start_node_id: str
    is_published: bool = True
    response_mode: Literal["streaming", "blocking"]


@router.post("/pipeline/file-upload", status_code=201, openapi_extra=FILE)
async def upload_file(request: Request, caller: Caller, rt: Server) -> Response:
    """Upload a file of which documents can be made."""
    async with read_form(request, most=most_bytes(rt)) as form:
        row = await stored(
            rt,
            only_file(form),
            workspace_id=caller.workspace_id,
            app_id=None,
            role="account",
            created_by=caller.account_id,
        )
    return JsonAnswer(
        {
            "id": row.id,
            "name": row.name,
            "size": row.size,
            "extension": row.extension,
            "mime_type": row.mime_type,
            "created_by": row.created_by,
            "created_at": datetime.fromtimestamp(row.created_at, UTC).isoformat(),
        },
        201,
    )


@router.get("/{dataset_id}/pipeline/datasource-plugins")
async def list_datasources(dataset: Base, is_published: bool = True) -> Response:
    """Return where documents of a base can come from: the built-in datasources, which need no credentials.

    They are the same in drafts and in what is published.
    """
    return JsonAnswer(
        [
            {
                "node_id": one.node_id,
                "plugin_id": one.plugin_id,
                "provider_name": one.provider,
                "datasource_type": one.type,
                "title": one.title,
                "user_input_variables": list(one.variables),
                "credentials": [],
            }
            for one in DATASOURCES
        ]
    )


@router.post("/{dataset_id}/pipeline/datasource/nodes/{node_id}/run", openapi_extra=runs(DatasourceLook))
async def run_datasource(node_id: str, request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Return what a datasource gives, as events, without making documents of it."""
    body = parsed(DatasourceLook, await json_object(request))
    datasource = datasource_of(node_id, body.datasource_type)
    return streamed(looked(partial(look, rt, caller.reader, datasource, body.inputs)))


@router.post("/{dataset_id}/pipeline/run", openapi_extra=runs(NewRun))
async def run_pipeline(request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Make documents through a datasource and index them; answer with events as it goes, or when all are indexed.

    `inputs` may say how they are indexed, as when a document is made: `process_rule`, `doc_form` and so on.
    """
    body = parsed(NewRun, await json_object(request))
    datasource = datasource_of(body.start_node_id, body.datasource_type)
    wishes = parsed(IndexingFields, body.inputs).wishes()
    run = PipelineRun(dataset_id=dataset.id, datasource=datasource, inputs=body.inputs)
    filling = partial(fill, rt, caller.reader, dataset, datasource, items=body.datasource_info_list, wishes=wishes)
    if body.response_mode == "streaming":
        return streamed(run.events(rt, filling))
    try:
        added = await filling()
    except FetchFailed as error:
        raise ApiError(500, "pipeline_run_error", f"Pipeline execution failed: {error}") from error
    return JsonAnswer(run.answer(added, await outcome(rt, added)))
