"""The provider of what runs on this machine without a vendor."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.errors import ModelNotConfigured
from engine.models.base import ChatModel, EmbeddingModel, Purpose, RerankModel
from engine.models.minilm.client import EncoderClient
from engine.models.minilm.ranking import SentenceRerank
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo


def provider(info: ProviderInfo, credentials: Credentials, http_client: Any, policy: CallPolicy) -> "LocalProvider":
    """Return the provider; `credentials.extra` may hold the `client` of a process that others use, too."""
    shared = credentials.extra.get("client")
    if isinstance(shared, EncoderClient):
        return LocalProvider(info, shared, owns=False)
    own = EncoderClient(Path(tempfile.mkdtemp(prefix="millrace-")) / "encoder.sock")
    return LocalProvider(info, own, owns=True)


class LocalProvider:
    """Offers all-MiniLM-L6-v2 under every name, and a ranking made of it."""

    def __init__(self, info: ProviderInfo, client: EncoderClient, *, owns: bool) -> None:
        self.info = info
        self.client = client
        self._owns = owns

    def chat(self, name: str) -> ChatModel:
        """Raise ModelNotConfigured: nothing here chats."""
        raise ModelNotConfigured(f"{self.info.label} offers no llm models", provider=self.info.id)

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the model."""
        return LocalEmbedding(self, name)

    def rerank(self, name: str) -> RerankModel:
        """Return the ranking model, under every name."""
        return SentenceRerank(self.info.id, name, self.client)

    async def list_models(self) -> list[str]:
        """Return the names that are offered."""
        return [model.name for model in self.info.models]

    async def close(self) -> None:
        """End the model's process, unless others use it."""
        if self._owns:
            await self.client.close()


class LocalEmbedding:
    """An embedding model that needs no network. See `EmbeddingModel`."""

    def __init__(self, owner: LocalProvider, name: str) -> None:
        self.provider = owner.info.id
        self.name = name
        self._client = owner.client

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        """Return a vector of 384 numbers and length 1 for each text; raises as `EncoderClient.encode` does."""
        return await self._client.encode(texts)
