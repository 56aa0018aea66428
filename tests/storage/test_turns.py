"""Conversations, messages, runs and the one write that ends a turn."""

import asyncio
from typing import Any

import pytest

from storage import conversations, messages, runs
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.messages import record_turn
from storage.records import Conversation, ConversationVariable, EndUser, Message, NodeExecution, Run

OWN: dict[str, Any] = {"workspace_id": "w", "app_id": "a"}


def conversation(name: str = "Hello", at: float = 1.0, **fields: Any) -> Conversation:
    return Conversation(**OWN | {"end_user_id": "ann", "name": name, "created_at": at, "updated_at": at} | fields)


async def add_turns(db: Database, count: int) -> tuple[Conversation, list[Message]]:
    """Store a conversation of `count` messages; every third has no answer."""
    talk = conversation()
    made = [
        Message(
            **OWN,
            conversation_id=talk.id,
            query=f"q{number}",
            answer="" if number % 3 == 2 else f"a{number}",
            created_at=float(number),
            updated_at=float(number),
        )
        for number in range(count)
    ]
    for message in made:
        await record_turn(db, message=message, new_conversation=None if message is not made[0] else talk)
    return talk, made


def queries(found: list[Message]) -> list[str]:
    return [message.query for message in found]


async def test_a_turn_is_stored_whole(db: Database) -> None:
    talk = conversation()
    run = Run(**OWN, status="succeeded", conversation_id=talk.id)
    message = Message(**OWN, conversation_id=talk.id, query="Hello?", workflow_run_id=run.id, updated_at=7.0)
    nodes = [
        NodeExecution(**OWN, run_id=run.id, node_id=f"{idx}", kind="llm", title="", status="succeeded", idx=idx)
        for idx in (2, 1)
    ]
    await record_turn(db, message=message, run=run, nodes=nodes, new_conversation=talk)
    assert conversations.get_conversation(db, "w", "a", talk.id) == talk
    assert messages.get_message(db, "w", "a", message.id) == message
    assert runs.get_run(db, "w", "a", run.id) == run
    assert runs.list_nodes(db, "w", run.id) == nodes[::-1]


async def test_a_turn_that_fails_leaves_nothing(db: Database) -> None:
    run = Run(**OWN, status="succeeded")
    await record_turn(db, run=run)
    message = Message(**OWN, query="Hello?")
    with pytest.raises(Conflict):
        await record_turn(db, message=message, run=run)
    with pytest.raises(NotFound):
        messages.get_message(db, "w", "a", message.id)


async def test_a_later_turn_moves_only_the_time_of_its_conversation(db: Database) -> None:
    talk, _ = await add_turns(db, 1)
    await conversations.update_conversation(db, "w", "a", talk.id, name="Renamed")
    await record_turn(db, message=Message(**OWN, conversation_id=talk.id, query="?", updated_at=70.25))
    found = conversations.get_conversation(db, "w", "a", talk.id)
    assert (found.name, found.updated_at) == ("Renamed", 70.25)


async def test_turns_of_many_conversations_that_end_together_each_move_their_own(db: Database) -> None:
    talks = [conversation(f"{number}") for number in range(20)]
    async with asyncio.TaskGroup() as group:
        for talk in talks:
            group.create_task(conversations.add_conversation(db, talk))
    async with asyncio.TaskGroup() as group:
        for number, talk in enumerate(talks):
            message = Message(**OWN, conversation_id=talk.id, query="?", updated_at=100.0 + number)
            group.create_task(record_turn(db, message=message))
    found = conversations.list_conversations(db, "w", "a", end_user_id="ann", sort="updated_at")
    assert [(talk.name, talk.updated_at) for talk in found] == [(f"{n}", 100.0 + n) for n in range(20)]


async def test_a_run_that_went_on_after_a_pause_replaces_what_was_stored(db: Database) -> None:
    talk, _ = await add_turns(db, 1)
    run = Run(**OWN, status="paused", state={"pool": {}})
    message = Message(**OWN, conversation_id=talk.id, query="?", status="paused", workflow_run_id=run.id)
    await record_turn(db, run=run, message=message)
    done = Run(**run.row() | {"status": "succeeded", "state": None})
    answered = Message(**message.row() | {"status": "normal", "answer": "Yes."})
    await record_turn(db, run=done, message=answered, resumed=True)
    assert runs.get_run(db, "w", "a", run.id) == done
    assert messages.get_message(db, "w", "a", message.id) == answered


@pytest.mark.parametrize(
    ("first", "limit", "expected"),
    [(None, 3, ["q4", "q5", "q6"]), (4, 3, ["q1", "q2", "q3"]), (1, 3, ["q0"]), (0, 3, []), (None, 99, None)],
)
async def test_messages_come_newest_page_first_and_oldest_first_inside(
    db: Database, first: int | None, limit: int, expected: list[str] | None
) -> None:
    talk, made = await add_turns(db, 7)
    first_id = None if first is None else made[first].id
    found = messages.list_messages(db, "w", talk.id, first_id=first_id, limit=limit)
    assert queries(found) == (queries(made) if expected is None else expected)


async def test_a_page_before_a_message_of_another_conversation_is_not_found(db: Database) -> None:
    talk, _ = await add_turns(db, 1)
    _, others = await add_turns(db, 1)
    with pytest.raises(NotFound):
        messages.list_messages(db, "w", talk.id, first_id=others[0].id)


async def test_history_is_the_newest_answered_messages_oldest_first(db: Database) -> None:
    talk, _ = await add_turns(db, 7)
    assert queries(messages.history(db, "w", talk.id, limit=3)) == ["q3", "q4", "q6"]
    assert messages.history(db, "w", "nowhere") == []


