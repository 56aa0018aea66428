"""Documents of knowledge bases: found, switched, held, tried again, deleted."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import storage.knowledge.documents
import storage.uploads
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import ArchivedDocument, InvalidAction, InvalidInput
from services.knowledge import released
from services.paging import Page
from storage.errors import NotFound
from storage.knowledge.documents import DISPLAY, WORKING
from storage.records import Dataset, StoredDocument, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

ACTIONS: Final = ("enable", "disable", "archive", "un_archive")
LONGEST_NAME: Final = 255  # characters
SORTS: Final = ("created_at", "name", "word_count", "hit_count", "position")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document with what lists show of it."""

    document: StoredDocument
    upload: Upload | None
    hits: int


def display_status(document: StoredDocument) -> str:
    """Return how a document stands, as lists name it."""
    if document.indexing_status == "completed":
        if document.archived:
            return "archived"
        return "available" if document.enabled else "disabled"
    if document.indexing_status in ("paused", "error"):
        return document.indexing_status
    return "queuing" if document.indexing_status == "waiting" else "indexing"


async def get(rt: "Runtime", dataset: Dataset, document_id: str) -> StoredDocument:
    """Return a document of a base. Raises NotFound."""
    return await rt.db.read(
        lambda: storage.knowledge.documents.get_document(rt.db, dataset.workspace_id, dataset.id, document_id)
    )


async def page_of(
    rt: "Runtime",
    dataset: Dataset,
    *,
    keyword: str = "",
    status: str | None = None,
    sort: str = "-created_at",
    page: int = 1,
    limit: int = 20,
) -> Page[StoredDocument]:
    """Return a page of documents; `status` is one of `DISPLAY`. Raises InvalidInput for an unknown status or order."""
    if status is not None and status not in DISPLAY:
        raise InvalidInput(f"status must be one of {', '.join(DISPLAY)}, not {status!r:.80}.", param="status")
    if sort.lstrip("-") not in SORTS:
        raise InvalidInput(f"sort must be one of {', '.join(SORTS)}, not {sort!r:.80}.", param="sort")
    options: dict[str, Any] = {"keyword": keyword, "display_status": status, "sort": sort, "page": page, "limit": limit}
    found, total = await rt.db.read(
        lambda: storage.knowledge.documents.list_documents(rt.db, dataset.workspace_id, dataset.id, **options)
    )
    return Page(found, page, limit, total)


async def views(rt: "Runtime", dataset: Dataset, documents: Sequence[StoredDocument]) -> list[DocumentView]:
    """Return documents with what lists show of them."""
    ids = [document.id for document in documents]
    uploads, hits = await rt.db.read(
        lambda: (
            storage.uploads.list_uploads(rt.db, dataset.workspace_id, released.upload_ids(documents)),
            storage.knowledge.documents.hit_counts(rt.db, dataset.workspace_id, "document_id", ids),
        )
    )
    by_id = {upload.id: upload for upload in uploads}
    return [
        DocumentView(
            document=document,
            upload=by_id.get(released.file_id(document) or ""),
            hits=hits.get(document.id, 0),
        )
        for document in documents
    ]


async def of_batch(rt: "Runtime", dataset: Dataset, batch: str) -> list[StoredDocument]:
    """Return the documents that came together. Raises NotFound: there are none."""
    found = await rt.db.read(
        lambda: storage.knowledge.documents.documents_of_batch(rt.db, dataset.workspace_id, dataset.id, batch)
    )
    if not found:
        raise NotFound("batch", batch)
    return found


async def find(rt: "Runtime", dataset: Dataset, ids: Sequence[str]) -> list[StoredDocument]:
    """Return those of the documents that the base has, in the order of the ids."""
    found = await rt.db.read(lambda: storage.knowledge.documents.find_documents(rt.db, ids))
    return [document for document in found if document.dataset_id == dataset.id]


