"""Ranking offline: a text answers a query as well as the best of its sentences does."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from engine.knowledge.terms import query_terms, terms
from engine.models.minilm.client import EncoderClient

_END: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
LONGEST: Final = 300  # characters of a piece that is compared
WORDS: Final = 0.5  # how much the words of the query count, against the meaning


class SentenceRerank:
    """A ranking model made of the embedding model and of words. See `RerankModel`."""

    def __init__(self, provider: str, name: str, client: EncoderClient) -> None:
        self.provider = provider
        self.name = name
        self._client = client

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return a score from 0 to 1 for each text; raises as `EncoderClient.encode` does."""
        if not texts:
            return []
        pieces = [_pieces(text) for text in texts]
        flat = list(dict.fromkeys(piece for found in pieces for piece in found))
        vectors = np.asarray(await self._client.encode([query, *flat]), np.float32)
        cosines = dict(zip(flat, (vectors[1:] @ vectors[0]).tolist(), strict=True))
        meaning = [max(0.0, *(cosines[piece] for piece in found)) for found in pieces]
        words = _shares(query, texts)
        return [min(1.0, one * (1 - WORDS) + other * WORDS) for one, other in zip(meaning, words, strict=True)]


def _pieces(text: str) -> list[str]:
    """Return the sentences of a text, each also together with the next, cut to what is compared."""
    sentences = [part.strip()[:LONGEST] for part in _END.split(text) if part.strip()]
    pairs = [f"{one} {other}"[:LONGEST] for one, other in pairwise(sentences)]
    return [*sentences, *pairs] or [text[:LONGEST]]


def _shares(query: str, texts: Sequence[str]) -> list[float]:
    """Return how much of the query's words each text holds; words that few of the texts hold count for more."""
    wanted = query_terms(query)
    bags = [set(terms(text)) for text in texts]
    weights = {term: np.log(1 + len(texts) / (1 + sum(term in bag for bag in bags))) for term in wanted}
    total = sum(weights.values())
    return [float(sum(weights[term] for term in wanted if term in bag) / total) if total else 0.0 for bag in bags]
