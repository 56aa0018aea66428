"""Human input: the form, the pause, the answer, forms in parallel and in containers."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from engine.document import Document
from engine.events import (
    Event,
    HumanInputExpired,
    HumanInputFilled,
    HumanInputRequired,
    NodeFinished,
    NodeStarted,
    RunPaused,
    RunStarted,
)
from engine.human_forms import UnknownForm, answer_form, check_submission, open_forms
from engine.values import File
from tests.engine.asking import PDF, START, ask
from tests.engine.graphs import document, ended, last, pause, play, started


def end(*selector: str) -> dict[str, Any]:
    return {"type": "end", "outputs": [{"variable": selector[-1], "value_selector": list(selector)}]}


def reviewed() -> Document:
    nodes = {
        "start": START,
        "ask": ask(),
        "yes": end("ask", "note"),
        "no": end("ask", "__action_value"),
        "late": end("ask", "__action_id"),
    }
    return document(nodes, ["start > ask", "ask.approve > yes", "ask.reject > no", "ask.__timeout > late"])


async def go_on(doc: Document, paused: RunPaused, answers: Mapping[str, Any]) -> list[Event]:
    """Resume from the JSON of a pause, with answers by form id."""
    state = json.loads(json.dumps(paused.state))
    for form_id, answer in answers.items():
        state = answer_form(state, form_id, answer)
    return await play(doc, resumed=json.loads(json.dumps(state)))


def approve(note: str = "fine") -> dict[str, Any]:
    return {"action": "approve", "inputs": {"note": note}}


def of(kind: type[Event], events: Iterable[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


async def test_first_visit_pauses_with_the_form():
    before = int(time.time())
    events = await play(reviewed(), inputs={"s": "it"})
    (required,) = of(HumanInputRequired, events)
    paused = pause(events)
    (reason,) = paused.reasons
    assert started(events) == ["start", "ask"]
    assert events.index(required) < len(events) - 1
    assert (paused.node_ids, reason["TYPE"], reason["node_id"]) == (["ask"], "human_input_required", "ask")
    assert reason["form_id"] == required.form_id == required.form["form_id"]
    assert (reason["node_title"], reason["form_content"]) == ("ask", "Check it: {{#$output.note#}}")
    assert [action["id"] for action in reason["actions"]] == ["approve", "reject"]
    assert before + 7200 <= reason["expiration_time"] <= required.expires_at <= time.time() + 7200
    assert open_forms(paused.state) == [required.form]


async def test_answer_takes_the_branch_of_its_button():
    doc = reviewed()
    paused = pause(await play(doc, inputs={"s": "it"}))
    events = await go_on(doc, paused, {paused.reasons[0]["form_id"]: approve("ok")})
    assert last(events).outputs == {"note": "ok"}
    assert ended(events) == {"ask": "succeeded", "yes": "succeeded"}
    outputs = of(NodeFinished, events)[0].outputs
    assert outputs == {
        "note": "ok",
        "__action_id": "approve",
        "__action_value": "Approve",
        "__rendered_content": "Check it: ok",
    }


async def test_resumption_tells_who_answered_before_the_node_ends():
    doc = reviewed()
    paused = pause(await play(doc, inputs={"s": "it"}))
    events = await go_on(doc, paused, {paused.reasons[0]["form_id"]: approve("ok")})
    (filled,) = of(HumanInputFilled, events)
    assert (filled.action_id, filled.action_text, filled.rendered_content) == ("approve", "Approve", "Check it: ok")
    assert filled.submitted == {"note": "ok"}
    assert of(RunStarted, events)[0].reason == "resumption"
    assert [type(event).__name__ for event in events[:3]] == ["RunStarted", "HumanInputFilled", "NodeFinished"]
    assert not [event for event in of(NodeStarted, events) if event.node_id == "ask"]


async def test_expired_form_takes_its_own_branch_without_inputs():
    doc = reviewed()
    paused = pause(await play(doc, inputs={"s": "it"}))
    events = await go_on(doc, paused, {paused.reasons[0]["form_id"]: {"expired": True}})
    assert last(events).outputs == {"__action_id": ""}
    assert of(HumanInputExpired, events)[0].expires_at == paused.reasons[0]["expiration_time"]
    assert of(NodeFinished, events)[0].outputs == {
        "__action_id": "",
        "__action_value": "",
        "__rendered_content": "Check it: {{#$output.note#}}",
    }


async def test_form_past_its_time_expires_by_itself_when_the_run_goes_on(monkeypatch):
    doc = reviewed()
    paused = pause(await play(doc, inputs={"s": "it"}))
    now = time.time() + 7201
    monkeypatch.setattr("engine.nodes.human_input.time.time", lambda: now)
    assert last(await go_on(doc, paused, {})).outputs == {"__action_id": ""}


async def test_branch_without_an_edge_just_ends():
    doc = document({"start": START, "ask": ask(), "yes": end("ask", "note")}, ["start > ask", "ask.approve > yes"])
    paused = pause(await play(doc))
    events = await go_on(doc, paused, {paused.reasons[0]["form_id"]: {"expired": True}})
    assert (last(events).status, last(events).outputs) == ("succeeded", {})


async def test_unanswered_node_pauses_again_with_the_same_form():
    doc = reviewed()
    first = pause(await play(doc))
    events = await go_on(doc, first, {})
    assert pause(events).reasons == first.reasons
    assert not of(HumanInputRequired, events)


async def test_answer_with_an_unknown_button_fails_the_node():
    doc = reviewed()
    paused = pause(await play(doc))
    events = await go_on(doc, paused, {paused.reasons[0]["form_id"]: {"action": "other", "inputs": {}}})
    assert "no button 'other'" in str(last(events).error)


async def test_two_forms_in_parallel_pause_once_and_resume_one_by_one():
    nodes = {"start": START, "a": ask(), "b": ask(), "join": end("a", "note"), "more": end("b", "__action_id")}
    edges = ["start > a", "start > b", "a.approve > join", "b.approve > join", "b.approve > more"]
    doc = document(nodes, edges)
    events = await play(doc)
    paused = pause(events)
    forms = {reason["node_id"]: reason["form_id"] for reason in paused.reasons}
    assert sorted(forms) == ["a", "b"]
    assert len(of(HumanInputRequired, events)) == 2
    second = pause(await go_on(doc, paused, {forms["b"]: approve()}))
    assert [reason["form_id"] for reason in second.reasons] == [forms["a"]]
    final = await go_on(doc, second, {forms["a"]: approve("done")})
    assert last(final).outputs == {"note": "done", "__action_id": "approve"}


def container(kind: str, **settings: Any) -> Document:
    """Return a workflow whose container asks in every round."""
    inner = {"iteration": "iteration_id", "loop": "loop_id"}[kind]
    nodes = {
        "start": {"type": "start", "variables": [{"variable": "l", "type": "json_object", "required": False}]},
        "box": {"type": kind, "start_node_id": "begin", **settings},
        "begin": {"type": f"{kind}-start", inner: "box"},
        "ask": ask(form_content="{{#box.item#}}{{#$output.note#}}", **{inner: "box"}),
        "end": end("box", "output" if kind == "iteration" else "loop_round"),
    }
    return document(nodes, ["start > box", "begin > ask", "box > end"])


ITERATION = {"iterator_selector": ["start", "l"], "output_selector": ["ask", "__rendered_content"]}


async def test_form_in_an_iteration_is_answered_round_by_round():
    doc = container("iteration", **ITERATION)
    paused, seen = pause(await play(doc, inputs={"l": ["a", "b"]})), []
    for note in ("1", "2"):
        (form,) = open_forms(paused.state)
        seen.append(form["form_content"])
        events = await go_on(doc, paused, {form["form_id"]: approve(note)})
        paused = events[-1]
    assert seen == ["a{{#$output.note#}}", "b{{#$output.note#}}"]
    assert last(events).outputs == {"output": ["a1", "b2"]}


async def test_forms_of_parallel_rounds_pause_once_and_may_be_answered_in_any_order():
    doc = container("iteration", is_parallel=True, **ITERATION)
    paused = pause(await play(doc, inputs={"l": ["a", "b", "c"]}))
    forms = {form["form_content"][0]: form["form_id"] for form in open_forms(paused.state)}
    assert sorted(forms) == ["a", "b", "c"]
    second = pause(await go_on(doc, paused, {forms["c"]: approve("3")}))
    assert {form["form_id"] for form in open_forms(second.state)} == {forms["a"], forms["b"]}
    events = await go_on(doc, second, {forms["b"]: approve("2"), forms["a"]: approve("1")})
    assert last(events).outputs == {"output": ["a1", "b2", "c3"]}


async def test_form_in_a_loop_is_answered_round_by_round():
    doc = container("loop", loop_count=2)
    events = await play(doc)
    for _ in range(2):
        paused = pause(events)
        (form,) = open_forms(paused.state)
        events = await go_on(doc, paused, {form["form_id"]: approve()})
    assert last(events).outputs == {"loop_round": 2}


async def test_form_in_a_loop_in_an_iteration_is_found():
    nodes = {
        "start": {"type": "start", "variables": []},
        "outer": {"type": "iteration", "start_node_id": "b1", "iterator_selector": ["sys", "files"]},
        "b1": {"type": "iteration-start"},
        "inner": {"type": "loop", "start_node_id": "b2", "loop_count": 1},
        "b2": {"type": "loop-start"},
        "ask": ask(form_content="deep"),
    }
    nodes["outer"] |= {"output_selector": ["ask", "note"]}
    doc = document(nodes, ["start > outer", "b1 > inner", "b2 > ask"])
    file = File(type="image", transfer_method="remote_url", remote_url="http://x")
    paused = pause(await play(doc, files=[file]))
    (form,) = open_forms(paused.state)
    events = await go_on(doc, paused, {form["form_id"]: approve()})
    assert last(events).status == "succeeded"


async def test_answer_for_a_form_that_is_not_open_is_refused():
    doc = reviewed()
    paused = pause(await play(doc))
    with pytest.raises(UnknownForm, match="no form other"):
        answer_form(paused.state, "other", approve())
    answered = answer_form(paused.state, paused.reasons[0]["form_id"], approve())
    with pytest.raises(UnknownForm):
        answer_form(answered, paused.reasons[0]["form_id"], approve())


async def test_putting_an_answer_in_leaves_the_saved_state_as_it_is():
    paused = pause(await play(reviewed()))
    before = json.dumps(paused.state)
    answer_form(paused.state, paused.reasons[0]["form_id"], approve())
    assert json.dumps(paused.state) == before


async def test_files_of_an_answer_are_values_and_counted_in_the_text():
    inputs = [
        {"type": "file", "output_variable_name": "proof"},
        {"type": "file-list", "output_variable_name": "more", "number_limits": 2},
    ]
    nodes = {
        "start": START,
        "ask": ask(inputs=inputs, form_content="{{#$output.proof#}} {{#$output.more#}} {{#$output.gone#}}."),
        "end": {
            "type": "end",
            "outputs": [
                {"variable": "name", "value_selector": ["ask", "proof", "name"]},
                {"variable": "text", "value_selector": ["ask", "__rendered_content"]},
            ],
        },
    }
    doc = document(nodes, ["start > ask", "ask.approve > end"])
    paused = pause(await play(doc))
    (form,) = open_forms(paused.state)
    events = await go_on(
        doc, paused, {form["form_id"]: check_submission(form, "approve", {"proof": PDF, "more": [PDF]})}
    )
    assert last(events).outputs == {"name": "a.pdf", "text": "[file] [1 files] ."}
    assert isinstance(of(HumanInputFilled, events)[0].submitted["proof"], File)
