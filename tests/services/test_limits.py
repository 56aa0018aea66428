"""Sliding windows count every request by itself, here and in a Redis alike; trouble with them stops nobody."""

import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from config import Settings
from services.limiting.requests import RateLimited, RequestLimits
from services.limiting.shared import SharedWindows
from services.limiting.windows import LocalWindows, Taken, Window, WindowStore, standing
from services.platform.redis_server import RedisServer
from storage.records import ApiKey, App

APP = App(workspace_id="w", name="Echo", mode="chat")
KEY = ApiKey(workspace_id="w", app_id=APP.id, hash="h", hint="app-…")
NONE: dict[str, Any] = dict.fromkeys(
    ("app_requests_per_minute", "app_requests_per_hour", "user_requests", "app_daily_rate_limit"), 0
)


class Hand:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.at = 1_760_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def redis_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    server = RedisServer(tmp_path_factory.mktemp("limits") / "redis")
    (await server.start()).close()
    yield server.url
    await server.stop()


@pytest_asyncio.fixture(loop_scope="module", params=["local", "shared"])
async def store(
    request: pytest.FixtureRequest, redis_url: str, clock: Hand, tmp_path: Path
) -> AsyncIterator[WindowStore]:
    if request.param == "local":
        yield LocalWindows(clock=clock)
        return
    shared = SharedWindows(redis_url, prefix=f"{tmp_path.name}:", clock=clock)
    yield shared
    await shared.close()


def limits(store: WindowStore, clock: Hand, **settings: Any) -> RequestLimits:
    return RequestLimits(Settings(**{**NONE, **settings}), store, clock=clock)


async def passed(limits: RequestLimits, times: int, *, runs: bool = False) -> int:
    """Send requests and return how many pass."""
    count = 0
    for _ in range(times):
        try:
            await limits.admit(KEY, APP, runs=runs)
        except RateLimited:
            continue
        count += 1
    return count


@pytest.mark.asyncio(loop_scope="module")
class TestWindows:
    """What both stores do alike."""

    async def test_requests_of_the_same_instant_count_each(self, store: WindowStore, clock: Hand) -> None:
        assert await passed(limits(store, clock, app_requests_per_minute=60), 70) == 60

    async def test_a_request_counts_until_just_before_its_time_is_over(self, store: WindowStore, clock: Hand) -> None:
        limited = limits(store, clock, app_requests_per_minute=2)
        assert await passed(limited, 1) == 1
        clock.at += 10
        assert await passed(limited, 2) == 1
        clock.at += 49.5
        with pytest.raises(RateLimited) as refused:
            await limited.admit(KEY, APP, runs=False)
        assert refused.value.retry_after == pytest.approx(0.5)
        clock.at += 0.5
        assert await passed(limited, 2) == 1
        found = standing([window := Window("other", 1, 60)], await store.take([window]))
        assert (found.remaining, found.is_refused, found.frees_after) == (0, False, 60)

    async def test_a_refused_request_counts_in_no_window(self, store: WindowStore, clock: Hand) -> None:
        limited = limits(store, clock, app_requests_per_minute=2, app_requests_per_hour=3)
        assert await passed(limited, 9) == 2
        clock.at += 60
        assert await passed(limited, 9) == 1
        with pytest.raises(RateLimited, match="callers of this app may send 3 in an hour. Try again in 3540 s"):
            await limited.admit(KEY, APP, runs=False)

    async def test_each_user_has_a_hundred_requests_an_hour_to_each_route(
        self, store: WindowStore, clock: Hand
    ) -> None:
        limited = limits(store, clock, user_requests=100)
        for left in range(99, -1, -1):
            found = await limited.admit_user(APP, "ann", "/v1/chat-messages")
            assert found is not None
            assert found.remaining == left
        with pytest.raises(RateLimited, match="one user may send 100 in an hour"):
            await limited.admit_user(APP, "ann", "/v1/chat-messages")
        await limited.admit_user(APP, "ann", "/v1/messages")
        await limited.admit_user(APP, "bob", "/v1/chat-messages")
        await limited.admit_user(APP, "a" * 5000, "/v1/chat-messages")

    async def test_runs_of_a_day_are_counted_for_the_workspace(self, store: WindowStore, clock: Hand) -> None:
        limited = limits(store, clock, app_daily_rate_limit=3)
        assert await passed(limited, 5, runs=True) == 3
        assert await passed(limited, 5) == 5
        with pytest.raises(RateLimited, match="RPD was 3 requests/day"):
            await limited.admit(KEY, APP, runs=True)
        clock.at += 86_400
        assert await passed(limited, 1, runs=True) == 1


class Broken:
    """A store that gives an error."""

    is_broken = True

    async def take(self, windows: Sequence[Window]) -> Taken:
        if self.is_broken:
            raise ConnectionError("gone")
        return await LocalWindows().take(windows)


async def test_a_store_out_of_order_lets_everybody_pass_and_is_told_of_once(
    clock: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    store = Broken()
    limited = limits(store, clock, app_requests_per_minute=1)
    with caplog.at_level(logging.ERROR):
        assert await passed(limited, 5) == 5
        clock.at += 5
        assert await passed(limited, 5) == 5
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    clock.at += 5
    store.is_broken = False
    found = await limited.admit(KEY, APP, runs=False)
    assert found is not None
    assert found.remaining == 0


async def test_an_unreachable_redis_lets_everybody_pass(clock: Hand, tmp_path: Path) -> None:
    shared = SharedWindows(f"unix://{tmp_path}/none.sock")
    assert await passed(limits(shared, clock, app_requests_per_minute=1), 3) == 3
    await shared.close()


async def test_limits_are_switched_off_as_one(clock: Hand) -> None:
    assert await passed(limits(LocalWindows(clock=clock), clock, app_requests_per_minute=1, rate_limits=False), 9) == 9


async def test_windows_unused_for_longest_are_forgotten_first(clock: Hand) -> None:
    store = LocalWindows(clock=clock, known=2)
    for key in ("a", "b", "a", "c"):
        await store.take([Window(key, 9, 60)])
    counts = [(await store.take([Window(key, 9, 60)])).fills[0].count for key in ("a", "b")]
    assert counts == [3, 1]


def test_the_defaults_are_those_that_are_promised() -> None:
    found = Settings(_env_file=None)
    assert (found.app_requests_per_minute, found.app_requests_per_hour) == (60, 1000)
    assert (found.user_requests, found.user_requests_seconds, found.rate_limits) == (100, 3600, True)
