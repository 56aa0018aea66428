import json

import pytest

from pages.drawing.model import Port, Wire, model_of, port_id, split_port
from tests.pages.documents import branching, document, edge, node


def test_a_branching_node_shows_one_port_per_case_and_grows_with_them():
    box = model_of(branching()).box("choice")
    assert box is not None
    assert box.ports == (Port("true", "IF n > 3"), Port("false", "ELSE"))
    assert box.height > model_of(branching()).box("s").height


def test_wires_keep_the_branch_they_leave_by():
    wires = model_of(branching()).wires
    assert Wire("choice-true-big", "choice", "true", "big") in wires
    assert Wire("s-source-choice", "s", "source", "choice") in wires


@pytest.mark.parametrize(
    ("handle", "expected"),
    [("source", "source"), ("fail-branch", "fail-branch"), ("0d7f-aa:b", "0d7f-aa:b")],
)
def test_a_port_id_splits_into_the_node_and_handle_it_was_made_of(handle, expected):
    assert split_port(port_id("n1", handle)) == ("n1", expected)


def test_a_whole_node_is_left_by_the_plain_handle():
    assert split_port("n1") == ("n1", "source")


def test_a_node_with_a_failure_branch_has_two_exits():
    model = model_of(document(node("c", "code", error_strategy="fail-branch")))
    assert [port.handle for port in model.boxes[0].ports] == ["source", "fail-branch"]


def test_parents_stand_before_their_children_however_the_file_orders_them():
    model = model_of(
        document(
            node("inner", "llm", 20, 60, parent="mid"),
            node("mid", "loop", parent="outer"),
            node("outer", "iteration", width=500, height=300),
        )
    )
    assert [box.id for box in model.boxes] == ["outer", "mid", "inner"]
    assert model.box("outer").is_container
    assert (model.box("outer").width, model.box("outer").height) == (500, 300)


def test_boxes_that_claim_to_lie_in_each_other_are_still_drawn():
    model = model_of(document(node("a", "loop", parent="b"), node("b", "loop", parent="a")))
    assert {box.id for box in model.boxes} == {"a", "b"}


def test_edges_to_nodes_or_branches_that_do_not_exist_are_left_out():
    model = model_of(
        document(node("a", "if-else", cases=[]), node("b", "end"), edge("a", "gone"), edge("a", "b", "gone"))
    )
    assert model.wires == ()


def test_a_note_of_the_rich_text_editor_shows_its_words():
    text = json.dumps({"root": {"children": [{"children": [{"text": "Ask first"}, {"text": "then act"}]}]}})
    note = {"id": "n", "type": "custom-note", "data": {"text": text}, "position": {"x": 1, "y": 2}}
    box = model_of(document(note)).box("n")
    assert box is not None
    assert (box.kind, box.title) == ("note", "Ask first then act")


@pytest.mark.parametrize(
    ("kind", "data", "line"),
    [
        ("llm", {"model": {"name": "gpt-4o"}}, "gpt-4o"),
        ("http-request", {"method": "post", "url": "https://x.example"}, "POST https://x.example"),
        ("end", {"outputs": [{"variable": "a"}, {"variable": "b"}]}, "a, b"),
        ("code", {"code_language": "python3"}, "python3"),
        ("made-up", {"desc": "what it is"}, "what it is"),
        ("llm", {"model": None}, ""),
    ],
)
def test_the_line_under_the_title_says_what_the_node_uses(kind, data, line):
    assert model_of(document(node("n", kind, **data))).boxes[0].subtitle == line
