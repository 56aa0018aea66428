"""What the tests of models share."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from pydantic import SecretStr

from engine.errors import ModelError, ModelNotConfigured
from engine.events import Usage
from engine.models import Credentials, ModelRegistry
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
    ThinkingPiece,
)
from engine.models.policy import CallPolicy
from tests.vendor import Vendor


class Clock:
    """Sleeps that pass at once; `waits` says how long they would have been."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def registry(
    vendor: Vendor, kind: str, clock: Clock | None = None, *, http_client: Any = None, **patience: Any
) -> ModelRegistry:
    """Return the models of a workspace that is signed in to `vendor` as a provider of `kind`."""
    addresses = {
        "anthropic": vendor.url,
        "google": vendor.gemini_url,
        "azure_openai": vendor.url,
        "bedrock": f"{vendor.url}/openai/v1",
    }
    address = addresses.get(kind, vendor.openai_url)
    policy = CallPolicy(**{"sleep": (clock or Clock()).sleep, "read_timeout": 5, **patience})
    credentials = Credentials(api_key=SecretStr("sk-test"), base_url=address)
    return ModelRegistry({kind: credentials}, policy=policy, http_client=http_client)


def ask(text: str = "hello", **options: Any) -> ChatRequest:
    """Return a request of one user message."""
    return ChatRequest(messages=[Message("user", text)], **options)


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the answer without its reasoning."""
    return "".join(piece.text for piece in pieces if isinstance(piece, TextPiece))


def thinking_of(pieces: Sequence[Piece]) -> str:
    """Return the reasoning."""
    return "".join(piece.text for piece in pieces if isinstance(piece, ThinkingPiece))


def end_of(pieces: Sequence[Piece]) -> Finished:
    """Return the last piece."""
    last = pieces[-1]
    assert isinstance(last, Finished)
    return last


class Scripted:
    """A model that answers what a test says; `requests` are what it was asked."""

    provider = "scripted"
    name = "scripted"

    def __init__(self, *pieces: Piece | str, abilities: Abilities | None = None) -> None:
        self.abilities = abilities or Abilities()
        self.requests: list[ChatRequest] = []
        self._pieces = pieces or ("ok",)

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Answer; the end is added where the test says none."""
        self.requests.append(request)
        for piece in self._pieces:
            yield TextPiece(piece) if isinstance(piece, str) else piece
        yield Finished("stop", Usage(prompt_tokens=3, completion_tokens=4))

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Count words."""
        return sum(len(message.text.split()) for message in messages)

    def chat(self, provider: str, name: str) -> ChatModel:
        """Be the model that any reference names."""
        return self

    def embedding(self, provider: str, name: str) -> EmbeddingModel:
        """Have none."""
        raise ModelNotConfigured("scripted models do not embed")

    def rerank(self, provider: str, name: str) -> RerankModel:
        """Have none."""
        raise ModelNotConfigured("scripted models do not rank")

    @property
    def prompt(self) -> list[tuple[str, Any]]:
        """Return role and content of each message of the last request."""
        return [(message.role, message.content) for message in self.requests[-1].messages]


class Failing(Scripted):
    """A model whose every call fails in the same way."""

    def __init__(self, error: ModelError) -> None:
        super().__init__()
        self._error = error

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Fail before the first piece."""
        self.requests.append(request)
        raise self._error
        yield  # makes this a generator, which is what a model gives


class Conversing(Scripted):
    """A model that answers each call with the next of several replies; the last one repeats."""

    def __init__(self, *replies: Piece | str | Sequence[Piece | str], abilities: Abilities | None = None) -> None:
        super().__init__(abilities=abilities)
        self._replies = [
            [reply] if isinstance(reply, str) or not isinstance(reply, Sequence) else reply for reply in replies
        ]

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Answer with the reply whose turn it is."""
        self._pieces = tuple(self._replies[min(len(self.requests), len(self._replies) - 1)])
        async for piece in super().stream(request):
            yield piece
