"""What the tests of models share."""

from collections.abc import Sequence
from typing import Any

from pydantic import SecretStr

from engine.models import Credentials, ModelRegistry
from engine.models.base import ChatRequest, Finished, Message, Piece, TextPiece, ThinkingPiece
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
    address = vendor.url if kind == "anthropic" else vendor.openai_url
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
