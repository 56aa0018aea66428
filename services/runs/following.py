"""Following a run that somebody comes back to: what it did, what it does, and over pauses what it will do."""

import math
from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING

import storage.runs
from engine.events import Event, HumanInputRequired, RunPaused, RunStatus
from services.forms.human_forms import open_forms
from services.runs.pauses import waiting_state
from services.runs.runs import LiveRun
from services.runs.stored_events import events_before, finished_event, paused_events
from storage.records import App, Run

if TYPE_CHECKING:
    from services.runtime import Runtime

Batches = AsyncGenerator[Sequence[Event], None]


def follow(
    rt: "Runtime", app: App, run: LiveRun | Run, *, from_start: bool = False, over_pauses: bool = False
) -> Batches:
    """Yield the events of a run: those to come, or (`from_start`) what it did so far as well.

    They end with the run or, unless it is followed `over_pauses`, with its next pause. Of a run that went on after a
    pause all is told since then, as the answer that let it go on may be quicker than whoever follows. A run that has
    ended tells its end alone.
    """
    if isinstance(run, LiveRun):
        return _live(rt, app, run, from_start, over_pauses)
    if run.status == RunStatus.PAUSED:
        return _waiting(rt, app, run, from_start, over_pauses)
    return _ended(run)


async def _ended(row: Run) -> Batches:
    yield [finished_event(row)]


async def _live(rt: "Runtime", app: App, live: LiveRun, from_start: bool, over_pauses: bool) -> Batches:
    if from_start and live.resumes:
        row = await rt.db.read(lambda: storage.runs.get_run(rt.db, app.workspace_id, app.id, live.id))
        yield await events_so_far(rt, row, until=live.began_at)
    after = 0 if from_start or live.resumes else len(live.events)
    async for batch in _stretches(rt, live, after, over_pauses):
        yield batch


async def _waiting(rt: "Runtime", app: App, row: Run, from_start: bool, over_pauses: bool) -> Batches:
    """Follow a run that was waiting when `row` was read.

    A pause that nobody has been told of yet is told; otherwise what comes next is waited for.
    """
    live = rt.live.get(row.id)
    if live is None or live.is_paused:
        if from_start:
            told = paused_events(row, await open_forms(rt, app, row.id))
            yield [*await events_so_far(rt, row, until=math.inf), *told]
            is_told = True
        else:
            unheard = _unheard(live)
            yield unheard
            is_told = bool(unheard)
        if is_told and not over_pauses:
            return
        live = await rt.live.next_stretch(row.id, live)
    async for batch in _stretches(rt, live, 0, over_pauses):
        yield batch


async def _stretches(rt: "Runtime", live: LiveRun, after: int, over_pauses: bool) -> Batches:
    """Yield the events of a live run and, over pauses, those of its next stretches."""
    while True:
        async for batch in live.subscribe(after=after):
            yield batch
        if not (over_pauses and live.is_paused):
            return
        live, after = await rt.live.next_stretch(live.id, live), 0


def _unheard(live: LiveRun | None) -> Sequence[Event]:
    """Return what a stretch that ended in a pause has told nobody: of the first one only its end."""
    if live is None or live.is_told:
        return []
    live.is_told = True
    if live.resumes:
        return live.events
    return [event for event in live.events if isinstance(event, HumanInputRequired | RunPaused)]


async def events_so_far(rt: "Runtime", row: Run, *, until: float) -> list[Event]:
    """Return what a stored run did before `until` (epoch seconds)."""
    nodes = await rt.db.read(lambda: storage.runs.list_nodes(rt.db, row.workspace_id, row.id))
    said = str((await waiting_state(rt, row)).state["tally"]["said"]) if row.state else ""
    return events_before(row, nodes, said=said, until=until)
