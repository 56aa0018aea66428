"""Runs that wait for people: what is stored, who answers, and how they go on."""

import asyncio
import json
from typing import Any

import pytest

import storage.human_forms
from engine.events import HumanInputExpired, HumanInputFilled, RunFinished, RunPaused, RunStarted
from engine.human_forms import InvalidSubmission
from services.apps import apps, workflows
from services.chats import chat, conversations
from services.errors import FormExpired, FormSubmitted
from services.forms import human_forms
from services.runs import resumption, workflow_runs
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import Run
from tests.services.hand_clock import HandClock
from tests.services.parts import counts, document, message_of, names, node, published, run_of
from tests.services.waiting import (
    answer,
    asked,
    asking_node,
    end,
    form_of,
    hand_off,
    in_container,
    paused_run,
    reviewed,
    two_forms,
    wired,
)

HOUR = 3600.0


def at_hand(rt: Runtime, live: LiveRun) -> HandClock:
    """Give the waiting forms a clock that stands at the run's start."""
    rt.expiry.clock = clock = HandClock("2020-01-01")
    clock._now = live.created_at
    return clock


async def test_a_pause_is_stored_with_its_form_before_it_is_told(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    live = await paused_run(rt, app, inputs={"s": "it"})
    (told,) = asked(live.events)
    assert names(live.events)[-2:] == ["HumanInputRequired", "RunPaused"]
    run, nodes = await run_of(rt, live, app)
    assert (run.status, run.finished_at, [row.node_id for row in nodes]) == ("paused", None, ["start"])
    form = await human_forms.form_of_app(rt, app, told["form_token"])
    assert (form.run_id, form.node_id, form.task_id) == (live.id, "ask", live.task_id)
    assert form.definition["form_content"] == "Check it: {{#$output.note#}}"
    paused = live.find(RunPaused)
    assert isinstance(paused, RunPaused)
    assert paused.reasons[0]["form_token"] == form.token


async def test_an_answer_lets_the_same_run_go_on(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    first = await paused_run(rt, app, inputs={"s": "it"})
    live = await answer(rt, await form_of(rt, app, first), note="ok")
    assert (live.id, live.task_id) == (first.id, first.task_id)
    last = await end_of(live)
    assert (last.status, last.outputs) == ("succeeded", {"note": "ok"})
    assert last.started_at == live.created_at == pytest.approx(first.created_at)
    assert last.elapsed == pytest.approx(last.at - first.created_at, abs=1e-3)
    assert names(live.events)[:3] == ["RunStarted", "HumanInputFilled", "NodeFinished"]
    started = live.find(RunStarted)
    assert isinstance(started, RunStarted)
    assert (started.reason, started.inputs["s"]) == ("resumption", "it")
    run, nodes = await run_of(rt, live, app)
    assert (run.status, run.state, run.under_way, run.total_steps) == ("succeeded", None, None, 3)
    assert sorted(row.node_id for row in nodes) == ["ask", "start", "yes"]
    assert counts(rt, "runs", "human_forms") == {"runs": 1, "human_forms": 1}


async def test_a_token_is_usable_once(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    form = await form_of(rt, app, await paused_run(rt, app))
    await (await answer(rt, form)).ended()
    with pytest.raises(FormSubmitted, match=form.id):
        await human_forms.form_of_app(rt, app, form.token or "")
    with pytest.raises(FormSubmitted):
        await answer(rt, form)


async def test_of_answers_at_the_same_moment_one_counts(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    form = await form_of(rt, app, await paused_run(rt, app))
    work = [answer(rt, form, "approve" if n % 2 else "reject", note=str(n)) for n in range(8)]
    found = await asyncio.gather(*work, return_exceptions=True)
    won = [one for one in found if isinstance(one, LiveRun)]
    assert (len(won), {type(one) for one in found if one not in won}) == (1, {FormSubmitted})
    await won[0].ended()
    assert counts(rt, "node_executions") == {"node_executions": 3}


@pytest.mark.parametrize(
    ("action", "inputs", "message"),
    [("other", {"note": "x"}, "Invalid action: 'other'"), ("approve", {}, "Missing required inputs: note")],
)
async def test_an_answer_that_does_not_fit_leaves_the_form_open(
    rt: Runtime, workspace_id: str, action: str, inputs: dict[str, str], message: str
) -> None:
    app = await published(rt, workspace_id, reviewed())
    form = await form_of(rt, app, await paused_run(rt, app))
    with pytest.raises(InvalidSubmission, match=message):
        await human_forms.submit(rt, form, action=action, inputs=inputs)
    assert (await human_forms.form_of_app(rt, app, form.token or "")).status == "waiting"


async def test_a_form_of_another_app_does_not_exist(rt: Runtime, workspace_id: str) -> None:
    app, other = [await published(rt, workspace_id, reviewed()) for _ in range(2)]
    form = await form_of(rt, app, await paused_run(rt, app))
    with pytest.raises(NotFound):
        await human_forms.form_of_app(rt, other, form.token or "")


async def test_without_delivery_to_the_web_app_programs_get_no_token(rt: Runtime, workspace_id: str) -> None:
    mail = {"type": "email", "enabled": True, "config": {"recipients": {"whole_workspace": True, "items": []}}}
    app = await published(rt, workspace_id, reviewed(delivery_methods=[mail]))
    live = await paused_run(rt, app)
    form = await form_of(rt, app, live)
    assert (asked(live.events)[0]["form_token"], form.token) == (None, None)
    found, _ = await human_forms.form_at_address(rt, form.mail_token or "")
    assert found.id == form.id
    with pytest.raises(NotFound):
        await human_forms.form_of_app(rt, app, form.mail_token or "")


async def test_two_forms_pause_once_and_are_answered_one_by_one(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, two_forms())
    first = await paused_run(rt, app)
    tokens = {form["node_id"]: form["form_token"] for form in asked(first.events)}
    assert sorted(tokens) == ["a", "b"]
    second = await answer(rt, await form_of(rt, app, first, "b"), note="B")
    await second.ended()
    assert second.is_paused
    assert [form["form_token"] for form in asked(second.events)] == [tokens["a"]]
    last = await end_of(await answer(rt, await form_of(rt, app, second, "a"), note="A"))
    assert last.outputs == {"a": "A", "b": "B"}
    assert counts(rt, "human_forms", "node_executions") == {"human_forms": 2, "node_executions": 4}


async def test_two_forms_answered_at_once_are_both_taken(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, two_forms())
    first = await paused_run(rt, app)
    forms = await human_forms.open_forms(rt, app, first.id)
    await asyncio.gather(*(answer(rt, form, note=form.node_id) for form in forms))
    row = await ended_run(rt, first)
    assert (row.status, row.outputs) == ("succeeded", {"a": "a", "b": "b"})


async def end_of(live: LiveRun) -> RunFinished:
    """Return how a run ended."""
    await live.ended()
    found = live.find(RunFinished)
    assert isinstance(found, RunFinished), live.last
    return found


async def ended_run(rt: Runtime, live: LiveRun) -> Run:
    """Return the stored run once it has ended, over the pauses between."""
    await live.ended()
    while live.is_paused:
        live = await asyncio.wait_for(rt.live.next_stretch(live.id, live), 30)
        await live.ended()
    return Run(**rt.db.query("SELECT * FROM runs WHERE id = ?", [live.id])[0])


@pytest.mark.parametrize(
    ("kind", "settings", "result"),
    [
        ("iteration", {}, {"output": ["a1", "b1"]}),
        ("iteration", {"is_parallel": True}, {"output": ["a1", "b1"]}),
        ("loop", {"loop_count": 2}, {"loop_round": 2}),
    ],
)
async def test_forms_in_containers_are_answered_round_by_round(
    rt: Runtime, workspace_id: str, kind: str, settings: dict[str, object], result: dict[str, object]
) -> None:
    if kind == "iteration":
        settings = {
            "iterator_selector": ["env", "LETTERS"],
            "output_selector": ["ask", "__rendered_content"],
            **settings,
        }
    app = await published(rt, workspace_id, in_container(kind, **settings))
    live = await paused_run(rt, app)
    while live.is_paused:
        live = await answer(rt, await form_of(rt, app, live), note="1")
        await live.ended()
    assert (await end_of(live)).outputs == result
    run, nodes = await run_of(rt, live, app)
    assert run.status == "succeeded"
    assert len({row.id for row in nodes}) == len(nodes)
    asked_rows = [row for row in nodes if row.node_id == "ask"]
    assert [row.status for row in asked_rows] == ["succeeded", "succeeded"]


async def test_a_form_that_nobody_answers_takes_its_own_branch(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    first = await paused_run(rt, app)
    form, clock = await form_of(rt, app, first), at_hand(rt, first)
    await rt.expiry.start()
    await clock.advance(HOUR)
    assert rt.live.get(first.id) is first
    with_event = asyncio.create_task(rt.live.next_stretch(first.id, first))
    await clock.advance(HOUR + 1)
    live = await with_event
    last = await end_of(live)
    await rt.expiry.stop()
    assert isinstance(live.find(HumanInputExpired), HumanInputExpired)
    assert last.outputs == {"__action_id": ""}
    with pytest.raises(FormExpired, match=form.id):
        await human_forms.form_of_app(rt, app, form.token or "")


async def test_an_expired_form_takes_no_answer_before_the_job_has_seen_it(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    first = await paused_run(rt, app)
    form, clock = await form_of(rt, app, first), at_hand(rt, first)
    clock._now += 2 * HOUR + 1
    with pytest.raises(FormExpired):
        await answer(rt, form)


async def test_answers_of_before_a_restart_are_taken_up(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    first = await paused_run(rt, app)
    form = await form_of(rt, app, first)
    await storage.human_forms.answer_form(
        rt.db, form.id, status="submitted", at=form.created_at, answer={"action": "reject", "inputs": {"note": "n"}}
    )
    await rt.expiry.start()
    live = await asyncio.wait_for(rt.live.next_stretch(first.id, first), 30)
    last = await end_of(live)
    await rt.expiry.stop()
    assert last.outputs == {"__action_value": "No, thanks"}


async def test_a_chat_turn_goes_on_in_its_own_message(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, hand_off())
    first = await chat.start_turn(rt, app, query="Help", inputs={}, user="ann")
    await first.ended()
    message = await message_of(rt, first, app)
    assert (message.status, message.answer, message.query) == ("paused", "One moment. ", "Help")
    live = await answer(rt, await form_of(rt, app, first), note="Hello")
    await live.ended()
    assert names(live.events)[-2:] == ["RunFinished", "MessageEnd"]
    message = await message_of(rt, first, app)
    assert (message.status, message.answer) == ("normal", "One moment. Ann says: Hello")
    found = await conversations.messages(rt, app, "ann", first.conversation_id)
    assert [one.id for one in found.items] == [first.message_id]


async def test_turns_go_on_beside_one_that_waits(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, hand_off())
    first = await chat.start_turn(rt, app, query="One", inputs={}, user="ann")
    await first.ended()
    again: dict[str, Any] = {"inputs": {}, "user": "ann", "conversation_id": first.conversation_id}
    second = await chat.start_turn(rt, app, query="Two", **again)
    await second.ended()
    for live, note in ((second, "2"), (first, "1")):
        await (await answer(rt, await form_of(rt, app, live), note=note)).ended()
    found = await conversations.messages(rt, app, "ann", first.conversation_id)
    assert [one.answer for one in found.items] == ["One moment. Ann says: 1", "One moment. Ann says: 2"]


async def test_stopping_a_run_that_waits_closes_its_forms(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, two_forms())
    first = await paused_run(rt, app)
    form = await form_of(rt, app, first, "a")
    following = asyncio.create_task(rt.live.next_stretch(first.id, first))
    await resumption.stop(rt, app, first.task_id)
    live = await following
    last = await end_of(live)
    assert (names(live.events), last.status) == (["RunFinished"], "stopped")
    run, nodes = await run_of(rt, live, app)
    assert (run.status, run.state, {row.node_id: row.status for row in nodes}) == (
        "stopped",
        None,
        {"start": "succeeded", "a": "stopped", "b": "stopped"},
    )
    with pytest.raises(FormExpired, match="has ended"):
        await human_forms.form_of_app(rt, app, form.token or "")


async def test_a_waiting_turn_is_stopped_by_its_own_user_only(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, hand_off())
    first = await chat.start_turn(rt, app, query="Help", inputs={}, user="ann")
    await first.ended()
    await resumption.stop(rt, app, first.task_id, user="bob")
    assert (await message_of(rt, first, app)).status == "paused"
    await resumption.stop(rt, app, first.task_id, user="ann")
    live = rt.live.get(first.id)
    assert live is not None
    await live.ended()
    assert names(live.events) == ["RunFinished", "MessageEnd"]
    message = await message_of(rt, first, app)
    assert (message.status, message.answer) == ("stopped", "One moment. ")


async def test_deleting_the_conversation_ends_the_turn_that_waits(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, hand_off())
    first = await chat.start_turn(rt, app, query="Help", inputs={}, user="ann")
    await first.ended()
    await conversations.delete(rt, app, "ann", first.conversation_id)
    run, _ = await run_of(rt, first, app)
    assert run.status == "stopped"


async def test_deleting_the_app_ends_what_waits_and_forgets_it(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    first = await paused_run(rt, app)
    following = asyncio.create_task(rt.live.next_stretch(first.id, first))
    await asyncio.sleep(0)
    await apps.delete_app(rt, app)
    assert (await end_of(await following)).status == "stopped"
    assert counts(rt, "human_forms", "runs") == {"human_forms": 0, "runs": 0}


async def test_a_run_whose_version_is_gone_ends_with_the_reason(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    first = await paused_run(rt, app)
    form = await form_of(rt, app, first)
    await rt.db.write(lambda cursor: cursor.execute("DELETE FROM workflows WHERE version <> 'draft'"))
    last = await end_of(await answer(rt, form))
    assert (last.status, "does not exist" in str(last.error)) == ("failed", True)


async def test_what_a_paused_run_holds_is_encrypted_at_rest(rt: Runtime, workspace_id: str) -> None:
    secret = {"id": "e1", "name": "KEY", "value_type": "secret", "value": "hush-hush-42"}
    asking = reviewed(form_content="With {{#env.KEY#}}: {{#$output.note#}}")
    asking = asking.replace(environment_variables=[secret])
    app = await published(rt, workspace_id, asking)
    first = await paused_run(rt, app)
    rows = json.dumps([rt.db.query("SELECT * FROM runs"), rt.db.query("SELECT * FROM human_forms")], default=str)
    assert "hush-hush-42" not in rows
    assert "hush-hush-42" not in str(asked(first.events))
    live = await answer(rt, await form_of(rt, app, first))
    assert (await end_of(live)).status == "succeeded"


async def test_a_data_frame_is_whole_after_the_pause(rt: Runtime, workspace_id: str) -> None:
    script = "import polars as pl\ndef main():\n    return {'t': pl.DataFrame({'n': list(range(1000))})}\n"
    count = "def main(t):\n    return {'rows': len(t), 'last': int(t['n'][-1])}\n"
    reads = [{"variable": "t", "value_selector": ["make", "t"]}]
    numbers = {"rows": {"type": "number"}, "last": {"type": "number"}}
    nodes = wired(
        node("start", "start"),
        node("make", "code", code=script, code_language="python3", variables=[], outputs={"t": {"type": "dataframe"}}),
        asking_node(),
        node("count", "code", code=count, code_language="python3", variables=reads, outputs=numbers),
        end("end", "count", "last"),
        edges=["start > make", "make > ask", "ask.approve > count", "count > end"],
    )
    app = await published(rt, workspace_id, document("workflow", nodes))
    first = await paused_run(rt, app)
    kept = rt.settings.data_dir / "pauses" / first.id
    assert len(list(kept.iterdir())) == 1
    last = await end_of(await answer(rt, await form_of(rt, app, first)))
    assert (last.outputs, last.error) == ({"last": 999}, None)
    assert not kept.exists()


async def test_a_draft_goes_on_with_the_graph_that_it_began_with(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    first = await workflow_runs.start_run(rt, app, inputs={}, user="local", invoke_from="debugger", draft=True)
    await first.ended()
    form = await form_of(rt, app, first)
    draft = await workflows.get_draft(rt, app)
    kept = [item for item in draft.graph["nodes"] if item["id"] != "yes"]
    edges = [edge for edge in draft.graph["edges"] if edge["target"] != "yes"]
    await workflows.save_draft(rt, app, graph={"nodes": kept, "edges": edges})
    last = await end_of(await answer(rt, form, note="old"))
    assert last.outputs == {"note": "old"}


async def test_the_answer_is_told_with_what_was_submitted(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, reviewed())
    first = await paused_run(rt, app, inputs={"s": "it"})
    live = await answer(rt, await form_of(rt, app, first), "reject", "no good")
    await live.ended()
    filled = live.find(HumanInputFilled)
    assert isinstance(filled, HumanInputFilled)
    assert (filled.action_id, filled.action_text, filled.submitted) == ("reject", "No, thanks", {"note": "no good"})
    assert filled.rendered_content == "Check it: no good"
