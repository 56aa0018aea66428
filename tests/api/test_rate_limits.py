"""Requests of programs are counted after the key and before the body; callers are told how they stand."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.accounts import keys
from services.limiting.requests import RequestLimits
from services.limiting.windows import LocalWindows
from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, Response, expect, running_api

pytestmark = pytest.mark.asyncio(loop_scope="session")

SMALL: dict[str, Any] = {
    "rate_limits": True,
    "app_requests_per_minute": 5,
    "app_requests_per_hour": 8,
    "user_requests": 3,
    "knowledge_requests_per_minute": 4,
    "app_daily_rate_limit": 100,
}


class Hand:
    """A clock that stands still until it is set."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def limited(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """A server whose limits are small."""
    async with running_api(tmp_path_factory.mktemp("rates"), **SMALL) as api:
        yield api


@pytest.fixture
def clock(limited: Api) -> Hand:
    """The clock of the limits, which begin anew."""
    hand = Hand()
    limited.rt.limits = RequestLimits(limited.rt.settings, LocalWindows(clock=hand), clock=hand)
    return hand


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def app(limited: Api) -> PublishedApp:
    return await limited.app(apps.echo())


def told(response: Response) -> tuple[int, int]:
    """Return the limit that a caller is told of, and how much is left."""
    return int(response.headers["x-ratelimit-limit"]), int(response.headers["x-ratelimit-remaining"])


async def test_both_windows_of_an_app_hold_at_their_edges(app: PublishedApp, clock: Hand) -> None:
    answers = [await app.send("GET", "/info") for _ in range(5)]
    assert [told(answer) for answer in answers] == [(5, left) for left in (4, 3, 2, 1, 0)]
    resets = int(answers[-1].headers["x-ratelimit-reset"]) - time.time()
    assert 30 < resets <= 61
    clock.at += 59.5
    refused = await app.send("GET", "/info")
    body = expect(refused, 429)
    assert (body["code"], refused.headers["retry-after"]) == ("too_many_requests", "1")
    clock.at += 0.5
    assert [(await app.send("GET", "/info")).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = await app.send("GET", "/info")
    assert (told(refused), refused.headers["retry-after"]) == ((8, 0), "3540")
    clock.at += 3540
    assert (await app.send("GET", "/info")).status_code == 200


async def test_the_key_comes_before_the_limit_and_the_limit_before_the_body(app: PublishedApp, clock: Hand) -> None:
    for _ in range(5):
        assert (await app.send("GET", "/info")).status_code == 200
    assert (await app.api.send("GET", "/v1/info", key="app-wrong")).status_code == 401
    for content in (b"{", b'{"user": 1}', b"x" * 17_000_000):
        assert (await app.send("POST", "/chat-messages", content=content)).status_code == 429
    clock.at += 60
    broken = await app.send("POST", "/chat-messages", content=b"{")
    assert (broken.status_code, told(broken)) == (400, (8, 2))


async def test_one_user_is_limited_on_one_route_before_its_body_is_checked(app: PublishedApp, clock: Hand) -> None:
    clock.at += 10_000
    bad: Json = {"user": "ann", "inputs": 1, "query": ""}
    assert [(await app.send("POST", "/chat-messages", bad)).status_code for _ in range(4)] == [400, 400, 400, 429]
    assert (await app.send("GET", "/conversations", params={"user": "ann"})).status_code == 200


async def test_what_is_about_a_run_that_counted_already_counts_no_more(app: PublishedApp, clock: Hand) -> None:
    clock.at += 20_000
    for _ in range(12):
        expect(await app.send("POST", "/chat-messages/none/stop", {"user": "ann"}), 200)
        assert (await app.send("GET", "/workflows/run/none")).status_code == 404
    expect(await app.run(), 200)


async def test_knowledge_keys_and_tool_servers_count_as_well(app: PublishedApp, clock: Hand) -> None:
    api = app.api
    made = expect(await api.console("POST", "/datasets/api-keys"), 200, 201)
    answers = [await api.send("GET", "/v1/datasets", key=made["token"]) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert (told(answers[0]), answers[-1].headers["retry-after"]) == ((4, 3), "60")
    address = f"/mcp/{expect(await app.console('POST', '/server'), 201)['server_code']}"
    ping: Json = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    pings = [await api.send("POST", address, ping) for _ in range(5)]
    assert [told(answer) for answer in pings] == [(5, left) for left in (4, 3, 2, 1, 0)]
    assert (await api.send("GET", address)).status_code == 429
    assert (await api.send("POST", address, {**ping, "method": "notifications/cancelled"})).status_code == 202


async def test_counting_costs_little(app: PublishedApp) -> None:
    settings = app.api.rt.settings.model_copy(update={"app_requests_per_minute": 10**6, "app_requests_per_hour": 10**6})
    limits = RequestLimits(settings, LocalWindows())
    key, found = await keys.opened_by(app.api.rt, app.key)
    began = time.process_time()
    for _ in range(1000):
        await limits.admit(key, found, runs=False)
    assert time.process_time() - began < 1.0  # a thousandth of it is less than a millisecond each
