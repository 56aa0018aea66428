"""The log of an app: its conversations and runs by every filter, and its figures over time."""

import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from storage.app_figures import Span, app_costs, app_figures, app_ratings, app_sources
from storage.changes import added
from storage.conversation_logs import ConversationFilter, count_logged_conversations, list_logged_conversations
from storage.database import Database
from storage.records import Annotation, Conversation, EndUser, Feedback, Message, Run, feedback_id
from storage.run_logs import LogFilter, count_logged_runs, list_logged_runs

OWN: dict[str, Any] = {"workspace_id": "w", "app_id": "a"}
DAY = 86_400.0
START = 1_790_000_000.0 // DAY * DAY  # midnight, UTC


@pytest.fixture
async def log(db: Database) -> Database:
    """Two conversations of Ann and Bob, one of the Studio, and a text that was generated without a conversation."""
    ann, bob = (EndUser(**OWN, type="service-api", session_id=name) for name in ("ann", "bob"))
    talk, other, tried = (
        Conversation(**OWN, name=name, end_user_id=user.id)
        for name, user in (("Weather", ann), ("Trains", bob), ("Trial", bob))
    )

    def message(query: str, hours: float, **more: Any) -> Message:
        price: dict[str, Any] = {"total_price": Decimal("0.5"), "message_tokens": 3, "answer_tokens": 4}
        return Message(**OWN, query=query, answer="Yes.", created_at=START + hours * 3600, **price | more)

    rain = message("Will it rain?", 1, conversation_id=talk.id, end_user_id=ann.id, latency=1.0)
    snow = message("And snow?", 30, conversation_id=talk.id, end_user_id=ann.id, latency=3.0)
    train = message("When?", 2, conversation_id=other.id, end_user_id=bob.id, status="error", invoke_from="web-app")
    trial = message("Try", 3, conversation_id=tried.id, end_user_id=bob.id, invoke_from="debugger")
    alone = message("Write a poem", 40, account_id="me", latency=2.0)
    run = Run(**OWN, status="succeeded", inputs={"q": "Rain"}, created_by=ann.id, message_id=rain.id, elapsed=2.0)
    await db.store(added(ann, bob))
    await db.store(added(talk, other, tried))
    await db.store(
        added(*(replace(one, id=f"m{place}") for place, one in enumerate((rain, snow, train, trial, alone))))
    )
    await db.store(
        added(
            replace(run, message_id="m0"),
            Run(
                **OWN,
                status="failed",
                error="Broke",
                triggered_from="debugging",
                invoke_from="debugger",
                created_by=bob.id,
            ),
        )
    )
    await db.store(
        added(Feedback(id=feedback_id("m1", ann.id), **OWN, message_id="m1", rating="like", created_at=snow.created_at))
    )
    await db.store(added(Annotation(**OWN, message_id="m0", question="Rain?", answer="No.")))
    return db


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, ["Write a poem", "Weather", "Trial", "Trains"]),
        ({"keyword": "SNOW"}, ["Weather"]),
        ({"keyword": "trai"}, ["Trains"]),
        ({"status": "error"}, ["Trains"]),
        ({"sources": ["web-app", "service-api"]}, ["Write a poem", "Weather", "Trains"]),
        ({"user": "AN"}, ["Weather"]),
        ({"since": START + DAY}, ["Write a poem", "Weather"]),
        ({"until": START + 2.5 * 3600}, ["Weather", "Trains"]),
        ({"rating": "any"}, ["Weather"]),
        ({"rating": "dislike"}, []),
        ({"annotated": True}, ["Weather"]),
        ({"annotated": False}, ["Write a poem", "Trial", "Trains"]),
    ],
    ids=str,
)
async def test_conversations_are_found_by_every_filter(log: Database, wanted: dict[str, Any], names: list[str]) -> None:
    given = ConversationFilter(**wanted)
    assert [one.name for one in list_logged_conversations(log, "w", "a", wanted=given)] == names
    assert count_logged_conversations(log, "w", "a", wanted=given) == len(names)


async def test_a_conversation_adds_up_its_messages(log: Database) -> None:
    found = next(one for one in list_logged_conversations(log, "w", "a") if one.name == "Weather")
    assert (found.messages, found.tokens, found.price, found.likes, found.annotated) == (2, 14, Decimal(1), 1, 1)
    assert (found.user, found.created_at, found.updated_at) == ("ann", START + 3600, START + 30 * 3600)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 1),
        ({"with_debugging": True}, 2),
        ({"with_debugging": True, "sources": ["debugger"]}, 1),
        ({"annotated": True}, 1),
        ({"rating": "like"}, 0),
        ({"user": "ann", "keyword": "rain"}, 1),
        ({"with_debugging": True, "keyword": "broke"}, 1),
    ],
    ids=str,
)
async def test_runs_are_found_by_every_filter(log: Database, wanted: dict[str, Any], found: int) -> None:
    given = LogFilter(**wanted)
    assert len(list_logged_runs(log, "w", "a", wanted=given)) == count_logged_runs(log, "w", "a", wanted=given) == found


async def test_figures_come_by_day_and_for_the_whole_without_the_studio(log: Database) -> None:
    span = Span(since=START, until=START + 7 * DAY, step="day")
    first, second, whole = app_figures(log, "w", "a", span)
    assert (first.at, first.uses, first.users, first.errors, first.median) == (START, 2, 2, 1, 1.0)
    assert (second.at, second.uses, second.conversations, second.median) == (START + DAY, 2, 1, 2.5)
    assert (whole.at, whole.uses, whole.users, whole.tokens, whole.errors) == (None, 4, 3, 28, 1)
    assert [(one.at, one.name, int(one.amount)) for one in app_costs(log, "w", "a", span)] == [
        (START, "USD", 1),
        (START + DAY, "USD", 1),
    ]
    assert [(one.name, int(one.amount)) for one in app_sources(log, "w", "a", span)] == [
        ("service-api", 1),
        ("web-app", 1),
        ("service-api", 2),
    ]
    assert [(one.at, one.name) for one in app_ratings(log, "w", "a", span)] == [(START + DAY, "like")]


async def test_steps_begin_by_the_clock_of_the_reader(log: Database) -> None:
    span = Span(since=START, until=START + 7 * DAY, step="day", ahead=-8 * 60)
    assert [one.at for one in app_figures(log, "w", "a", span)] == [
        START - 16 * 3600,
        START + 8 * 3600,
        START + 32 * 3600,
        None,
    ]


async def test_figures_of_a_workflow_are_those_of_its_runs(log: Database) -> None:
    span = Span(since=0, until=time.time() + 60, step="week")
    *_, whole = app_figures(log, "w", "a", span, of_runs=True)
    assert (whole.uses, whole.errors, whole.median) == (1, 0, 2.0)
    assert app_figures(log, "w", "another", span) == []
