"""Writing a provider of models: one class in one Python file.

    from engine.models.authoring import ChatRequest, ModelProvider

    class Parrot(ModelProvider):
        id = "parrot"
        label = "Parrot"
        needs_key = False
        models = ("grey",)

        async def answer(self, model, request: ChatRequest):
            yield request.messages[-1].text

What the class can do is told by what it defines: `answer`, `embed`, `rank`, `transcribe`, `speak`, `judge`. Retries,
time limits, counted tokens, prices and errors as everywhere else come from here. A vendor that speaks a protocol that
is spoken already defines none of them and says `speaks = "openai"` (or "anthropic", "gemini", "cohere").
"""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar, Final, TypeVar

import httpx2
from pydantic_core import from_json

from engine.errors import ModelError, ModelNotSupported, ModelTimedOut
from engine.models.authored import (
    AuthoredChat,
    AuthoredEmbedding,
    AuthoredModeration,
    AuthoredRerank,
    AuthoredSpeechToText,
    AuthoredTextToSpeech,
    Said,
    Spent,
)
from engine.models.base import (
    Abilities,
    ChatModel,
    ChatRequest,
    EmbeddingModel,
    FilePart,
    Finished,
    ImagePart,
    Message,
    ModerationModel,
    Piece,
    Purpose,
    RerankModel,
    SpeechToText,
    TextPiece,
    TextToSpeech,
    ThinkingPiece,
    ToolCall,
    ToolSpec,
)
from engine.models.calls import with_retries
from engine.models.facts import Kind, ModelInfo, Parameter, Price
from engine.models.http_vendor import HttpVendor
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo
from engine.models.sse import EventDecoder

__all__ = [
    "Abilities",
    "ChatRequest",
    "FilePart",
    "Finished",
    "ImagePart",
    "Message",
    "ModelError",
    "ModelInfo",
    "ModelProvider",
    "Parameter",
    "Piece",
    "Price",
    "Purpose",
    "Said",
    "Spent",
    "TextPiece",
    "ThinkingPiece",
    "ToolCall",
    "ToolSpec",
]

T = TypeVar("T")

_ID: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_METHODS: Final[Mapping[str, Kind]] = {
    "answer": "llm",
    "embed": "text-embedding",
    "rank": "rerank",
    "transcribe": "speech2text",
    "speak": "tts",
    "judge": "moderation",
}


