from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.document import Document
from engine.graph.difference import Change, difference, text_lines
from tests.pages.documents import branching, document, edge, node

PROMPT = [{"id": "a", "role": "system", "text": "Be kind."}, {"id": "b", "role": "user", "text": "Hello"}]


def asking(*messages, **data) -> Document:
    return document(node("s", "start"), node("ask", "llm", prompt_template=list(messages), **data), edge("s", "ask"))


def fields(before: Document, after: Document) -> dict[str, Any]:
    return {one.path: (one.before, one.after) for one in difference(before, after).nodes[0].fields}


def test_a_state_does_not_differ_from_itself_wherever_its_nodes_stand():
    moved = branching()
    nodes = [{**item, "position": {"x": 7, "y": 7}, "selected": True, "width": 3} for item in moved.graph["nodes"]]
    nodes[0]["data"] = {**nodes[0]["data"], "selected": True, "_runningStatus": "x"}
    assert not difference(branching(), moved.replace(graph={**moved.graph, "nodes": nodes}))


def test_nodes_and_edges_that_came_and_went_are_told_by_title():
    after = document(*branching().graph["nodes"][:3], node("new", "code", title="Count"), edge("s", "new"))
    found = difference(branching(), after)
    assert [(one.change, one.title) for one in found.nodes] == [(Change.ADDED, "Count"), (Change.REMOVED, "End")]
    assert ("Start", "source", "Count") in [(one.source, one.handle, one.target) for one in found.edges]
    assert {one.change for one in found.edges} == {Change.ADDED, Change.REMOVED}


def test_an_edited_message_is_one_change_with_both_texts():
    edited = [PROMPT[0], {**PROMPT[1], "text": "Hello\nyou"}]
    assert fields(asking(*PROMPT), asking(*edited)) == {"prompt_template.2.text": ("Hello", "Hello\nyou")}


def test_a_message_that_was_taken_out_leaves_the_others_unchanged():
    assert fields(asking(*PROMPT), asking(PROMPT[1])) == {"prompt_template.1": (PROMPT[0], None)}


def test_messages_that_changed_places_are_noticed():
    assert fields(asking(*PROMPT), asking(*PROMPT[::-1])) == {"prompt_template.order": ("1, 2", "2, 1")}


def test_variables_are_the_same_by_name_and_features_are_compared():
    before = document().replace(
        environment_variables=[{"name": "url", "value_type": "string", "value": "a"}],
        conversation_variables=[{"name": "n", "value_type": "number", "value": 1}],
    )
    after = before.replace(
        environment_variables=[{"id": "7", "name": "url", "value_type": "string", "value": "b"}],
        conversation_variables=[],
        features={"opening_statement": "Hi"},
    )
    found = difference(before, after)
    assert [(one.path, one.before, one.after) for one in found.environment] == [("url.value", "a", "b")]
    assert [(one.change, one.path) for one in found.conversation] == [(Change.REMOVED, "n")]
    assert [(one.path, one.after) for one in found.features] == [("opening_statement", "Hi")]


def test_a_setting_that_says_nothing_is_none():
    assert not difference(asking(*PROMPT), asking(*PROMPT, memory=None))


def test_a_text_is_compared_line_by_line_with_a_little_of_what_stands_around():
    before = "\n".join("abcdefghij")
    assert text_lines(before, before.replace("e", "E")) == [
        ("…", ""),
        *((" ", line) for line in "cd"),
        ("-", "e"),
        ("+", "E"),
        *((" ", line) for line in "fg"),
        ("…", ""),
    ]


LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12)


@given(LINES, LINES)
def test_the_lines_of_both_texts_are_all_there_where_they_differ(old, new):
    found = text_lines("\n".join(old) + "\n", "\n".join(new) + "\n")
    changed = [line for sign, line in found if sign in "+-"]
    assert bool(changed) == (("\n".join(old) + "\n").splitlines() != ("\n".join(new) + "\n").splitlines())


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("pqr"), VALUES), st.dictionaries(st.sampled_from("pqr"), VALUES))
def test_two_states_differ_as_much_one_way_as_the_other(old, new):
    there, back = (difference(asking(**one), asking(**other)).nodes for one, other in ((old, new), (new, old)))
    assert [len(one.fields) for one in there] == [len(one.fields) for one in back]
    assert not difference(asking(**old), asking(**old))
