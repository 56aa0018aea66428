"""The models of providers that are written as one class: they ask their `ModelProvider` and see to the rest."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import ModelError, ModelTimedOut
from engine.models.base import ChatRequest, Finished, Message, Piece, Purpose, TextPiece, ThinkingPiece, ToolCall
from engine.models.lookup import model_info
from engine.models.metering import Meter, Timing
from engine.models.tokens import count_messages

if TYPE_CHECKING:
    from engine.models.authoring import ModelProvider


@dataclass(frozen=True, slots=True)
class Spent:
    """What the vendor says that an answer took, in tokens; without it they are estimated."""

    prompt_tokens: int
    completion_tokens: int


Said = str | Piece | Spent


class _Authored:
    """A model of such a provider, under the name by which it is asked."""

    def __init__(self, owner: "ModelProvider", name: str) -> None:
        self.provider, self.name = owner.info.id, name
        self._owner = owner

    def _fits(self, got: int, wanted: int, what: str) -> None:
        if got != wanted:
            label = self._owner.info.label
            raise ModelError(f"{label} gave {got} {what} for {wanted} texts", provider=self.provider)


class AuthoredChat(_Authored):
    """A chat model. See `ChatModel`."""

    def __init__(self, owner: "ModelProvider", name: str) -> None:
        super().__init__(owner, name)
        known = model_info(owner.info, name, flags=owner.options)
        self.abilities, self._price = known.abilities, known.price
        self.address = f"{owner.address} {type(owner).__qualname__} {owner.version}"

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield what the provider says, then the end, which it need not say itself."""
        timing, meter = Timing(time.perf_counter()), Meter(self._price, request)
        said, rest = await self._owner.attempt(lambda: self._begun(request))
        timing.first_piece = time.perf_counter()
        reason = "stop"
        async with aclosing(rest):
            while said is not None and not isinstance(said, Finished):
                piece = TextPiece(said) if isinstance(said, str) else said
                if isinstance(piece, Spent):
                    meter.prompt, meter.completion = piece.prompt_tokens, piece.completion_tokens
                else:
                    reason = "tool" if isinstance(piece, ToolCall) else reason
                    meter.written.append(_text(piece))
                    yield piece
                said = await self._next(rest, timing)
        yield said or Finished(reason, meter.usage(timing))

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return count_messages(messages, exact=False)

    async def _begun(self, request: ChatRequest) -> tuple[Said | None, AsyncGenerator[Said]]:
        stream = _closable(self._owner.answer(self.name, request))
        try:
            return await anext(stream, None), stream
        except BaseException:
            await stream.aclose()
            raise

    async def _next(self, rest: AsyncGenerator[Said], timing: Timing) -> Said | None:
        most = self._owner.policy.total_timeout
        if time.perf_counter() - timing.started > most:
            label, provider = self._owner.info.label, self.provider
            raise ModelTimedOut(f"{label} took longer than the {most:g} s that an answer may take", provider=provider)

        async def following() -> Said | None:
            return await anext(rest, None)

        return await self._owner.guarded(following)


class AuthoredEmbedding(_Authored):
    """An embedding model. See `EmbeddingModel`."""

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        """Return one vector per text, in order."""
        found = await self._owner.attempt(lambda: self._owner.embed(self.name, texts, purpose))
        self._fits(len(found), len(texts), "vectors")
        return [list(vector) for vector in found]


class AuthoredRerank(_Authored):
    """A ranking model. See `RerankModel`."""

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return a score from 0 to 1 for each text."""
        if not texts:
            return []
        scores = await self._owner.attempt(lambda: self._owner.rank(self.name, query, texts))
        self._fits(len(scores), len(texts), "scores")
        return [min(max(float(score), 0.0), 1.0) for score in scores]


class AuthoredSpeechToText(_Authored):
    """A model that writes down what is said. See `SpeechToText`."""

    async def transcribe(self, audio: bytes, *, filename: str, mime_type: str) -> str:
        """Return what is said in a recording."""
        return await self._owner.attempt(lambda: self._owner.transcribe(self.name, audio, filename, mime_type))


class AuthoredTextToSpeech(_Authored):
    """A model that speaks. See `TextToSpeech`."""

    async def speak(self, text: str, *, voice: str = "") -> bytes:
        """Return a recording of `text` as MP3."""
        return await self._owner.attempt(lambda: self._owner.speak(self.name, text, voice))


class AuthoredModeration(_Authored):
    """A model that finds harmful texts. See `ModerationModel`."""

    async def flags(self, text: str) -> bool:
        """Return whether `text` is harmful."""
        return await self._owner.attempt(lambda: self._owner.judge(self.name, text))


def _text(piece: TextPiece | ThinkingPiece | ToolCall) -> str:
    return piece.name + piece.arguments if isinstance(piece, ToolCall) else piece.text


async def _closable(said: AsyncIterator[Said]) -> AsyncGenerator[Said]:
    """Yield what an iterator of any make gives, so that it can be closed."""
    try:
        async for one in said:
            yield one
    finally:
        close = getattr(said, "aclose", None)
        if close is not None:
            await close()
