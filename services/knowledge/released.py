"""Files that documents were made of and no document needs any more."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

import storage.knowledge.files
from services.files import file_bytes
from storage.records import StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime


def upload_ids(documents: Iterable[StoredDocument]) -> list[str]:
    """Return the ids of the files of documents."""
    return [str(document.data_source["upload_file_id"]) for document in documents if file_id(document)]


def file_id(document: StoredDocument) -> str | None:
    """Return the id of a document's file, None when it has none."""
    return document.data_source.get("upload_file_id") or None


async def release(rt: "Runtime", workspace_id: str, file_ids: Iterable[str]) -> None:
    """Remove those of the files, rows and bytes, that nothing uses any more."""
    wanted = list(file_ids)
    if wanted:
        gone = await storage.knowledge.files.take_released(rt.db, workspace_id, wanted)
        await asyncio.to_thread(file_bytes.remove, rt.settings.data_dir, *(upload.key for upload in gone))
