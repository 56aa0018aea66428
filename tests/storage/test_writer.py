"""Group commit: what is acknowledged is there, callers share commits, and nobody suffers for a neighbour."""

import asyncio
import threading

import pytest

from storage import writer
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import Conflict, DatabaseClosed, InvalidRow, NotFound, StorageError
from tests.storage.conftest import busy_writer


def setting(key: str, value: object = 0) -> dict[str, object]:
    return {"workspace_id": "w", "key": key, "value": value, "updated_at": 1.0}


def keys(db: Database) -> list[str]:
    return [row["key"] for row in db.query("SELECT key FROM settings ORDER BY key")]


def transaction(cursor: Cursor) -> int:
    return int(cursor.query("SELECT txid_current() AS id")[0]["id"])


async def insert(db: Database, key: str) -> None:
    await db.insert({"settings": [setting(key)]})


async def test_a_write_is_visible_to_readers_when_it_is_acknowledged(db: Database) -> None:
    await insert(db, "a")
    assert await db.read(lambda: keys(db)) == ["a"]


async def test_writes_that_wait_at_the_same_time_share_one_commit(db: Database) -> None:
    async with asyncio.TaskGroup() as group, busy_writer(db):
        found = [group.create_task(db.write(transaction)) for _ in range(20)]
        await asyncio.sleep(0)
    alone = await db.write(transaction)
    shared = {task.result() for task in found}
    assert len(shared) == 1
    assert alone not in shared


async def test_merged_rows_of_many_callers_all_arrive(db: Database) -> None:
    async with asyncio.TaskGroup() as group:
        for number in range(300):
            group.create_task(insert(db, f"{number:03}"))
    assert keys(db) == [f"{number:03}" for number in range(300)]


async def test_writes_of_one_batch_happen_in_the_order_of_their_calls(db: Database) -> None:
    async with asyncio.TaskGroup() as group, busy_writer(db):
        group.create_task(insert(db, "a"))
        group.create_task(db.upsert({"settings": [setting("a", 1)]}))
        group.create_task(db.upsert({"settings": [setting("a", 2)]}))
        seen = group.create_task(db.write(lambda cursor: cursor.query("SELECT value FROM settings")))
        group.create_task(db.upsert({"settings": [setting("a", 3)]}))
        await asyncio.sleep(0)
    assert seen.result() == [{"value": 2}]
    assert db.query("SELECT value FROM settings") == [{"value": 3}]


async def test_a_bad_write_fails_alone_and_its_neighbours_are_stored_once(db: Database) -> None:
    await insert(db, "taken")
    async with busy_writer(db):
        names = [*"abcdefg", "taken", *"hijklmn"]
        tasks = [asyncio.create_task(insert(db, name)) for name in names]
        await asyncio.sleep(0)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results if result] == [Conflict]
    assert isinstance(results[7], Conflict)
    assert keys(db) == sorted(names)


async def test_a_function_that_raises_leaves_no_row_and_raises_at_its_caller(db: Database) -> None:
    def half(cursor: Cursor) -> None:
        cursor.insert("settings", [setting("half")])
        raise NotFound("app", "x")

    results = await asyncio.gather(insert(db, "a"), db.write(half), insert(db, "b"), return_exceptions=True)
    assert isinstance(results[1], NotFound)
    assert keys(db) == ["a", "b"]


async def test_several_tables_are_written_all_or_nothing(db: Database) -> None:
    await insert(db, "taken")
    default = {"workspace_id": "w", "model_type": "llm", "provider": "demo", "model": "m", "updated_at": 1.0}
    with pytest.raises(Conflict):
        await db.insert({"default_models": [default], "settings": [setting("taken")]})
    assert db.query("SELECT * FROM default_models") == []


