"""Schedules start their workflows when their times come: once, never late, also after a restart."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

import storage.runs
import storage.triggers
from engine.document import Document
from services.apps import apps, workflows
from services.runtime import Runtime
from services.triggers import triggers
from services.triggers.scheduler import LATE, Scheduler
from storage.records import App, Run, Trigger
from tests.services.hand_clock import HandClock
from tests.services.parts import document, graph, node, published

HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture
async def clock(rt: Runtime) -> AsyncIterator[HandClock]:
    """The clock of a scheduler that runs, at ten on a Monday."""
    clock = HandClock("2026-03-02 10:00")
    rt.scheduler = Scheduler(rt, clock)
    await rt.scheduler.start()
    yield clock
    await rt.scheduler.stop()


def cron(expression: str, **settings: Any) -> Document:
    """Return a workflow that starts by a schedule and gives the time."""
    trigger = node("clock", "trigger-schedule", mode="cron", cron_expression=expression, **settings)
    output = {"variable": "at", "value_selector": ["sys", "timestamp"], "value_type": "number"}
    return document("workflow", graph(trigger, node("end", "end", outputs=[output])))


async def runs(rt: Runtime, app: App) -> list[Run]:
    """Return the runs of an app that have ended, waiting for those under way."""
    for live in rt.live.running(app.id):
        await live.ended()
    return await rt.db.read(lambda: storage.runs.list_runs(rt.db, app.workspace_id, app_id=app.id))


async def only_trigger(rt: Runtime, app: App) -> Trigger:
    (listed,) = await triggers.list_triggers(rt, app)
    return listed.trigger


async def test_a_run_starts_when_the_time_comes_and_not_before(
    rt: Runtime, workspace_id: str, clock: HandClock
) -> None:
    app = await published(rt, workspace_id, cron("30 * * * *"))
    await clock.advance(HOUR / 2 - 1)
    assert await runs(rt, app) == []
    await clock.advance(1)
    (run,) = await runs(rt, app)
    assert (run.status, run.triggered_from, run.invoke_from) == ("succeeded", "schedule", "schedule")
    assert run.inputs["sys.user_id"] == "schedule"
    trigger = await only_trigger(rt, app)
    assert (trigger.last_at, trigger.next_at) == (clock.now(), clock.now() + HOUR)
    await clock.advance(HOUR)
    assert len(await runs(rt, app)) == 2


async def test_a_schedule_means_the_clock_of_its_zone(rt: Runtime, workspace_id: str, clock: HandClock) -> None:
    app = await published(rt, workspace_id, cron("0 9 * * *", timezone="Asia/Shanghai"))
    trigger = await only_trigger(rt, app)
    assert trigger.next_at == clock.now() + 15 * HOUR


async def test_an_unpublished_schedule_waits_for_nothing(rt: Runtime, workspace_id: str, clock: HandClock) -> None:
    app = await apps.add_document(rt, workspace_id, cron("* * * * *"))
    await clock.advance(120)
    assert await runs(rt, app) == []
    await workflows.publish(rt, app)
    await clock.advance(60)
    assert len(await runs(rt, app)) == 1


async def test_a_new_version_brings_its_own_times(rt: Runtime, workspace_id: str, clock: HandClock) -> None:
    app = await published(rt, workspace_id, cron("* * * * *"))
    await workflows.save_draft(rt, app, graph=cron("0 12 * * *").graph)
    await workflows.publish(rt, app)
    await clock.advance(HOUR)
    assert await runs(rt, app) == []
    await clock.advance(HOUR)
    assert len(await runs(rt, app)) == 1


async def test_a_schedule_that_is_switched_off_rests_until_it_is_on_again(
    rt: Runtime, workspace_id: str, clock: HandClock
) -> None:
    app = await published(rt, workspace_id, cron("* * * * *"))
    trigger = await only_trigger(rt, app)
    off = await triggers.set_enabled(rt, app, trigger.id, False)
    assert (off.is_enabled, off.next_at) == (False, None)
    await clock.advance(HOUR)
    await workflows.publish(rt, app)
    await clock.advance(HOUR)
    assert await runs(rt, app) == []
    on = await triggers.set_enabled(rt, app, trigger.id, True)
    assert on.next_at == clock.now() + 60
    await clock.advance(60)
    assert len(await runs(rt, app)) == 1


async def test_a_disabled_and_a_deleted_app_start_nothing(rt: Runtime, workspace_id: str, clock: HandClock) -> None:
    disabled = await published(rt, workspace_id, cron("* * * * *"))
    deleted = await published(rt, workspace_id, cron("* * * * *"))
    await apps.update_app(rt, disabled, status="disabled")
    await apps.delete_app(rt, deleted)
    await clock.advance(60)
    assert await runs(rt, disabled) == await runs(rt, deleted) == []
    await apps.update_app(rt, disabled, status="normal")
    await clock.advance(60)
    assert len(await runs(rt, disabled)) == 1


async def test_what_came_while_nothing_ran_is_passed_over(rt: Runtime, workspace_id: str, clock: HandClock) -> None:
    app = await published(rt, workspace_id, cron("0 * * * *"))
    await rt.scheduler.stop()
    later = HandClock("2026-03-02 14:20")
    rt.scheduler = Scheduler(rt, later)
    await rt.scheduler.start()
    await later.asleep()
    assert await runs(rt, app) == []
    assert (await only_trigger(rt, app)).last_at is None
    await later.advance(40 * 60)
    assert len(await runs(rt, app)) == 1
    await rt.scheduler.stop()


async def test_what_came_while_the_machine_slept_is_passed_over(
    rt: Runtime, workspace_id: str, clock: HandClock
) -> None:
    app = await published(rt, workspace_id, cron("0 12 * * *"))
    await clock.advance(2 * HOUR + LATE + 1)
    assert await runs(rt, app) == []
    await clock.advance(DAY - LATE - 1)
    assert len(await runs(rt, app)) == 1


async def test_times_that_came_together_start_one_run(rt: Runtime, workspace_id: str, clock: HandClock) -> None:
    app = await published(rt, workspace_id, cron("* * * * *"))
    await clock.advance(60 + LATE - 1)
    assert len(await runs(rt, app)) == 1


async def test_two_schedulers_that_see_the_same_time_start_one_run(
    rt: Runtime, workspace_id: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = await published(rt, workspace_id, cron("30 * * * *"))
    other = HandClock("2026-03-02 10:00")
    second = Scheduler(rt, other)
    await second.start()
    both, move = asyncio.Barrier(2), storage.triggers.move_schedule

    async def move_together(*seen: Any, **times: Any) -> bool:
        await both.wait()
        return await move(*seen, **times)

    monkeypatch.setattr(storage.triggers, "move_schedule", move_together)
    await asyncio.gather(clock.advance(HOUR / 2), other.advance(HOUR / 2))
    assert len(await runs(rt, app)) == 1
    await second.stop()


async def test_schedules_of_all_apps_fire_in_the_order_of_their_times(
    rt: Runtime, workspace_id: str, clock: HandClock
) -> None:
    late, soon = [await published(rt, workspace_id, cron(text)) for text in ("20 * * * *", "10 * * * *")]
    await clock.advance(600)
    assert (len(await runs(rt, soon)), len(await runs(rt, late))) == (1, 0)
    await clock.advance(600)
    assert (len(await runs(rt, soon)), len(await runs(rt, late))) == (1, 1)


async def test_an_app_that_is_busy_misses_its_time_and_the_log_says_so(
    rt: Runtime, workspace_id: str, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    app = await published(rt, workspace_id, cron("* * * * *"))
    rt.live.places.take(app.id)
    await apps.update_app(rt, app, max_active_requests=1)
    with caplog.at_level(logging.WARNING, "services.triggers.scheduler"):
        await clock.advance(60)
    assert "could not start its workflow" in caplog.text
    assert await runs(rt, app) == []
    rt.live.places.leave(app.id)
    await clock.advance(60)
    assert len(await runs(rt, app)) == 1


async def test_trouble_with_storage_is_told_and_tried_again(
    rt: Runtime, workspace_id: str, clock: HandClock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = await published(rt, workspace_id, cron("* * * * *"))
    await clock.asleep()
    real, calls = storage.triggers.waiting_schedules, 0

    def failing(db: Any) -> list[Trigger]:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError("the disk is away")
        return real(db)

    monkeypatch.setattr(storage.triggers, "waiting_schedules", failing)
    await clock.advance(60)
    assert "the disk is away" in caplog.text
    assert await runs(rt, app) == []
    await clock.advance(10)
    assert len(await runs(rt, app)) == 1


async def test_a_schedule_whose_app_is_gone_is_put_to_rest(rt: Runtime, workspace_id: str, clock: HandClock) -> None:
    app = await published(rt, workspace_id, cron("* * * * *"))
    trigger = await only_trigger(rt, app)
    await apps.delete_app(rt, app)
    await storage.triggers.add_trigger(rt.db, replace(trigger, id="orphan"))
    await clock.advance(120)
    assert storage.triggers.waiting_schedules(rt.db) == []
