"""Human input: what a form holds, and what may be submitted."""

import json
from typing import Any

import pytest

from engine.errors import InvalidWorkflow, NodeError, VariableNotFound
from engine.files import FileReader
from engine.human_forms import InvalidSubmission, check_submission
from engine.nodes.base import Context, NodePaused
from engine.resources import Resources, RunInfo
from engine.running.run import prepare
from engine.values import File
from engine.variables import VariablePool
from tests.engine.alone import node
from tests.engine.asking import PDF, START, ask
from tests.engine.graphs import document


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
