"""A provider as a plug-in would write it: its model says what it is told."""

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
    RerankModel,
    TextPiece,
)
from engine.models.provider import Credentials, ProviderInfo


def provider(info: ProviderInfo, credentials: Credentials, http_client: Any, policy: Any) -> "Echo":
    """Return the provider."""
    return Echo(info)


class Echo:
    """Provider and model in one."""

    provider = "echo"
    abilities = Abilities()

    def __init__(self, info: ProviderInfo) -> None:
        self.info = info
        self.name = ""

    def chat(self, name: str) -> ChatModel:
        self.name = name
        return self

    def embedding(self, name: str) -> EmbeddingModel:
        raise NotImplementedError

    def rerank(self, name: str) -> RerankModel:
        raise NotImplementedError

    async def list_models(self) -> list[str]:
        return ["any"]

    async def close(self) -> None:
        """Hold nothing open."""

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        yield TextPiece(request.messages[-1].text)
        yield Finished("stop", Usage())

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return 0
