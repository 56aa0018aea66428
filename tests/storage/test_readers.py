"""Readers: never behind the writer, never in each other's results, and ended when nobody waits."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.cursor import Cursor
from storage.database import Database
from storage.errors import QueryInterrupted
from tests.storage.conftest import busy_writer

ENDLESS = "SELECT count(*) AS n FROM range(1000000) a, range(1000000) b WHERE hash(a.range + b.range) = 42"


async def test_readers_go_on_while_the_writer_is_in_a_transaction(db: Database) -> None:
    written, go_on = threading.Event(), threading.Event()

    def slow(cursor: Cursor) -> None:
        cursor.execute("INSERT INTO settings VALUES ('w', 'a', '1', now()::TIMESTAMP)")
        written.set()
        assert go_on.wait(30)

    writing = asyncio.create_task(db.write(slow))
    await asyncio.to_thread(written.wait, 10)
    assert await db.read(lambda: db.query("SELECT * FROM settings")) == []
    go_on.set()
    await writing
    assert len(await db.read(lambda: db.query("SELECT * FROM settings"))) == 1


def test_threads_that_read_at_the_same_time_get_their_own_results(db: Database) -> None:
    def read(number: int) -> bool:
        rows = db.query("SELECT ? AS mine, i FROM range(200) t(i)", [number])
        return {row["mine"] for row in rows} == {number} and len(rows) == 200

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(400)))


async def test_a_read_that_takes_too_long_is_ended(db: Database) -> None:
    with pytest.raises(QueryInterrupted, match=r"longer than 0\.05 s"):
        await db.read(lambda: db.query(ENDLESS), timeout=0.05)


async def test_the_query_of_a_cancelled_reader_ends_and_frees_its_thread() -> None:
    db = Database.open(":memory:", extensions=False, read_threads=1)
    started = threading.Event()

    def endless() -> None:
        started.set()
        db.query(ENDLESS)

    reading = asyncio.create_task(db.read(endless))
    await asyncio.to_thread(started.wait, 10)
    reading.cancel()
    assert await asyncio.wait_for(db.read(lambda: db.query("SELECT 1 AS one")), 30) == [{"one": 1}]
    db.close()


async def test_a_reader_that_was_ended_starts_no_further_query(db: Database) -> None:
    ended = threading.Event()
    outcome: list[str] = []

    def two_queries() -> None:
        ended.wait(30)
        try:
            db.query("SELECT 1")
        except QueryInterrupted:
            outcome.append("refused")
            raise

    with pytest.raises(QueryInterrupted):
        await db.read(two_queries, timeout=0.01)
    ended.set()
    await db.read(lambda: None)
    while not outcome:
        await asyncio.sleep(0)
    assert outcome == ["refused"]


def test_a_thread_limits_its_own_queries_and_is_free_afterwards(db: Database) -> None:
    with pytest.raises(QueryInterrupted), db.interruptible(0.05):
        db.query(ENDLESS)
    assert db.query("SELECT 1 AS one") == [{"one": 1}]


async def test_a_reader_sees_its_own_write_and_nothing_of_one_that_waits(db: Database) -> None:
    row = {"workspace_id": "w", "key": "a", "value": None, "updated_at": 1.0}
    async with busy_writer(db):
        waiting = asyncio.create_task(db.insert({"settings": [row]}))
        await asyncio.sleep(0)
        assert await db.read(lambda: db.query("SELECT * FROM settings")) == []
    await waiting
    assert await db.read(lambda: db.query("SELECT * FROM settings")) == [row]


def test_statements_that_take_long_leave_a_line_in_the_log(
    db: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.cursor.SLOW", 0.0)
    db.query("SELECT\n  42 AS answer")
    assert "slow statement" in caplog.text
    assert "SELECT 42 AS answer" in caplog.text
