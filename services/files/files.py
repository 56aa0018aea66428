"""Files that people upload and nodes make: kept, found again, shown to those who may see them."""

import asyncio
import mimetypes
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final

import storage.uploads
from config import names_of
from engine.errors import NodeError
from engine.extract import extract_apart
from engine.files import EXTENSIONS, FileRules, detect_type
from engine.values import File
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import FileAccessDenied, FileNameMissing, FileTooLarge, InvalidInput
from services.files import file_bytes
from services.files.file_links import is_valid, link_of
from storage.errors import NotFound
from storage.records import App, FileUse, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

PREVIEW_LENGTH: Final = 3000  # characters of a document's text
NAME_LENGTH: Final = 200  # characters of a stored name before its extension
UNKNOWN_TYPE: Final = "application/octet-stream"
SIZE_LIMITS: Final = {  # kind of a file -> the setting of its limit, in MB; other kinds count as documents
    "document": "upload_file_size_limit",
    "image": "upload_image_file_size_limit",
    "audio": "upload_audio_file_size_limit",
    "video": "upload_video_file_size_limit",
}

_MIME_TYPE: Final = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


@needs(Action.RUN)
async def store_upload(
    rt: "Runtime",
    *,
    workspace_id: str,
    app_id: str | None,
    filename: str,
    mime_type: str,
    role: str,
    created_by: str | None,
    data: bytes | BinaryIO | None = None,
    path: Path | None = None,
) -> Upload:
    """Keep what somebody uploads, from `data` (bytes, or a file open for reading) or a copy of the file at `path`.

    `role` is `end_user` or `account`, `created_by` the id of the one or the other.

    Raises:
        FileNameMissing: the name is empty.
        InvalidInput: the name holds a slash or a backslash, or its extension is refused here.
        FileTooLarge: it is larger than files of its kind may be; the message names size and limit.
    """
    check_name(rt, filename)
    source = data if data is not None else path
    if source is None:
        raise TypeError("store_upload needs data or a path")
    check_size(rt, filename, await asyncio.to_thread(_size, source))
    return await keep(
        rt,
        source,
        Upload(
            workspace_id=workspace_id,
            app_id=app_id,
            key="",
            name=short_name(filename),
            size=0,
            extension=extension_of(filename),
            mime_type=known_mime_type(filename, mime_type),
            hash="",
            created_by_role=role,
            created_by=created_by,
        ),
    )


async def keep(rt: "Runtime", source: bytes | BinaryIO | Path, upload: Upload, *uses: FileUse) -> Upload:
    """Write the bytes, then the row with their place, size and hash; return the row. Raises OSError."""
    key = file_bytes.key_of(upload.workspace_id, upload.id)
    kept = await asyncio.to_thread(file_bytes.keep, rt.settings.data_dir, key, source)
    stored = replace(upload, key=key, size=kept.size, hash=kept.hash)
    try:
        await storage.uploads.add_upload(rt.db, stored, *uses)
    except BaseException:
        await asyncio.to_thread(file_bytes.remove, rt.settings.data_dir, key)
        raise
    return stored


def file_of(rt: "Runtime", upload: Upload) -> File:
    """Return the value that stands for a kept file in a run, with a link that works for a while."""
    file = File(
        type="custom",
        transfer_method=upload.transfer_method,
        filename=upload.name,
        extension=f".{upload.extension}" if upload.extension else "",
        mime_type=upload.mime_type,
        size=upload.size,
        related_id=upload.id,
        url=link_of(rt, upload),
    )
    return replace(file, type=detect_type(file))


async def linked_upload(rt: "Runtime", file_id: str, *, timestamp: str, nonce: str, sign: str) -> Upload:
    """Return the file of a signed link.

    Raises:
        FileAccessDenied: the link is not one of ours, or has expired.
        NotFound: the file is gone.
    """
    if not is_valid(rt, file_id, timestamp=timestamp, nonce=nonce, sign=sign):
        seconds = rt.settings.files_access_timeout
        raise FileAccessDenied(f"The link is not valid, or more than {seconds} seconds old (FILES_ACCESS_TIMEOUT).")
    return await _found(rt, file_id)


async def shown_upload(rt: "Runtime", app: App, file_id: str) -> Upload:
    """Return a file that messages of an app use.

    Raises:
        NotFound: there is no such file, or no message uses it.
        FileAccessDenied: it belongs to another app.
    """
    upload = await _found(rt, file_id)
    if upload.workspace_id != app.workspace_id:
        raise FileAccessDenied("Access to the requested file is denied.")
    uses = await rt.db.read(lambda: storage.uploads.list_file_uses(rt.db, app.workspace_id, file_id))
    if any(use.app_id == app.id and use.message_id for use in uses):
        return upload
    if uses or upload.app_id not in (None, app.id):
        raise FileAccessDenied("Access to the requested file is denied.")
    raise NotFound("file", file_id)


