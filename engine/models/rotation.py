"""Several accounts of one provider, and several models in a chain: who is asked next, and who rests for a while.

A call that fails before its first piece, in a way in which another account or model may do better, goes on to the
next one. Whoever failed so rests: as long as the vendor asked for, else by the kind of its failure.
"""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, cast

from engine.errors import ModelError
from engine.models.base import (
    ChatModel,
    ChatRequest,
    EmbeddingModel,
    Finished,
    Message,
    ModerationModel,
    Piece,
    Purpose,
    RerankModel,
    SpeechToText,
    TextToSpeech,
)
from engine.models.health import rest_after
from engine.models.policy import CallPolicy
from engine.models.provider import Kind, Provider, ProviderInfo, SpeechProvider

T = TypeVar("T")
C = TypeVar("C")

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Rota(Generic[C]):
    """Who may be asked, in turn; those that failed lately come last.

    `is_chain` begins each time with the first that does not rest; else everybody gets their turn.
    """

    label: str  # for the log
    choices: Sequence[C]
    policy: CallPolicy  # how often all of them are asked again
    is_chain: bool = False
    clock: Callable[[], float] = time.monotonic
    _rested_at: dict[int, float] = field(default_factory=dict)  # by place
    _turn: int = 0

    def order(self) -> list[int]:
        """Return the places of all choices in the order in which they are to be asked."""
        now, count = self.clock(), len(self.choices)
        start = 0 if self.is_chain else self._turn
        self._turn = (self._turn + 1) % count
        places = [(start + step) % count for step in range(count)]
        ready = [place for place in places if self._rested_at.get(place, 0.0) <= now]
        resting = sorted(set(places) - set(ready), key=lambda place: self._rested_at[place])
        return ready or resting[:1]

    def failed(self, place: int, error: ModelError) -> bool:
        """Note a failure; return whether somebody else may do better."""
        seconds = rest_after(error)
        if seconds is None:
            return False
        self._rested_at[place] = self.clock() + seconds
        logger.warning("A model rests. of=%s place=%d seconds=%g reason=%s", self.label, place, seconds, error.code)
        return True

    def worked(self, place: int) -> None:
        """Note that a choice does its work again."""
        self._rested_at.pop(place, None)

    async def call(self, work: Callable[[C], Awaitable[T]]) -> tuple[int, T]:
        """Return who did the work, and what they gave.

        Raises:
            ModelError: nobody could, or a failure that nobody else would escape.
        """
        attempt = 0
        while True:
            try:
                return await self._once(work)
            except ModelError as error:
                attempt += 1
                wait = self.policy.wait_before(attempt, error)
                if wait is None:
                    raise
            await self.policy.sleep(wait)

    async def _once(self, work: Callable[[C], Awaitable[T]]) -> tuple[int, T]:
        order = self.order()
        for place in order:
            try:
                result = await work(self.choices[place])
            except ModelError as error:
                if not self.failed(place, error) or place == order[-1]:
                    raise
            else:
                self.worked(place)
                return place, result
        raise AssertionError("the order is never empty")


