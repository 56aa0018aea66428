"""Knowledge bases as runs of apps see them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import storage.knowledge.datasets
import storage.knowledge.documents
from engine.errors import RetrievalTimedOut
from engine.knowledge.search import Dataset, Hit, RetrievalSettings
from services.accounts.actors import Actor
from services.knowledge.filters import field_names, metadata_of
from services.knowledge.retrieval import Record, retrieve_many

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True)
class StoredKnowledge:
    """The bases of a workspace, searched for an app; implements `engine.resources.Retrieval`."""

    rt: "Runtime"
    workspace_id: str
    app_id: str
    actor: Actor

    async def datasets(self, dataset_ids: Sequence[str]) -> Sequence[Dataset]:
        """Return those of the bases that exist, in the order of the ids."""
        db = self.rt.db
        found, fields = await db.read(
            lambda: (
                storage.knowledge.datasets.find_datasets(db, self.workspace_id, dataset_ids),
                storage.knowledge.datasets.fields_of(db, self.workspace_id, dataset_ids),
            )
        )
        return [Dataset(one.id, one.name, one.description, field_names(one, fields[one.id])) for one in found]

    async def named(self, name: str) -> Dataset | None:
        """Return the base of a name, None when the workspace has none."""
        db = self.rt.db
        found = await db.read(lambda: storage.knowledge.datasets.find_dataset_by_name(db, self.workspace_id, name))
        return None if found is None else next(iter(await self.datasets([found.id])), None)

    async def retrieve(self, query: str, dataset_ids: Sequence[str], settings: RetrievalSettings) -> Sequence[Hit]:
        """Return what fits `query` best; see `engine.resources.Retrieval`. Raises RetrievalTimedOut."""
        seconds = self.rt.settings.retrieval_seconds
        try:
            async with asyncio.timeout(seconds) as timeout:
                return await self._found(query, dataset_ids, settings)
        except TimeoutError as error:
            if not timeout.expired():
                raise
            raise RetrievalTimedOut(f"The search of the knowledge took longer than {seconds:g} s.") from error

    async def _found(self, query: str, dataset_ids: Sequence[str], settings: RetrievalSettings) -> Sequence[Hit]:
        db = self.rt.db
        datasets = await db.read(
            lambda: storage.knowledge.datasets.find_datasets(db, self.workspace_id, dataset_ids),
        )
        records = await retrieve_many(
            self.rt, datasets, query, settings, app_id=self.app_id or None, user=self.actor.id or None
        )
        if not records:
            return []
        names, counts = await db.read(
            lambda: (
                _field_names(self.rt, self.workspace_id, records),
                storage.knowledge.documents.hit_counts(
                    db, self.workspace_id, "segment_id", [record.segment.id for record in records]
                ),
            )
        )
        return [_hit(record, names, counts.get(record.segment.id, 0)) for record in records]


def _field_names(rt: "Runtime", workspace_id: str, records: Sequence[Record]) -> dict[str, str]:
    ids = list({record.dataset.id for record in records})
    fields = storage.knowledge.datasets.fields_of(rt.db, workspace_id, ids)
    return {field.id: field.name for found in fields.values() for field in found}


def _hit(record: Record, names: Mapping[str, str], count: int) -> Hit:
    segment, document = record.segment, record.document
    return Hit(
        content=segment.content,
        answer=segment.answer,
        score=record.score,
        dataset_id=record.dataset.id,
        dataset_name=record.dataset.name,
        document_id=document.id,
        document_name=document.name,
        data_source_type=document.data_source_type,
        segment_id=segment.id,
        position=segment.position,
        page=segment.page,
        hit_count=count,
        word_count=segment.word_count,
        index_node_hash=segment.hash,
        doc_metadata=metadata_of(document, names, None),
        child_chunks=[_child(chunk.id, chunk.content, chunk.position, score) for chunk, score in record.children],
    )


def _child(id: str, content: str, position: int, score: float) -> dict[str, Any]:
    return {"id": id, "content": content, "position": position, "score": score}
