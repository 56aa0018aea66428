"""Caches that never keep what was forgotten meanwhile, attempts that wait, background work that is never lost."""

import asyncio

import pytest

from services.accounts.attempts import Attempts
from services.caches import Cache
from services.platform.background import Background


async def test_a_value_is_read_once_and_the_least_used_goes_first() -> None:
    cache: Cache[str, int] = Cache(2)
    read: list[str] = []

    async def load(key: str) -> int:
        async def value() -> int:
            read.append(key)
            return len(key)

        return await cache.load(key, value)

    for key in ("a", "bb", "a", "ccc", "a", "bb"):
        assert await load(key) == len(key)
    assert read == ["a", "bb", "ccc", "bb"]


async def test_what_was_forgotten_while_it_was_read_is_not_kept() -> None:
    cache: Cache[str, str] = Cache(2)
    stored = "old"

    async def read() -> str:
        found = stored
        await asyncio.sleep(0)
        return found

    reading = asyncio.create_task(cache.load("key", read))
    await asyncio.sleep(0)
    stored = "new"
    cache.forget("key")
    assert await reading == "old"
    assert cache.get("key") is None
    assert await cache.load("key", read) == "new"


def test_waits_double_until_one_succeeds() -> None:
    now = 0.0
    attempts = Attempts(2, wait=10, longest=25, clock=lambda: now)
    waits = []
    for _ in range(4):
        assert attempts.begin("ann") == 0
        waits.append(attempts.begin("ann") if _ else 0)
        now += 100
    assert waits == [0, 10, 20, 25]
    attempts.succeeded("ann")
    assert attempts.begin("ann") == attempts.begin("bob") == 0


def test_old_tries_are_forgotten() -> None:
    now = 0.0
    attempts = Attempts(1, clock=lambda: now)
    assert attempts.begin("ann") == 0
    assert attempts.begin("ann") > 0
    now = 3601.0
    assert attempts.begin("ann") == 0


async def test_work_in_the_background_is_logged_when_it_fails(caplog: pytest.LogCaptureFixture) -> None:
    background = Background()

    async def fail() -> None:
        raise ValueError("why it failed")

    assert background.start("the work", fail())
    await background.idle()
    assert "the work" in caplog.text
    assert "why it failed" in caplog.text


async def test_too_much_work_is_refused_and_closing_ends_the_rest() -> None:
    background = Background(most=1)
    ended = []

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    assert background.start("first", wait())
    assert not background.start("second", wait())
    await asyncio.sleep(0)
    await background.close(0)
    assert ended == [True]
