"""The log of searches and the counts of hits: noted at once, written in the background, many with one write."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import storage.knowledge.hits
from storage.records import Dataset, Retrieval, SegmentHits

if TYPE_CHECKING:
    from services.knowledge.retrieval import Record
    from services.runtime import Runtime

GATHERING: Final = 0.2  # seconds in which searches come together before they are written


class Searches:
    """Searches of one runtime that are not written yet."""

    def __init__(self, rt: "Runtime") -> None:
        self._rt = rt
        self._retrievals: list[Retrieval] = []
        self._hits: Counter[tuple[str, str, str, str]] = Counter()  # workspace, base, document, segment
        self._is_writing = False
        self._written = asyncio.Event()
        self._written.set()

    def note(self, dataset: Dataset, records: "Sequence[Record]", **about: Any) -> None:
        """Note a search of a base and what it found; `about` are the other columns of its row."""
        self._retrievals.append(
            Retrieval(
                workspace_id=dataset.workspace_id,
                dataset_id=dataset.id,
                hits=[
                    {"segment_id": record.segment.id, "document_id": record.document.id, "scores": record.scores}
                    for record in records
                ],
                **about,
            )
        )
        for record in records:
            self._hits[dataset.workspace_id, dataset.id, record.document.id, record.segment.id] += 1
        if not self._is_writing:
            self._written.clear()
            self._is_writing = self._rt.background.start("log of searches", self._write())

    async def written(self) -> None:
        """Return when what was noted so far is stored, or could not be."""
        if self._is_writing:
            await self._written.wait()

    async def _write(self) -> None:
        try:
            while self._retrievals:
                await asyncio.sleep(GATHERING)
                retrievals, self._retrievals = self._retrievals, []
                counted, self._hits = self._hits, Counter()
                await storage.knowledge.hits.record_retrievals(self._rt.db, retrievals, _rows(counted))
        finally:
            self._is_writing = False
            self._written.set()


def _rows(counted: Counter[tuple[str, str, str, str]]) -> list[SegmentHits]:
    return [
        SegmentHits(workspace_id=workspace, dataset_id=dataset, document_id=document, segment_id=segment, count=count)
        for (workspace, dataset, document, segment), count in counted.items()
    ]
