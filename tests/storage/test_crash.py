"""kill -9 at any moment loses no acknowledged row, splits no turn, and leaves a file that opens and takes writes."""

import asyncio
import multiprocessing
import random
import threading
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from storage.changes import added, put
from storage.database import Database
from storage.ids import new_id
from storage.messages import record_turn
from storage.records import Conversation, Message, NodeExecution, Run, Setting

ROUNDS = 20
CALLERS = 16
LOG_BYTES = (2**14, 2**18, 2**24)
BURST = (0.02, 0.5)  # seconds under load before the kill

forked = multiprocessing.get_context("forkserver")  # loads the libraries once; each writer is a process of its own
forked.set_forkserver_preload(["storage.database"])


def write_until_killed(path: Path, acknowledged: Connection, checkpoint_at: int) -> None:
    """Write turns and counters from many callers; report each after its await has returned."""
    db = Database.open(path, extensions=False)
    assert db.checkpoints
    db.checkpoints.log_bytes = checkpoint_at  # small: the kill often hits a checkpoint
    asyncio.run(_write_for_ever(db, acknowledged))


async def _write_for_ever(db: Database, acknowledged: Connection) -> None:
    async def caller(name: str) -> None:
        conversation = Conversation(workspace_id="w", app_id="a", account_id=name, name=name)
        for number in range(10_000_000):
            message, run, nodes = turn(conversation.id)
            await record_turn(
                db, message=message, run=run, nodes=nodes, new_conversation=None if number else conversation
            )
            acknowledged.send(("turn", message.id))
            await db.store(put(Setting(workspace_id=conversation.id, key="turns", value=number)))
            acknowledged.send((conversation.id, number))

    async with asyncio.TaskGroup() as group:
        for number in range(CALLERS):
            group.create_task(caller(f"caller {number}"))


def turn(conversation_id: str) -> tuple[Message, Run, list[NodeExecution]]:
    """Return the rows of one turn, of random size; they share one id."""
    owner: dict[str, Any] = {"id": new_id(), "workspace_id": "w", "app_id": "a"}
    message = Message(**owner, conversation_id=conversation_id, query="?", answer="word " * random.randrange(400))
    run = Run(**owner, status="succeeded", outputs={"answer": message.answer})
    node: dict[str, Any] = {
        "workspace_id": "w",
        "app_id": "a",
        "run_id": run.id,
        "kind": "llm",
        "title": "t",
        "status": "succeeded",
    }
    return message, run, [NodeExecution(**node, node_id=str(number), outputs={"n": number}) for number in range(3)]


def killed_under_load(path: Path, *, seconds: float, checkpoint_at: int) -> list[tuple[str, Any]]:
    """Return what a writer process had acknowledged when it was killed, `seconds` after its first report."""
    reports, sender = forked.Pipe(duplex=False)
    process = forked.Process(target=write_until_killed, args=(path, sender, checkpoint_at))
    process.start()
    sender.close()
    received = [reports.recv()]
    threading.Timer(seconds, process.kill).start()
    try:
        while True:
            received.append(reports.recv())
    except EOFError:
        process.join()
    assert process.exitcode == -9
    return received


async def check(path: Path, turns: set[str], counters: dict[str, int]) -> None:
    """Open the file, find all that was acknowledged, whole turns only, and write and checkpoint once more."""
    db = Database.open(path, extensions=False)
    rows = db.query("SELECT id, query, length(answer) AS size, metadata FROM messages")
    stored = Counter(row["id"] for row in rows)
    assert turns <= set(stored)
    assert set(stored.values()) <= {1}
    nodes = {
        row["run_id"]: row["n"] for row in db.query("SELECT run_id, count(*) AS n FROM node_executions GROUP BY 1")
    }
    assert {row["id"] for row in db.query("SELECT * FROM runs")} == set(stored)
    assert nodes == dict.fromkeys(stored, 3)
    values = {row["workspace_id"]: row["value"] for row in db.query("SELECT * FROM settings WHERE key = 'turns'")}
    assert all(values[conversation] in {number, number + 1} for conversation, number in counters.items())
    await db.store(added(Setting(workspace_id=new_id(), key="opened")))
    await db.write(lambda cursor: cursor.execute("DELETE FROM settings WHERE key = 'opened'"))
    db.close()
    assert not path.with_name(f"{path.name}.wal").exists()  # all of it is in the file


@pytest.mark.process
def test_killing_the_writer_under_load_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path, chance = tmp_path / "millrace.duckdb", random.Random()
    turns: set[str] = set()
    for number in range(ROUNDS):
        reports = killed_under_load(path, seconds=chance.uniform(*BURST), checkpoint_at=chance.choice(LOG_BYTES))
        turns |= {value for kind, value in reports if kind == "turn"}
        counters = {kind: value for kind, value in reports if kind != "turn"}
        asyncio.run(check(path, turns, counters))
        assert len(turns) > number
