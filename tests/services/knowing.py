"""Bases and documents for the tests of knowledge."""

from collections.abc import Mapping
from typing import Any

import storage.knowledge.datasets
import storage.knowledge.documents
from services.files import files
from services.runtime import Runtime
from storage.records import Dataset, StoredDocument

LINES = {"mode": "custom", "rules": {"segmentation": {"separator": "\n", "max_tokens": 100}}}


async def add_base(rt: Runtime, workspace_id: str, **values: Any) -> Dataset:
    """Store a base whose vectors the demo model makes, or another one by `values`."""
    given: dict[str, Any] = {
        "indexing_technique": "high_quality",
        "embedding_provider": "demo",
        "embedding_model": "demo",
    }
    base = Dataset(workspace_id=workspace_id, number=0, **{"name": "Manuals", **given, **values})
    return await storage.knowledge.datasets.add_dataset(rt.db, base)


async def add_document(
    rt: Runtime,
    base: Dataset,
    content: str | bytes,
    *,
    name: str = "a.txt",
    rule: Mapping[str, Any] = LINES,
    begin: bool = True,
    **values: Any,
) -> StoredDocument:
    """Upload a file into a base and begin its indexing."""
    upload = await files.store_upload(
        rt,
        workspace_id=base.workspace_id,
        app_id=None,
        filename=name,
        mime_type="",
        role="account",
        created_by=None,
        data=content if isinstance(content, bytes) else content.encode(),
    )
    new = StoredDocument(
        workspace_id=base.workspace_id,
        dataset_id=base.id,
        position=0,
        batch="1",
        name=name,
        data_source={"upload_file_id": upload.id},
        process_rule=rule,
        **{"doc_form": base.doc_form, **values},
    )
    (document,) = await storage.knowledge.documents.add_documents(rt.db, [new])
    return (await rt.ingest.begin([document]))[0] if begin else document


def stored(rt: Runtime, document: StoredDocument) -> StoredDocument:
    """Return a document as it is stored now."""
    return storage.knowledge.documents.get_document(rt.db, document.workspace_id, document.dataset_id, document.id)


def contents(rt: Runtime, document: StoredDocument) -> list[str]:
    """Return the texts of a document's segments in order."""
    rows = rt.db.query("SELECT content FROM segments WHERE document_id = ? ORDER BY position", [document.id])
    return [row["content"] for row in rows]