class ModelProvider:
    """One signed-in account of a provider; subclass it and define what it can do. See `Provider`.

    What a subclass says about itself:
        id: by which documents name it; small letters, digits, `_`, `-`, `.`.
        label: as people see it.
        base_url: the vendor's address, None when only the user knows it or there is none.
        needs_key: whether signing in takes a key.
        models: names, or `ModelInfo`s with abilities, prices and parameters; others may be used as well.
        speaks: the protocol that is spoken already, "" for one of its own.
        kinds: what it offers; told by the methods unless it `speaks`.
        flags: how it departs from that protocol, see `ProviderInfo`.
        help: where a key is got.
        version: part of what kept results depend on; raise it when answers become different ones.

    What it finds in itself: `key` ("" without one), `address` (without a slash at its end), `options` (what else was
    stored with the key), and `post`, `get`, `events` for HTTP below the address. `headers` signs in.
    """

    id: ClassVar[str] = ""
    label: ClassVar[str] = ""
    base_url: ClassVar[str | None] = None
    needs_key: ClassVar[bool] = True
    models: ClassVar[Sequence[str | ModelInfo]] = ()
    speaks: ClassVar[str] = ""
    kinds: ClassVar[Sequence[Kind]] = ()
    flags: ClassVar[Mapping[str, Any]] = {}
    help: ClassVar[str] = ""
    version: ClassVar[str] = "1"

    def __init__(
        self,
        info: ProviderInfo,
        credentials: Credentials,
        shared: httpx2.AsyncClient | None,
        policy: CallPolicy,
    ) -> None:
        self.info = info
        self.policy = policy
        self.key = credentials.api_key.get_secret_value() if credentials.api_key else ""
        self.address = (credentials.base_url or info.base_url or "").rstrip("/")
        self.options: Mapping[str, Any] = {**info.flags, **credentials.extra}
        self._http = HttpVendor(info, self.address, self.headers(), shared, policy)

    @classmethod
    def described(cls) -> ProviderInfo:
        """Return the provider as people choose it. Raises ValueError for what it lacks."""
        if not _ID.fullmatch(cls.id) or not cls.label.strip():
            raise ValueError(f"{cls.__name__} needs an id of small letters, digits, '_', '-' or '.', and a label")
        kinds = tuple(cls.kinds) if cls.speaks else tuple(cls._told_by_methods())
        if not kinds:
            methods = ", ".join(_METHODS)
            raise ValueError(f"{cls.__name__} offers nothing: it defines none of {methods}, and no kinds")
        return ProviderInfo(
            id=cls.id,
            label=cls.label,
            protocol=cls.speaks or cls.id,
            base_url=cls.base_url,
            needs_key=cls.needs_key,
            kinds=kinds,
            models=tuple(_listed(model, kinds[0]) for model in cls.models),
            help=cls.help,
            needs_url=bool(cls.speaks),
            flags=cls.flags,
        )

    def headers(self) -> dict[str, str]:
        """Return what signs in: the key as a bearer token, unless a subclass knows better."""
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}

    def answer(self, model: str, request: ChatRequest) -> AsyncIterator[Said]:
        """Yield the answer piece by piece: text as `str`, else pieces; and once what it took as `Spent`."""
        raise self._lacking("llm")

    async def embed(self, model: str, texts: Sequence[str], purpose: Purpose) -> Sequence[Sequence[float]]:
        """Return one vector for each text."""
        raise self._lacking("text-embedding")

    async def rank(self, model: str, query: str, texts: Sequence[str]) -> Sequence[float]:
        """Return a score from 0 to 1 for each text."""
        raise self._lacking("rerank")

    async def transcribe(self, model: str, audio: bytes, filename: str, mime_type: str) -> str:
        """Return what is said in a recording."""
        raise self._lacking("speech2text")

    async def speak(self, model: str, text: str, voice: str) -> bytes:
        """Return a recording of `text` as MP3; `voice` "" is the model's own."""
        raise self._lacking("tts")

    async def judge(self, model: str, text: str) -> bool:
        """Return whether `text` is harmful."""
        raise self._lacking("moderation")

    async def list_models(self) -> list[str]:
        """Return the names of the models that are offered: those that the class names, unless a subclass asks."""
        return [model.name for model in self.info.models]

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Return the JSON of the answer to a POST below the address."""
        return await self._http.once("POST", path, body)

    async def get(self, path: str) -> Any:
        """Return the JSON of the answer to a GET below the address."""
        return await self._http.once("GET", path)

    async def events(self, path: str, body: Mapping[str, Any]) -> AsyncGenerator[Any]:
        """Yield the JSON of each event of a POST's event stream, which `[DONE]` ends; a whole answer is one event."""
        decoder = EventDecoder()
        async with self._http.stream(path, body) as answer:
            if "json" in answer.headers.get("content-type", ""):
                yield from_json(await answer.read())
                return
            async for chunk in answer.iter_bytes():
                for data in decoder.feed(chunk):
                    if data == b"[DONE]":
                        return
                    yield from_json(data)
            for data in decoder.finish():
                yield from_json(data)

    def chat(self, name: str) -> ChatModel:
        """Return the chat model `name`."""
        return AuthoredChat(self, name)

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the embedding model `name`."""
        return AuthoredEmbedding(self, name)

    def rerank(self, name: str) -> RerankModel:
        """Return the ranking model `name`."""
        return AuthoredRerank(self, name)

    def speech_to_text(self, name: str) -> SpeechToText:
        """Return the model `name` that writes down what is said."""
        return AuthoredSpeechToText(self, name)

    def text_to_speech(self, name: str) -> TextToSpeech:
        """Return the model `name` that speaks."""
        return AuthoredTextToSpeech(self, name)

    def moderation(self, name: str) -> ModerationModel:
        """Return the model `name` that finds harmful texts."""
        return AuthoredModeration(self, name)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def attempt(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what `work` gives, tried as often as the policy allows, its faults as one kind. Raises: ModelError."""
        return await with_retries(lambda: self.guarded(work), self._http.vendor, self.policy)

    async def guarded(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what `work` gives in the time that the policy allows. Raises: ModelError."""
        try:
            async with asyncio.timeout(self.policy.read_timeout):
                return await work()
        except TimeoutError as error:
            raise ModelTimedOut(f"{self.info.label} did not answer in time", provider=self.info.id) from error
        except self._http.vendor.errors as error:
            raise self._http.vendor.translate(error) from error
        except ModelError:
            raise
        except Exception as error:  # a file may raise anything; who runs it is told whose fault it is
            said = f"{self.info.label} failed: {type(error).__name__}: {error}"
            raise ModelError(said, provider=self.info.id) from error

    def _lacking(self, kind: Kind) -> ModelNotSupported:
        return ModelNotSupported(f"{self.info.label} offers no {kind} models", provider=self.info.id)

    @classmethod
    def _told_by_methods(cls) -> list[Kind]:
        return [kind for name, kind in _METHODS.items() if getattr(cls, name) is not getattr(ModelProvider, name)]


def _listed(model: str | ModelInfo, kind: Kind) -> ModelInfo:
    return ModelInfo(name=model, kind=kind) if isinstance(model, str) else model
