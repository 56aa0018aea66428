"""What is copied, pasted, duplicated and deleted: as graphs, without an app."""

import json
from itertools import pairwise

import pytest

from engine.graph import Graph, validate
from services.editing import copied, pasted, with_node, with_node_on_edge, without_nodes
from services.errors import InvalidInput
from tests.pages.documents import branching, document, edge, node


def looped():
    """Return start → loop (its start → code) → llm, which reads start and loop."""
    return document(
        node("s", "start", 0, 100, variables=[{"variable": "q", "type": "text-input", "label": "Q"}]),
        node("box", "loop", 300, 60, start_node_id="boxstart", loop_count=2),
        node("boxstart", "loop-start", 24, 68, parent="box", isInLoop=True),
        node("inner", "code", 120, 68, parent="box", isInLoop=True, loop_id="box", **CODE),
        node("say", "llm", 800, 100, prompt_template=[{"role": "user", "text": "{{#inner.result#}} {{#s.q#}}"}]),
        edge("s", "box"),
        edge("boxstart", "inner"),
        edge("box", "say"),
    )


CODE = {"code": "def main(x): return {'result': x}", "variables": [{"variable": "x", "value_selector": ["s", "q"]}]}


def after(before, graph):
    return before.replace(graph=graph)


def test_a_deleted_node_takes_its_edges_along():
    graph = without_nodes(branching(), ["choice"])
    assert [item["id"] for item in graph["nodes"]] == ["s", "big", "small"]
    assert graph["edges"] == []


def test_a_deleted_container_takes_along_what_lies_in_it_but_its_start_does_not_go_alone():
    assert [item["id"] for item in without_nodes(looped(), ["box"])["nodes"]] == ["s", "say"]
    assert without_nodes(looped(), ["boxstart"]) == looped().graph


def test_copies_read_of_each_other_what_the_originals_read_of_each_other():
    fragment = json.loads(json.dumps(copied(looped(), ["box", "say"])))
    graph, made = pasted(looped(), fragment)
    both = after(looped(), graph)
    box, say = (both.node(node_id) for node_id in made)
    inner = next(one for one in both.nodes if one.data.get("loop_id") == box.id)
    assert say.data["prompt_template"][0]["text"] == "{{#" + inner.id + ".result#}} {{#s.q#}}"
    assert inner.data["variables"][0]["value_selector"] == ["s", "q"]
    assert box.data["start_node_id"] == Graph.of(both).start_of(box.id) == f"{box.id}start"
    assert (box.title, say.title) == ("Loop 2", "Llm 2")
    assert {(one.source, one.target) for one in both.edges} > {(f"{box.id}start", inner.id), (box.id, say.id)}


def test_a_fragment_goes_into_another_app_where_nothing_is_known_of_its_first_home():
    other = document(node("start", "start"), node("out", "end", 300), edge("start", "out"))
    graph, made = pasted(other, copied(looped(), ["box", "say"]), at=(500.0, 40.0))
    assert [item["id"] for item in graph["nodes"]][:2] == ["start", "out"]
    assert after(other, graph).node(made[0]).outer["position"]["x"] == 500.0
    assert not [one for one in validate(after(other, graph), references=False) if one.code == "dangling_edge"]


def test_a_node_stays_in_its_container_or_leaves_it_where_that_is_not():
    fragment = copied(looped(), ["inner"])
    graph, (within,) = pasted(looped(), fragment)
    assert after(looped(), graph).node(within).outer["parentId"] == "box"
    graph, (outside,) = pasted(branching(), fragment, at=None)
    outer = after(branching(), graph).node(outside).outer
    assert "parentId" not in outer
    assert not outer["data"].keys() & {"isInLoop", "loop_id"}
    assert outer["position"] == {"x": 460.0, "y": 168.0}


def test_a_container_grows_with_what_comes_into_it():
    graph, made = with_node(looped(), "llm", after="inner")
    box = after(looped(), graph).node("box").outer
    new = after(looped(), graph).node(made).outer
    assert new["position"]["x"] + 244 <= box["width"]


@pytest.mark.parametrize(
    ("fragment", "reason"),
    [
        ({"nodes": []}, "no part of a workflow"),
        ({"format": "millrace-fragment", "nodes": "all"}, "no part of a workflow"),
        ({"format": "millrace-fragment", "nodes": [node("s", "start")]}, "one start"),
        ({"format": "millrace-fragment", "nodes": [node("a", "answer")]}, "mode"),
        ({"format": "millrace-fragment", "nodes": [node("m", "loop-start", parent="gone"), 7]}, "Nothing"),
    ],
    ids=["other-json", "no-list", "second-start", "answer-in-a-workflow", "start-of-no-loop"],
)
def test_what_cannot_be_pasted_is_refused_in_words(fragment, reason):
    with pytest.raises(InvalidInput, match=reason):
        pasted(branching(), fragment)


def test_a_node_on_an_edge_leads_on_to_where_the_edge_led_and_what_follows_makes_room():
    graph, made = with_node_on_edge(branching(), "code", "s-source-choice", title="Between")
    new = after(branching(), graph)
    ways = {(one.source, one.source_handle, one.target) for one in new.edges}
    assert {("s", "source", made), (made, "source", "choice")} < ways
    assert ("s", "source", "choice") not in ways
    places = [new.node(node_id).outer["position"]["x"] for node_id in ("s", made, "choice", "big")]
    assert all(right - left >= 244 for left, right in pairwise(places))


def test_a_branching_node_on_an_edge_leads_on_by_its_first_branch():
    graph, made = with_node_on_edge(branching(), "if-else", "s-source-choice")
    assert {one.target for one in Graph.of(after(branching(), graph)).successors(made)} == {"choice"}


@pytest.mark.parametrize(("kind", "edge_id"), [("end", "s-source-choice"), ("start", "s-source-choice"), ("llm", "no")])
def test_what_cannot_stand_on_an_edge_is_refused(kind, edge_id):
    with pytest.raises(InvalidInput):
        with_node_on_edge(branching(), kind, edge_id)


def test_a_node_behind_a_branch_is_joined_with_that_branch():
    graph, made = with_node(branching(), "code", after="choice", handle="true")
    assert ("choice", "true", made) in {(e.source, e.source_handle, e.target) for e in after(branching(), graph).edges}


def test_nodes_behind_a_branching_one_take_its_free_branches_and_lie_on_nothing():
    nodes = branching().graph["nodes"]
    free = document(*nodes[:2], edge("s", "choice"))
    first, one = with_node(free, "code", after="choice")
    second, two = with_node(after(free, first), "code", after="choice")
    third, _ = with_node(after(free, second), "code", after="choice")
    leads = {(e.source_handle, e.target) for e in Graph.of(after(free, third)).successors("choice")}
    assert leads == {("true", one), ("false", two)}
    places = [item["position"]["y"] for item in third["nodes"][2:]]
    assert all(below - above >= 98 for above, below in pairwise(places))


def test_a_new_node_asks_the_usual_model():
    graph, made = with_node(branching(), "llm", model={"provider": "p", "name": "m"})
    assert after(branching(), graph).node(made).data["model"]["name"] == "m"
