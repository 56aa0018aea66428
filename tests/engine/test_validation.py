"""Validation: every problem at once, at its place, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.document import Document
from engine.graph import validate
from tests.engine.graphs import document

START = {"type": "start", "variables": [{"variable": "topic", "type": "text-input", "label": "Topic"}]}
END = {"type": "end", "outputs": []}


def template(text="{{ x }}", **variables):
    bound = [{"variable": name, "value_selector": list(path)} for name, path in variables.items()]
    return {"type": "template-transform", "template": text, "variables": bound}


def problems(nodes, edges, **options):
    """Return `(node id, field, severity, message)` of every problem."""
    found = validate(document(nodes, edges, **options))
    return [(problem.node_id, problem.field, problem.severity, problem.message) for problem in found]


def only(nodes, edges, **options):
    """Return the one problem."""
    (problem,) = problems(nodes, edges, **options)
    return problem


def test_a_sound_document_has_no_problems():
    nodes = {
        "s": START,
        "t": template(x=("s", "topic")),
        "e": {"type": "end", "outputs": [{"variable": "text", "value_selector": ["t", "output"]}]},
    }
    assert problems(nodes, ["s > t", "t > e"]) == []


def test_a_circle_is_told_as_one_readable_path():
    nodes = {"s": START, "a": template(), "b": template(), "e": END}
    place, field, severity, message = only(nodes, ["s > a", "a > b", "b > a", "b > e"])
    assert (place, field, severity) == ("a", "edges", "error")
    assert message == "the edges lead in a circle: 'a' (a) → 'b' (b) → 'a' (a)"


def test_each_circle_is_told_once():
    nodes = {name: template() for name in "abcd"} | {"s": START, "e": END}
    found = problems(nodes, ["s > a", "a > b", "b > a", "b > c", "c > d", "d > c", "c > e", "d > d"])
    assert [message.count("→") for *_, message in found] == [2, 2]


def test_an_edge_to_nowhere_is_told_with_both_ends():
    assert only({"router": START, "e": END}, ["router > check_key_points", "router > e"]) == (
        "router",
        "edges",
        "error",
        "an edge leads from 'router' to 'check_key_points', and there is no node 'check_key_points'",
    )


def test_a_node_that_nothing_leads_to_is_warned_about_and_its_faults_are_no_errors():
    found = problems({"s": START, "e": END, "lone": {"type": "end", "outputs": 3}}, ["s > e"])
    assert found == [
        ("lone", None, "warning", "no path leads here from the start; the node never runs"),
        ("lone", "outputs", "warning", "must be a list, not 3"),
    ]


@pytest.mark.parametrize(
    ("nodes", "mode", "message"),
    [
        ({"e": END}, "workflow", "the workflow has no node to start from; add a start node"),
        ({"s": START}, "workflow", "the workflow gives no outputs; add an end node"),
        ({"s": START}, "advanced-chat", "nothing is ever answered; add an answer node"),
        ({"s": START, "s2": {"type": "start"}, "e": END}, "workflow", "there are several start nodes: s, s2"),
    ],
)
def test_what_the_document_as_a_whole_lacks(nodes, mode, message):
    edges = [f"{source} > e" for source in nodes if "e" in nodes and source != "e"]
    assert message in [found[3] for found in problems(nodes, edges, mode=mode)]


def test_nodes_with_one_id_are_told():
    doc = document({"s": START, "e": END}, ["s > e"])
    doubled = doc.replace(graph={**doc.graph, "nodes": [*doc.graph["nodes"], doc.graph["nodes"][1]]})
    assert [str(problem) for problem in validate(doubled)] == ["e.id: 2 nodes have the id 'e'; ids must differ"]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("knowledge-index", 'the node kind "knowledge-index" cannot run yet'),
        ("teleport", 'there is no node kind "teleport"'),
        (
            "millrace-python-mine-greet",
            'no file in the folder of nodes gives the kind "millrace-python-mine-greet": it is missing there, or broken',
        ),
        ("", "the node has no kind"),
    ],
)
def test_a_kind_that_does_not_run_says_why(kind, message):
    assert only({"s": START, "x": {"type": kind}, "e": END}, ["s > x", "x > e"]) == ("x", "type", "error", message)


def test_an_agent_app_can_run():
    assert validate(Document({"app": {"mode": "agent-chat"}, "model_config": {}})) == []


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"type": "end", "outputs": [{}]}, "outputs.0.variable", "a value is required"),
        ({"type": "end", "outputs": [{"variable": 3}]}, "outputs.0.variable", "must be text, not 3"),
        ({"type": "end", "outputs": {}}, "outputs", "must be a list, not {}"),
        (
            {"type": "if-else", "cases": [{"case_id": "x", "logical_operator": "xor"}]},
            "cases.0.logical_operator",
            "must be one of 'and' or 'or', not 'xor'",
        ),
        (
            {
                "type": "iteration",
                "start_node_id": "i",
                "iterator_selector": ["s", "topic"],
                "output_selector": ["i", "x"],
                "parallel_nums": 0,
            },
            "parallel_nums",
            "must be at least 1, not 0",
        ),
    ],
)
def test_settings_are_faulted_at_their_path_in_words(data, field, message):
    nodes = {"s": START, "x": data, "i": {"type": "iteration-start", "iteration_id": "x"}, "e": END}
    assert ("x", field, "error", message) in problems(nodes, ["s > x", "x > e"])


@pytest.mark.parametrize(
    ("item", "field", "message"),
    [
        (
            {"key": "n", "type": "number", "value": "many"},
            "default_value.0.value",
            "the default of 'n' must be number, not 'many'",
        ),
        (
            {"key": "l", "type": "array[string]", "value": "[1]"},
            "default_value.0.value",
            "the default of 'l' must be array[string], not '[1]'",
        ),
        ({"type": "string", "value": "x"}, "default_value.0.key", "a default needs the name of an output"),
    ],
)
def test_a_default_must_be_of_its_type(item, field, message):
    failing = {**template("x"), "error_strategy": "default-value", "default_value": [item]}
    assert only({"s": START, "t": failing, "e": END}, ["s > t", "t > e"]) == ("t", field, "error", message)


def test_defaults_count_only_under_their_strategy():
    odd = {**template("x"), "default_value": [{"key": "n", "type": "number", "value": "many"}]}
    assert problems({"s": START, "t": odd, "e": END}, ["s > t", "t > e"]) == []


def test_a_branch_that_the_node_does_not_have_is_warned_about():
    case = {"case_id": "yes", "conditions": []}
    nodes = {"s": START, "if": {"type": "if-else", "cases": [case]}, "e": END}
    place, _, severity, message = only(nodes, ["s > if", "if.yes > e", "if.false > e", "if.maybe > e"])
    assert (place, severity) == ("if", "warning")
    assert "leaves by 'maybe', a branch that the node does not have" in message


def test_the_failure_branch_is_there_under_its_strategy_only():
    edges = ["s > t", "t > e", "t.fail-branch > e"]
    assert len(problems({"s": START, "t": template("x"), "e": END}, edges)) == 1
    brave = {**template("x"), "error_strategy": "fail-branch"}
    assert problems({"s": START, "t": brave, "e": END}, edges) == []


ITERATION = {
    "type": "iteration",
    "start_node_id": "i",
    "iterator_selector": ["s", "list"],
    "output_selector": ["w", "output"],
}
INSIDE = {
    "i": {"type": "iteration-start", "iteration_id": "it"},
    "w": {**template(x=("it", "item")), "iteration_id": "it"},
}


def test_inside_an_iteration_item_and_index_can_be_read_and_outside_they_cannot():
    start = {"type": "start", "variables": [{"variable": "list", "type": "file-list", "label": "L"}]}
    nodes = {"s": start, "it": ITERATION, **INSIDE, "t": template(y=("it", "item")), "e": END}
    place, field, severity, message = only(nodes, ["s > it", "i > w", "it > t", "t > e"])
    assert (place, field, severity) == ("t", "variables.0.value_selector", "warning")
    assert message == "'it' (it) has no output 'item'; there is output"


def test_an_edge_across_the_border_of_a_container_is_an_error():
    start = {"type": "start", "variables": [{"variable": "list", "type": "file-list", "label": "L"}]}
    found = problems({"s": start, "it": ITERATION, **INSIDE, "e": END}, ["s > it", "i > w", "w > e", "it > e"])
    assert ("w", "edges", "error", "the edge to 'e' crosses the border of a container") in found


def test_a_container_without_a_start_is_told():
    nodes = {"s": START, "it": {**ITERATION, "start_node_id": "gone"}, "e": END}
    messages = [found[3] for found in problems(nodes, ["s > it", "it > e"])]
    assert "it has no node inside to start from" in messages


REFERENCES = [
    (("ghost", "x"), "error", "ghost.x names the node 'ghost', which does not exist"),
    (("late", "output"), "warning", "late.output is not written yet: 'late' (late) does not come before this node"),
    (("t", "output"), "warning", "t.output is not written yet: 't' (t) does not come before this node"),
    (("s", "tpoic"), "warning", "'s' (s) has no output 'tpoic'; there is topic"),
    (
        ("sys", "query"),
        "warning",
        "there is no variable sys.query; there is app_id, datetime, files, timestamp, "
        "user_id, user_name, workflow_id, workflow_run_id",
    ),
    (("env", "KEY"), "warning", "there is no variable env.KEY"),
]


@pytest.mark.parametrize(("selector", "severity", "message"), REFERENCES)
def test_a_reference_that_leads_nowhere(selector, severity, message):
    nodes = {"s": START, "t": template(x=selector), "late": template("x"), "e": END}
    found = only(nodes, ["s > t", "t > late", "late > e"])
    assert found == ("t", "variables.0.value_selector", severity, message)


def test_a_reference_inside_a_text_is_found_with_its_field():
    nodes = {"s": START, "a": {"type": "answer", "answer": "Hi {{#ghost.name#}}"}}
    assert only(nodes, ["s > a"], mode="advanced-chat")[:3] == ("a", "answer", "error")


def test_a_node_of_an_unknown_kind_may_have_any_output():
    nodes = {"s": START, "x": {"type": "teleport"}, "t": template(x=("x", "anything")), "e": END}
    assert [found[3] for found in problems(nodes, ["s > x", "x > t", "t > e"])] == ['there is no node kind "teleport"']


def test_what_an_error_strategy_adds_can_be_read():
    brave = {**template("x"), "error_strategy": "fail-branch"}
    nodes = {"s": START, "t": brave, "u": template(x=("t", "error_message")), "e": END}
    assert problems(nodes, ["s > t", "t.fail-branch > u", "u > e", "t > e"]) == []


def test_text_where_a_list_is_needed_is_told_with_both_nodes():
    nodes = {"s": START, "it": {**ITERATION, "iterator_selector": ["s", "topic"]}, **INSIDE, "e": END}
    found = only(nodes, ["s > it", "i > w", "it > e"])
    assert found == ("it", "iterator_selector", "warning", "'it' (it) needs array, and 's' (s) gives string as 'topic'")


def test_an_input_that_texts_cannot_name_is_warned_about():
    start = {"type": "start", "variables": [{"variable": "姓名", "type": "text-input", "label": "姓名"}]}
    assert only({"s": start, "e": END}, ["s > e"])[1:3] == ("variables", "warning")


@st.composite
def chains(draw):
    """Draw a chain of nodes with further forward edges: sound but for what a test plants."""
    count = draw(st.integers(3, 8))
    names = ["s", *(f"n{place}" for place in range(count)), "e"]
    nodes = {"s": START, "e": END} | {name: template("x") for name in names[1:-1]}
    forward = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names))]
    extra = draw(st.lists(st.sampled_from(forward), max_size=6))
    pairs = sorted({*zip(range(len(names)), range(1, len(names)), strict=False), *extra})
    return nodes, [f"{names[a]} > {names[b]}" for a, b in pairs], names


@given(chains())
def test_forward_edges_alone_are_sound(drawn):
    nodes, edges, _ = drawn
    assert problems(nodes, edges) == []


@given(chains(), st.data())
def test_a_planted_backward_edge_is_found_as_a_circle(drawn, data):
    nodes, edges, names = drawn
    early = data.draw(st.integers(1, len(names) - 3))
    late = data.draw(st.integers(early, len(names) - 2))
    found = problems(nodes, [*edges, f"{names[late]} > {names[early]}"])
    assert ["circle" in message for *_, message in found] == [True]


@given(chains(), st.data())
def test_a_planted_edge_to_nowhere_is_found(drawn, data):
    nodes, edges, names = drawn
    source = data.draw(st.sampled_from(names[:-1]))
    found = problems(nodes, [*edges, f"{source} > nowhere"])
    assert [(place, "nowhere" in message) for place, _, _, message in found] == [(source, True)]
