"""Outgoing HTTP: which addresses are reached, and how much is read."""

import asyncio
import socket

import httpcore2
import httpx2
import pytest

from engine.web.guard import (
    UNVERIFIED,
    BodyTooLarge,
    Guard,
    guarded_client,
    is_service_port,
    is_web_port,
    read_body,
)
from tests.engine.site import Page, site

PRIVATE = [
    *("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0", "0.0.0.0", "127.1"),
    *("169.254.169.254", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "[fd00::1]", "[fe80::1]"),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255"),
]


def named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let every name have the given addresses; return the names that were looked up."""
    asked: list[str] = []

    async def lookup(self, host, port, **options):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", lookup)
    return asked


@pytest.mark.parametrize("host", PRIVATE)
async def test_private_addresses_are_refused_however_they_are_written(host):
    async with guarded_client() as client:
        with pytest.raises(httpx2.ConnectError, match=r"not a public web address|has no address"):
            await client.get(f"http://{host}/")


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.0/8", "*", "LOCALHOST"])
async def test_private_addresses_are_reached_where_they_are_allowed(allowed):
    async with site({"/": Page(body=b"hi")}) as served, guarded_client(allowed=[allowed]) as client:
        host = "localhost" if allowed == "LOCALHOST" else "127.0.0.1"
        assert (await client.get(f"http://{host}:{served.port}/")).text == "hi"


async def test_allowing_one_address_allows_no_other():
    async with guarded_client(allowed=["10.0.0.0/8"]) as client:
        with pytest.raises(httpx2.ConnectError):
            await client.get("http://127.0.0.1/")


@pytest.mark.parametrize("port", [22, 25, 8080])
async def test_ports_of_other_services_are_refused(port):
    async with guarded_client() as client:
        with pytest.raises(httpx2.ConnectError, match=f":{port} is not a public web address"):
            await client.get(f"http://1.1.1.1:{port}/")


def test_services_may_be_at_high_ports_and_pages_may_not():
    assert [port for port in (22, 25, 80, 443, 1023, 1024, 8080) if is_service_port(port)] == [80, 443, 1024, 8080]
    assert [port for port in (22, 80, 443, 8080) if is_web_port(port)] == [80, 443]


async def test_redirect_passes_the_guard_again():
    away = Page(status=302, headers={"location": "http://127.0.0.2:9/"})
    async with site({"/": away}) as served, guarded_client(allowed=["127.0.0.1"]) as client:
        with pytest.raises(httpx2.ConnectError, match=r"127\.0\.0\.2:9 is not a public"):
            await client.get(served.url)


async def test_more_redirects_than_allowed_are_an_error():
    async with site({"/": Page(status=302, headers={"location": "/"})}) as served:
        async with guarded_client(allowed=["*"], redirects=4) as client:
            with pytest.raises(httpx2.TooManyRedirects):
                await client.get(served.url)
        assert len(served.requests) == 5


async def test_name_with_one_private_address_is_refused(monkeypatch):
    named(monkeypatch, "1.1.1.1", "127.0.0.1")
    async with guarded_client() as client:
        with pytest.raises(httpx2.ConnectError, match=r"rebind\.example:80 is not a public"):
            await client.get("http://rebind.example/")


async def test_name_is_looked_up_once_and_the_checked_address_is_connected(monkeypatch):
    async with site({"/": Page(body=b"hi")}) as served:
        asked = named(monkeypatch, "127.0.0.1")
        async with guarded_client(allowed=["127.0.0.1"]) as client:
            response = await client.get(f"http://name.example:{served.port}/")
    assert (response.text, asked) == ("hi", ["name.example"])
    assert served.last.headers["host"] == f"name.example:{served.port}"


async def test_next_address_of_a_name_is_tried_when_the_first_does_not_answer(monkeypatch):
    async with site({"/": Page(body=b"hi")}) as served:
        named(monkeypatch, "127.0.0.9", "127.0.0.1")
        async with guarded_client(allowed=["*"]) as client:
            assert (await client.get(f"http://name.example:{served.port}/")).text == "hi"


async def test_looking_a_name_up_counts_as_connecting(monkeypatch):
    async def never(self, *args, **options):
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", never)
    async with guarded_client(timeout=0.01) as client:
        with pytest.raises(httpx2.ConnectTimeout, match=r"slow\.example:80 cannot be reached within 0\.01 s"):
            await client.get("http://slow.example/")


@pytest.mark.parametrize("url", ["http://h:99999/", f"http://{'a' * 70}.example/"])
async def test_what_is_no_address_is_an_error_of_the_connection(url):
    async with guarded_client() as client:
        with pytest.raises(httpx2.ConnectError, match="has no address"):
            await client.get(url)


async def test_sockets_of_the_machine_are_refused():
    with pytest.raises(httpcore2.ConnectError):
        await Guard(allowed=["*"]).connect_unix_socket("/run/docker.sock")


async def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with site({"/": Page(body=b"direct")}) as served, guarded_client(allowed=["*"]) as client:
        assert (await client.get(served.url)).text == "direct"


async def test_cookies_of_one_request_reach_no_other():
    page = Page(headers={"set-cookie": "session=1"})
    async with site({"/": page}) as served, guarded_client(allowed=["*"]) as client:
        await client.get(served.url)
        await client.get(served.url)
    assert "cookie" not in served.last.headers


async def test_certificate_of_nobody_counts_only_where_that_was_said(tmp_path):
    async with site({"/": Page(body=b"hi")}, tls=tmp_path) as served, guarded_client(allowed=["*"]) as client:
        assert (await client.get(served.url, extensions={UNVERIFIED: True})).text == "hi"
        with pytest.raises(httpx2.ConnectError, match=r"(?i)certificate"):
            await client.get(served.url)


@pytest.mark.parametrize("in_pieces", [False, True])
async def test_body_over_the_limit_is_not_read_on(in_pieces):
    page = Page(body=b"x" * 100_000, in_pieces=in_pieces)
    async with (
        site({"/": page}) as served,
        guarded_client(allowed=["*"]) as client,
        client.stream("GET", served.url) as response,
    ):
        with pytest.raises(BodyTooLarge, match="20,000 is the limit") as failure:
            await read_body(response, 20_000)
    assert 20_000 < failure.value.size <= 100_000
    assert failure.value.size == 100_000 or in_pieces


async def test_body_at_the_limit_is_read():
    async with (
        site({"/": Page(body=b"x" * 1000)}) as served,
        guarded_client(allowed=["*"]) as client,
        client.stream("GET", served.url) as response,
    ):
        assert len(await read_body(response, 1000)) == 1000
