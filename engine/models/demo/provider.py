"""The demo provider: its model answers under every name, and its embedding is made of letters."""

import asyncio
import hashlib
import math
import re
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from engine.events import Usage
from engine.models.base import (
    Abilities,
    ChatModel,
    ChatRequest,
    EmbeddingModel,
    Finished,
    Message,
    Piece,
    Purpose,
    RerankModel,
    TextPiece,
    ToolCall,
)
from engine.models.demo.calling import announced
from engine.models.demo.language import terms
from engine.models.demo.prompt import Prompt
from engine.models.demo.reply import reply
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo
from engine.models.tokens import count_messages, estimate

_PIECE = re.compile(r"\s*[\u3400-\u9fff]{1,3}|\s*[^\s\u3400-\u9fff]{1,12}|\s+")
_DIMENSIONS = 384


def provider(info: ProviderInfo, credentials: Credentials, http_client: Any, policy: CallPolicy) -> "DemoProvider":
    """Return the demo provider; it needs nothing of what it is given."""
    return DemoProvider(info)


class DemoProvider:
    """Offers the demo model under every name, so that any document runs."""

    def __init__(self, info: ProviderInfo) -> None:
        self.info = info

    def chat(self, name: str) -> ChatModel:
        """Return the demo model."""
        return DemoChat(self.info.id, name)

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the demo embedding."""
        return DemoEmbedding(self.info.id, name)

    def rerank(self, name: str) -> RerankModel:
        """Return the demo ranking."""
        return DemoRerank(self.info.id, name)

    async def list_models(self) -> list[str]:
        """Return the names that are suggested."""
        return [model.name for model in self.info.models]

    async def close(self) -> None:
        """Do nothing: there are no connections."""


class DemoChat:
    """Answers by rules. Equal requests get equal answers."""

    def __init__(self, provider: str, name: str) -> None:
        self.provider = provider
        self.name = name
        self.abilities = Abilities(structured_output=True)

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield the answer in pieces of a word or a few characters."""
        started = time.perf_counter()
        answer = reply(request)
        first = time.perf_counter()
        if isinstance(answer, ToolCall):
            text, reason = announced(answer, Prompt.of(request.messages)), "tool"
        else:
            text, reason = _stopped(answer, request.stop), "stop"
        for piece in _PIECE.findall(text):
            yield TextPiece(piece)
            await asyncio.sleep(0)
        if isinstance(answer, ToolCall):
            yield answer
        yield Finished(reason, self._usage(request, text, started, first))

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return count_messages(messages, exact=False)

    def _usage(self, request: ChatRequest, text: str, started: float, first: float) -> Usage:
        now = time.perf_counter()
        return Usage(
            prompt_tokens=self.count_tokens(request.messages),
            completion_tokens=max(1, estimate(text)),
            latency=now - started,
            time_to_first_token=first - started,
            time_to_generate=now - first,
        )


class DemoEmbedding:
    """Vectors of hashed words and parts of words: like texts are near each other, meaning is not known."""

    def __init__(self, provider: str, name: str) -> None:
        self.provider = provider
        self.name = name

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        """Return a vector of 384 numbers and length 1 for each text."""
        return [_vector(text) for text in texts]


class DemoRerank:
    """Ranks texts by the words of the query that they hold."""

    def __init__(self, provider: str, name: str) -> None:
        self.provider = provider
        self.name = name

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return the share of the query's words that is in each text."""
        wanted = set(terms(query))
        return [len(wanted & set(terms(text))) / len(wanted) if wanted else 0.0 for text in texts]


def _vector(text: str) -> list[float]:
    vector = [0.0] * _DIMENSIONS
    for gram, weight in _grams(text):
        digest = hashlib.blake2b(gram.encode(), digest_size=8).digest()
        place = int.from_bytes(digest[:4], "big") % _DIMENSIONS
        vector[place] += weight if digest[4] & 1 else -weight
    length = math.sqrt(sum(number * number for number in vector))
    if not length:
        return [1.0, *vector[1:]]
    return [number / length for number in vector]


def _grams(text: str) -> list[tuple[str, float]]:
    words = terms(text)
    parts = [f"#{word[at : at + 4]}" for word in words if len(word) > 4 for at in range(len(word) - 3)]
    return [*((word, 1.0) for word in words), *((part, 0.3) for part in parts)]


def _stopped(text: str, stop: Sequence[str]) -> str:
    """Return `text` up to the first stop word."""
    ends = [place for word in stop if word and (place := text.find(word)) >= 0]
    return text[: min(ends)] if ends else text
