"""Signed links to files: whoever has one may read the file until it expires, without a key."""

from fastapi import APIRouter
from starlette.responses import Response

from api.auth import Server
from api.uploads import content_of
from services.files import files

router = APIRouter(prefix="/files", tags=["Files"])


@router.get("/{file_id}/file-preview")
async def linked_file(
    file_id: str,
    rt: Server,
    timestamp: str = "",
    nonce: str = "",
    sign: str = "",
    as_attachment: bool = False,
) -> Response:
    """Return the bytes of an uploaded file."""
    row = await files.linked_upload(rt, file_id, timestamp=timestamp, nonce=nonce, sign=sign)
    return await content_of(rt, row, as_attachment=as_attachment)


@router.get("/tools/{name}")
async def linked_tool_file(
    name: str,
    rt: Server,
    timestamp: str = "",
    nonce: str = "",
    sign: str = "",
    as_attachment: bool = False,
) -> Response:
    """Return the bytes of a file that a node made; its name is its id with an extension."""
    file_id = name.partition(".")[0]
    row = await files.linked_upload(rt, file_id, timestamp=timestamp, nonce=nonce, sign=sign)
    return await content_of(rt, row, as_attachment=as_attachment)
