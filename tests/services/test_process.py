"""The process: answers leave at once, signals are told, and who can reach it is known."""

import asyncio
import os
import signal
import socket
from asyncio import base_events
from collections.abc import Iterator

import pytest

from services.platform.process import is_public, send_without_delay, tell_of_signals, url_of


@pytest.fixture
def _asyncio_restored() -> Iterator[None]:
    original = base_events._set_nodelay  # type: ignore[attr-defined]  # see `send_without_delay`
    yield
    base_events._set_nodelay = original  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_asyncio_restored")
async def test_a_connection_to_a_socket_made_by_family_sends_without_delay() -> None:
    send_without_delay()
    listening = socket.socket(family=socket.AF_INET)  # as the page server makes its own
    listening.bind(("127.0.0.1", 0))
    accepted = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(lambda _, writer: accepted.set_result(writer), sock=listening)
    _, caller = await asyncio.open_connection(*listening.getsockname())
    writer = await accepted
    assert writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    caller.close()
    writer.close()
    server.close()


async def test_a_signal_is_told_on_the_loop_before_the_server_handles_it() -> None:
    told = asyncio.Event()
    handled: list[int] = []
    before = {number: signal.signal(number, lambda number, _: handled.append(number)) for number in (15, 2)}
    try:
        tell_of_signals(asyncio.get_running_loop(), told.set)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(told.wait(), 30)
        assert handled == [signal.SIGTERM]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False),
        ("127.0.0.9", False),
        ("::1", False),
        ("localhost", False),
        (None, True),
        ("", True),
        ("0.0.0.0", True),
        ("::", True),
        ("192.168.1.5", True),
        ("my-machine", True),
    ],
)
def test_a_server_is_public_when_others_can_reach_it(address: str | None, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("0.0.0.0", "http://localhost:8501"),
        (None, "http://localhost:8501"),
        ("::1", "http://[::1]:8501"),
    ],
)
def test_the_address_that_is_told_can_be_opened(address: str | None, url: str) -> None:
    assert url_of(address, 8501) == url
