"""Scores of hits: how those of meaning, words and a ranking model become the one that is shown. See docs/retrieval.md."""

from collections.abc import Sequence
from typing import Final

RANK_CONSTANT: Final = 60  # of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009)
PLACES: Final = 6  # decimals of a score, so that what is shown is what is compared


def vector_score(cosine: float) -> float:
    """Return a cosine as a score from 0 to 1: as it is, and 0 where it is negative."""
    return rounded(min(max(cosine, 0.0), 1.0))


def relative(keyword: float, best: float) -> float:
    """Return a keyword score as a share of the best one that the query has reached; 0 when none of its words is there.

    Beside a cosine the plain score hardly counts: a text that holds every word once has about 0.45. Its share of the
    best says how much better the words fit here than elsewhere, in any language.
    """
    return rounded(min(keyword / best, 1.0)) if best > 0 else 0.0


def weighted(vector: float, keyword: float, vector_weight: float, keyword_weight: float) -> float:
    """Return the mean of two scores by their weights; of weights that are both 0, their plain mean."""
    total = vector_weight + keyword_weight
    if total <= 0:
        return rounded((vector + keyword) / 2)
    return rounded((vector * vector_weight + keyword * keyword_weight) / total)


def fused(ranks: Sequence[int | None]) -> float:
    """Return the reciprocal rank fusion of a hit's ranks (from 1, None where a list lacks it) as a share of the most."""
    reached = sum(1 / (RANK_CONSTANT + rank) for rank in ranks if rank is not None)
    return rounded(reached * (RANK_CONSTANT + 1) / len(ranks)) if ranks else 0.0


def blended(first: float, rerank: float, rerank_weight: float) -> float:
    """Return the score after ranking by a model: its own score, mixed with the one before as far as it weighs less than 1."""
    return rounded(first * (1 - rerank_weight) + rerank * rerank_weight)


def rounded(score: float) -> float:
    """Return a score as it is shown and compared."""
    return round(float(score), PLACES)
