"""Nodes go into iterations and loops and out of them; their frames change their size."""

import pytest

from services.editing import rehoused, resized
from services.errors import InvalidInput
from tests.pages.documents import document, edge, node

HOLDING = document(
    node("s", "start"),
    node("box", "loop", 300, 0, width=400, height=200),
    node("round", "loop-start", 24, 68, parent="box"),
    node("in", "code", 100, 68, parent="box", isInLoop=True, loop_id="box"),
    node("last", "loop-end", 100, 120, parent="box"),
    node("free", "llm", 900, 0),
    node("tied", "llm", 900, 200),
    edge("round", "in"),
    edge("s", "tied"),
)


def item(graph, node_id):
    return next(one for one in graph["nodes"] if one["id"] == node_id)


def test_a_node_that_goes_into_a_loop_says_so_and_the_frame_makes_room():
    graph = rehoused(HOLDING, {"free": (350.0, 190.0)}, "box")
    moved, frame = item(graph, "free"), item(graph, "box")
    assert (moved["parentId"], moved["position"]) == ("box", {"x": 350.0, "y": 190.0})
    assert (moved["data"]["isInLoop"], moved["data"]["loop_id"]) == (True, "box")
    assert frame["data"]["width"] >= 350 + 244
    assert frame["data"]["height"] >= 190 + 98


def test_a_node_that_goes_out_forgets_its_loop():
    inside = HOLDING.replace(graph=rehoused(HOLDING, {"free": (30.0, 70.0)}, "box"))
    graph = rehoused(inside, {"free": (900.0, 0.0)}, None)
    assert item(graph, "free") == item(HOLDING.graph, "free")


@pytest.mark.parametrize(
    ("node_id", "container", "reason"),
    [
        ("tied", "box", "its edges would cross the border"),
        ("in", None, "its edges would cross the border"),
        ("s", "box", "a start stays"),
        ("round", None, "a start stays"),
        ("box", "box", "in itself"),
        ("last", None, "inside of a loop"),
        ("free", "gone", "no iteration or loop"),
        ("gone", "box", "no node"),
    ],
)
def test_what_cannot_go_there_is_refused_in_words(node_id, container, reason):
    with pytest.raises(InvalidInput, match=reason):
        rehoused(HOLDING, {node_id: (0.0, 0.0)}, container)


@pytest.mark.parametrize(("asked", "given"), [((640, 480), (640, 480)), ((10, 10), (368, 242))])
def test_a_frame_is_never_smaller_than_what_lies_in_it(asked, given):
    data = item(resized(HOLDING, "box", asked), "box")["data"]
    assert (data["width"], data["height"]) == given


def test_only_iterations_and_loops_have_a_size_to_change():
    with pytest.raises(InvalidInput, match="no iteration or loop"):
        resized(HOLDING, "free", (500, 500))
