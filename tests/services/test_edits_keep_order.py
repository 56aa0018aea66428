"""Whatever is done to a draft in whatever order, it stays a graph; and every step can be taken back."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.document import Document
from engine.graph import validate
from engine.graph.layout import layered
from pages.workbench.history import History
from services import editing
from services.apps.documents import hash_of
from services.errors import InvalidInput
from storage.records import Workflow
from tests.pages.documents import document, node

KINDS = ("llm", "code", "if-else", "iteration", "loop", "end", "variable-aggregator", "start")
BROKEN = frozenset({"dangling_edge", "doubled_id", "circle", "crossing_edge", "no_inner_start", "unknown_branch"})


def ids(found: Document) -> list[str]:
    return [one.id for one in found.nodes]


def edit(data: st.DataObject, before: Document) -> dict[str, Any]:
    """Return the graph after one edit that is drawn, of what `before` offers."""
    one = st.sampled_from(ids(before) or ["none"])
    some = st.lists(one, max_size=3)
    handle = st.sampled_from(["source", "true", "false"])
    an_edge = st.sampled_from([found.id for found in before.edges] or ["none"])
    kind = st.sampled_from(KINDS)
    edits = {
        "add": lambda: editing.with_node(before, data.draw(kind), after=data.draw(one))[0],
        "insert": lambda: editing.with_node_on_edge(before, data.draw(kind), data.draw(an_edge))[0],
        "delete": lambda: editing.without_nodes(before, data.draw(some)),
        "duplicate": lambda: editing.pasted(before, editing.copied(before, data.draw(some)))[0],
        "paste": lambda: editing.pasted(before, editing.copied(LOOPED, data.draw(st.just(ids(LOOPED)))))[0],
        "connect": lambda: editing.connected(before, data.draw(one), data.draw(handle), data.draw(one)),
        "reconnect": lambda: editing.reconnected(before, data.draw(an_edge), data.draw(one), "source", data.draw(one)),
        "cut": lambda: editing.without_edges(before, {data.draw(an_edge)}),
        "tidy": lambda: editing.tidied(before),
        "move": lambda: editing.moved(before.graph, {data.draw(one): (data.draw(st.integers(0, 900)), 5.0)}),
    }
    try:
        return edits[data.draw(st.sampled_from(sorted(edits)))]()
    except InvalidInput:
        return before.graph


def looped() -> Document:
    first = document(node("first", "start"))
    graph, box = editing.with_node(first, "loop", after="first")
    within = first.replace(graph=graph)
    return within.replace(graph=editing.with_node(within, "code", after=f"{box}start")[0])


LOOPED = looped()


def stored(found: Document) -> Workflow:
    parts: dict[str, Any] = {
        "graph": found.graph,
        "features": {},
        "environment_variables": [],
        "conversation_variables": [],
    }
    return Workflow(workspace_id="w", app_id="a", hash=hash_of(parts), **parts)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_sequence_of_edits_breaks_a_draft_and_each_can_be_taken_back(data):
    history, drafts = History(), [stored(document(node("s", "start")))]
    for _ in range(data.draw(st.integers(1, 10))):
        before = document_of(drafts[-1])
        after = before.replace(graph=edit(data, before))
        assert not {one.code for one in validate(after, references=False)} & BROKEN - {"unknown_branch"}
        assert len({one["id"] for one in after.graph["nodes"]}) == len(after.graph["nodes"])
        assert len({one["id"] for one in after.graph["edges"]}) == len(after.graph["edges"])
        parents = {one.get("parentId") for one in after.graph["nodes"]} - {None}
        assert parents <= {one["id"] for one in after.graph["nodes"]}
        draft = stored(after)
        history.note(drafts[-1], draft)
        drafts += [draft] if draft.hash != drafts[-1].hash else []
    here = drafts[-1]
    for earlier in drafts[-2::-1]:
        parts = history.behind(here)
        assert parts is not None
        assert parts["graph"] == earlier.graph
        history.went_back(here, earlier)
        here = earlier
    assert history.behind(here) is None
    for later in drafts[1:]:
        parts = history.ahead(here)
        assert parts is not None
        assert parts["graph"] == later.graph
        history.went_on(here, later)
        here = later


def document_of(draft: Workflow) -> Document:
    return document().replace(graph=draft.graph)


def test_a_step_is_not_offered_over_a_draft_that_somebody_else_saved():
    first, second = stored(document(node("s", "start"))), stored(document(node("s", "start"), node("a", "llm")))
    history = History()
    history.note(first, second)
    assert history.behind(second) is not None
    assert history.behind(replace(second, hash="theirs")) is None


def test_only_so_many_steps_are_kept():
    history = History()
    drafts = [stored(document(node("s", "start", x))) for x in range(History.MOST + 10)]
    for before, after in pairwise(drafts):
        history.note(before, after)
    assert len(history.done) == History.MOST


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_two_nodes_of_a_tidy_graph_lie_on_each_other_and_edges_lead_right(data):
    count = data.draw(st.integers(1, 14))
    names = [str(number) for number in range(count)]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=24))
    edges = [(a, b) for a, b in pairs if int(a) < int(b)]
    sizes = {name: (data.draw(st.integers(20, 300)), data.draw(st.integers(20, 200))) for name in names}
    places = layered(names, edges, sizes)
    for a, b in edges:
        assert places[a][0] + sizes[a][0] < places[b][0]
    boxes = [(*places[name], *sizes[name]) for name in names]
    for number, (x, y, width, height) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = x + width <= other[0] or other[0] + other[2] <= x
            assert apart or y + height <= other[1] or other[1] + other[3] <= y


def test_a_tidy_container_holds_what_lies_in_it_and_notes_go_along_with_their_node():
    note = {"id": "note", "type": "custom-note", "position": {"x": 950.0, "y": -60.0}, "data": {"text": ""}}
    drawn = document(*LOOPED.graph["nodes"], note, node("far", "end", 1000, 0), *LOOPED.graph["edges"])
    tidy = drawn.replace(graph=editing.tidied(drawn))
    box = next(one for one in tidy.nodes if one.kind == "loop").outer
    for child in (one.outer for one in tidy.nodes if one.outer.get("parentId") == box["id"]):
        assert 0 < child["position"]["x"] < box["width"]
        assert 0 < child["position"]["y"] < box["height"]
    far, note = tidy.node("far").outer["position"], tidy.notes[0].outer["position"]
    assert (note["x"] - far["x"], note["y"] - far["y"]) == (-50.0, -60.0)
    assert editing.tidied(tidy) == tidy.graph
