"""Messages per second into storage, beside one commit per message in DuckDB and in SQLite.

Run as `python -m benchmarks.storage [--json]`. Every side writes the same messages into the same columns and waits for
each to be on disk; the sides take turns, round by round, so that a busy machine is unfair to all of them.
"""

import argparse
import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from storage.changes import added, encoded
from storage.database import Database
from storage.ids import new_id
from storage.messages import record_turn
from storage.records import Conversation, Message, NodeExecution, Run

CALLERS = 64
ANSWER = "The last ferry to the island leaves at 18:40 from quay 3. " * 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Medians over all rounds; ratios are medians of each round's own ratio."""

    callers: int
    rounds: int
    messages_per_second: float
    turns_per_second: float
    duckdb_per_second: float
    sqlite_per_second: float
    times_duckdb: float
    times_sqlite: float
    single_ms: float
    duckdb_single_ms: float
    single_over_duckdb: float


WORKSPACE, APP = new_id(), new_id()


def message(conversation_id: str) -> Message:
    """Return a message of ordinary size."""
    return Message(
        workspace_id=WORKSPACE,
        app_id=APP,
        conversation_id=conversation_id,
        query="When does the last ferry leave?",
        answer=ANSWER,
        inputs={"name": "Ann", "language": "en"},
        metadata={"usage": {"prompt_tokens": 120, "completion_tokens": 80, "total_price": "0.00031"}},
        message_tokens=120,
        answer_tokens=80,
        latency=0.42,
    )


async def store_message(db: Database, conversation_id: str) -> None:
    """Store one message."""
    await db.store(added(message(conversation_id)))


async def store_turn(db: Database, conversation_id: str) -> None:
    """Store what a chatflow of four nodes leaves behind: seven rows in four tables."""
    run = Run(workspace_id=WORKSPACE, app_id=APP, status="succeeded", outputs={"answer": ANSWER})
    own: dict[str, Any] = {"workspace_id": WORKSPACE, "app_id": APP, "run_id": run.id}
    nodes = [
        NodeExecution(**own, node_id=f"{idx}", kind="llm", title="Model", status="succeeded", outputs={"text": ANSWER})
        for idx in range(4)
    ]
    await record_turn(db, message=message(conversation_id), run=run, nodes=nodes)


async def concurrent(db: Database, store: Callable[[Database, str], Awaitable[None]], count: int) -> float:
    """Return how many a second callers store who each await their own commit before the next one."""
    conversations = [
        Conversation(workspace_id=WORKSPACE, app_id=APP, account_id="a", name="Ferry") for _ in range(CALLERS)
    ]
    await db.store(added(*conversations))

    async def caller(conversation_id: str) -> None:
        for _ in range(count // CALLERS):
            await store(db, conversation_id)

    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for conversation in conversations:
            group.create_task(caller(conversation.id))
    return count / (time.perf_counter() - started)


async def alone(db: Database, count: int) -> float:
    """Return the median seconds of one caller's commit."""
    conversation_id, took = new_id(), []
    for _ in range(count):
        started = time.perf_counter()
        await store_message(db, conversation_id)
        took.append(time.perf_counter() - started)
    return statistics.median(took)


def one_by_one(execute: Callable[[Sequence[Any]], object], db: Database, count: int) -> list[float]:
    """Return the seconds of each of `count` commits of one message."""
    conversation_id, took = new_id(), []
    for _ in range(count):
        started = time.perf_counter()
        (change,) = added(message(conversation_id))
        _, rows = encoded(db.tables, change) or (None, [])
        execute(rows[0])
        took.append(time.perf_counter() - started)
    return took


def duckdb_insert(path: Path, db: Database) -> Callable[[Sequence[Any]], object]:
    """Return what commits one message in a DuckDB file of its own with the same tables."""
    Database.open(path, extensions=False).close()
    connection = duckdb.connect(str(path))
    marks = ", ".join(column.placeholder for column in db.tables["messages"].columns.values())
    sql = f"INSERT INTO messages VALUES ({marks})"
    return lambda row: connection.execute(sql, row)


def sqlite_insert(path: Path, db: Database) -> Callable[[Sequence[Any]], object]:
    """Return what commits one message in SQLite with a write-ahead log that is synced at each commit."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    names = list(db.tables["messages"].columns)
    connection.execute(f"CREATE TABLE messages ({', '.join(names)}, PRIMARY KEY (id))")
    connection.execute("CREATE INDEX messages_by_conversation ON messages (conversation_id)")
    sql = f"INSERT INTO messages VALUES ({', '.join('?' * len(names))})"
    price = names.index("total_price")
    return lambda row: connection.execute(sql, [*row[:price], str(row[price]), *row[price + 1 :]])


async def measure(folder: Path, *, rounds: int, count: int) -> Figures:
    """Return the figures of all sides, which take turns."""
    db = Database.open(folder / "ours.duckdb")
    in_duckdb = duckdb_insert(folder / "plain.duckdb", db)
    in_sqlite = sqlite_insert(folder / "plain.sqlite", db)
    await concurrent(db, store_message, CALLERS * 4)
    shared, turns, single, plain, light = [], [], [], [], []
    for _ in range(rounds):
        shared.append(await concurrent(db, store_message, count))
        plain.append(one_by_one(in_duckdb, db, count // 16))
        single.append(await alone(db, count // 16))
        light.append(one_by_one(in_sqlite, db, count // 4))
        turns.append(await concurrent(db, store_turn, count // 4))
    db.close()
    duck_rates = [len(took) / sum(took) for took in plain]
    lite_rates = [len(took) / sum(took) for took in light]
    duck_medians = [statistics.median(took) for took in plain]
    return Figures(
        callers=CALLERS,
        rounds=rounds,
        messages_per_second=statistics.median(shared),
        turns_per_second=statistics.median(turns),
        duckdb_per_second=statistics.median(duck_rates),
        sqlite_per_second=statistics.median(lite_rates),
        times_duckdb=_median_ratio(shared, duck_rates),
        times_sqlite=_median_ratio(shared, lite_rates),
        single_ms=statistics.median(single) * 1000,
        duckdb_single_ms=statistics.median(duck_medians) * 1000,
        single_over_duckdb=_median_ratio(single, duck_medians),
    )


def _median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))


def main() -> None:
    """Measure in a temporary folder and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--messages", type=int, default=6400, help="written by the callers together in a round")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        figures = asyncio.run(measure(Path(folder), rounds=options.rounds, count=options.messages))
    if options.json:
        print(json.dumps(asdict(figures)))
        return
    print(f"{figures.callers} callers, each awaiting its own commit: {figures.messages_per_second:,.0f} messages/s")
    print(f"  one commit per message, DuckDB: {figures.duckdb_per_second:,.0f}/s, ratio {figures.times_duckdb:.1f}")
    print(f"  one commit per message, SQLite: {figures.sqlite_per_second:,.0f}/s, ratio {figures.times_sqlite:.1f}")
    print(f"the same with whole turns (message, run, 4 nodes): {figures.turns_per_second:,.0f} turns/s")
    print(
        f"one caller's commit: {figures.single_ms:.2f} ms, DuckDB's own {figures.duckdb_single_ms:.2f} ms, "
        f"ratio {figures.single_over_duckdb:.2f}"
    )


if __name__ == "__main__":
    main()