async def workspace_upload(rt: "Runtime", workspace_id: str, file_id: str) -> Upload:
    """Return a file of a workspace. Raises NotFound."""
    upload = await _found(rt, file_id)
    if upload.workspace_id != workspace_id:
        raise NotFound("file", file_id)
    return upload


async def bytes_of(rt: "Runtime", upload: Upload) -> Path:
    """Return where the bytes of a file lie. Raises NotFound when they are gone."""
    place = file_bytes.place_of(rt.settings.data_dir, upload.key)
    if not await asyncio.to_thread(place.is_file):
        raise NotFound("file", upload.id)
    return place


async def text_of(rt: "Runtime", upload: Upload, *, most: int = PREVIEW_LENGTH) -> str:
    """Return the beginning of a document's text, at most `most` characters.

    Raises:
        InvalidInput: its format is none that is read, or it is broken.
        NotFound: its bytes are gone.
    """
    data = await asyncio.to_thread((await bytes_of(rt, upload)).read_bytes)
    try:
        found = await extract_apart(data, filename=upload.name, mime_type=upload.mime_type)
    except NodeError as error:
        raise InvalidInput(str(error), param="file_id") from error
    return found.text[:most]


def check_name(rt: "Runtime", filename: str) -> None:
    """Refuse a name that an upload may not have. Raises FileNameMissing, InvalidInput."""
    if not filename.strip():
        raise FileNameMissing("The file has no name.")
    if "/" in filename or "\\" in filename:
        raise InvalidInput(f"The file name {filename!r:.80} holds a slash or a backslash.", param="file")
    extension = extension_of(filename)
    if extension in {refused.lstrip(".") for refused in rt.settings.upload_file_extension_blacklist}:
        raise InvalidInput(f"File extension '.{extension}' is not allowed for security reasons.", param="file")


def check_size(rt: "Runtime", filename: str, size: int) -> None:
    """Refuse a file of `size` bytes that is larger than files of its kind may be. Raises FileTooLarge."""
    kind = detect_type(File(type="custom", transfer_method="local_file", extension=extension_of(filename)))
    setting = SIZE_LIMITS.get(kind, SIZE_LIMITS["document"])
    most: int = getattr(rt.settings, setting)
    if size > most * 2**20:
        shown = f"{filename!r:.80} holds {size / 2**20:.1f} MB"
        raise FileTooLarge(f"The file {shown}; {most} MB is the limit ({names_of(setting)[0]}).")


def largest_upload(rt: "Runtime") -> int:
    """Return how many bytes a file of the largest kind may hold."""
    megabytes: list[int] = [getattr(rt.settings, setting) for setting in SIZE_LIMITS.values()]
    return max(megabytes) * 2**20


def taken_extensions(rules: FileRules) -> list[str] | None:
    """Return the extensions of the files that rules let in, None for any."""
    if not rules.types:
        return None
    known = [extension for kind in rules.types for extension in EXTENSIONS.get(kind, ())]
    named = [extension.lower().lstrip(".") for extension in rules.extensions] if "custom" in rules.types else []
    return list(dict.fromkeys([*known, *named])) or None


def address_here(rt: "Runtime", text: str) -> str:
    """Return `text` with our links made relative, for pages that this server shows by whatever name it was reached."""
    return text if rt.settings.files_url or not rt.url else text.replace(f"{rt.url.rstrip('/')}/files/", "/files/")


def extension_of(filename: str) -> str:
    """Return the extension of a name, in lower case and without the dot."""
    return PurePosixPath(filename).suffix.lower().lstrip(".")


def short_name(filename: str) -> str:
    """Return a name without control characters, cut to a length that lists can show."""
    name = "".join(character for character in filename if character.isprintable())
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:NAME_LENGTH]}{dot}{ending[:NAME_LENGTH]}"


def known_mime_type(filename: str, given: str) -> str:
    """Return the given type of a content, or what the name tells when the given one says nothing."""
    bare = given.partition(";")[0].strip().lower()
    if bare != UNKNOWN_TYPE and _MIME_TYPE.fullmatch(bare):
        return bare
    return mimetypes.guess_type(filename)[0] or UNKNOWN_TYPE


async def _found(rt: "Runtime", file_id: str) -> Upload:
    upload = await rt.db.read(lambda: storage.uploads.find_upload(rt.db, file_id))
    if upload is None:
        raise NotFound("file", file_id)
    return upload


def _size(source: bytes | BinaryIO | Path) -> int:
    if isinstance(source, bytes):
        return len(source)
    return source.stat().st_size if isinstance(source, Path) else source.seek(0, 2)
