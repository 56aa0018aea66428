"""Human input: the form, the pause, the answer, forms in parallel and in containers."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from engine.document import Document
from engine.errors import InvalidWorkflow, NodeError, VariableNotFound
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
from engine.files import FileReader
from engine.human_forms import InvalidSubmission, UnknownForm, answer_form, check_submission, open_forms
from engine.nodes.base import Context, NodePaused
from engine.resources import Resources, RunInfo
from engine.run import prepare
from engine.values import File
from engine.variables import VariablePool
from tests.engine.alone import node
from tests.engine.graphs import document, ended, last, pause, play, started

ACTIONS = [
    {"id": "approve", "title": "Approve", "button_style": "primary"},
    {"id": "reject", "title": "No, thanks", "button_style": "default"},
]
START = {"type": "start", "variables": [{"variable": "s", "type": "paragraph", "required": False}]}
PDF = {"transfer_method": "remote_url", "url": "https://example.com/a.pdf", "type": "document"}


def ask(**settings: Any) -> dict[str, Any]:
    note = {"type": "paragraph", "output_variable_name": "note", "default": {"type": "constant", "value": "none"}}
    form = {"form_content": "Check {{#start.s#}}: {{#$output.note#}}", "inputs": [note], "user_actions": ACTIONS}
    return {"type": "human-input", "timeout": 2, "timeout_unit": "hour", **form, **settings}


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


def form_of(**settings: Any) -> dict[str, Any]:
    """Return the form that a node with these settings makes."""
    pool: dict[str, dict[str, Any]] = {
        "start": {"s": "it", "options": ["x", "y"], "number": 7, "object": {"a": 1}, "bad": [1]},
        "env": {"K": "v"},
    }
    context = Context("ask", pool=VariablePool(pool), resources=Resources(), run=RunInfo())
    with pytest.raises(NodePaused) as paused:
        _run(node("human-input", **{"title": "Ask", **ask(**settings)}), context)
    return dict(paused.value.state["form"])


def _run(one: Any, context: Context) -> Any:
    try:
        one.run(context).send(None)  # it waits for nothing
    except StopIteration as stop:
        return stop.value
    raise AssertionError("the node waited for something")


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


def test_defaults_from_variables_are_resolved_as_text():
    def text(name: str, **default: Any) -> dict[str, Any]:
        return {"type": "paragraph", "output_variable_name": name, "default": default}

    form = form_of(
        inputs=[
            text("a", type="variable", selector=["start", "s"]),
            text("b", type="variable", selector=["start", "object"]),
            text("c", type="variable", selector=["start", "number"]),
            text("gone", type="variable", selector=["start", "gone"]),
            text("constant", type="constant", value="x"),
            {"type": "paragraph", "output_variable_name": "none", "default": None},
        ]
    )
    assert form["resolved_default_values"] == {"a": "it", "b": '{"a": 1}', "c": "7"}
    assert form["inputs"][4]["default"]["value"] == "x"
    assert form["inputs"][5] == {"type": "paragraph", "output_variable_name": "none", "default": None}


def test_inputs_of_a_form_carry_what_goes_with_their_type():
    source = {"type": "variable", "selector": ["start", "options"], "value": []}
    form = form_of(
        inputs=[
            {"type": "select", "output_variable_name": "a", "option_source": source},
            {"type": "file", "output_variable_name": "b", "allowed_file_types": ["image"]},
            {"type": "file-list", "output_variable_name": "c", "number_limits": 3},
        ]
    )
    files = {"allowed_file_types": [], "allowed_file_extensions": [], "allowed_file_upload_methods": []}
    assert form["inputs"] == [
        {"type": "select", "output_variable_name": "a", "option_source": {**source, "value": ["x", "y"]}},
        {"type": "file", "output_variable_name": "b", **files, "allowed_file_types": ["image"]},
        {"type": "file-list", "output_variable_name": "c", **files, "number_limits": 3},
    ]


@pytest.mark.parametrize(("selector", "error"), [(["start", "bad"], NodeError), (["start", "gone"], VariableNotFound)])
def test_options_that_are_no_list_of_texts_fail_the_node(selector, error):
    source = {"type": "variable", "selector": selector}
    with pytest.raises(error):
        form_of(inputs=[{"type": "select", "output_variable_name": "a", "option_source": source}])


def test_delivery_methods_come_rendered_and_only_when_enabled():
    mail = {"recipients": {"whole_workspace": True}, "subject": "On {{#start.s#}}\nnow", "body": "Open {{#url#}}"}
    form = form_of(
        delivery_methods=[
            {"id": "1", "type": "webapp", "enabled": False, "config": {}},
            {"id": "2", "type": "email", "enabled": True, "config": mail},
        ]
    )
    (method,) = form["delivery_methods"]
    assert (method["id"], method["type"], form["display_in_ui"]) == ("2", "email", False)
    assert (method["config"]["subject"], method["config"]["body"]) == ("On it now", "Open {{#url#}}")
    assert method["config"]["recipients"] == {"whole_workspace": True, "items": []}
    assert form_of(delivery_methods=[{"id": "1", "type": "webapp"}])["display_in_ui"] is True


def test_form_text_shows_values_as_readers_see_them():
    form = form_of(form_content="{{#start.options#}}|{{#start.gone#}}|{{#$output.note#}}|{{#$output.other#}}")
    assert form["form_content"] == "- x\n- y|start.gone|{{#$output.note#}}|{{#$output.other#}}"


FORM = form_of(
    inputs=[
        {"type": "paragraph", "output_variable_name": "note"},
        {"type": "select", "output_variable_name": "grade", "option_source": {"value": ["A", "B"]}},
        {"type": "file", "output_variable_name": "proof", "allowed_file_types": ["document"]},
        {"type": "file-list", "output_variable_name": "more", "number_limits": 1},
    ]
)
GOOD = {"note": "n", "grade": "A", "proof": PDF, "more": [PDF]}


def test_submission_becomes_an_answer_of_json_values():
    answer = check_submission(FORM, "approve", {**GOOD, "note": "a\x00b", "unknown": 1})
    assert json.loads(json.dumps(answer)) == answer
    assert (answer["action"], answer["inputs"]["note"], answer["inputs"]["grade"]) == ("approve", "ab", "A")
    assert File.from_mapping(answer["inputs"]["proof"]).remote_url == PDF["url"]
    assert [file["filename"] for file in answer["inputs"]["more"]] == ["a.pdf"]
    assert "unknown" not in answer["inputs"]


@pytest.mark.parametrize(
    ("action", "changes", "message", "variable"),
    [
        ("other", {}, "Invalid action: 'other' is none of approve, reject", "action"),
        ("approve", {"note": None}, "Missing required inputs: note", "note"),
        ("approve", {"note": None, "proof": None}, "Missing required inputs: note, proof", "note"),
        ("approve", {"note": 3}, "note must be a text", "note"),
        ("approve", {"grade": "C"}, "grade must be one of A, B", "grade"),
        ("approve", {"grade": ["A"]}, "grade must be a text", "grade"),
        ("approve", {"proof": "x"}, "must be a file", "proof"),
        ("approve", {"proof": {**PDF, "url": "https://x/a.png", "type": "image"}}, "takes document only", "proof"),
        ("approve", {"proof": {"transfer_method": "local_file", "upload_file_id": "u"}}, "does not exist", "proof"),
        ("approve", {"more": [PDF, PDF]}, "at most 1 files, got 2", "more"),
        ("approve", {"more": PDF}, "must be a list of files", "more"),
    ],
)
def test_submission_that_does_not_fit_is_refused(action, changes, message, variable):
    with pytest.raises(InvalidSubmission, match=message) as refused:
        check_submission(FORM, action, {**GOOD, **changes})
    assert (refused.value.variable, refused.value.code) == (variable, "invalid_form_data")


def test_uploads_of_a_submission_are_found_by_their_reader():
    upload = File(type="document", transfer_method="local_file", filename="a.pdf", extension=".pdf", related_id="u")
    files = FileReader(lookup=lambda upload_id: upload if upload_id == "u" else None)
    given = {**GOOD, "proof": {"transfer_method": "local_file", "upload_file_id": "u"}}
    answer = check_submission(FORM, "reject", given, files=files)
    assert answer["inputs"]["proof"]["related_id"] == "u"


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


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"user_actions": []}, "user_actions"),
        ({"user_actions": [{"id": "not an id", "title": "x"}]}, "user_actions.0.id"),
        ({"user_actions": [{"id": "a" * 21, "title": "x"}]}, "user_actions.0.id"),
        ({"user_actions": [{"id": "a", "title": "x" * 101}]}, "user_actions.0.title"),
        ({"user_actions": [{"id": "a", "title": "x", "button_style": "red"}]}, "user_actions.0.button_style"),
        ({"user_actions": [{"id": "a", "title": "x"}, {"id": "a", "title": "y"}]}, "user_actions"),
        ({"inputs": [{"type": "paragraph", "output_variable_name": "a"}] * 2}, "inputs"),
        ({"inputs": [{"type": "slider", "output_variable_name": "a"}]}, "inputs.0.type"),
        ({"timeout": 0}, "timeout"),
        ({"timeout_unit": "week"}, "timeout_unit"),
        ({"delivery_methods": [{"type": "pigeon"}]}, "delivery_methods.0.type"),
    ],
)
def test_settings_that_are_no_form_keep_the_workflow_from_running(settings, place):
    with pytest.raises(InvalidWorkflow) as failure:
        prepare(document({"start": START, "ask": ask(**settings)}, ["start > ask"]))
    assert [problem.field for problem in failure.value.problems] == [place]


def test_limits_of_settings_are_allowed():
    actions = [{"id": f"_{'a' * 19}", "title": "x" * 100, "button_style": style} for style in ("ghost",)]
    assert form_of(user_actions=actions)["actions"] == actions


def test_outputs_and_branches_follow_the_settings():
    one = node("human-input", **ask(inputs=FORM["inputs"]))
    assert one.declared_outputs() == {
        "note": "string",
        "grade": "string",
        "proof": "file",
        "more": "array[file]",
        "__action_id": "string",
        "__action_value": "string",
        "__rendered_content": "string",
    }
    assert one.handles() == ("approve", "reject", "__timeout")
    assert one.references() == {("start", "s")}
    assert not one.is_reusable()


def test_new_form_waits_three_days():
    assert (node("human-input").config.timeout, node("human-input").config.timeout_unit) == (3, "day")
