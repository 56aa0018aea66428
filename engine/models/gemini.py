"""Google's models in their own protocol, `generateContent`, which tells thoughts, safety and usage as they are."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import quote

import httpx2

from engine.errors import ModelError, ModelNotSupported
from engine.models.abilities import abilities_of, with_overrides
from engine.models.base import ChatModel, ChatRequest, EmbeddingModel, Message, Piece, RerankModel
from engine.models.calls import Answer, Call, stream_answer
from engine.models.gemini_wire import GeminiReader, content_body
from engine.models.http_vendor import HttpVendor
from engine.models.metering import Meter
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo
from engine.models.tokens import count_messages

_EMBEDDING_BATCH = 100
_MOST_LISTED = 1000


def provider(
    info: ProviderInfo, credentials: Credentials, shared: httpx2.AsyncClient | None, policy: CallPolicy
) -> "GeminiProvider":
    """Return a provider that speaks Google's protocol."""
    return GeminiProvider(info, credentials, shared, policy)


class GeminiProvider:
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
        address = (credentials.base_url or info.base_url or "").rstrip("/").removesuffix("/openai")
        self.http = HttpVendor(info, address, {"x-goog-api-key": key}, shared, policy)

    def chat(self, name: str) -> ChatModel:
        """Return the chat model `name`."""
        return GeminiChat(self, name)

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the embedding model `name`."""
        return GeminiEmbedding(self, name)

    def rerank(self, name: str) -> RerankModel:
        """Raise `ModelNotSupported`: the protocol ranks nothing."""
        raise ModelNotSupported(f"{self.info.label} offers no rerank models", provider=self.info.id)

    async def list_models(self) -> list[str]:
        """Return the names of the models that answer or embed."""
        found = await self.http.call("GET", f"/models?pageSize={_MOST_LISTED}")
        useful = {"generateContent", "embedContent"}
        return [
            model["name"].removeprefix("models/")
            for model in found.get("models", ())
            if useful & set(model.get("supportedGenerationMethods", useful))
        ]

    async def close(self) -> None:
        """Close the connections, unless they are shared."""
        await self.http.close()


class GeminiChat:
    """A chat model. See `ChatModel`."""

    def __init__(self, provider: GeminiProvider, name: str) -> None:
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
                reader=lambda: GeminiReader(vendor, Meter(prices, self.name, request)),
            )
        )

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return count_messages(messages, exact=False)

    def _open(self, request: ChatRequest) -> AbstractAsyncContextManager[Answer]:
        return self._provider.http.stream(f"{_path(self.name)}:streamGenerateContent?alt=sse", content_body(request))


class GeminiEmbedding:
    """An embedding model. See `EmbeddingModel`."""

    def __init__(self, provider: GeminiProvider, name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        self._provider = provider

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector for each text, asked for in batches."""
        parts = [texts[start : start + _EMBEDDING_BATCH] for start in range(0, len(texts), _EMBEDDING_BATCH)]
        return [vector for part in parts for vector in await self._embed(part)]

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        requests = [{"model": f"models/{self.name}", "content": {"parts": [{"text": text}]}} for text in texts]
        answer = await self._provider.http.call(
            "POST", f"{_path(self.name)}:batchEmbedContents", {"requests": requests}
        )
        try:
            vectors = [[float(number) for number in item["values"]] for item in answer["embeddings"]]
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{self._provider.info.label} sent no vectors", provider=self.provider) from error
        if len(vectors) != len(texts):
            message = f"{self._provider.info.label} sent {len(vectors)} vectors for {len(texts)} texts"
            raise ModelError(message, provider=self.provider)
        return vectors


def _path(name: str) -> str:
    return "/models/" + quote(name.removeprefix("models/"), safe="")
