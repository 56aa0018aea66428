"""Addresses that users supply: public ones only, whatever they are written like, redirects included."""

import asyncio
import socket
from typing import Any

import httpcore2
import httpx2
import pytest

from engine.web.guard import guarded_client
from services.errors import FetchFailed
from services.files.fetch import fetch_text
from tests.vendor import Vendor


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "224.0.0.1",
        "[fd00::1]",
        "[fe80::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
async def test_inner_addresses_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(FetchFailed, match=r"not a public web address|has no address"):
        await fetch_text(f"http://{host}/")


@pytest.mark.parametrize("url", ["http://1.1.1.1:22/", "file:///etc/passwd", "ftp://1.1.1.1/", "nonsense", "http://"])
async def test_other_ports_and_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchFailed):
        await fetch_text(url)


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Let the test say what a name means: one list of addresses for each time that it is looked up."""
    answers: list[list[str]] = []

    async def look_up(self: Any, host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(type(asyncio.get_event_loop_policy().new_event_loop()), "getaddrinfo", look_up)
    return answers


async def test_a_name_with_one_inner_address_among_others_is_refused(resolved: list[list[str]]) -> None:
    resolved.append(["93.184.216.34", "127.0.0.1"])
    with pytest.raises(FetchFailed, match=r"example\.com:80 is not a public web address"):
        await fetch_text("http://example.com/")


async def test_the_address_that_was_checked_is_the_one_that_is_connected(
    resolved: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved += [["93.184.216.34"], ["127.0.0.1"]]
    connected: list[str] = []

    async def connect(self: Any, host: str, *_: Any, **__: Any) -> Any:
        connected.append(host)
        raise httpcore2.ConnectError("no network in tests")

    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", connect)
    with pytest.raises(FetchFailed, match="no network"):
        await fetch_text("http://rebinding.example/")
    assert connected == ["93.184.216.34"]


async def test_an_address_that_the_operator_allows_is_read(vendor: Vendor) -> None:
    for allowed in (["127.0.0.1"], ["127.0.0.0/8"], ["*"]):
        assert "data" in await fetch_text(f"{vendor.url}/v1/models", allowed=allowed)
    with pytest.raises(FetchFailed, match="not a public web address"):
        await fetch_text(f"{vendor.url}/v1/models", allowed=["10.0.0.0/8", "host"])


@pytest.fixture
async def pages() -> Any:
    """A small web server: what it answers is chosen by the path."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        port = writer.get_extra_info("sockname")[1]
        answers = {
            "/text": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\xef\xbb\xbfhi",
            "/empty": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n ",
            "/binary": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xff\xfe",
            "/large": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100,
            "/missing": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "/inner": b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n",
            "/again": f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/again\r\nContent-Length: 0\r\n\r\n".encode(),
        }
        if path != "/slow":
            writer.write(answers[path])
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/empty", "is empty"),
        ("/binary", "no UTF-8 text"),
        ("/large", "more than the 50 bytes"),
        ("/missing", "status 404"),
        ("/inner", "not a public web address"),
        ("/again", "(?i)redirect"),
        ("/slow", "did not answer within 0.2 seconds"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_the_reason(pages: str, path: str, word: str) -> None:
    with pytest.raises(FetchFailed, match=word):
        await fetch_text(pages + path, allowed=["127.0.0.1"], timeout=0.2 if path == "/slow" else 10, most=50)


async def test_a_text_is_read_without_its_mark(pages: str) -> None:
    assert await fetch_text(f"{pages}/text", allowed=["127.0.0.1"]) == "hi"


async def test_the_guarded_client_asks_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with guarded_client() as client:
        with pytest.raises(httpx2.ConnectError, match="not a public web address"):
            await client.get("http://127.0.0.1/")
