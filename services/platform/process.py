"""This process as a whole: its sockets, its memory, its signals, and who can reach it."""

import asyncio
import gc
import ipaddress
import signal
import socket
from asyncio import base_events
from collections.abc import Callable
from types import FrameType
from typing import Any


def send_without_delay() -> None:
    """Have answers leave at once on asyncio's own loop, as they do on uvloop.

    asyncio turns off Nagle's algorithm for sockets made with an explicit protocol only, and the page
    server's is not: without this the body of each answer on a kept connection comes 40 ms late.
    """

    def set_nodelay(sock: socket.socket) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    base_events._set_nodelay = set_nodelay  # type: ignore[attr-defined]  # no public way; a test watches the effect


def settle_memory() -> None:
    """Take all that start-up made out of garbage collection, which would walk through it again and again, and begin it."""
    gc.freeze()
    gc.enable()


def tell_of_signals(loop: asyncio.AbstractEventLoop, told: Callable[[], None]) -> None:
    """Call `told` on the loop at SIGTERM and SIGINT, before the server's own handling goes on.

    The server waits for open answers first and calls the lifespan's end after that, so a stream that
    lasts would keep it waiting for ever.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        previous = signal.getsignal(number)

        def handle(number: int, frame: FrameType | None, previous: Any = previous) -> None:
            loop.call_soon_threadsafe(told)
            if callable(previous):
                previous(number, frame)

        signal.signal(number, handle)


def is_public(address: str | None) -> bool:
    """Return whether a server at `address` can be reached from other machines; no address means all of ours."""
    if address == "localhost":
        return False
    try:
        return not ipaddress.ip_address(address or "0.0.0.0").is_loopback  # noqa: S104 - read, not bound
    except ValueError:
        return True


def url_of(address: str | None, port: int, *, tls: bool = False) -> str:
    """Return where a person on this machine finds a server that listens at `address`."""
    host = "localhost" if address in (None, "", "0.0.0.0", "::") else address  # noqa: S104 - read, not bound
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in str(host) else host}:{port}"
