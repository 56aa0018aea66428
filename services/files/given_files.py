"""Files that callers hand in: which uploads each of them may use."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import storage.uploads
from engine.errors import InvalidInputs
from engine.files import FileReader, FileRules
from engine.values import File
from services.accounts.acting import needs
from services.accounts.actors import Actor, actor_of
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.files.files import file_of, store_upload
from services.runs.runs import DEBUGGER, SERVICE_API
from storage.records import App, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime


async def file_reader(
    rt: "Runtime", app: App, actor: Actor, given: Any, *, invoke_from: str, own: Any = ()
) -> FileReader:
    """Return what makes `File`s of the mappings in `given`: of uploads only those that this actor may use.

    `own` are those of the app itself, such as the first values of its form: everybody may use them.

    Programs must name the type that a file's name shows; people may call a file what they like.
    """
    owned = set(_upload_ids(own))
    ids = list(dict.fromkeys([*_upload_ids(given), *owned]))
    found = await rt.db.read(lambda: storage.uploads.list_uploads(rt.db, app.workspace_id, ids)) if ids else []
    files = {
        upload.id: file_of(rt, upload)
        for upload in found
        if (upload.id in owned and _is_shared(upload)) or may_use(upload, app, actor, invoke_from=invoke_from)
    }
    return FileReader(lookup=files.get, strict=invoke_from == SERVICE_API)


@needs(Action.RUN)
async def upload_as(
    rt: "Runtime",
    app: App,
    user: str,
    *,
    invoke_from: str,
    account_id: str | None,
    data: bytes | BinaryIO,
    filename: str,
    mime_type: str,
) -> Upload:
    """Keep a file for runs of an app by this actor. Raises as `actor_of` and `store_upload`."""
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    return await store_upload(
        rt,
        workspace_id=app.workspace_id,
        app_id=app.id,
        data=data,
        filename=filename,
        mime_type=mime_type,
        role=actor.role,
        created_by=actor.id,
    )


def with_files(reader: FileReader, name: str, value: Any) -> Any:
    """Return `value`, for the variable `name`, with every mapping in it that hands in a file made that file.

    Raises:
        InvalidInput: a file is not there, or this actor may not use it.
    """
    if isinstance(value, Mapping):
        return _file(reader, name, value) if _hands_in_file(value) else value
    return [with_files(reader, name, item) for item in value] if isinstance(value, list) else value


def _file(reader: FileReader, name: str, value: Mapping[str, Any]) -> File:
    try:
        return reader.read(name, value, FileRules())
    except InvalidInputs as error:
        raise InvalidInput(str(error), param=name) from error


def _hands_in_file(value: Mapping[str, Any]) -> bool:
    method = value.get("transfer_method")
    return (method == "local_file" and bool(value.get("upload_file_id") or value.get("related_id"))) or (
        method == "remote_url" and bool(value.get("url") or value.get("remote_url"))
    )


def may_use(upload: Upload, app: App, actor: Actor, *, invoke_from: str) -> bool:
    """Return whether an upload of the app's workspace is this actor's: the end user's own, or one of the console."""
    if upload.created_by_role == "account":
        return actor.account_id is not None or invoke_from == DEBUGGER
    return actor.end_user is not None and (upload.app_id, upload.created_by) == (app.id, actor.end_user.id)


def _is_shared(upload: Upload) -> bool:
    """Return whether a file is nobody's in person: the workspace's, kept for no app."""
    return upload.created_by_role == "account" and upload.app_id is None


def _upload_ids(value: Any) -> Iterator[str]:
    """Yield the ids that mappings anywhere in `value` name as uploads."""
    if isinstance(value, Mapping):
        if value.get("transfer_method") == "local_file":
            name = value.get("upload_file_id") or value.get("related_id")
            if isinstance(name, str):
                yield name
        for item in value.values():
            yield from _upload_ids(item)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for item in value:
            yield from _upload_ids(item)
