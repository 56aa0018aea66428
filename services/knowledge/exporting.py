"""A knowledge base with all that it holds goes into one file."""

import asyncio
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import storage.knowledge.datasets
import storage.knowledge.transfer
import storage.uploads
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.files import file_bytes
from services.knowledge import released
from services.knowledge.base_file import BaseWriter
from services.knowledge.released import file_id
from storage.knowledge.transfer import WholeBase
from storage.records import Dataset, StoredDocument, Tag, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

_UNFIT: Final = re.compile(r"[^\w.-]+")
BASE: Final = (
    *("name", "description", "icon", "icon_background", "indexing_technique", "embedding_provider"),
    *("embedding_model", "dimensions", "doc_form", "process_rule", "retrieval_model", "has_built_in_fields"),
)
DOCUMENT: Final = (
    *("position", "batch", "name", "data_source_type", "doc_language", "process_rule", "indexing_status"),
    *("error", "enabled", "archived", "doc_metadata", "word_count", "tokens", "completed_segments", "total_segments"),
    *("created_from", "created_at", "updated_at", "completed_at", "indexing_latency"),
)


@needs(Action.EDIT_KNOWLEDGE)
async def export_base(rt: "Runtime", dataset: Dataset, target: Path) -> None:
    """Write a base with its documents, pieces, vectors and settings into a file.

    Raises:
        InvalidInput: a store of a plugin holds its vectors.
        OSError: the file cannot be written.
    """
    if dataset.vector_store:
        raise InvalidInput(
            f"The vectors of the base {dataset.name!r} are in {dataset.vector_store}, and a file cannot hold them. "
            "Choose the database in the settings of the base first."
        )
    workspace_id = dataset.workspace_id
    whole = await rt.db.read(lambda: storage.knowledge.transfer.read_whole_base(rt.db, dataset))
    ids = released.upload_ids(whole.documents)
    uploads = await rt.db.read(lambda: storage.uploads.list_uploads(rt.db, workspace_id, ids))
    tags = await rt.db.read(lambda: storage.knowledge.datasets.tags_of(rt.db, workspace_id, [dataset.id]))
    places = {upload.id: file_bytes.place_of(rt.settings.data_dir, upload.key) for upload in uploads}
    head = _head(dataset, whole, tags.get(dataset.id, []), uploads)
    await asyncio.to_thread(_write, target, whole, head, places)


def file_name(dataset: Dataset) -> str:
    """Return what the file of a base is called."""
    return f"{_UNFIT.sub('-', dataset.name).strip('-.') or 'base'}.knowledge.zip"


def _write(target: Path, whole: WholeBase, head: dict[str, Any], places: dict[str, Path]) -> None:
    """Write the file, completely or not at all."""
    try:
        writer = BaseWriter(target)
        writer.add_pieces(whole.pieces)
        for number, document in enumerate(whole.documents):
            if place := places.get(file_id(document) or ""):
                writer.add_file(_entry(number), place)
        writer.close(head)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _head(dataset: Dataset, whole: WholeBase, tags: Sequence[Tag], uploads: Sequence[Upload]) -> dict[str, Any]:
    by_id = {upload.id: upload for upload in uploads}
    return {
        "exported_at": time.time(),
        "base": {name: getattr(dataset, name) for name in BASE},
        "tags": [tag.name for tag in tags],
        "fields": [{"id": field.id, "name": field.name, "type": field.type} for field in whole.fields],
        "documents": [
            _document(number, document, by_id.get(file_id(document) or ""))
            for number, document in enumerate(whole.documents)
        ],
    }


def _document(number: int, document: StoredDocument, upload: Upload | None) -> dict[str, Any]:
    original = {"entry": _entry(number), "name": upload.name, "mime_type": upload.mime_type} if upload else None
    about = {name: value for name, value in document.data_source.items() if name != "upload_file_id"}
    values = {name: getattr(document, name) for name in DOCUMENT} | {"data_source": about}
    return {"id": document.id, "original": original, "values": values}


def _entry(number: int) -> str:
    return f"files/{number}"
