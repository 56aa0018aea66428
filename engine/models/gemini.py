"""Google's models in their own protocol, `generateContent`, which tells thoughts, safety and usage as they are."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx2

from engine.errors import ModelNotSupported
from engine.models.base import ChatModel, EmbeddingModel, Purpose, RerankModel
from engine.models.gemini_wire import GeminiReader, content_body
from engine.models.http_vendor import HttpChat, HttpEmbedding, HttpVendor
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo

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
        path = f"{_path(name)}:streamGenerateContent?alt=sse"
        return HttpChat(
            self.http,
            name,
            self.flags,
            open=lambda request: self.http.stream(path, content_body(request)),
            reader=GeminiReader,
        )

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the embedding model `name`."""

        def ask(texts: Sequence[str], purpose: Purpose) -> Awaitable[Any]:
            told = {"model": f"models/{name}", "taskType": f"RETRIEVAL_{purpose.upper()}"}
            requests = [{**told, "content": {"parts": [{"text": text}]}} for text in texts]
            return self.http.call("POST", f"{_path(name)}:batchEmbedContents", {"requests": requests})

        return HttpEmbedding(
            self.http,
            name,
            batch=_EMBEDDING_BATCH,
            ask=ask,
            vectors_in=lambda answer: [one["values"] for one in answer["embeddings"]],
        )

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


def _path(name: str) -> str:
    return "/models/" + quote(name.removeprefix("models/"), safe="")
