"""Connections to vendors: how many, how long, and spread so that hundreds at once stay cheap."""

import ssl
from collections.abc import AsyncIterator, Callable
from functools import cache
from urllib.request import getproxies

import httpx2

from engine.models.policy import CallPolicy

_POOLS = 8
_FULL = 24  # requests under way in a pool, from which on the next one is used

# Longer than the library's 5 s, for people read in between.
_LIMITS = httpx2.Limits(max_connections=1000, max_keepalive_connections=200, keepalive_expiry=30)


def http_client(policy: CallPolicy) -> httpx2.AsyncClient:
    """Return a client for one provider."""
    if getproxies():  # which only the library's own transport heeds
        return httpx2.AsyncClient(
            timeout=timeouts(policy), limits=_LIMITS, follow_redirects=True, verify=_certificates()
        )
    return httpx2.AsyncClient(timeout=timeouts(policy), follow_redirects=True, transport=Pools())


def timeouts(policy: CallPolicy) -> httpx2.Timeout:
    """Return the time limits that hold for each connection."""
    return httpx2.Timeout(policy.read_timeout, connect=policy.connect_timeout)


class Pools(httpx2.AsyncBaseTransport):
    """Several connection pools as one.

    A pool looks at each of its connections whenever a request comes or ends, so that 200 streams in
    one pool spend a quarter of their time on it. The next pool is used when those before are full:
    with few requests, one pool keeps the few connections.
    """

    def __init__(self) -> None:
        self._pools = [httpx2.AsyncHTTPTransport(limits=_LIMITS, verify=_certificates()) for _ in range(_POOLS)]
        self._busy = [0] * _POOLS

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request over the pool that is best now."""
        place = self._choice()
        self._busy[place] += 1
        try:
            response = await self._pools[place].handle_async_request(request)
        except BaseException:
            self._busy[place] -= 1
            raise
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Body(response.stream, lambda: self._release(place))
        return response

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools:
            await pool.aclose()

    def _choice(self) -> int:
        free = next((place for place, busy in enumerate(self._busy) if busy < _FULL), None)
        return self._busy.index(min(self._busy)) if free is None else free

    def _release(self, place: int) -> None:
        self._busy[place] -= 1


class _Body(httpx2.AsyncByteStream):
    """A response's body that says when it is closed."""

    def __init__(self, body: httpx2.AsyncByteStream, closed: Callable[[], None]) -> None:
        self._body = body
        self._closed: Callable[[], None] | None = closed

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._body.__aiter__()

    async def aclose(self) -> None:
        closed, self._closed = self._closed, None
        if closed is not None:
            closed()
        await self._body.aclose()


@cache
def _certificates() -> ssl.SSLContext:
    return httpx2.create_ssl_context()  # takes 30 ms and some MB, and is the same for all
