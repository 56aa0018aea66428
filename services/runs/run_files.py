"""The files of one run: what its nodes read and make, and which it uses."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import storage.uploads
from engine.errors import NodeError
from engine.filestore import FileDownloadError
from engine.running.run import RunRequest
from engine.values import File
from services.accounts.actors import Actor
from services.files import file_bytes
from services.files.files import extension_of, file_of, keep, known_mime_type, short_name
from storage.records import App, FileUse, Upload, use_id

if TYPE_CHECKING:
    from services.runtime import Runtime


class FileWriteError(NodeError):
    """A file that a node made cannot be kept."""


class RunFiles:
    """Implements `engine.resources.FileStore` for one run of an app."""

    def __init__(self, rt: "Runtime", app: App, actor: Actor, *, run_id: str, message_id: str) -> None:
        self._rt = rt
        self._app = app
        self._actor = actor
        self._run_id = run_id
        self._message_id = message_id or None

    async def read(self, file: File) -> bytes:
        """Return the bytes of a file of the run's workspace. Raises FileDownloadError."""
        rt, file_id = self._rt, file.related_id or ""
        upload = await rt.db.read(lambda: storage.uploads.find_upload(rt.db, file_id))
        if upload is None or upload.workspace_id != self._app.workspace_id:
            raise FileDownloadError(f"the file {file.filename!r} ({file_id or 'without an id'}) does not exist")
        place = file_bytes.place_of(rt.settings.data_dir, upload.key)
        try:
            return await asyncio.to_thread(place.read_bytes)
        except OSError as error:
            raise FileDownloadError(f"the file {file.filename!r} cannot be read: {error.strerror}") from error

    async def write(self, data: bytes, *, filename: str, mime_type: str) -> File:
        """Keep what a node made and return the file that stands for it. Raises FileWriteError."""
        rt, app, actor = self._rt, self._app, self._actor
        name = short_name(filename.replace("/", "_").replace("\\", "_")) or "file"
        upload = Upload(
            workspace_id=app.workspace_id,
            app_id=app.id,
            key="",
            name=name,
            size=0,
            extension=extension_of(name),
            mime_type=known_mime_type(name, mime_type),
            hash="",
            transfer_method="tool_file",
            created_by_role=actor.role,
            created_by=actor.id or None,
        )
        try:
            return file_of(rt, await keep(rt, data, upload, self._use(upload.id)))
        except OSError as error:
            raise FileWriteError(f"the file {name!r} cannot be kept: {error.strerror}") from error

    async def note_given(self, request: RunRequest, answers: Any = ()) -> None:
        """Store that the run uses the kept files that it is given, by answers to its forms too.

        A message's files are readable from then on.
        """
        given = [request.inputs, request.files, request.variables, answers]
        uses = {file.related_id: self._use(file.related_id) for file in files_in(given) if file.related_id}
        if uses:
            await storage.uploads.add_file_uses(self._rt.db, *uses.values())

    def _use(self, file_id: str) -> FileUse:
        return FileUse(
            id=use_id(self._run_id, file_id),
            workspace_id=self._app.workspace_id,
            app_id=self._app.id,
            file_id=file_id,
            run_id=self._run_id,
            message_id=self._message_id,
        )


def files_in(value: Any) -> Iterator[File]:
    """Yield the files anywhere in a value."""
    if isinstance(value, File):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from files_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from files_in(item)
