"""The stream itself: framing, pings, and every way in which it can end."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest

from api import sse
from api.sse import PING, Encoder, EventStream
from api.wire import Identity
from engine.events import Event, MessageEnd, TextDelta, Usage
from tests.api.streaming import open_answer

IDENTITY = Identity(mode="chat", task_id="t", message_id="m", conversation_id="c", created_at=1)


class Feed:
    """A run's events, given out batch by batch when the test says so."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Sequence[Event] | Exception | None] = asyncio.Queue()
        self.closed = asyncio.Event()

    async def batches(self) -> AsyncGenerator[Sequence[Event], None]:
        try:
            while (batch := await self.queue.get()) is not None:
                if isinstance(batch, Exception):
                    raise batch
                yield batch
        finally:
            self.closed.set()

    def say(self, *texts: str) -> None:
        self.queue.put_nowait([TextDelta(text=text) for text in texts])

    def end(self) -> None:
        self.queue.put_nowait([MessageEnd(usage=Usage())])
        self.queue.put_nowait(None)


def stream(feed: Feed, **options: Any) -> EventStream:
    return EventStream(feed.batches(), Encoder(IDENTITY), **{"stopping": asyncio.Event(), **options})


async def test_a_stream_is_never_kept_by_caches_or_proxies():
    feed = Feed()
    feed.end()
    async with open_answer(stream(feed), "GET", "/") as answer:
        assert answer.status == 200
        assert answer.headers == {
            "content-type": "text/event-stream",
            "cache-control": "no-cache",
            "x-accel-buffering": "no",
        }


async def test_events_that_are_ready_together_leave_in_one_piece_and_later_ones_at_once():
    feed = Feed()
    async with open_answer(stream(feed), "GET", "/") as answer:
        feed.say("a", "b")
        assert (await answer.piece()).count(b'"event":"message"') == 2
        feed.say("c")
        assert (await answer.piece()).count(b'"event":"message"') == 1
        feed.end()
        assert b'"event":"message_end"' in await answer.piece()
        assert await answer.piece() == b""


async def test_silence_is_broken_by_pings_until_the_run_goes_on():
    feed = Feed()
    async with open_answer(stream(feed, ping_after=0.01), "GET", "/") as answer:
        assert [await answer.piece(), await answer.piece()] == [PING, PING]
        feed.say("a")
        feed.end()
        rest = await answer.rest()
        assert rest.replace(PING, b"").startswith(b'data: {"event":"message"')


async def test_a_reader_that_leaves_ends_the_stream_and_closes_what_it_read():
    feed = Feed()
    async with open_answer(stream(feed), "GET", "/") as answer:
        feed.say("a")
        await answer.piece()
        answer.leave()
        await asyncio.wait_for(feed.closed.wait(), 30)
        assert await answer.piece() == b""


async def test_a_stopping_server_waits_for_the_last_event_of_a_run_that_ends():
    feed, stopping = Feed(), asyncio.Event()
    async with open_answer(stream(feed, stopping=stopping), "GET", "/") as answer:
        stopping.set()
        feed.say("last words")
        feed.end()
        rest = await answer.rest()
    assert b"last words" in rest
    assert rest.index(b"message_end") > rest.index(b"last words")
    assert b'"event":"error"' not in rest


async def test_a_stopping_server_ends_the_stream_of_a_run_that_does_not_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sse, "STOPPING_GRACE", 0.02)
    feed, stopping = Feed(), asyncio.Event()
    async with open_answer(stream(feed, stopping=stopping), "GET", "/") as answer:
        stopping.set()
        last = [event async for event in answer.events()][-1]
    assert (last["event"], last["status"], last["code"]) == ("error", 503, "service_unavailable")
    assert feed.closed.is_set()


async def test_a_fault_of_ours_ends_the_stream_with_a_general_error_and_is_logged_once(
    caplog: pytest.LogCaptureFixture,
):
    feed = Feed()
    feed.queue.put_nowait(RuntimeError("secret detail"))
    with caplog.at_level(logging.ERROR):
        async with open_answer(stream(feed), "GET", "/") as answer:
            last = [event async for event in answer.events()][-1]
    assert (last["event"], last["status"], last["code"]) == ("error", 500, "internal_server_error")
    assert "secret" not in last["message"]
    assert len(caplog.records) == 1
