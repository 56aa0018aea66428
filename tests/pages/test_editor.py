"""The field for prompts, code and JSON: what it takes of what a browser sends, what it offers, what it finds wrong."""

import pytest

from pages.fields.editor import Offer, Taken, named_in_jinja, offers_of, version_of, written_text
from pages.fields.text_faults import text_faults
from pages.prompts.inputs import nameable
from services.apps.inspection import Variable


def edit(text, *, seq=1, over="", client="here"):
    return {"client": client, "seq": seq, "over": version_of(over), "text": text}


def test_what_was_typed_stands_until_the_caller_has_stored_it_and_never_again_after():
    taken = Taken()
    assert written_text(edit("new"), "", taken) == "new"
    assert written_text(edit("new"), "", taken) == "new"  # the run that took it first was cut off
    assert written_text(edit("new"), "new", taken) == "new"
    assert written_text(edit("new"), "other", taken) == "other"
    assert written_text(edit("new"), "", taken) == ""  # taken back: what the browser still sends is old


def test_an_edit_upon_an_edit_that_was_not_stored_yet_is_taken():
    taken = Taken()
    assert written_text(edit("a"), "", taken) == "a"
    assert written_text(edit("ab", seq=2), "", taken) == "ab"
    assert written_text(edit("a"), "ab", taken) == "ab"


def test_a_browser_that_is_unknown_here_must_have_typed_over_the_text_that_there_is():
    taken = Taken()
    assert written_text(edit("old", seq=7, over="before"), "stored", taken) == "stored"
    assert taken == Taken()
    assert written_text(edit("old", seq=7, over="stored"), "stored", taken) == "old"


@pytest.mark.parametrize("sent", [None, "x", {}, {"client": "a", "seq": "?", "over": "", "text": ""}])
def test_what_is_no_edit_changes_nothing(sent):
    assert written_text(sent, "as it is", Taken()) == "as it is"


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("python", "def main():\n    return {}\n", []),
        ("python", "def main():\n    return {\n", [2]),
        ("python", "x = '\0'", [1]),
        ("json", '{"a": 1}', []),
        ("json", '{\n  "a": \n}', [3]),
        ("jinja", "{% for x in y %}\n{{ x }}\n{% endfor %}", []),
        ("jinja", "{{ a }}\n{% for x in %}", [2]),
        ("prompt", "{{ anything {%", []),
        ("javascript", "((", []),
        ("json", "  ", []),
    ],
)
def test_what_cannot_be_read_is_told_at_its_line(language, text, lines):
    found = text_faults(language, text)
    assert [line for line, _ in found] == lines
    assert all(message for _, message in found)


def test_variables_are_offered_by_the_title_of_their_node_and_inputs_by_their_name():
    assert offers_of([Variable(("n1", "text"), "Ask", "string")]) == [Offer("{{#n1.text#}}", "text", "Ask", "string")]
    assert named_in_jinja([{"variable": "q"}, {"variable": ""}, "x"]) == [Offer("{{ q }}", "q")]
    form = {"user_input_form": [{"text-input": {"variable": "city"}}, {"select": {"variable": "tone"}}]}
    base = {"dataset_configs": {"datasets": {"datasets": [{"dataset": {"id": "b", "enabled": True}}]}}}
    assert [one.reference for one in nameable(form | base)] == ["{{city}}", "{{tone}}", "{{#context#}}"]
    assert [one.reference for one in nameable({"prompt_type": "advanced"})] == ["{{#query#}}"]
