"""How a base is searched: settings as searches use them, and the candidates that they find. See docs/retrieval.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import numpy as np

from engine.knowledge.fusion import fused, relative, rounded, vector_score, weighted
from engine.knowledge.metadata import OPERATORS
from engine.knowledge.nearest import Places, Vectors
from engine.knowledge.search import MetadataCondition
from engine.knowledge.terms import query_terms
from services.errors import InvalidInput
from services.knowledge.choices import RetrievalModel, checked_retrieval
from services.knowledge.matrix import Index, Owner, Question
from storage.records import Dataset

LISTED: Final = 100  # segments that each of the two searches names as candidates, whatever `top_k` is
CHILDREN: Final = 4  # units that are looked at for each of them where segments have several

Method = Literal["semantic", "full_text", "hybrid"]
Reranking = Literal["none", "weighted", "ranks", "model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How a base is searched; scores and weights are from 0 to 1."""

    method: Method = "semantic"
    reranking: Reranking = "none"
    rerank_model: tuple[str, str] = ("", "")  # provider and name; without a name the workspace's, if it has one
    vector_weight: float = 0.7
    keyword_weight: float = 0.3
    rerank_weight: float = 1.0
    top_k: int = 4
    threshold: float = 0.0
    candidate_threshold: float = 0.0  # of the score before a model ranks
    candidates: int = 50  # that a model ranks
    conditions: Sequence[MetadataCondition] = ()
    logical_operator: str = "and"
    compares_all: bool = False  # meaning is compared, too, where the method is full text

    @property
    def needs_vector(self) -> bool:
        """Return whether the query has to be embedded."""
        return self.method != "full_text" or self.compares_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A segment that may be a hit, with the scores of its best unit; None is a score that nobody computed."""

    dataset: Dataset
    document_id: str
    segment_id: str
    vector: float | None
    keyword: float | None
    score: float  # by which it is ordered now
    relative_keyword: float | None = None  # what a weighted score counts
    rerank: float | None = None
    children: Sequence[tuple[str, float]] = field(default=())  # child chunks that were found, best first

    @property
    def scores(self) -> dict[str, float | None]:
        """Return all scores as they are shown."""
        return {
            "vector": self.vector,
            "keyword": self.keyword,
            "relative_keyword": self.relative_keyword,
            "rerank": self.rerank,
            "final": self.score,
        }


def search_of(dataset: Dataset, given: Mapping[str, Any] | None = None) -> Search:
    """Return how to search a base: as `given` (a `retrieval_model` of the API), else by its own settings.

    Raises:
        InvalidInput: a field is wrong.
    """
    values = dataset.retrieval_model if given is None else given
    model = RetrievalModel.model_validate(checked_retrieval(values))
    threshold = (model.score_threshold or 0.0) if model.score_threshold_enabled else 0.0
    if threshold and (model.candidate_threshold or 0.0) > threshold:
        raise InvalidInput(
            f"candidate_threshold is {model.candidate_threshold:g}; it must not be above score_threshold, {threshold:g}.",
            param="retrieval_model.candidate_threshold",
        )
    conditions, operator = _conditions(values.get("metadata_filtering_conditions"))
    search = Search(
        method=_method(model, dataset),
        reranking=_reranking(model),
        rerank_model=(model.reranking_model.reranking_provider_name, model.reranking_model.reranking_model_name),
        top_k=model.top_k,
        threshold=threshold,
        candidate_threshold=model.candidate_threshold or 0.0,
        candidates=model.candidates,
        conditions=conditions,
        logical_operator=operator,
    )
    if model.weights is None:
        return search
    return replace(
        search,
        vector_weight=model.weights.vector_setting.vector_weight,
        keyword_weight=model.weights.keyword_setting.keyword_weight,
        rerank_weight=model.weights.rerank_setting.rerank_weight,
    )


def find_candidates(
    index: Index,
    dataset: Dataset,
    search: Search,
    query: str,
    *,
    vector: Vectors | None,
    documents: Sequence[str] | None = None,
) -> list[Candidate]:
    """Return the candidates of a base, best first; blocking. What is found does not depend on `top_k`.

    `vector` is the query's, where meaning is compared; `documents` leaves only these.
    """
    question = index.ask(vector, query_terms(query), documents)
    units = _Units(question, search, has_vector=vector is not None, most=_listed(dataset))
    return _by_segment(units, question, dataset)[:LISTED]


class _Units:
    """The units that were found, with their scores."""

    def __init__(self, question: Question, search: Search, *, has_vector: bool, most: int) -> None:
        near = question.nearest(most)[0] if search.method != "full_text" else _NONE
        holders, fits = question.words()
        best = holders[np.argsort(-fits, kind="stable")[:most]] if search.method != "semantic" else _NONE
        self.units = np.union1d(near, best)
        cosines = question.cosines(self.units) if has_vector and len(self.units) else None
        self.vectors = None if cosines is None else [vector_score(cosine) for cosine in cosines.tolist()]
        self.keywords = _looked_up(self.units, holders, fits)
        best_fit = rounded(fits.max(initial=0.0))
        self.relatives = [relative(score, best_fit) for score in self.keywords]
        self.scores = self._scores(search, near, best)

    def order(self) -> list[int]:
        """Return the places of the units, best first; of equal ones those first that were stored first."""
        return sorted(range(len(self.units)), key=lambda place: -self.scores[place])

    def _scores(self, search: Search, near: Places, best: Places) -> list[float]:
        if search.method == "hybrid" and search.reranking == "ranks":
            ranks = [_ranks(found) for found in (near, best)]
            return [fused([found.get(unit) for found in ranks]) for unit in self.units.tolist()]
        if search.method == "full_text" or self.vectors is None:
            return self.keywords
        if search.method == "semantic":
            return self.vectors
        weights = search.vector_weight, search.keyword_weight
        return [weighted(*both, *weights) for both in zip(self.vectors, self.relatives, strict=True)]


_NONE: Final = np.empty(0, np.int64)


def _by_segment(units: _Units, question: Question, dataset: Dataset) -> list[Candidate]:
    order = units.order()
    owners = question.owners(units.units[order]) if order else []
    best: dict[str, tuple[int, Owner]] = {}
    children: dict[str, list[tuple[str, float]]] = {}
    for place, owner in zip(order, owners, strict=True):
        if owner is None:
            continue
        best.setdefault(owner.segment_id, (place, owner))
        if owner.child_id is not None:
            children.setdefault(owner.segment_id, []).append((owner.child_id, units.scores[place]))
    return [
        Candidate(
            dataset=dataset,
            document_id=owner.document_id,
            segment_id=segment_id,
            vector=units.vectors[place] if units.vectors is not None else None,
            keyword=units.keywords[place],
            relative_keyword=units.relatives[place],
            score=units.scores[place],
            children=children.get(segment_id, ()),
        )
        for segment_id, (place, owner) in best.items()
    ]


def _listed(dataset: Dataset) -> int:
    return LISTED * CHILDREN if dataset.doc_form == "hierarchical_model" else LISTED


def _looked_up(units: Places, holders: Places, fits: Any) -> list[float]:
    """Return the keyword score of each unit: 0 for those that hold no term."""
    if not len(holders):
        return [0.0] * len(units)
    places = np.minimum(np.searchsorted(holders, units), len(holders) - 1)
    return [rounded(score) for score in np.where(holders[places] == units, fits[places], 0.0).tolist()]


def _ranks(units: Places) -> dict[int, int]:
    return {unit: rank for rank, unit in enumerate(units.tolist(), 1)}


def _method(model: RetrievalModel, dataset: Dataset) -> Method:
    if dataset.indexing_technique == "economy" or dataset.dimensions is None:
        return "full_text"
    if model.search_method == "hybrid_search":
        return "hybrid"
    return "semantic" if model.search_method == "semantic_search" else "full_text"


def _reranking(model: RetrievalModel) -> Reranking:
    if model.reranking_mode == "reciprocal_rank_fusion":
        return "ranks"
    if not model.reranking_enable or model.reranking_mode == "weighted_score":
        return "weighted"
    return "model"


def _conditions(given: Any) -> tuple[list[MetadataCondition], str]:
    given = given if isinstance(given, Mapping) else {}
    operator = given.get("logical_operator") or "and"
    if operator not in ("and", "or"):
        raise InvalidInput(f"logical_operator must be and or or, not {operator!r:.40}.", param="logical_operator")
    found = []
    for place, item in enumerate(given.get("conditions") or ()):
        known = isinstance(item, Mapping) and isinstance(item.get("name"), str)
        if not known or item.get("comparison_operator") not in OPERATORS:
            raise InvalidInput(
                f"condition {place + 1} needs a name and a comparison_operator out of {', '.join(OPERATORS)}.",
                param=f"metadata_filtering_conditions.conditions.{place}",
            )
        found.append(MetadataCondition(item["name"], item["comparison_operator"], item.get("value")))
    return found, operator
