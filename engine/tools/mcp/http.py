"""The HTTP client of one MCP server: guarded as every other, and bounded in what it takes."""

from collections.abc import AsyncIterator, Mapping
from typing import Final

import httpx2

MOST_BYTES: Final = 32 * 1024 * 1024  # of one answer, a stream of events included
LARGEST_EVENT: Final = 16 * 1024 * 1024  # bytes
_CONNECT: Final = 10.0  # seconds
_SILENCE: Final = 300.0  # seconds in which a stream of events may say nothing


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Ends answers that hold too much; packed ones are refused, since nobody knows how much is in them."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, *, most: int = MOST_BYTES) -> None:
        self._inner = inner
        self._most = most
        self.fault = ""  # why the latest request failed, "" when it did not

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request."""
        try:
            response = await self._inner.handle_async_request(request)
        except httpx2.HTTPError as error:
            self.fault = str(error) or type(error).__name__
            raise
        self.fault = ""
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
            await response.aclose()
            raise httpx2.DecodingError("the server packs its answers although it was asked not to", request=request)
        stream = _Bounded(response.stream, self._most)
        return httpx2.Response(
            response.status_code, headers=response.headers, stream=stream, extensions=response.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._inner.aclose()


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, most: int) -> None:
        self._inner = inner
        self._left = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._inner:
            self._left -= len(piece)
            if self._left < 0:
                raise httpx2.ReadError("the server's answer is larger than the limit")
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


def client_of(transport: BoundedTransport, headers: Mapping[str, str]) -> httpx2.AsyncClient:
    """Return the client of one server; `headers` go with every request to it."""
    return httpx2.AsyncClient(
        transport=transport,
        headers={**headers, "Accept-Encoding": "identity"},
        trust_env=False,
        follow_redirects=False,
        max_redirects=3,
        timeout=httpx2.Timeout(_CONNECT, read=_SILENCE),
    )
