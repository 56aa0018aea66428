"""Ranking offline: a text answers a query as well as the best of its sentences does."""

import math
import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from engine.knowledge.terms import query_terms, terms
from engine.models.minilm.client import EncoderClient

_END: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
LONGEST: Final = 300  # characters of a piece that is compared
LEAST: Final = 60  # characters; shorter sentences are compared together with the next
WORDS: Final = 0.3  # how much the words of the query count, against the meaning


class SentenceRerank:
    """A ranking model made of the embedding model and of words. See `RerankModel`.

    The meaning of a text is the mean of its cosine and that of its best piece; its words count by their share of
    what the best of the texts holds of the query's.
    """

    def __init__(self, provider: str, name: str, client: EncoderClient) -> None:
        self.provider = provider
        self.name = name
        self._client = client

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return a score from 0 to 1 for each text; raises as `EncoderClient.encode` does."""
        if not texts:
            return []
        pieces = [pieces_of(text) for text in texts]
        flat = list(dict.fromkeys([*texts, *(piece for found in pieces for piece in found)]))
        vectors = np.asarray(await self._client.encode([query, *flat]), np.float32)
        cosines = dict(zip(flat, np.clip(vectors[1:] @ vectors[0], 0, 1).tolist(), strict=True))
        words = _shares(query, texts)
        return [
            (cosines[text] + max(cosines[piece] for piece in found)) / 2 * (1 - WORDS) + share * WORDS
            for text, found, share in zip(texts, pieces, words, strict=True)
        ]


def pieces_of(text: str) -> list[str]:
    """Return the sentences of a text, short ones joined, none longer than what is compared; at least one piece."""
    pieces, open_piece = [], ""
    for sentence in filter(None, map(str.strip, _END.split(text))):
        open_piece = f"{open_piece} {sentence}".strip()
        if len(open_piece) >= LEAST:
            pieces.append(open_piece[:LONGEST])
            open_piece = ""
    if open_piece or not pieces:
        pieces.append(open_piece[:LONGEST])
    return pieces


def _shares(query: str, texts: Sequence[str]) -> list[float]:
    """Return how much of the query's words each text holds, against the one that holds most; rare words count more."""
    wanted = query_terms(query)
    bags = [set(terms(text)) for text in texts]
    weights = {term: math.log(1 + len(texts) / (1 + sum(term in bag for bag in bags))) for term in wanted}
    held = [sum(weights[term] for term in wanted if term in bag) for bag in bags]
    most = max(held)
    return [one / most if most else 0.0 for one in held]
