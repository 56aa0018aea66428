"""Places of runs: bounded, given in the order of coming, and given back however a run ends."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import ServiceError, TooManyRequests
from services.limiting.places import Bounds, Places
from services.runs.runs import LiveRun, LiveRuns

ONE = Bounds(at_once=1, wait=30, line=2)


async def test_who_came_first_gets_the_next_place() -> None:
    places, served = Places(), list[int]()

    async def come(number: int) -> None:
        await places.enter("app", ONE)
        served.append(number)

    await places.enter("app", ONE)
    waiting = [asyncio.create_task(come(number)) for number in range(2)]
    await asyncio.sleep(0)
    assert (places.taken("app"), places.waiting("app")) == (1, 2)
    with pytest.raises(TooManyRequests, match="2 wait already"):
        await places.enter("app", ONE)
    places.leave("app")
    late = asyncio.create_task(come(2))  # a place is free for nobody who comes now
    for _ in range(3):
        await asyncio.sleep(0)
    assert served == [0]
    places.leave("app")
    places.leave("app")
    await asyncio.gather(*waiting, late)
    assert served == [0, 1, 2]
    places.leave("app")
    assert (places.taken(), places.waiting()) == (0, 0)


async def test_a_wait_in_vain_is_refused_with_its_reason_and_leaves_the_line() -> None:
    places = Places()
    await places.enter("app", ONE)
    with pytest.raises(TooManyRequests, match=r"1 at a time, and no place became free within 0\.01 s"):
        await places.enter("app", Bounds(at_once=1, wait=0.01))
    with pytest.raises(TooManyRequests, match="0 wait already"):
        await places.enter("app", Bounds(at_once=1))
    await places.enter("other", ONE)
    places.leave("app")
    places.leave("other")
    assert (places.taken(), places.waiting()) == (0, 0)


async def test_more_than_may_be_active_are_refused_at_once_those_in_line_counted() -> None:
    places, bounds = Places(), Bounds(active=2, at_once=1, wait=30)
    await places.enter("app", bounds)
    second = asyncio.create_task(places.enter("app", bounds))
    await asyncio.sleep(0)
    with pytest.raises(TooManyRequests, match="answers 2 at a time"):
        await places.enter("app", bounds)
    places.leave("app")
    await second


async def test_who_waits_is_sent_away_when_the_server_stops() -> None:
    places = Places()
    await places.enter("app", ONE)
    waiting = asyncio.create_task(places.enter("app", ONE))
    await asyncio.sleep(0)
    places.close()
    with pytest.raises(ServiceError, match="stopping"):
        await waiting


ENDS = st.sampled_from(["ends", "fails", "is stopped", "is left in line"])


@settings(max_examples=20)
@given(st.lists(ENDS, min_size=100, max_size=100), st.integers(0, 12), st.integers(0, 5))
def test_no_place_is_lost_over_a_hundred_mixed_runs(ends: list[str], active: int, at_once: int) -> None:
    bounds = Bounds(active=active, at_once=at_once, wait=60)

    async def one(runs: LiveRuns, end: str) -> None:
        live = LiveRun(app_id="app", mode="chat", user="ann", user_id="1")
        stopped = asyncio.Event()

        async def work(live: LiveRun) -> None:
            live.on_stop = lambda _: stopped.set()
            await asyncio.sleep(0)
            assert runs.places.taken("app") <= min(bound for bound in (active or 100, at_once or 100))
            if end == "fails":
                raise RuntimeError("The test's own fault.")
            if end == "is stopped":
                live.stop()
                await stopped.wait()

        starting = asyncio.create_task(runs.begin(live, work, bounds))
        await asyncio.sleep(0)
        if end == "is left in line":
            starting.cancel()
        await asyncio.wait([starting])
        if not starting.cancelled() and starting.exception() is None:
            await live.ended()
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        runs = LiveRuns()
        await asyncio.gather(*(one(runs, end) for end in ends))
        await asyncio.sleep(0)
        assert (runs.places.taken(), runs.places.waiting()) == (0, 0)

    asyncio.run(all_of_them())
