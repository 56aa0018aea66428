import pytest

from pages.drawing.events import CanvasEvent, Drop
from pages.drawing.model import model_of
from pages.drawing.operations import read_log
from pages.drawing.own import Surroundings, Taken, drawing, take
from tests.pages.documents import branching, document, node


def log(*operations, client="here"):
    """Return what the browser sends: operations numbered from 1."""
    numbered = [{"seq": number, "base": "h", **one} for number, one in enumerate(operations, start=1)]
    return {"client": client, "operations": numbered}


def select(*ids):
    return {"do": "select", "ids": list(ids), "first": ids[0] if ids else None}


def move(**places):
    return {"do": "move", "moves": [{"id": one, "x": x, "y": y} for one, (x, y) in places.items()]}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (select("a", "b"), CanvasEvent(selected="a", selection=("a", "b"))),
        (select(), CanvasEvent(selected=None, selection=())),
        (move(a=(1, 2)), CanvasEvent(moved={"a": (1, 2)})),
        (
            {"do": "rehouse", "moves": [{"id": "a", "x": 1, "y": 2}], "container": "it"},
            CanvasEvent(rehoused=({"a": (1, 2)}, "it")),
        ),
        ({"do": "resize", "id": "it", "width": 500, "height": 300}, CanvasEvent(resized=("it", 500, 300))),
        (
            {"do": "connect", "source": "a", "handle": "true", "target": "b"},
            CanvasEvent(connected=(("a", "true", "b"),)),
        ),
        (
            {"do": "reconnect", "edge": "e", "source": "a", "handle": "true", "target": "b"},
            CanvasEvent(reconnected=("e", "a", "true", "b")),
        ),
        ({"do": "delete", "ids": ["a", "e"]}, CanvasEvent(deleted=("a", "e"))),
        ({"do": "duplicate", "ids": ["a"]}, CanvasEvent(duplicated=("a",))),
        ({"do": "copy", "ids": ["a"]}, CanvasEvent(copied=("a",))),
        ({"do": "paste"}, CanvasEvent(pasted=True)),
        ({"do": "undo"}, CanvasEvent(undone=True)),
        ({"do": "redo"}, CanvasEvent(redone=True)),
        (
            {"do": "drop", "kind": "llm", "x": 1, "y": 2, "container": "it", "edge": None},
            CanvasEvent(dropped=Drop("llm", (1, 2), "it")),
        ),
        (
            {"do": "drop", "kind": "llm", "after": ["a", "true"]},
            CanvasEvent(dropped=Drop("llm", after=("a", "true"))),
        ),
    ],
    ids=lambda value: value["do"] if isinstance(value, dict) else "",
)
def test_what_the_browser_sends_is_read_as_what_the_person_did(operation, expected):
    assert take(log(operation), Taken()) == expected


def test_what_was_taken_is_not_taken_again_however_often_it_is_sent():
    taken = Taken()
    sent = log({"do": "undo"})
    assert take(sent, taken) == CanvasEvent(undone=True)
    assert take(sent, taken) is None


def test_edits_that_were_sent_together_are_taken_one_after_the_other_with_the_choices_between():
    taken = Taken()
    sent = log(select("a"), move(a=(1, 1)), move(b=(2, 2)), select("b"), {"do": "delete", "ids": ["b"]})
    assert take(sent, taken) == CanvasEvent(selected="b", selection=("b",), moved={"a": (1, 1), "b": (2, 2)})
    assert take(sent, taken) == CanvasEvent(deleted=("b",))
    assert take(sent, taken) is None


def test_a_browser_that_begins_anew_counts_from_one_again():
    taken = Taken("before", 7)
    assert take(log({"do": "undo"}), taken) == CanvasEvent(undone=True)
    assert taken == Taken("here", 1)


@pytest.mark.parametrize(
    "sent",
    [None, {}, "x", log({"do": "explode"}), log({"do": "move", "moves": [{"id": "a", "x": "NaN!", "y": 1}]})],
    ids=["nothing", "empty", "text", "unknown", "no number"],
)
def test_what_is_none_of_ours_is_passed_over(sent):
    assert read_log(sent) is None
    assert take(sent, Taken()) is None


def drawn(model, **around):
    return drawing(model, {}, (), editable=True, around=Surroundings(**around))


def test_text_of_a_person_reaches_the_browser_as_it_is_to_be_shown_as_text():
    evil = "<img src=x onerror=alert(1)>"
    assert drawn(model_of(document(node("n", "llm", title=evil))))["boxes"][0]["title"] == evil


def test_branches_and_ends_decide_where_edges_may_come_in_and_leave():
    boxes = {box["id"]: box for box in drawn(model_of(branching()))["boxes"]}
    assert boxes["choice"]["ports"] == [["true", "IF n > 3"], ["false", "ELSE"]]
    assert [(boxes[one]["enters"], boxes[one]["leaves"]) for one in ("s", "choice", "big")] == [
        (False, True),
        (True, True),
        (True, False),
    ]


def test_every_kind_that_is_drawn_or_offered_has_its_look():
    looks = drawn(model_of(branching()), palette=[("Data", ["code", "my-own"])])["looks"]
    assert set(looks) == {"start", "if-else", "end", "code", "my-own"}
    assert looks["code"]["name"] == "Code"