@needs(Action.EDIT_KNOWLEDGE)
async def switch(
    rt: "Runtime", dataset: Dataset, ids: Sequence[str], action: str, *, account_id: str | None = None
) -> list[str]:
    """Enable, disable, archive or un-archive documents, all with one statement; return the ids of those that exist.

    Raises:
        InvalidAction: the action is unknown, or one of the documents is still being indexed.
    """
    if action not in ACTIONS:
        raise InvalidAction(f"The action must be one of {', '.join(ACTIONS)}, not {action!r:.80}.")
    documents = await find(rt, dataset, ids)
    for document in documents:
        if document.indexing_status in WORKING:
            raise InvalidAction(f"The document {document.name!r:.80} is being indexed; try again when it is done.")
        if document.indexing_status != "completed" and action == "disable":
            raise InvalidAction(f"The document {document.name!r:.80} is not completed, so it cannot be disabled.")
    now = time.time()
    changed = await storage.knowledge.documents.update_documents(
        rt.db,
        dataset.workspace_id,
        dataset.id,
        [document.id for document in documents],
        **_switched(action, now, account_id),
        updated_at=now,
    )
    rt.base_versions[dataset.id] += 1
    return changed


@needs(Action.EDIT_KNOWLEDGE)
async def rename(rt: "Runtime", document: StoredDocument, name: str) -> None:
    """Give a document another name. Raises InvalidInput."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InvalidInput(f"name must have 1 to {LONGEST_NAME} characters.", param="name")
    await storage.knowledge.documents.update_documents(
        rt.db, document.workspace_id, document.dataset_id, [document.id], name=name.strip(), updated_at=time.time()
    )


@needs(Action.EDIT_KNOWLEDGE)
async def pause(rt: "Runtime", document: StoredDocument, *, account_id: str | None = None) -> StoredDocument:
    """Hold a document that is being indexed. Raises InvalidAction when it is not."""
    if document.indexing_status not in WORKING:
        raise InvalidAction(f"Only a document that is being indexed can be paused; it is {document.indexing_status}.")
    held = await rt.ingest.pause(document)
    await storage.knowledge.documents.update_document(rt.db, held, paused_by=account_id)
    return held


@needs(Action.EDIT_KNOWLEDGE)
async def resume(rt: "Runtime", document: StoredDocument) -> StoredDocument:
    """Go on with a document that is held or has failed. Raises InvalidAction for others."""
    if document.indexing_status not in ("paused", "error"):
        raise InvalidAction(
            f"Only a document that is paused or in error can be resumed; it is {document.indexing_status}."
        )
    return await rt.ingest.resume(document)


@needs(Action.EDIT_KNOWLEDGE)
async def retry(rt: "Runtime", dataset: Dataset, ids: Sequence[str]) -> list[StoredDocument]:
    """Index those of the documents again that ended in error; return them."""
    return await rt.ingest.retry(await find(rt, dataset, ids))


@needs(Action.EDIT_KNOWLEDGE)
async def index_again(rt: "Runtime", dataset: Dataset, ids: Sequence[str]) -> list[StoredDocument]:
    """Index documents from the start, whatever became of them; return them. Raises ArchivedDocument."""
    documents = await find(rt, dataset, ids)
    _check_open(documents)
    return await rt.ingest.begin(documents)


@needs(Action.EDIT_KNOWLEDGE)
async def delete(rt: "Runtime", dataset: Dataset, ids: Sequence[str]) -> list[str]:
    """Delete documents with all that was made of them, and their files; return the ids of those that existed.

    Raises:
        ArchivedDocument: one of them is archived; none is deleted.
    """
    documents = await find(rt, dataset, ids)
    _check_open(documents)
    await rt.ingest.forget([document.id for document in documents])
    gone = await storage.knowledge.documents.delete_documents(rt.db, dataset, [document.id for document in documents])
    rt.base_versions[dataset.id] += 1
    rt.vector_stores.settle_soon(dataset)
    await released.release(rt, dataset.workspace_id, released.upload_ids(documents))
    return gone


def _check_open(documents: Sequence[StoredDocument]) -> None:
    for document in documents:
        if document.archived:
            raise ArchivedDocument(f"The archived document {document.name!r:.80} is not editable.")


def _switched(action: str, now: float, account_id: str | None) -> Mapping[str, Any]:
    """Return the columns that an action sets."""
    if action in ("archive", "un_archive"):
        return {"archived": action == "archive"}
    if action == "enable":
        return {"enabled": True, "disabled_at": None, "disabled_by": None}
    return {"enabled": False, "disabled_at": now, "disabled_by": account_id}
