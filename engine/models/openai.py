"""Models behind the OpenAI protocol: OpenAI's own, Azure's, and everyone's who speaks it too."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai

from engine.errors import ModelBadRequest
from engine.models.base import (
    ChatModel,
    ChatRequest,
    EmbeddingModel,
    Message,
    ModerationModel,
    Piece,
    Purpose,
    RerankModel,
    SpeechToText,
    TextToSpeech,
)
from engine.models.calls import Answer, Call, stream_answer, with_retries
from engine.models.connections import http_client, timeouts
from engine.models.failures import Vendor
from engine.models.lookup import model_info
from engine.models.metering import Meter
from engine.models.openai_audio import OpenAIModeration, OpenAISpeechToText, OpenAITextToSpeech
from engine.models.openai_wire import OpenAIReader, chat_body, completion_body
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo
from engine.models.reranking import JsonRerank
from engine.models.tokens import count_messages

_AZURE_VERSION = "2024-10-21"
_EMBEDDING_BATCH = 256


def provider(
    info: ProviderInfo, credentials: Credentials, shared: httpx2.AsyncClient | None, policy: CallPolicy
) -> "OpenAIProvider":
    """Return a provider that speaks the OpenAI protocol.

    Raises:
        ModelBadRequest: the provider has no address of its own and none was given.
    """
    return OpenAIProvider(info, credentials, shared, policy)


class OpenAIProvider:
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
        self.vendor = Vendor(
            id=info.id,
            label=info.label,
            any_error=openai.OpenAIError,
            timeout=openai.APITimeoutError,
            connection=openai.APIConnectionError,
            status=openai.APIStatusError,
        )
        self.client = _client(info, credentials, shared, policy, self.flags)
        self._shares_connections = shared is not None

    def chat(self, name: str) -> ChatModel:
        """Return the chat model `name`."""
        return OpenAIChat(self, name)

    def embedding(self, name: str) -> EmbeddingModel:
        """Return the embedding model `name`."""
        return OpenAIEmbedding(self, name)

    def rerank(self, name: str) -> RerankModel:
        """Return the ranking model `name`."""
        path = str(self.flags.get("rerank_path", "/rerank"))
        return JsonRerank(
            self.vendor, self.policy, name, lambda body: self.client.post(path, body=body, cast_to=object)
        )

    def speech_to_text(self, name: str) -> SpeechToText:
        """Return the model `name` that writes down what is said."""
        return OpenAISpeechToText(self, name)

    def text_to_speech(self, name: str) -> TextToSpeech:
        """Return the model `name` that speaks."""
        return OpenAITextToSpeech(self, name)

    def moderation(self, name: str) -> ModerationModel:
        """Return the model `name` that finds harmful texts."""
        return OpenAIModeration(self, name)

    async def list_models(self) -> list[str]:
        """Return the names that `GET /models` lists, or those that are known where there is no such list."""
        if not self.flags.get("lists_models", True):
            return [model.name for model in self.info.models]
        page = await with_retries(self.client.models.list, self.vendor, self.policy)
        return [model.id for model in page.data]

    async def close(self) -> None:
        """Close the connections, unless they are shared."""
        if not self._shares_connections:
            await self.client.close()


class OpenAIChat:
    """A chat or completion model. See `ChatModel`."""

    def __init__(self, provider: OpenAIProvider, name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        known = model_info(provider.info, name, flags=provider.flags)
        self.abilities, self._price = known.abilities, known.price
        self.address = str(provider.client.base_url)
        self._continues = known.completion
        self._provider = provider

    def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield the answer piece by piece."""
        owner = self._provider
        return stream_answer(
            Call(
                vendor=owner.vendor,
                policy=owner.policy,
                open=lambda: self._open(request),
                reader=lambda: OpenAIReader(owner.vendor, Meter(self._price, request)),
            )
        )

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return count_messages(messages, exact=bool(self._provider.flags.get("exact_tokens")))

    def _open(self, request: ChatRequest) -> AbstractAsyncContextManager[Answer]:
        client, flags = self._provider.client, self._provider.flags
        if request.completion or self._continues:
            body = completion_body(self.name, request, flags)
            return client.completions.with_streaming_response.create(**body)
        body = chat_body(self.name, request, flags, reasons=self.abilities.reasoning)
        # The library would hold every part of every message against its types; what we made is plain JSON already.
        made = {name: body.pop(name) for name in ("messages", "tools", "response_format") if name in body}
        made |= body.pop("extra_body", {})
        return client.chat.completions.with_streaming_response.create(**body, messages=(), extra_body=made)


class OpenAIEmbedding:
    """An embedding model. See `EmbeddingModel`."""

    def __init__(self, provider: OpenAIProvider, name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        self._provider = provider

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        """Return one vector per text, in order."""
        size = int(self._provider.flags.get("embedding_batch", _EMBEDDING_BATCH))
        batches = [list(texts[start : start + size]) for start in range(0, len(texts), size)]
        return [vector for batch in batches for vector in await self._embed(batch)]

    async def _embed(self, texts: list[str]) -> list[list[float]]:
        owner = self._provider
        options: dict[str, Any] = {"encoding_format": "float"} if owner.flags.get("float_embeddings") else {}
        answer = await with_retries(
            lambda: owner.client.embeddings.create(model=self.name, input=texts, **options), owner.vendor, owner.policy
        )
        return [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]


def _client(
    info: ProviderInfo,
    credentials: Credentials,
    shared: httpx2.AsyncClient | None,
    policy: CallPolicy,
    flags: Mapping[str, Any],
) -> openai.AsyncOpenAI:
    key = credentials.api_key.get_secret_value() if credentials.api_key else "none"
    options: dict[str, Any] = {
        "api_key": key,
        "timeout": timeouts(policy),
        "max_retries": 0,  # `calls` retries, with a clock of its own
        "http_client": shared or http_client(policy),
    }
    address = credentials.base_url or info.base_url
    if address is None:
        raise ModelBadRequest(f"{info.label} needs a base URL", provider=info.id)
    if flags.get("azure") and "/openai/v1" not in address:
        version = str(flags.get("api_version") or flags.get("openai_api_version") or _AZURE_VERSION)
        return openai.AsyncAzureOpenAI(azure_endpoint=_root(address), api_version=version, **options)
    return openai.AsyncOpenAI(base_url=_with_version(address), **options)


def _with_version(address: str) -> str:
    """Return `address` with the `/v1` that people leave out when it has no path at all."""
    bare = address.rstrip("/")
    return bare if urlsplit(bare).path else f"{bare}/v1"


def _root(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