async def test_a_missing_value_is_a_conflict_that_names_the_column(db: Database) -> None:
    with pytest.raises(Conflict, match="updated_at"):
        await db.insert({"settings": [setting("a") | {"updated_at": None}]})


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("nowhere", {"a": 1}, "no table nowhere"),
        ("settings", {"colour": 1}, "settings has no column 'colour'"),
        ("settings", setting("a", {1, 2}), "settings.value cannot hold a set"),
        ("settings", setting("a") | {"key": 7}, "settings.key cannot hold a int"),
    ],
    ids=["table", "column", "no JSON", "no text"],
)
async def test_a_row_that_does_not_fit_is_refused_before_it_is_queued(
    db: Database, table: str, row: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidRow, match=message):
        await db.insert({table: [row]})


async def test_a_statement_that_duckdb_refuses_is_a_storage_error(db: Database) -> None:
    with pytest.raises(StorageError, match="nowhere"):
        await db.write(lambda cursor: cursor.execute("DELETE FROM nowhere"))


async def test_stop_iteration_reaches_its_caller_too(db: Database) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await db.write(lambda _: next(iter(())))
    await insert(db, "afterwards")


async def test_a_cancelled_caller_neither_loses_nor_doubles_its_write(db: Database) -> None:
    async with busy_writer(db):
        gone, bad = asyncio.create_task(insert(db, "gone")), asyncio.create_task(insert(db, "gone"))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        assert gone.cancelled()
    with pytest.raises(Conflict):  # of the two, the first was stored, and the batch was replayed
        await bad
    assert keys(db) == ["gone"]


async def test_callers_are_held_up_while_too_many_writes_wait(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "WAITING", 4)
    async with busy_writer(db):
        tasks = [asyncio.create_task(insert(db, f"{number}")) for number in range(9)]
        await asyncio.sleep(0)
        assert db.writer.queue.qsize() == 3  # the fourth place is the writer's own
    await asyncio.gather(*tasks)
    assert len(keys(db)) == 9


async def test_closing_writes_what_is_waiting_and_refuses_what_comes_later(file_db: Database) -> None:
    async with busy_writer(file_db):
        waiting = [asyncio.create_task(insert(file_db, f"{number}")) for number in range(5)]
        await asyncio.sleep(0)
        closing = asyncio.create_task(asyncio.to_thread(file_db.writer.close))
    await asyncio.gather(closing, *waiting)
    assert len(keys(file_db)) == 5
    with pytest.raises(DatabaseClosed):
        await insert(file_db, "late")


def test_event_loops_in_several_threads_write_side_by_side(db: Database) -> None:
    async def some(name: str) -> None:
        await asyncio.gather(*(insert(db, f"{name}{number}") for number in range(50)))

    threads = [threading.Thread(target=asyncio.run, args=(some(name),)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys(db)) == 200


async def test_a_loop_that_ended_before_its_answer_harms_nobody(db: Database) -> None:
    async def leave() -> None:
        asyncio.create_task(insert(db, "left"))  # noqa: RUF006  # ends, cancelled, with its loop
        await asyncio.sleep(0)

    async with busy_writer(db):
        await asyncio.to_thread(asyncio.run, leave())
    await insert(db, "next")
    assert keys(db) == ["left", "next"]


async def test_two_changes_of_a_unique_column_in_one_batch_leave_the_later_one(db: Database) -> None:
    row = {"id": "1", "workspace_id": "w", "name": "A", "email": "a@b", "status": "active"}
    rest = {"interface_language": "en", "interface_theme": "", "timezone": "UTC", "created_at": 1.0, "updated_at": 1.0}
    await db.insert({"accounts": [row | rest]})

    async def rename(email: str) -> None:
        await db.write(lambda cursor: cursor.update("accounts", {"id": "1"}, {"email": email}))

    async with asyncio.TaskGroup() as group, busy_writer(db):
        for email in ("b@b", "c@b", "a@b", "d@b"):
            group.create_task(rename(email))
        await asyncio.sleep(0)
    assert db.query("SELECT email FROM accounts") == [{"email": "d@b"}]
