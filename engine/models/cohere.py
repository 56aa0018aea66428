"""Cohere's models in their own protocol, version 2: chat, embeddings, ranking."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx2

from engine.errors import ModelError
from engine.models.abilities import abilities_of, with_overrides
from engine.models.base import ChatModel, ChatRequest, EmbeddingModel, Message, Piece, RerankModel
from engine.models.calls import Answer, Call, stream_answer
from engine.models.cohere_wire import CohereReader, chat_body
from engine.models.http_vendor import HttpVendor
from engine.models.metering import Meter
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo
from engine.models.reranking import JsonRerank
from engine.models.tokens import count_messages

_EMBEDDING_BATCH = 96  # the most that one request takes


def provider(
    info: ProviderInfo, credentials: Credentials, shared: httpx2.AsyncClient | None, policy: CallPolicy
) -> "CohereProvider":
    """Return a provider that speaks Cohere's protocol."""
    return CohereProvider(info, credentials, shared, policy)


class CohereProvider:
    """One signed-in account; its models share one client and its connections."""

    def __init__(
        self,
        info: ProviderInfo,
        credentials: Credentials,
        shared: httpx2.AsyncClient | None,
        policy: CallPolicy,
    ) -> None:
        self.info = info
        self.policy = policy
        self.flags: Mapping[str, Any] = {**info.flags, **credentials.extra}
        key = credentials.api_key.get_secret_value() if credentials.api_key else "none"
        address = (credentials.base_url or info.base_url or "").rstrip("/")
        for version in ("/v1", "/v2"):
            address = address.removesuffix(version)
        self.http = HttpVendor(info, address, {"Authorization": f"Bearer {key}"}, shared, policy)

    def chat(self, name: str) -> ChatModel:
        """Return the chat model `name`."""
        return CohereChat(self, name)

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the embedding model `name`."""
        return CohereEmbedding(self, name)

    def rerank(self, name: str) -> RerankModel:
        """Return the ranking model `name`."""
        return JsonRerank(self.http.vendor, self.policy, name, lambda body: self.http.post_once("/v2/rerank", body))

    async def list_models(self) -> list[str]:
        """Return the names of all models."""
        found = await self.http.call("GET", "/v1/models?page_size=1000")
        return [model["name"] for model in found.get("models", ())]

    async def close(self) -> None:
        """Close the connections, unless they are shared."""
        await self.http.close()


class CohereChat:
    """A chat model. See `ChatModel`."""

    def __init__(self, provider: CohereProvider, name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        self.abilities = with_overrides(abilities_of(name), {"structured_output": True, **provider.flags})
        self._provider = provider

    def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield the answer piece by piece."""
        owner = self._provider
        vendor, prices = owner.http.vendor, owner.flags.get("prices")
        return stream_answer(
            Call(
                vendor=vendor,
                policy=owner.policy,
                open=lambda: self._open(request),
                reader=lambda: CohereReader(vendor, Meter(prices, self.name, request)),
            )
        )

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return count_messages(messages, exact=False)

    def _open(self, request: ChatRequest) -> AbstractAsyncContextManager[Answer]:
        return self._provider.http.stream("/v2/chat", chat_body(self.name, request))


class CohereEmbedding:
    """An embedding model. See `EmbeddingModel`.

    The vendor tells texts that are searched from questions; the product does not, so both are embedded as texts.
    """

    def __init__(self, provider: CohereProvider, name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        self._provider = provider

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector for each text, asked for in batches."""
        parts = [texts[start : start + _EMBEDDING_BATCH] for start in range(0, len(texts), _EMBEDDING_BATCH)]
        return [vector for part in parts for vector in await self._embed(part)]

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        body = {
            "model": self.name,
            "texts": list(texts),
            "input_type": "search_document",
            "embedding_types": ["float"],
        }
        answer = await self._provider.http.call("POST", "/v2/embed", body)
        try:
            vectors = [[float(number) for number in row] for row in answer["embeddings"]["float"]]
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{self._provider.info.label} sent no vectors", provider=self.provider) from error
        if len(vectors) != len(texts):
            message = f"{self._provider.info.label} sent {len(vectors)} vectors for {len(texts)} texts"
            raise ModelError(message, provider=self.provider)
        return vectors
