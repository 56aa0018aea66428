"""Outgoing HTTP for addresses that users supply: public ones only, checked where the connection is made."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Sequence
from typing import Any, Final

import httpcore2
import httpx2

from services.errors import FetchFailed

MAX_BYTES: Final = 10 * 1024 * 1024
WEB_PORTS: Final = (80, 443)

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Guard(httpcore2.AsyncNetworkBackend):
    """Connects to public addresses only.

    A name is looked up once, every address that it has must be allowed, and the connection goes to
    the address that was checked: there is no second lookup for a rebinding name to win, and a
    redirect opens a new connection that passes here again.
    """

    def __init__(self, *, allowed: Sequence[str] = (), ports: Sequence[int] = WEB_PORTS) -> None:
        self._inner = httpcore2.AnyIOBackend()
        self._hosts = {name.lower() for name in allowed}
        self._networks = list(_networks(allowed))
        self._ports = ports

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the interface has it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to `host`, unless one of its addresses or the port is refused."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore2.ConnectError(f"{host} has no address") from error
        addresses = [str(entry[4][0]).split("%")[0] for entry in found]
        if not self._is_named(host) and not all(self._may_reach(address, port) for address in addresses):
            raise httpcore2.ConnectError(f"{host}:{port} is not a public web address")
        return await self._inner.connect_tcp(
            addresses[0], port, timeout=timeout, local_address=local_address, socket_options=socket_options
        )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  # the interface has it
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Refuse."""
        raise httpcore2.ConnectError("sockets of this machine are not web addresses")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def _is_named(self, host: str) -> bool:
        return "*" in self._hosts or host.lower() in self._hosts

    def _may_reach(self, address: str, port: int) -> bool:
        ip = _inner(ipaddress.ip_address(address))
        if any(ip in network for network in self._networks):
            return True
        return port in self._ports and ip.is_global and not ip.is_multicast


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """The usual transport, its connections made by a `Guard`."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(trust_env=False)
        # The transport takes no network backend, its pool does; tests/services/test_fetch.py watches that this holds.
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False), max_connections=100, network_backend=guard
        )


def guarded_client(
    *, allowed: Sequence[str] = (), timeout: float = 10, ports: Sequence[int] = WEB_PORTS
) -> httpx2.AsyncClient:
    """Return a client that connects to public addresses only, redirects included; no proxy is asked.

    `allowed` names hosts, addresses or networks that may be reached although they are private, on any
    port; `*` all.
    """
    transport = GuardedTransport(Guard(allowed=allowed, ports=ports))
    return httpx2.AsyncClient(
        transport=transport, trust_env=False, follow_redirects=True, max_redirects=3, timeout=timeout
    )


async def fetch_text(
    url: str,
    *,
    allowed: Sequence[str] = (),
    timeout: float = 10,  # noqa: ASYNC109  # bounds the whole exchange, redirects included
    most: int = MAX_BYTES,
) -> str:
    """Return the text at a public http or https address, read within `timeout` seconds, at most `most` bytes.

    Raises:
        FetchFailed: the address is refused, does not answer well, or holds too much or nothing.
    """
    try:
        async with asyncio.timeout(timeout), guarded_client(allowed=allowed, timeout=timeout) as client:
            body = await _read(client, url, most)
    except TimeoutError as error:
        raise FetchFailed(f"{url} did not answer within {timeout:g} seconds.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise FetchFailed(f"{url} cannot be read: {error}") from error
    if not body.strip():
        raise FetchFailed(f"{url} is empty.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FetchFailed(f"{url} holds no UTF-8 text.") from error


async def _read(client: httpx2.AsyncClient, url: str, most: int) -> bytes:
    body = bytearray()
    async with client.stream("GET", url) as response:
        if not response.is_success:
            raise FetchFailed(f"{url} answered with status {response.status_code}.")
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > most:
                raise FetchFailed(f"{url} holds more than the {most:,} bytes that may be read.")
    return bytes(body)


def _networks(allowed: Sequence[str]) -> Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    for name in allowed:
        try:
            yield ipaddress.ip_network(name, strict=False)
        except ValueError:
            continue  # a host name


def _inner(ip: IpAddress) -> IpAddress:
    """Return the IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)
