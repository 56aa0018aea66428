"""Knowledge pipelines: files for them can be uploaded; bases of this server have none."""

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.documentation import FORM
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller
from api.uploads import most_bytes, only_file, read_form, stored
from services.errors import InvalidInput

router = APIRouter(prefix="/datasets", tags=["Knowledge pipeline"])


@router.post("/pipeline/file-upload", status_code=201, openapi_extra=FORM)
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
@router.post("/{dataset_id}/pipeline/datasource/nodes/{node_id}/run")
@router.post("/{dataset_id}/pipeline/run")
async def pipeline_of(dataset: Base) -> Response:
    """Refuse: the base is filled by its documents, not by a pipeline."""
    raise InvalidInput(f"Pipeline not found: the base {dataset.name!r} has none.", param="dataset_id")
