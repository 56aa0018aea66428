"""Files of the workspace's people."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.documentation import FORM
from api.json_text import JsonAnswer
from api.knowledge.access import reader_of_login
from api.shapes import system_parameters
from api.uploads import most_bytes, only_file, read_form, stored, upload_of
from engine.files import EXTENSIONS
from services.files import files
from services.knowledge.permissions import open_upload

router = APIRouter(tags=["Files"])


@router.post("/files/upload", status_code=201, openapi_extra=FORM)
async def upload_file(request: Request, caller: Console, rt: Server) -> Response:
    """Upload a file that runs of the debugger may name."""
    async with read_form(request, most=most_bytes(rt)) as form:
        workspace_id = caller.workspace.id
        row = await stored(
            rt,
            only_file(form),
            workspace_id=workspace_id,
            app_id=None,
            role="account",
            created_by=caller.account_id,
        )
    return JsonAnswer(upload_of(rt, row), 201)


@router.get("/files/upload")
async def upload_limits(caller: Console, rt: Server) -> Response:
    """Return how large files may be, in MB, and how many may come at once."""
    return JsonAnswer({**system_parameters(rt.settings), "batch_count_limit": rt.settings.upload_file_batch_limit})


@router.get("/files/support-type")
async def supported_types(caller: Console) -> Response:
    """Return the extensions of files that count as documents."""
    return JsonAnswer({"allowed_extensions": list(EXTENSIONS["document"])})


@router.get("/files/{file_id}/preview")
async def preview_file(file_id: str, caller: Console, rt: Server) -> Response:
    """Return the beginning of a document's text."""
    row = await open_upload(rt, reader_of_login(caller), file_id)
    return JsonAnswer({"content": await files.text_of(rt, row)})
