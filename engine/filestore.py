"""The bytes of files: where nodes get them, and a store for an engine that runs alone."""

import mimetypes
import uuid
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

import httpx2

from engine.errors import NodeError
from engine.files import detect_type
from engine.resources import Resources
from engine.values import File
from engine.web.guard import BodyTooLarge, read_body

OWN_FILE_BYTES: Final = (
    "own_file_bytes"  # the key of `Resources.extras` for another size of files whose content code takes
)

_OWN_FILE_BYTES: Final = 100 * 2**20


class FileDownloadError(NodeError):
    """The bytes of a file cannot be had."""


class MemoryFiles:
    """Files in memory, as long as the store lives."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}

    async def read(self, file: File) -> bytes:
        """Return the bytes of a file that `write` made; see `engine.resources.FileStore`."""
        data = self._bytes.get(file.related_id or "")
        if data is None:
            raise FileDownloadError(f"the file {file.filename!r} is not there")
        return data

    async def write(self, data: bytes, *, filename: str, mime_type: str) -> File:
        """Keep `data`; see `engine.resources.FileStore`."""
        file_id = str(uuid.uuid4())
        self._bytes[file_id] = data
        return made_file(file_id, filename=filename, mime_type=mime_type, size=len(data))


def made_file(file_id: str, *, filename: str, mime_type: str, size: int, url: str = "") -> File:
    """Return the `File` of something that a node made; what is not given is guessed from what is."""
    extension = PurePosixPath(filename).suffix.lower() or mimetypes.guess_extension(mime_type) or ""
    file = File(
        type="custom",
        transfer_method="tool_file",
        filename=filename or f"{file_id}{extension}",
        extension=extension,
        mime_type=mime_type or mimetypes.guess_type(filename)[0] or "application/octet-stream",
        size=size,
        related_id=file_id,
        url=url,
    )
    return replace(file, type=detect_type(file))


async def read_file(file: File, resources: Resources, *, most: int) -> bytes:
    """Return the bytes of a run's file: a remote one from its address, all others from the store.

    Raises:
        FileDownloadError: it holds more than `most` bytes, or cannot be had.
    """
    if file.size > most:
        raise FileDownloadError(f"the file {file.filename!r} holds {file.size:,} bytes; {most:,} is the limit")
    data = await (_downloaded if file.transfer_method == "remote_url" else _stored)(file, resources, most)
    if len(data) > most:
        raise FileDownloadError(f"the file {file.filename!r} holds {len(data):,} bytes; {most:,} is the limit")
    return data


async def _stored(file: File, resources: Resources, most: int) -> bytes:
    if resources.files is None:
        raise FileDownloadError(f"no files are kept here, so {file.filename!r} cannot be read")
    return await resources.files.read(file)


async def _downloaded(file: File, resources: Resources, most: int) -> bytes:
    if resources.http is None:
        raise FileDownloadError(f"nothing is fetched from the web here, so {file.remote_url} cannot be read")
    try:
        async with resources.http.stream("GET", file.remote_url) as response:
            if not response.is_success:
                raise FileDownloadError(f"{file.remote_url} answered with status {response.status_code}")
            return await read_body(response, most)
    except BodyTooLarge as error:
        raise FileDownloadError(f"{file.remote_url} cannot be read: {error}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FileDownloadError(f"{file.remote_url} cannot be read: {error or type(error).__name__}") from error


async def file_content(file: File, resources: Resources) -> bytes:
    """Return the bytes of a file for a function of somebody's own, which takes up to a limit of its own.

    Raises:
        FileDownloadError: it holds more, or cannot be had.
    """
    return await read_file(file, resources, most=resources.extras.get(OWN_FILE_BYTES, _OWN_FILE_BYTES))