async def test_messages_are_counted_for_many_conversations_at_once(db: Database) -> None:
    (one, _), (two, _) = await add_turns(db, 2), await add_turns(db, 3)
    assert messages.count_messages(db, "w", [one.id, two.id, "nowhere"]) == {one.id: 2, two.id: 3}


@pytest.mark.parametrize(
    ("sort", "names"),
    [("created_at", "abcd"), ("-created_at", "dcba"), ("updated_at", "badc"), ("-updated_at", "cdab")],
)
async def test_conversations_are_paged_in_every_order(db: Database, sort: conversations.Sort, names: str) -> None:
    for name, made, moved in (("a", 1, 6), ("b", 2, 5), ("c", 3, 8), ("d", 4, 7)):
        await conversations.add_conversation(db, conversation(name, created_at=float(made), updated_at=float(moved)))
    shown: list[Conversation] = []
    while page := conversations.list_conversations(
        db, "w", "a", end_user_id="ann", sort=sort, limit=2, last_id=shown[-1].id if shown else None
    ):
        shown += page
    assert "".join(talk.name for talk in shown) == names


async def test_conversations_of_others_deleted_and_unpinned_ones_are_left_out(db: Database) -> None:
    kept = conversation("kept", is_pinned=True)
    for talk in (kept, conversation("bob's", end_user_id="bob"), conversation("free"), conversation("gone")):
        await conversations.add_conversation(db, talk)
        if talk.name == "gone":
            await conversations.delete_conversation(db, "w", "a", talk.id)
            with pytest.raises(NotFound):
                conversations.get_conversation(db, "w", "a", talk.id)
    assert conversations.list_conversations(db, "w", "a", end_user_id="ann", pinned=True) == [kept]
    assert len(conversations.list_conversations(db, "w", "a", end_user_id="ann")) == 2
    assert conversations.list_conversations(db, "w", "a", account_id="ann") == []


async def test_a_page_after_an_unknown_conversation_is_not_found(db: Database) -> None:
    with pytest.raises(NotFound):
        conversations.list_conversations(db, "w", "a", end_user_id="ann", last_id="nowhere")


async def test_a_user_who_calls_twice_at_once_is_one_user(db: Database) -> None:
    calls = [EndUser(**OWN, type="service-api", session_id="ann") for _ in range(5)]
    found = await asyncio.gather(*(conversations.ensure_end_user(db, user) for user in calls))
    assert len({user.id for user in found}) == 1
    visitor = await conversations.ensure_end_user(db, EndUser(**OWN, type="browser", session_id="ann"))
    assert visitor.id != found[0].id
    assert set(conversations.end_users_by_id(db, "w", [visitor.id, found[0].id])) == {visitor.id, found[0].id}


async def test_a_conversation_variable_keeps_its_making_when_its_value_changes(db: Database) -> None:
    level = ConversationVariable(**OWN, id="v", conversation_id="c", name="level", value_type="number", value=1)
    other = ConversationVariable(**OWN, id="v", conversation_id="d", name="level", value_type="number", value=9)
    await conversations.put_conversation_variables(db, level, other)
    later = ConversationVariable(**level.row() | {"value": 2, "created_at": 99.0, "updated_at": 99.0})
    await conversations.put_conversation_variables(db, later)
    (found,) = conversations.list_conversation_variables(db, "w", "a", "c")
    assert (found.value, found.created_at, found.updated_at) == (2, level.created_at, 99.0)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [5, 4, 3, 2, 1, 0]),
        ({"status": "failed"}, [5, 3, 1]),
        ({"since": 2.0, "until": 4.0}, [3, 2]),
        ({"triggered_from": "debugging"}, [5]),
        ({"created_by": "bob"}, [0]),
        ({"limit": 2, "page": 2}, [3, 2]),
    ],
)
async def test_runs_come_newest_first_and_are_found_by_what_they_are(
    db: Database, wanted: dict[str, Any], expected: list[int]
) -> None:
    made = [
        Run(
            **OWN,
            status="failed" if number % 2 else "succeeded",
            triggered_from="debugging" if number == 5 else "app-run",
            created_by="ann" if number else "bob",
            graph={"nodes": []},
            created_at=float(number),
        )
        for number in range(6)
    ]
    for run in made:
        await runs.put_run(db, run)
    found = runs.list_runs(db, "w", "a", **wanted)
    assert [run.created_at for run in found] == expected
    assert all(run.graph is None for run in found)
    counted = {name: value for name, value in wanted.items() if name not in {"limit", "page"}}
    assert runs.count_runs(db, "w", "a", **counted) == (6 if "page" in wanted else len(expected))
    assert [run.created_at for run in runs.list_runs(db, "w", "a", last_id=made[2].id)] == [1, 0]


async def test_runs_that_a_crash_cut_off_are_found(db: Database) -> None:
    cut, done = Run(**OWN, status="running"), Run(**OWN, status="succeeded")
    await runs.put_run(db, cut)
    await runs.put_run(db, done)
    assert runs.unfinished_runs(db, "w") == [cut]
    await runs.update_run(db, "w", cut.id, status="failed", error="the server stopped")
    assert runs.unfinished_runs(db, "w") == []


async def test_the_last_execution_of_a_node_is_found(db: Database) -> None:
    node: dict[str, Any] = {"run_id": "r", "node_id": "n", "kind": "llm", "title": "", "status": "succeeded"}
    await runs.add_nodes(db, *(NodeExecution(**OWN, **node, created_at=at) for at in (1.0, 3.0, 2.0)))
    found = runs.find_last_node_execution(db, "w", "a", "n")
    assert found
    assert found.created_at == 3.0
