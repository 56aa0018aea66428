"""The demo model: deterministic, offline, and honest about what it is."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from engine.events import Usage
from engine.models.base import Abilities, ChatModel, ChatRequest, EmbeddingModel, Finished, Message, Piece, TextPiece
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo


def provider(info: ProviderInfo, credentials: Credentials, http_client: Any, policy: CallPolicy) -> "DemoProvider":
    """Return the demo provider."""
    return DemoProvider(info)


class DemoProvider:
    """Offers the demo model under every name."""

    def __init__(self, info: ProviderInfo) -> None:
        self.info = info

    def chat(self, name: str) -> ChatModel:
        return DemoModel(self.info.id, name)

    def embedding(self, name: str) -> EmbeddingModel:
        raise NotImplementedError

    async def list_models(self) -> list[str]:
        return [model.name for model in self.info.models]

    async def close(self) -> None:
        """Nothing to close."""


class DemoModel:
    """Answers by rule."""

    def __init__(self, provider: str, name: str) -> None:
        self.provider = provider
        self.name = name
        self.abilities = Abilities(structured_output=True)

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        text = request.messages[-1].text if request.messages else ""
        for word in f"(demo model, no key configured) {text}".split(" "):
            await asyncio.sleep(0)
            yield TextPiece(word + " ")
        yield Finished(
            "stop", Usage(prompt_tokens=self.count_tokens(request.messages), completion_tokens=len(text) // 4)
        )

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return sum(len(message.text) for message in messages) // 4
