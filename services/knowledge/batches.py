"""Many files at once: those that can be taken come into a base, of the others it is said why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from engine.extract import UnsupportedFileTypeError
from engine.extract.kinds import parser_name
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import ServiceError
from services.files.files import store_upload
from services.knowledge import released
from services.knowledge.adding import Source, Wishes, add_documents
from storage.records import Dataset, StoredDocument, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was handed in."""

    name: str
    mime_type: str
    data: bytes | BinaryIO


@dataclass(frozen=True, slots=True)
class FilesAdded:
    """What became of files that came together."""

    documents: Sequence[StoredDocument]
    refused: Sequence[tuple[str, str]]  # name of the file, and why


@needs(Action.EDIT_KNOWLEDGE)
async def add_files(
    rt: "Runtime", dataset: Dataset, files: Sequence[GivenFile], wishes: Wishes, *, account_id: str | None = None
) -> FilesAdded:
    """Make documents of files and begin to index them; one that cannot be taken keeps no other one out.

    Raises:
        InvalidInput: a wish is wrong or does not fit the base.
        ModelNotConfigured: the first documents of a base want an embedding model that nobody offers.
    """
    uploads: list[Upload] = []
    refused: list[tuple[str, str]] = []
    for file in files:
        try:
            uploads.append(await _kept(rt, dataset, file, account_id))
        except (ServiceError, UnsupportedFileTypeError) as error:
            refused.append((file.name, str(error)))
    if not uploads:
        return FilesAdded((), refused)
    sources = [Source(upload=upload) for upload in uploads]
    try:
        added = await add_documents(rt, dataset, sources, wishes, account_id=account_id, created_from="web")
    except BaseException:
        await released.release(rt, dataset.workspace_id, [upload.id for upload in uploads])
        raise
    return FilesAdded(added.documents, refused)


async def _kept(rt: "Runtime", dataset: Dataset, file: GivenFile, account_id: str | None) -> Upload:
    parser_name(file.name, file.mime_type)
    return await store_upload(
        rt,
        workspace_id=dataset.workspace_id,
        app_id=None,
        filename=file.name,
        mime_type=file.mime_type,
        role="account",
        created_by=account_id,
        data=file.data,
    )
