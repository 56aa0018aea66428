"""Knowledge bases as files: out of one installation, into another."""

import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.auth import Server
from api.documentation import FORM
from api.knowledge.access import Base, Caller
from api.knowledge.answers import dataset_answer
from api.uploads import only_file, read_form
from services.knowledge.base_file import MOST_BYTES
from services.knowledge.exporting import export_base, file_name
from services.knowledge.importing import import_base

router = APIRouter(prefix="/datasets", tags=["Knowledge bases"])


@router.post("/import", status_code=201, openapi_extra=FORM)
async def import_dataset(request: Request, caller: Caller, rt: Server) -> Response:
    """Make a knowledge base of an exported file; the part `name` gives it another name."""
    async with read_form(request, most=MOST_BYTES) as form:
        name: Any = form.get("name") or ""
        source = only_file(form).file
        made = await import_base(rt, caller.workspace_id, source, name=str(name), account_id=caller.account_id)
    return await dataset_answer(rt, made.dataset, 201)


@router.get("/{dataset_id}/export")
async def export_dataset(dataset: Base, rt: Server) -> Response:
    """Return a knowledge base as one file: settings, documents, chunks, vectors."""
    folder = tempfile.TemporaryDirectory(dir=rt.settings.data_dir, prefix="export-")
    target = Path(folder.name) / "base.zip"
    try:
        await export_base(rt, dataset, target)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        target,
        media_type="application/zip",
        filename=file_name(dataset),
        background=BackgroundTask(folder.cleanup),
    )
