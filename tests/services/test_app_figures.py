"""The spans of an overview, and what they hold."""

from datetime import UTC, datetime

import pytest

from services.apps import app_figures, apps
from services.apps.app_figures import figures_of, starts_of
from services.chats import chat
from services.runs.runs import DEBUGGER
from services.runtime import Runtime

NOON = datetime(2026, 3, 18, 12, 30, tzinfo=UTC).timestamp()  # a Wednesday


def words(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("days", "ahead", "steps"),
    [
        (1, 0, (24, "03-17 13:00", "03-18 12:00")),
        (7, 0, (7, "03-12 00:00", "03-18 00:00")),
        (7, 8 * 60, (7, "03-11 16:00", "03-17 16:00")),
        (30, -330, (30, "02-17 05:30", "03-18 05:30")),
        (365, 0, (52, "03-24 00:00", "03-16 00:00")),
    ],
    ids=["hours", "days", "days in Peking", "days where half hours count", "weeks begin on Mondays"],
)
async def test_a_span_has_every_step_of_the_readers_clock(
    rt: Runtime, workspace_id: str, days: int, ahead: int, steps: tuple[int, str, str]
) -> None:
    app = await apps.create_app(rt, workspace_id, name="Bot", mode="chat")
    found = await figures_of(rt, app, days, ahead=ahead, now=NOON)
    assert (len(found.starts), words(found.starts[0]), words(found.starts[-1])) == steps
    assert found.starts == starts_of(found.span)
    assert found.total.figures.uses == 0


async def test_a_turn_counts_where_it_was_taken_and_the_studio_nowhere(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="Bot", mode="chat")
    tried = await chat.start_turn(rt, app, query="Try", inputs={}, user="ann", invoke_from=DEBUGGER)
    await tried.ended()
    assert not await app_figures.was_used(rt, app)
    live = await chat.start_turn(rt, app, query="Hello", inputs={}, user="ann")
    await live.ended()
    found = await figures_of(rt, app, 7)
    assert await app_figures.was_used(rt, app)
    assert (found.total.figures.uses, found.total.satisfaction) == (1, None)
    assert [(share.name, share.at) for share in found.sources] == [("service-api", found.starts[-1])]
