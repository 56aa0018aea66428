"""A base gets another embedding model, or begins or ends to have one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import storage.knowledge.datasets
import storage.knowledge.segments
from services.errors import DatasetIndexing
from services.knowledge.pieces import unit_table, units_of, vectors_of
from storage.knowledge.documents import WORKING
from storage.records import Dataset, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime


def check_idle(documents: Sequence[StoredDocument]) -> None:
    """Refuse while documents are being indexed. Raises DatasetIndexing."""
    working = [document.name for document in documents if document.indexing_status in WORKING]
    if working:
        raise DatasetIndexing(
            f"{len(working)} document(s) are being indexed, among them {working[0]!r:.80}; "
            "the embedding model can change when they are done."
        )


async def rebuild(
    rt: "Runtime", dataset: Dataset, columns: Mapping[str, Any], documents: Sequence[StoredDocument]
) -> Dataset:
    """Set how a base embeds, drop its old vectors and index its documents again; return the base.

    What people have edited outlives indexing, so it is embedded here.

    Raises:
        ModelNotConfigured, ModelError: the new model cannot be used; nothing has changed.
    """
    store = storage.knowledge.segments
    edited = await rt.db.read(lambda: store.edited_segments(rt.db, dataset))
    children = await rt.db.read(
        lambda: store.list_children(rt.db, dataset.workspace_id, [segment.id for segment in edited])
    )
    units = units_of(edited, children)
    vectors = await vectors_of(rt, replace(dataset, **columns), units)
    dimensions = None if vectors is None else int(vectors.shape[1])
    changed = await storage.knowledge.datasets.replace_units(
        rt.db, dataset, unit_table(units, dimensions, vectors), **columns, dimensions=dimensions
    )
    await rt.vector_stores.leave(dataset)
    rt.base_versions[dataset.id] += 1
    await rt.ingest.begin([document for document in documents if document.indexing_status == "completed"])
    return changed
