"""Vendors without a library of their own that would be worth its weight: calls over plain HTTP, errors as one kind."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx2

from engine.errors import ModelError
from engine.models.base import ChatRequest, Message, Piece, Purpose
from engine.models.calls import Answer, Call, Reader, stream_answer, with_retries
from engine.models.connections import http_client, timeouts
from engine.models.failures import Vendor
from engine.models.lookup import model_info
from engine.models.metering import Meter
from engine.models.policy import CallPolicy
from engine.models.provider import ProviderInfo
from engine.models.tokens import count_messages


class Refusal(Exception):
    """A vendor's answer that says no; has what `Vendor.status` wants."""

    def __init__(self, response: httpx2.Response, body: Any) -> None:
        super().__init__(f"HTTP {response.status_code}")
        self.response = response
        self.status_code = response.status_code
        self.body = body
        self.message = response.reason_phrase


class HttpVendor:
    """The connections to one account of a vendor, below one address, with the headers that sign in."""

    def __init__(
        self,
        info: ProviderInfo,
        address: str,
        headers: Mapping[str, str],
        shared: httpx2.AsyncClient | None,
        policy: CallPolicy,
    ) -> None:
        self.info = info
        self.policy = policy
        self.vendor = Vendor(
            id=info.id,
            label=info.label,
            any_error=Refusal,
            timeout=httpx2.TimeoutException,
            connection=httpx2.TransportError,
            status=Refusal,
        )
        self.address = address.rstrip("/")
        self._headers = dict(headers)
        self._client = shared or http_client(policy)
        self._timeouts = timeouts(policy)
        self._shares_connections = shared is not None

    @asynccontextmanager
    async def stream(self, path: str, body: Mapping[str, Any]) -> AsyncIterator[Answer]:
        """Open the answer to a POST. Raises: Refusal."""
        async with self._client.stream(
            "POST", self.address + path, json=body, headers=self._headers, timeout=self._timeouts
        ) as response:
            if response.is_error:
                await response.aread()
                raise Refusal(response, _body(response))
            yield _Open(response)

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Return the JSON of an answer, asked for as often as the policy allows. Raises: ModelError."""
        return await with_retries(lambda: self.once(method, path, body), self.vendor, self.policy)

    async def once(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Return the JSON of an answer, for callers that try again themselves. Raises: Refusal, httpx2.HTTPError."""
        response = await self._client.request(
            method, self.address + path, json=body, headers=self._headers, timeout=self._timeouts
        )
        if response.is_error:
            raise Refusal(response, _body(response))
        return response.json()

    async def close(self) -> None:
        """Close the connections, unless they are shared."""
        if not self._shares_connections:
            await self._client.aclose()


class HttpChat:
    """A chat model of such a vendor. See `ChatModel`.

    `open` begins the answer to a request, `reader` understands its events.
    """

    def __init__(
        self,
        http: HttpVendor,
        name: str,
        flags: Mapping[str, Any],
        *,
        open: Callable[[ChatRequest], AbstractAsyncContextManager[Answer]],
        reader: Callable[[Vendor, Meter], Reader],
    ) -> None:
        self.provider = http.vendor.id
        self.name = name
        self.address = http.address
        known = model_info(http.info, name, flags=flags)
        self.abilities, self._price = known.abilities, known.price
        self._http = http
        self._open = open
        self._reader = reader

    def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield the answer piece by piece."""
        vendor = self._http.vendor
        return stream_answer(
            Call(
                vendor=vendor,
                policy=self._http.policy,
                open=lambda: self._open(request),
                reader=lambda: self._reader(vendor, Meter(self._price, request)),
            )
        )

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return count_messages(messages, exact=False)


class HttpEmbedding:
    """An embedding model of such a vendor. See `EmbeddingModel`.

    `ask` sends at most `batch` texts, `vectors_in` finds the vectors in the JSON of the answer.
    """

    def __init__(
        self,
        http: HttpVendor,
        name: str,
        *,
        batch: int,
        ask: Callable[[Sequence[str], Purpose], Awaitable[Any]],
        vectors_in: Callable[[Any], Iterable[Sequence[float]]],
    ) -> None:
        self.provider = http.vendor.id
        self.name = name
        self._label = http.vendor.label
        self._batch = batch
        self._ask = ask
        self._vectors_in = vectors_in

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        """Return a vector for each text, asked for in batches."""
        parts = [texts[start : start + self._batch] for start in range(0, len(texts), self._batch)]
        return [vector for part in parts for vector in await self._embed(part, purpose)]

    async def _embed(self, texts: Sequence[str], purpose: Purpose) -> list[list[float]]:
        answer = await self._ask(texts, purpose)
        try:
            vectors = [[float(number) for number in vector] for vector in self._vectors_in(answer)]
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{self._label} sent no vectors", provider=self.provider) from error
        if len(vectors) != len(texts):
            raise ModelError(
                f"{self._label} sent {len(vectors)} vectors for {len(texts)} texts", provider=self.provider
            )
        return vectors


class _Open:
    """A response as an `Answer`, which names the reading of the whole as the vendors' libraries do."""

    def __init__(self, response: httpx2.Response) -> None:
        self.headers = response.headers
        self.iter_bytes = response.aiter_bytes
        self.read = response.aread


def _body(response: httpx2.Response) -> Any:
    """Return what a refusal says: JSON (some wrap it in a list), else its text."""
    try:
        body = response.json()
    except ValueError:
        return response.text
    return body[0] if isinstance(body, list) and body else body