class Accounts:
    """Several accounts of one provider that take turns. See `SpeechProvider`.

    A model of each kind and name has its own rota, which is kept: whose turn it is outlives the call.
    """

    def __init__(self, info: ProviderInfo, accounts: Sequence[Provider], policy: CallPolicy) -> None:
        self.info = info
        self._accounts = accounts
        self._speaking = cast(Sequence[SpeechProvider], accounts)  # asked for by `kinds` alone, as of one account
        self._policy = policy
        self._kept: dict[tuple[Kind, str], Any] = {}

    def chat(self, name: str) -> ChatModel:
        """Return the chat model `name`."""
        return RotatingChat(self._rota("llm", name, [account.chat for account in self._accounts]))

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the embedding model `name`."""
        return RotatingEmbedding(self._rota("text-embedding", name, [one.embedding for one in self._accounts]))

    def rerank(self, name: str) -> RerankModel:
        """Return the ranking model `name`."""
        return RotatingRerank(self._rota("rerank", name, [account.rerank for account in self._accounts]))

    def speech_to_text(self, name: str) -> SpeechToText:
        """Return the model `name` that writes down what is said."""
        return RotatingSpeechToText(self._rota("speech2text", name, [one.speech_to_text for one in self._speaking]))

    def text_to_speech(self, name: str) -> TextToSpeech:
        """Return the model `name` that speaks."""
        return RotatingTextToSpeech(self._rota("tts", name, [one.text_to_speech for one in self._speaking]))

    def moderation(self, name: str) -> ModerationModel:
        """Return the model `name` that finds harmful texts."""
        return RotatingModeration(self._rota("moderation", name, [one.moderation for one in self._speaking]))

    async def list_models(self) -> list[str]:
        """Return the names of the models that the first account offers."""
        return await self._accounts[0].list_models()

    async def close(self) -> None:
        """Close the connections of all."""
        for account in self._accounts:
            await account.close()

    def _rota(self, kind: Kind, name: str, makers: Sequence[Callable[[str], C]]) -> Rota[C]:
        if (kind, name) not in self._kept:
            self._kept[kind, name] = Rota(self.info.id, [make(name) for make in makers], self._policy)
        kept: Rota[C] = self._kept[kind, name]
        return kept


class RotatingChat:
    """A chat model that several stand behind. See `ChatModel`; it is called as the first of them is."""

    def __init__(self, rota: Rota[ChatModel]) -> None:
        first = rota.choices[0]
        self.provider, self.name, self.abilities = first.provider, first.name, first.abilities
        self.address = getattr(first, "address", "")
        self._rota = rota

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield the answer of the first that begins one; its end says who that was, unless it is the one asked."""
        place, (piece, rest) = await self._rota.call(lambda model: _begun(model, request))
        try:
            while piece is not None:
                yield self._signed(piece, place)
                piece = await anext(rest, None)
        finally:
            await _closed(rest)

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return self._rota.choices[0].count_tokens(messages)

    def _signed(self, piece: Piece, place: int) -> Piece:
        model = self._rota.choices[place]
        if not isinstance(piece, Finished) or (model.provider, model.name) == (self.provider, self.name):
            return piece
        return replace(piece, answered_by=f"{model.provider}/{model.name}")


class RotatingEmbedding:
    """An embedding model of several accounts. See `EmbeddingModel`."""

    def __init__(self, rota: Rota[EmbeddingModel]) -> None:
        self.provider, self.name = rota.choices[0].provider, rota.choices[0].name
        self._rota = rota

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        """Return a vector for each text."""
        _, vectors = await self._rota.call(lambda model: model.embed(texts, purpose=purpose))
        return vectors


class RotatingRerank:
    """A ranking model of several accounts. See `RerankModel`."""

    def __init__(self, rota: Rota[RerankModel]) -> None:
        self.provider, self.name = rota.choices[0].provider, rota.choices[0].name
        self._rota = rota

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return a score from 0 to 1 for each text."""
        _, scores = await self._rota.call(lambda model: model.rerank(query, texts))
        return scores


class RotatingSpeechToText:
    """A model of several accounts that writes down what is said. See `SpeechToText`."""

    def __init__(self, rota: Rota[SpeechToText]) -> None:
        self.provider, self.name = rota.choices[0].provider, rota.choices[0].name
        self._rota = rota

    async def transcribe(self, audio: bytes, *, filename: str, mime_type: str) -> str:
        """Return what is said in a recording."""
        _, text = await self._rota.call(lambda model: model.transcribe(audio, filename=filename, mime_type=mime_type))
        return text


class RotatingTextToSpeech:
    """A speaking model of several accounts. See `TextToSpeech`."""

    def __init__(self, rota: Rota[TextToSpeech]) -> None:
        self.provider, self.name = rota.choices[0].provider, rota.choices[0].name
        self._rota = rota

    async def speak(self, text: str, *, voice: str = "") -> bytes:
        """Return a recording of `text` as MP3."""
        _, recording = await self._rota.call(lambda model: model.speak(text, voice=voice))
        return recording


class RotatingModeration:
    """A model of several accounts that finds harmful texts. See `ModerationModel`."""

    def __init__(self, rota: Rota[ModerationModel]) -> None:
        self.provider, self.name = rota.choices[0].provider, rota.choices[0].name
        self._rota = rota

    async def flags(self, text: str) -> bool:
        """Return whether `text` is harmful."""
        _, is_harmful = await self._rota.call(lambda model: model.flags(text))
        return is_harmful


async def _begun(model: ChatModel, request: ChatRequest) -> tuple[Piece | None, AsyncIterator[Piece]]:
    """Return the first piece of an answer, and the rest of it."""
    stream = model.stream(request)
    try:
        return await anext(stream, None), stream
    except BaseException:
        await _closed(stream)
        raise


async def _closed(stream: AsyncIterator[Piece]) -> None:
    close = getattr(stream, "aclose", None)
    if close is not None:
        await close()
