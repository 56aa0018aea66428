"""Outgoing HTTP for addresses that users supply: public ones only, checked where the connection is made."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final

import httpcore2
import httpx2

from engine.errors import EngineError

UNVERIFIED: Final = "unverified"  # key of a request's `extensions`: true where any certificate will do

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Ports = Callable[[int], bool]


class BodyTooLarge(EngineError):
    """An answer holds more bytes than its reader takes."""

    code = "body_too_large"

    def __init__(self, size: int, most: int) -> None:
        super().__init__(f"it holds at least {size:,} bytes; {most:,} is the limit")
        self.size = size
        self.most = most


def is_web_port(port: int) -> bool:
    """Return whether web pages are served at `port`."""
    return port in (80, 443)


def is_service_port(port: int) -> bool:
    """Return whether HTTP services may be expected at `port`: not at those of mail, remote shells and the like."""
    return is_web_port(port) or port >= 1024


class Guard(httpcore2.AsyncNetworkBackend):
    """Connects to public addresses only.

    A name is looked up once, every address that it has must be allowed, and the connection goes to
    an address that was checked: there is no second lookup for a rebinding name to win, and a
    redirect opens a new connection that passes here again.
    """

    def __init__(self, *, allowed: Sequence[str] = (), ports: Ports = is_web_port) -> None:
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
        """Connect to `host` within `timeout` seconds, unless one of its addresses or the port is refused."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._checked(host, port)
                return await self._connect(addresses, port, local_address, socket_options)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(f"{host}:{port} cannot be reached within {timeout:g} s") from error

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

    async def _checked(self, host: str, port: int) -> list[str]:
        """Return the addresses of `host`, best first, all of them allowed."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, OverflowError, UnicodeError) as error:  # the latter two: no port, no name
            raise httpcore2.ConnectError(f"{host}:{port} has no address") from error
        addresses = [str(entry[4][0]).split("%")[0] for entry in found]
        if not self._is_named(host) and not all(self._may_reach(address, port) for address in addresses):
            raise httpcore2.ConnectError(
                f"{host}:{port} is not a public web address, and it is none of the private ones that are allowed here"
            )
        return addresses

    async def _connect(
        self, addresses: Sequence[str], port: int, local_address: str | None, socket_options: Iterable[Any] | None
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first of the addresses that answers: a name may have one of a kind that is not served."""
        *first, last = addresses
        for address in first:
            try:
                return await self._inner.connect_tcp(address, port, None, local_address, socket_options)
            except httpcore2.ConnectError:
                continue
        return await self._inner.connect_tcp(last, port, None, local_address, socket_options)

    def _is_named(self, host: str) -> bool:
        return "*" in self._hosts or host.lower() in self._hosts

    def _may_reach(self, address: str, port: int) -> bool:
        ip = _inner(ipaddress.ip_address(address))
        if any(ip in network for network in self._networks):
            return True
        return self._ports(port) and ip.is_global and not ip.is_multicast


class GuardedTransport(httpx2.AsyncBaseTransport):
    """The usual transport, its connections made by a `Guard`; certificates count unless a request says otherwise."""

    def __init__(self, guard: Guard) -> None:
        self._verifying = _transport(guard, verify=True)
        self._trusting = _transport(guard, verify=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request."""
        transport = self._trusting if request.extensions.get(UNVERIFIED) else self._verifying
        return await transport.handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._verifying.aclose()
        await self._trusting.aclose()


def _transport(guard: Guard, *, verify: bool) -> httpx2.AsyncHTTPTransport:
    context = _certificates(verify)
    transport = httpx2.AsyncHTTPTransport(verify=context, trust_env=False)
    # The transport takes no network backend, its pool does; tests/engine/test_web.py watches that this holds.
    transport._pool = httpcore2.AsyncConnectionPool(
        ssl_context=context,
        max_connections=None,
        max_keepalive_connections=20,
        keepalive_expiry=5.0,
        network_backend=guard,
    )
    return transport


@cache
def _certificates(verify: bool) -> ssl.SSLContext:
    return httpx2.create_ssl_context(verify=verify, trust_env=False)  # takes 20 ms, and is the same for all


def guarded_client(
    *, allowed: Sequence[str] = (), timeout: float = 10, ports: Ports = is_web_port, redirects: int = 3
) -> httpx2.AsyncClient:
    """Return a client that connects to public addresses only, redirects included; no proxy is asked.

    `allowed` names hosts, addresses or networks that may be reached although they are private, on any
    port; `*` all. Cookies are never kept: those of one user must not reach another.
    """
    return httpx2.AsyncClient(
        transport=GuardedTransport(Guard(allowed=allowed, ports=ports)),
        trust_env=False,
        follow_redirects=True,
        max_redirects=redirects,
        timeout=timeout,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )


async def read_body(response: httpx2.Response, most: int) -> bytes:
    """Return the body of a streamed response, read piece by piece so that no more than about `most` bytes are held.

    Raises:
        BodyTooLarge: it holds more, or says so.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise BodyTooLarge(int(announced), most)
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > most:
            raise BodyTooLarge(len(body), most)
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
