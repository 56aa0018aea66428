"""Triggers as rows: found by their code, in the order of their times, moved on once."""

from dataclasses import replace
from typing import Any

from storage import triggers
from storage.database import Database
from storage.records import Trigger


def webhook(code: str, *, app_id: str = "a") -> Trigger:
    return Trigger(workspace_id="w", app_id=app_id, node_id="hook", kind="webhook", code=code)


def schedule(node_id: str, next_at: float | None, **fields: Any) -> Trigger:
    return Trigger(workspace_id="w", app_id="a", node_id=node_id, kind="schedule", next_at=next_at, **fields)


async def test_a_webhook_is_found_by_its_code_and_kind(db: Database) -> None:
    hook = webhook("c0de")
    await triggers.add_trigger(db, hook)
    assert triggers.find_trigger_by_code(db, "webhook", "c0de") == hook
    assert triggers.find_trigger_by_code(db, "plugin", "c0de") is None
    assert triggers.find_trigger_by_code(db, "webhook", "other") is None


async def test_schedules_wait_in_the_order_of_their_times(db: Database) -> None:
    late, soon = schedule("late", 200.5), schedule("soon", 100.25)
    for trigger in (late, soon, schedule("off", 50.0, is_enabled=False), schedule("never", None)):
        await triggers.add_trigger(db, trigger)
    assert triggers.waiting_schedules(db) == [soon, late]


async def test_a_time_belongs_to_one_of_all_who_saw_it(db: Database) -> None:
    seen = schedule("n", 100.25)
    await triggers.add_trigger(db, seen)
    assert await triggers.move_schedule(db, seen, next_at=200.5, last_at=100.25)
    assert not await triggers.move_schedule(db, seen, next_at=200.5, last_at=100.25)
    (moved,) = triggers.list_triggers(db, "w", "a")
    assert (moved.next_at, moved.last_at) == (200.5, 100.25)
    await triggers.update_trigger(db, "w", "a", seen.id, is_enabled=False)
    assert not await triggers.move_schedule(db, moved, next_at=None, last_at=None)


async def test_new_triggers_take_the_place_of_the_old_and_keep_what_people_set(db: Database) -> None:
    hook = webhook("c0de")
    clock, gone = schedule("clock", 100.25, is_enabled=False, last_at=50.5), schedule("gone", 1.0)
    other = webhook("x", app_id="b")
    for trigger in (hook, clock, gone, other):
        await triggers.add_trigger(db, trigger)
    new = schedule("new", 300.0)
    given = [replace(hook, code="another", workflow_id="v2"), replace(clock, is_enabled=True, next_at=200.0), new]
    await triggers.replace_triggers(db, "w", "a", given)
    found = {trigger.node_id: trigger for trigger in triggers.list_triggers(db, "w", "a")}
    assert found.keys() == {"hook", "clock", "new"}
    assert (found["hook"].code, found["hook"].workflow_id) == ("c0de", "v2")
    assert (found["clock"].is_enabled, found["clock"].next_at, found["clock"].last_at) == (False, None, 50.5)
    assert found["new"] == new
    assert triggers.list_triggers(db, "w", "b") == [other]


async def test_the_last_use_of_a_trigger_that_is_gone_is_forgotten(db: Database) -> None:
    hook = webhook("c0de")
    await triggers.add_trigger(db, hook)
    await triggers.note_use(db, hook.id, 7.5)
    await triggers.note_use(db, "gone", 7.5)
    assert [trigger.last_at for trigger in triggers.list_triggers(db, "w", "a")] == [7.5]
