"""Retrieval: what knowledge bases say about a query, best first, with all scores. See docs/retrieval.md."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import storage.knowledge.documents
import storage.knowledge.segments
from engine.errors import ModelBadRequest
from engine.knowledge.fusion import blended, relative, rounded, weighted
from engine.knowledge.nearest import Vectors
from engine.knowledge.search import MetadataCondition, RetrievalSettings
from engine.models.registry import ModelRegistry
from services.knowledge.filters import fitting_documents
from services.knowledge.searching import LISTED, Candidate, Search, find_candidates, search_of
from services.knowledge.vectors import embed, key_of
from services.models import models_for
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime

SPARE = 2  # hits whose rows are read beyond those that are wanted, should some have been switched off


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A hit with its rows. `scores` are vector, keyword, rerank and final; None where none was computed."""

    dataset: Dataset
    segment: Segment
    document: StoredDocument
    score: float
    children: Sequence[tuple[ChildChunk, float]]  # that were found, best first
    scores: Mapping[str, float | None]


async def retrieve(
    rt: "Runtime",
    dataset: Dataset,
    query: str,
    retrieval_model: Mapping[str, Any] | None = None,
    *,
    source: str = "api",
    app_id: str | None = None,
    user: str | None = None,
) -> list[Record]:
    """Return what a base says about a query, best first; searched by its own settings, or as `retrieval_model` says.

    Raises:
        InvalidInput: a setting is wrong.
        ModelError: a model that embeds or ranks failed.
    """
    began = time.perf_counter()
    search = search_of(dataset, retrieval_model)
    found = await _candidates(rt, dataset, query, search)
    records = await _read(rt, await _ranked(rt, found, query, search), search)
    settings = dataset.retrieval_model if retrieval_model is None else dict(retrieval_model)
    about: dict[str, Any] = {"source": source, "app_id": app_id, "created_by": user, "query": query}
    rt.searches.note(dataset, records, settings=settings, elapsed=time.perf_counter() - began, **about)
    return records


async def retrieve_many(
    rt: "Runtime",
    datasets: Sequence[Dataset],
    query: str,
    settings: RetrievalSettings,
    *,
    source: str = "app",
    app_id: str | None = None,
    user: str | None = None,
) -> list[Record]:
    """Return what several bases of one workspace say about a query, best first.

    Each base is searched by its own settings; `settings` say how what they found is put in one order, from which
    score on, and how much of it is given. Raises as `retrieve` does.
    """
    began = time.perf_counter()
    searches = [_as_part(search_of(dataset), settings) for dataset in datasets]
    parts = await asyncio.gather(
        *(_part(rt, dataset, query, search) for dataset, search in zip(datasets, searches, strict=True))
    )
    together = Search(
        reranking="model" if settings.reranking == "reranking_model" else "none",
        rerank_model=settings.reranking_model,
        top_k=settings.top_k,
        threshold=max(settings.score_threshold or 0.0, 0.0),
    )
    found = [candidate for part in parts for candidate in part]
    if settings.reranking == "weighted_score":
        found = _weighed(found, settings)
    found.sort(key=lambda candidate: -candidate.score)
    records = await _read(rt, await _ranked(rt, found, query, together), together)
    about: dict[str, Any] = {"source": source, "app_id": app_id, "created_by": user, "query": query}
    for dataset in datasets:
        own = [record for record in records if record.dataset.id == dataset.id]
        rt.searches.note(dataset, own, settings=_noted(settings), elapsed=time.perf_counter() - began, **about)
    return records


async def _part(rt: "Runtime", dataset: Dataset, query: str, search: Search) -> list[Candidate]:
    """Return what one of several bases finds, by its own score and from its own threshold on."""
    found = await _ranked(rt, await _candidates(rt, dataset, query, search), query, search)
    return [candidate for candidate in found if candidate.score >= search.threshold]


def _as_part(search: Search, settings: RetrievalSettings) -> Search:
    """Return how one of several bases is searched: what ranks all of them need not rank each."""
    if settings.reranking != "none" and search.reranking == "model":
        search = replace(search, reranking="weighted")
    return replace(
        search,
        conditions=settings.conditions,
        logical_operator=settings.logical_operator,
        compares_all=settings.reranking == "weighted_score",
    )


def _weighed(found: Sequence[Candidate], settings: RetrievalSettings) -> list[Candidate]:
    """Return candidates of several bases by their weighted scores; without a vector score the words alone count."""
    best = max((candidate.keyword or 0.0 for candidate in found), default=0.0)
    weights = settings.vector_weight, settings.keyword_weight
    weighed = []
    for one in found:
        share = relative(one.keyword or 0.0, best)
        score = (one.keyword or 0.0) if one.vector is None else weighted(one.vector, share, *weights)
        weighed.append(replace(one, relative_keyword=share, score=score))
    return weighed


async def _candidates(rt: "Runtime", dataset: Dataset, query: str, search: Search) -> list[Candidate]:
    if not query.strip():
        return []
    documents = None
    if search.conditions:
        documents = await fitting_documents(rt, dataset, search.conditions, search.logical_operator)
        if not documents:
            return []
    embeds = search.needs_vector and dataset.indexing_technique == "high_quality" and dataset.dimensions is not None
    vector = await _query_vector(rt, dataset, query) if embeds else None
    index = await rt.indexes.of(dataset)
    return await rt.db.read(lambda: find_candidates(index, dataset, search, query, vector=vector, documents=documents))


