"""Cohere's models in their own protocol, version 2: chat, embeddings, ranking."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any

import httpx2

from engine.models.base import ChatModel, EmbeddingModel, Purpose, RerankModel
from engine.models.cohere_wire import CohereReader, chat_body
from engine.models.http_vendor import HttpChat, HttpEmbedding, HttpVendor
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo
from engine.models.reranking import JsonRerank

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
        return HttpChat(
            self.http,
            name,
            self.flags,
            open=lambda request: self.http.stream("/v2/chat", chat_body(name, request)),
            reader=CohereReader,
        )

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the embedding model `name`, which tells questions from the texts that they are to find."""

        def ask(texts: Sequence[str], purpose: Purpose) -> Awaitable[Any]:
            told = {"model": name, "input_type": f"search_{purpose}", "embedding_types": ["float"]}
            return self.http.call("POST", "/v2/embed", {**told, "texts": list(texts)})

        return HttpEmbedding(
            self.http,
            name,
            batch=_EMBEDDING_BATCH,
            ask=ask,
            vectors_in=lambda answer: answer["embeddings"]["float"],
        )

    def rerank(self, name: str) -> RerankModel:
        """Return the ranking model `name`."""
        return JsonRerank(self.http.vendor, self.policy, name, lambda body: self.http.once("POST", "/v2/rerank", body))

    async def list_models(self) -> list[str]:
        """Return the names of all models."""
        found = await self.http.call("GET", "/v1/models?page_size=1000")
        return [model["name"] for model in found.get("models", ())]

    async def close(self) -> None:
        """Close the connections, unless they are shared."""
        await self.http.close()
