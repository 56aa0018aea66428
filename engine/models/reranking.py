"""Ranking texts over HTTP, as Cohere, Jina and servers of open models do: one path, one body, one kind of answer."""

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from engine.errors import ModelError
from engine.models.calls import with_retries
from engine.models.failures import Vendor
from engine.models.policy import CallPolicy

Post = Callable[[Mapping[str, Any]], Awaitable[Any]]


class JsonRerank:
    """A ranking model. See `RerankModel`.

    `post` sends a body and returns the answer's JSON: `results` with `index` and `relevance_score` each.
    """

    def __init__(self, vendor: Vendor, policy: CallPolicy, name: str, post: Post) -> None:
        self.provider = vendor.id
        self.name = name
        self._vendor = vendor
        self._policy = policy
        self._post = post

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return a score from 0 to 1 for each text; some servers' scores, which have no bounds, are squeezed into it."""
        if not texts:
            return []
        body = {"model": self.name, "query": query, "documents": list(texts), "top_n": len(texts)}
        answer = await with_retries(lambda: self._post(body), self._vendor, self._policy)
        scores = self._scores(answer, len(texts))
        if all(0 <= score <= 1 for score in scores):
            return scores
        return [1 / (1 + math.exp(-min(max(score, -30.0), 30.0))) for score in scores]

    def _scores(self, answer: Any, count: int) -> list[float]:
        found: dict[int, float] = {}
        try:
            for item in answer["results"]:
                found[int(item["index"])] = float(item["relevance_score"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{self._vendor.label} sent no list of scores", provider=self.provider) from error
        if found.keys() != set(range(count)) or not all(map(math.isfinite, found.values())):
            raise ModelError(
                f"{self._vendor.label} sent {len(found)} scores that do not fit {count} texts", provider=self.provider
            )
        return [found[place] for place in range(count)]