async def _query_vector(rt: "Runtime", dataset: Dataset, query: str) -> Vectors:
    registry = await models_for(rt, dataset.workspace_id)
    model = registry.embedding(dataset.embedding_provider or "", dataset.embedding_model or "")
    key = key_of(model, query)
    vector = rt.caches.query_vectors.get(key)
    if vector is None:
        vector = (await embed(model, [query], purpose="query"))[0]
        rt.caches.query_vectors.put(key, vector)
    if len(vector) != dataset.dimensions:
        raise ModelBadRequest(
            f"The model {model.name} gives vectors of {len(vector)} numbers, but the base {dataset.name} holds vectors "
            f"of {dataset.dimensions}. Choose the model that it was made with, or index its documents anew.",
            provider=model.provider,
        )
    return vector


async def _ranked(rt: "Runtime", found: list[Candidate], query: str, search: Search) -> list[Candidate]:
    """Return candidates in their final order with their final scores."""
    if search.reranking != "model" or not found:
        return found
    registry = await models_for(rt, found[0].dataset.workspace_id)
    named = _rerank_model(registry, search.rerank_model)
    if named is None:
        return found
    first = [candidate for candidate in found if candidate.score >= search.candidate_threshold]
    texts = await rt.db.read(lambda: _texts(rt, first[: search.candidates]))
    known = [candidate for candidate in first[: search.candidates] if candidate.segment_id in texts]
    scores = await registry.rerank(*named).rerank(query, [texts[one.segment_id] for one in known]) if known else []
    ranked = [
        replace(one, rerank=rounded(score), score=blended(one.score, score, search.rerank_weight))
        for one, score in zip(known, scores, strict=True)
    ]
    return sorted(ranked, key=lambda candidate: -candidate.score)


def _rerank_model(registry: ModelRegistry, named: tuple[str, str]) -> tuple[str, str] | None:
    """Return the model that ranks; None when neither the settings nor the workspace name one."""
    if any(part.strip() for part in named):
        return named
    return ("", "") if "rerank" in getattr(registry, "defaults", {}) else None


def _texts(rt: "Runtime", found: Sequence[Candidate]) -> dict[str, str]:
    """Return by which text a model ranks each segment: the best child chunk's, a question's with its answer."""
    if not found:
        return {}
    workspace_id = found[0].dataset.workspace_id
    segments = storage.knowledge.segments.find_segments(rt.db, workspace_id, [one.segment_id for one in found])
    best = {one.segment_id: one.children[0][0] for one in found if one.children}
    children = storage.knowledge.segments.find_children(rt.db, workspace_id, list(best.values())) if best else {}
    texts = {
        id: segment.content if segment.answer is None else f"{segment.content}\n{segment.answer}"
        for id, segment in segments.items()
    }
    texts |= {id: children[child].content for id, child in best.items() if child in children and id in texts}
    return texts


async def _read(rt: "Runtime", found: Sequence[Candidate], search: Search) -> list[Record]:
    """Return the rows of the first `top_k` candidates that reach the threshold and may be found at this moment."""
    reached = [candidate for candidate in found if candidate.score >= search.threshold][:LISTED]
    records: list[Record] = []
    while reached and len(records) < search.top_k:
        part = search.top_k - len(records) + SPARE
        records += await rt.db.read(partial(_rows, rt, reached[:part]))
        reached = reached[part:]
    return records[: search.top_k]


def _rows(rt: "Runtime", found: Sequence[Candidate]) -> list[Record]:
    workspace_id = found[0].dataset.workspace_id
    segments = storage.knowledge.segments.find_segments(rt.db, workspace_id, [one.segment_id for one in found])
    documents = storage.knowledge.documents.find_documents(rt.db, list({one.document_id for one in found}))
    by_id = {document.id: document for document in documents}
    child_ids = [id for one in found for id, _ in one.children]
    children = storage.knowledge.segments.find_children(rt.db, workspace_id, child_ids) if child_ids else {}
    return [
        Record(
            dataset=one.dataset,
            segment=segments[one.segment_id],
            document=by_id[one.document_id],
            score=one.score,
            children=[(children[id], score) for id, score in one.children if id in children],
            scores=one.scores,
        )
        for one in found
        if _may_be_found(segments.get(one.segment_id), by_id.get(one.document_id))
    ]


def _may_be_found(segment: Segment | None, document: StoredDocument | None) -> bool:
    """Return whether a hit counts: it may have been switched off or deleted since the index was made."""
    if segment is None or document is None:
        return False
    is_ready = document.enabled and not document.archived and document.indexing_status == "completed"
    return is_ready and segment.enabled and segment.status == "completed"


def _noted(settings: RetrievalSettings) -> dict[str, Any]:
    return {
        "top_k": settings.top_k,
        "score_threshold": settings.score_threshold,
        "reranking": settings.reranking,
        "reranking_model": list(settings.reranking_model),
        "weights": [settings.vector_weight, settings.keyword_weight],
        "conditions": [_shown(condition) for condition in settings.conditions],
        "logical_operator": settings.logical_operator,
    }


def _shown(condition: MetadataCondition) -> list[Any]:
    return [condition.name, condition.operator, condition.value]
