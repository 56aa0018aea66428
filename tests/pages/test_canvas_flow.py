import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.drawing.events import CanvasEvent
from pages.drawing.flow import STYLE_NODE, event_of, flow_state, push_time, revision_of, safe
from pages.drawing.model import CanvasModel, model_of
from tests.pages.documents import branching, document, node


def drawn(model: CanvasModel, statuses=None, selected=None, movable=True):
    revision = revision_of(model, statuses or {})
    state = flow_state(model, statuses or {}, selected, movable=movable, revision=revision)
    return {item.id: item.asdict() for item in state.nodes}, [item.asdict() for item in state.edges], revision


def message(model: CanvasModel, *, timestamp=1000, selected=None, places=None, new_edges=()):
    """Return what the browser sends when it shows `model` after the person's changes."""
    nodes, edges, _ = drawn(model)
    for node_id, (x, y) in (places or {}).items():
        nodes[node_id]["position"] = {"x": x, "y": y}
    edges += [{"id": f"st-flow-edge_{a}-{b}", "source": a, "target": b} for a, b in new_edges]
    return {"nodes": list(nodes.values()), "edges": edges, "selectedId": selected, "timestamp": timestamp}


PRINTABLE = st.text(st.characters(min_codepoint=32, exclude_categories=["Cc", "Cs"]), max_size=60)


@given(PRINTABLE)
def test_text_of_a_person_reaches_a_label_as_plain_characters_only(text):
    escaped = safe(text)
    assert re.fullmatch(r"(?:[0-9A-Za-z \u0080-\U0010ffff]|&#[0-9]+;)*", escaped)
    assert html.unescape(escaped) == " ".join(text.split())


@pytest.mark.parametrize(
    "payload",
    [
        "<iframe srcdoc='<script>top.x=1</script>'>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "![t](https://tracker.example/p.png)",
        "</div><style>*{display:none}</style>",
        "<object data=x>",
        "a\n\n<script>",
    ],
)
def test_no_payload_in_a_title_becomes_markup(payload):
    model = model_of(document(node("n", "llm", title=payload, model={"name": payload})))
    content = drawn(model)[0]["n"]["data"]["content"]
    assert payload not in content
    assert "\n" not in content
    assert re.sub(r"</?(?:div|span|b|i)(?: class=\"[a-z-]+\")?>", "", content).count("<") == 0


def test_a_kind_that_is_no_kind_cannot_break_out_of_its_class():
    model = model_of(document({"id": "n", "type": "custom", "data": {"type": 'x" onload="y'}, "position": {}}))
    assert drawn(model)[0]["n"]["className"] == "mr k-other"


def test_every_node_has_a_style_of_its_own_and_cannot_be_deleted_by_a_key():
    nodes, _, _ = drawn(model_of(branching()))
    styles = [id(item["style"]) for item in nodes.values()]
    assert len(set(styles)) == len(styles)
    assert not any(item["deletable"] for item in nodes.values())


def test_branches_are_small_nodes_that_move_with_their_parent():
    nodes, edges, _ = drawn(model_of(branching()))
    port = nodes["choice::true"]
    assert (port["parentNode"], port["extent"], port["draggable"]) == ("choice", "parent", False)
    assert {edge["source"] for edge in edges} == {"s", "choice::true", "choice::false"}


def test_parents_come_before_their_children_and_the_sheet_before_all():
    model = model_of(document(node("child", "llm", parent="box"), node("box", "iteration")))
    assert list(drawn(model)[0]) == [STYLE_NODE, "box", "child"]


def test_a_status_shows_as_a_class_and_animates_what_leaves_a_running_node():
    nodes, edges, _ = drawn(model_of(branching()), {"s": "running", "big": "failed"})
    assert "s-running" in nodes["s"]["className"]
    assert "s-failed" in nodes["big"]["className"]
    assert [edge["animated"] for edge in edges] == [True, False, False]


def test_while_a_run_shows_its_progress_nothing_can_be_dragged_or_connected():
    nodes, _, _ = drawn(model_of(branching()), movable=False)
    assert not any(item["draggable"] or item["connectable"] for item in nodes.values())


def test_a_drag_alone_keeps_the_revision_so_that_nothing_is_pushed_back():
    before = branching()
    moved = before.replace(
        graph={**before.graph, "nodes": [{**n, "position": {"x": 5, "y": 5}} for n in before.graph["nodes"]]}
    )
    assert revision_of(model_of(before), {}) == revision_of(model_of(moved), {})


@pytest.mark.parametrize(("statuses", "extra"), [({"s": "running"}, None), ({}, 1)], ids=["status", "layout"])
def test_what_is_drawn_differently_has_another_revision(statuses, extra):
    model = model_of(branching())
    assert revision_of(model, statuses, extra) != revision_of(model, {})


def test_a_renamed_node_has_another_revision():
    model = model_of(branching())
    data = {**branching().node("s").data, "title": "Begin"}
    assert revision_of(model_of(branching().with_node_data("s", data)), {}) != revision_of(model, {})


def test_a_push_is_stamped_just_after_the_browsers_own_clock_however_wrong_that_is():
    model = model_of(branching())
    an_hour_ahead = message(model, timestamp=9_999_999_999_999)
    assert push_time(1, an_hour_ahead, "another") == 10_000_000_000_000


def test_a_browser_that_shows_the_right_revision_gets_no_push():
    model = model_of(branching())
    assert push_time(7, message(model), revision_of(model, {})) == 7


def test_a_push_that_was_dropped_is_repeated_after_the_browsers_newer_time():
    model = model_of(branching())
    first = push_time(1, message(model, timestamp=1000), "new")
    assert first == 1001
    assert push_time(first, message(model, timestamp=1000), "new") == 1001
    assert push_time(first, message(model, timestamp=2000), "new") == 2001


def event(model, **changes):
    return event_of(model, message(model, **changes), revision_of(model, {}))


def test_a_click_selects_the_node_and_a_click_on_a_port_its_node():
    model = model_of(branching())
    assert event(model, selected="big") == CanvasEvent(selected="big")
    assert event(model, selected="choice::true") == CanvasEvent(selected="choice")


def test_an_echo_of_the_drawing_is_no_event():
    assert event(model_of(branching())) is None


def test_a_drag_gives_the_new_place_of_that_node_only():
    assert event(model_of(branching()), places={"big": (640.26, 10)}) == CanvasEvent(moved={"big": (640.3, 10)})


def test_a_drawing_of_an_older_revision_moves_nothing():
    model = model_of(branching())
    assert event_of(model, message(model, places={"big": (1, 1)}), "newer") is None


def test_a_new_edge_from_a_port_names_the_branch():
    found = event(
        model_of(branching()), new_edges=[("choice::true", "small")], selected="st-flow-edge_choice::true-small"
    )
    assert found == CanvasEvent(connected=(("choice", "true", "small"),))


@pytest.mark.parametrize("ends", [("s", "s"), ("s", "choice")], ids=["a loop onto itself", "an edge that exists"])
def test_edges_that_add_nothing_are_no_event(ends):
    assert event(model_of(branching()), new_edges=[ends]) is None


def test_a_second_edge_into_a_port_lands_on_its_node():
    found = event(model_of(branching()), new_edges=[("big", "choice::true")])
    assert found == CanvasEvent(connected=(("big", "source", "choice"),))
