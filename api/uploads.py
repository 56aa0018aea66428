"""Files that come in as forms and go out as bytes."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, BinaryIO

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.errors import ApiError
from api.shapes import seconds
from services.errors import FileTooLarge, NoFile, TooManyFiles, UnsupportedFile
from services.files import files
from services.files.file_links import link_of
from services.runtime import Runtime
from storage.records import Upload

Json = dict[str, Any]

FORM_BYTES = 2**20  # of a form beside its file: boundaries, headers, fields
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
INLINE_FAMILIES = ("audio/", "video/")
FILE_HEADERS = {  # a file is nobody's page: it runs nothing, loads nothing and is framed by nobody
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private",
}


@asynccontextmanager
async def read_form(request: Request, *, most: int) -> AsyncIterator[FormData]:
    """Give a multipart form of at most `most` bytes; large files in it lie on disk, until the context ends.

    Raises:
        NoFile: the body is no multipart form.
        ApiError: it is a broken one.
        FileTooLarge: it is larger; it is read no further than that.
    """
    headers = request.headers
    if not headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise NoFile("Send the file as multipart/form-data, in a part named file.")
    _check_length(headers, most)
    try:
        form = await MultiPartParser(headers, _bounded(request, most)).parse()
    except (MultiPartException, KeyError) as error:
        raise ApiError(400, "bad_request", f"The form cannot be read: {error}.") from error
    try:
        yield form
    finally:
        await form.close()


def only_file(form: FormData) -> UploadFile:
    """Return the one file of a form. Raises NoFile, TooManyFiles, UnsupportedFile."""
    parts = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
    if len(parts) > 1:
        raise TooManyFiles(f"The form has {len(parts)} files; only one file is allowed.")
    named = [part for part in form.getlist("file") if isinstance(part, UploadFile)]
    if not named:
        raise NoFile("Please upload your file, in a part named file.")
    if not named[0].content_type:
        raise UnsupportedFile("The part of the file does not say its type (Content-Type).")
    return named[0]


async def stored(
    rt: Runtime, part: UploadFile, *, workspace_id: str, app_id: str | None, role: str, created_by: str | None
) -> Upload:
    """Keep the file of a form. Raises as `services.files.files.store_upload`."""
    content: BinaryIO = part.file
    return await files.store_upload(
        rt,
        workspace_id=workspace_id,
        app_id=app_id,
        data=content,
        filename=part.filename or "",
        mime_type=part.content_type or "",
        role=role,
        created_by=created_by,
    )


def upload_of(rt: Runtime, row: Upload) -> Json:
    """Return an upload as its sender sees it."""
    return {
        "id": row.id,
        "reference": None,
        "name": row.name,
        "size": row.size,
        "extension": row.extension,
        "mime_type": row.mime_type,
        "created_by": row.created_by,
        "created_at": seconds(row.created_at),
        "preview_url": None,
        "source_url": link_of(rt, row),
        "original_url": None,
        "user_id": None,
        "tenant_id": row.workspace_id,
        "conversation_id": None,
        "file_key": None,
    }


async def content_of(rt: Runtime, row: Upload, *, as_attachment: bool = False) -> Response:
    """Return the bytes of a file; what a browser could take for a program or a page is offered for saving only."""
    is_inline = row.mime_type in INLINE or row.mime_type.startswith(INLINE_FAMILIES)
    return FileResponse(
        await files.bytes_of(rt, row),
        media_type="application/octet-stream" if as_attachment else row.mime_type,
        filename=row.name,
        content_disposition_type="inline" if is_inline and not as_attachment else "attachment",
        headers=FILE_HEADERS,
    )


def most_bytes(rt: Runtime) -> int:
    """Return how large a form with one file may be, whatever kind of file it is."""
    return files.largest_upload(rt) + FORM_BYTES


def _check_length(headers: Headers, most: int) -> None:
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise _too_large(int(announced), most)


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _too_large(size, most)
        yield part


def _too_large(size: int, most: int) -> FileTooLarge:
    return FileTooLarge(f"The form holds {size / 2**20:.1f} MB or more; {most / 2**20:.1f} MB is the limit.")
