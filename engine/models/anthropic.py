"""Anthropic's models, and those of others who speak its protocol."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager

import anthropic
import httpx2

from engine.errors import ModelNotSupported
from engine.models.anthropic_wire import AnthropicReader, message_body
from engine.models.base import ChatModel, ChatRequest, EmbeddingModel, Message, Piece, RerankModel
from engine.models.calls import Answer, Call, stream_answer, with_retries
from engine.models.connections import http_client, timeouts
from engine.models.failures import Vendor
from engine.models.lookup import model_info
from engine.models.metering import Meter
from engine.models.policy import CallPolicy
from engine.models.provider import Credentials, ProviderInfo
from engine.models.tokens import count_messages


def provider(
    info: ProviderInfo, credentials: Credentials, shared: httpx2.AsyncClient | None, policy: CallPolicy
) -> "AnthropicProvider":
    """Return a provider that speaks the Anthropic protocol."""
    return AnthropicProvider(info, credentials, shared, policy)


class AnthropicProvider:
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
        self.flags = {**info.flags, **credentials.extra}
        self.vendor = Vendor(
            id=info.id,
            label=info.label,
            any_error=anthropic.AnthropicError,
            timeout=anthropic.APITimeoutError,
            connection=anthropic.APIConnectionError,
            status=anthropic.APIStatusError,
        )
        self.client = anthropic.AsyncAnthropic(
            api_key=credentials.api_key.get_secret_value() if credentials.api_key else "none",
            base_url=_root(credentials.base_url or info.base_url),
            timeout=timeouts(policy),
            max_retries=0,  # `calls` retries, with a clock of its own
            http_client=shared or http_client(policy),
        )
        self._shares_connections = shared is not None

    def chat(self, name: str) -> ChatModel:
        """Return the chat model `name`."""
        return AnthropicChat(self, name)

    def embedding(self, name: str) -> EmbeddingModel:
        """Raise `ModelNotSupported`: the protocol has no embeddings."""
        raise ModelNotSupported(f"{self.info.label} offers no embedding models", provider=self.info.id)

    def rerank(self, name: str) -> RerankModel:
        """Raise `ModelNotSupported`: the protocol ranks nothing."""
        raise ModelNotSupported(f"{self.info.label} offers no rerank models", provider=self.info.id)

    async def list_models(self) -> list[str]:
        """Return the names that `GET /v1/models` lists."""
        page = await with_retries(self.client.models.list, self.vendor, self.policy)
        return [model.id for model in page.data]

    async def close(self) -> None:
        """Close the connections, unless they are shared."""
        if not self._shares_connections:
            await self.client.close()


class AnthropicChat:
    """A chat model. See `ChatModel`."""

    def __init__(self, provider: AnthropicProvider, name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        known = model_info(provider.info, name, flags=provider.flags)
        self.abilities, self._price = known.abilities, known.price
        self.address = str(provider.client.base_url)
        self._provider = provider

    def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield the answer piece by piece."""
        owner = self._provider
        return stream_answer(
            Call(
                vendor=owner.vendor,
                policy=owner.policy,
                open=lambda: self._open(request),
                reader=lambda: AnthropicReader(owner.vendor, Meter(self._price, request)),
            )
        )

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return count_messages(messages, exact=False)

    def _open(self, request: ChatRequest) -> AbstractAsyncContextManager[Answer]:
        body = message_body(self.name, request, self.provider)
        return self._provider.client.messages.with_streaming_response.create(**body)


def _root(address: str | None) -> str | None:
    """Return the address without the `/v1` that the client adds itself."""
    return address.rstrip("/").removesuffix("/v1") if address else None
