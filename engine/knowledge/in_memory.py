"""Knowledge bases in memory, searched by their words: for the engine alone."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.knowledge.metadata import passes
from engine.knowledge.search import Dataset, Hit, RetrievalSettings
from engine.knowledge.terms import terms

_SATURATION, _LENGTH = 1.2, 0.75  # k1 and b of BM25


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a document."""

    content: str
    document_name: str = "document"
    answer: str | None = None  # of a segment that is a question
    metadata: Mapping[str, Any] = field(default_factory=dict)  # of its document


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """A dataset and its pieces."""

    dataset: Dataset
    segments: Sequence[Segment]


class MemoryRetrieval:
    """Searches knowledge bases without a model.

    The keyword score is BM25 (Robertson and Zaragoza, 2009) as a share of the most that the query could
    reach; in place of the vector score stands the cosine of the weighted words. Both are from 0 to 1.
    """

    def __init__(self, bases: Iterable[KnowledgeBase]) -> None:
        self._bases = {base.dataset.id: base for base in bases}

    async def datasets(self, dataset_ids: Sequence[str]) -> Sequence[Dataset]:
        """Return the known ones of the ids, in their order."""
        return [self._bases[key].dataset for key in dict.fromkeys(dataset_ids) if key in self._bases]

    async def named(self, name: str) -> Dataset | None:
        """Return the base of a name, None when there is none."""
        return next((base.dataset for base in self._bases.values() if base.dataset.name == name), None)

    async def retrieve(self, query: str, dataset_ids: Sequence[str], settings: RetrievalSettings) -> Sequence[Hit]:
        """Return what has words in common with the query, best first."""
        hits = [hit for dataset in await self.datasets(dataset_ids) for hit in self._search(query, dataset, settings)]
        hits.sort(key=lambda hit: -hit.score)
        least = settings.score_threshold or 0
        return [hit for hit in hits if hit.score >= least][: settings.top_k]

    def _search(self, query: str, dataset: Dataset, settings: RetrievalSettings) -> Iterable[Hit]:
        segments = self._bases[dataset.id].segments
        index = _Index([terms(f"{segment.content} {segment.answer or ''}") for segment in segments])
        wanted = Counter(terms(query))
        for place, segment in enumerate(segments):
            score = _score(index, place, wanted, settings)
            if score > 0 and passes(segment.metadata, settings.conditions, settings.logical_operator):
                yield _hit(dataset, segment, place, round(score, 6))


class _Index:
    """Counts of the terms of some texts."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._counts = [Counter(text) for text in texts]
        self._lengths = [len(text) for text in texts]
        self._usual_length = sum(self._lengths) / len(texts) if texts else 1.0
        self._in_texts = Counter(term for counts in self._counts for term in counts)

    def keyword_score(self, place: int, wanted: Mapping[str, int]) -> float:
        """Return the BM25 of a text as a share of the largest possible."""
        counts, most = self._counts[place], sum(map(self._rarity, wanted)) * (_SATURATION + 1)
        reached = 0.0
        for term in wanted:
            length = 1 - _LENGTH + _LENGTH * self._lengths[place] / (self._usual_length or 1)
            reached += self._rarity(term) * counts[term] * (_SATURATION + 1) / (counts[term] + _SATURATION * length)
        return reached / most if most else 0.0

    def cosine(self, place: int, wanted: Mapping[str, int]) -> float:
        """Return the cosine between a text and the query, terms weighted by their rarity."""
        counts = self._counts[place]
        shared = sum(count * counts[term] * self._rarity(term) ** 2 for term, count in wanted.items())
        size = self._size(counts) * self._size(wanted)
        return shared / size if size else 0.0

    def _size(self, counts: Mapping[str, int]) -> float:
        return math.sqrt(sum((count * self._rarity(term)) ** 2 for term, count in counts.items()))

    def _rarity(self, term: str) -> float:
        known = self._in_texts[term]
        return math.log(1 + (len(self._counts) - known + 0.5) / (known + 0.5))


def _score(index: _Index, place: int, wanted: Mapping[str, int], settings: RetrievalSettings) -> float:
    cosine = index.cosine(place, wanted)
    if settings.reranking != "weighted_score":
        return cosine
    return settings.vector_weight * cosine + settings.keyword_weight * index.keyword_score(place, wanted)


def _hit(dataset: Dataset, segment: Segment, place: int, score: float) -> Hit:
    return Hit(
        content=segment.content,
        answer=segment.answer,
        score=score,
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        document_id=f"{dataset.id}/{segment.document_name}",
        document_name=segment.document_name,
        segment_id=f"{dataset.id}/{place + 1}",
        position=place + 1,
        doc_metadata=segment.metadata,
    )
