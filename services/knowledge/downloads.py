"""The files that documents were made of, given back."""

import asyncio
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import storage.uploads
from services.errors import InvalidInput
from services.files import file_bytes, files
from services.files.file_links import link_of
from services.knowledge import documents, released
from storage.errors import NotFound
from storage.records import Dataset, StoredDocument, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST_IN_ZIP: Final = 100


async def link_to(rt: "Runtime", document: StoredDocument) -> str:
    """Return an address at which a document's file can be saved for a while. Raises NotFound: it has none."""
    upload = await files.workspace_upload(rt, document.workspace_id, released.file_id(document) or "")
    return f"{link_of(rt, upload)}&as_attachment=true"


async def zip_of(rt: "Runtime", dataset: Dataset, ids: Sequence[str]) -> Path:
    """Return a zip of the documents' files; whoever asked removes it.

    Raises:
        InvalidInput: none are named, or more than 100.
        NotFound: one of the documents, or its file, does not exist.
    """
    wanted = list(dict.fromkeys(ids))
    if not 1 <= len(wanted) <= MOST_IN_ZIP:
        raise InvalidInput(
            f"document_ids has {len(wanted)} entries; it must have 1 to {MOST_IN_ZIP}.", param="document_ids"
        )
    found = await documents.find(rt, dataset, wanted)
    for id in set(wanted) - {document.id for document in found}:
        raise NotFound("document", id)
    file_ids = released.upload_ids(found)
    uploads = await rt.db.read(lambda: storage.uploads.list_uploads(rt.db, dataset.workspace_id, file_ids))
    by_id = {upload.id: upload for upload in uploads}
    for document in found:
        if released.file_id(document) not in by_id:
            raise NotFound("file of document", document.id)
    ordered = [by_id[id] for id in file_ids]
    return await asyncio.to_thread(_zipped, rt.settings.data_dir, _names(ordered))


def _names(uploads: Sequence[Upload]) -> Mapping[str, str]:
    """Return the name of each file in the zip, by where its bytes lie; no name stands twice."""
    names: dict[str, str] = {}
    for upload in uploads:
        path, count = PurePosixPath(upload.name), 1
        name = upload.name
        while name in names.values():
            count += 1
            name = f"{path.stem} ({count}){path.suffix}"
        names[upload.key] = name
    return names


def _zipped(data_dir: Path, names: Mapping[str, str]) -> Path:
    folder = data_dir / file_bytes.UNFINISHED
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix="documents-", suffix=".zip", dir=folder, delete=False) as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, name in names.items():
                archive.write(file_bytes.place_of(data_dir, key), name)
        return Path(target.name)
