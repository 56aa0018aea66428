import pytest

from services.apps.inspection import readable_variables
from services.editing import connected, moved, with_node
from services.errors import InvalidInput
from tests.pages.documents import branching, document, edge, node


def edges(graph):
    return {(item["source"], item.get("sourceHandle"), item["target"]) for item in graph["edges"]}


def test_a_new_edge_keeps_the_branch_and_tells_the_kinds_of_its_ends():
    free = document(node("a", "if-else", cases=[{"case_id": "true"}]), node("b", "llm"))
    graph = connected(free, "a", "true", "b")
    assert edges(graph) == {("a", "true", "b")}
    assert graph["edges"][0]["data"]["sourceType"] == "if-else"
    assert graph["edges"][0]["data"]["targetType"] == "llm"


def test_an_edge_inside_a_container_names_the_container():
    inside = {"iteration_id": "box"}
    within = document(
        node("box", "iteration"), node("a", "llm", parent="box", **inside), node("b", "code", parent="box", **inside)
    )
    data = connected(within, "a", "source", "b")["edges"][0]["data"]
    assert (data["isInIteration"], data["isInLoop"], data["iteration_id"]) == (True, False, "box")


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        (("big", "source", "choice"), "cycle"),
        (("choice", "true", "choice"), "cycle"),
        (("choice", "true", "s"), "start"),
        (("s", "source", "choice"), "already"),
        (("s", "source", "gone"), "two nodes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_edges_that_make_no_sense_are_refused_in_words(ends, reason):
    with pytest.raises(InvalidInput, match=reason):
        connected(branching(), *ends)


def test_no_edge_crosses_the_border_of_a_container():
    crossing = document(node("box", "loop"), node("in", "llm", parent="box", loop_id="box"), node("out", "llm"))
    with pytest.raises(InvalidInput, match="border"):
        connected(crossing, "out", "source", "in")


def test_moving_a_node_leaves_everything_else_as_it_was():
    before = branching().graph
    after = moved(before, {"big": (640.0, 12.0), "gone": (1.0, 1.0)})
    assert after["nodes"][2]["position"] == {"x": 640.0, "y": 12.0}
    assert [item for item in after["nodes"] if item["id"] != "big"] == [
        item for item in before["nodes"] if item["id"] != "big"
    ]
    assert after["edges"] == before["edges"]


def test_absolute_places_go_along_with_the_node_and_with_its_container():
    box = {**node("box", "loop", 100, 100), "positionAbsolute": {"x": 100, "y": 100}}
    child = {**node("in", "llm", 20, 30, parent="box"), "positionAbsolute": {"x": 120, "y": 130}}
    after = moved(document(box, child).graph, {"box": (200.0, 0.0)})
    assert [item["positionAbsolute"] for item in after["nodes"]] == [{"x": 200.0, "y": 0.0}, {"x": 220.0, "y": 30.0}]


def test_a_node_may_read_what_comes_before_it_and_nothing_after():
    found = [variable.selector for variable in readable_variables(branching(), "big")]
    assert ("s", "n") in found
    assert ("choice", "result") in found
    assert not any(selector[0] == "small" for selector in found)


def test_questions_are_variables_of_chatflows_only():
    chatflow = document(node("s", "start"), node("a", "answer"), edge("s", "a"), mode="advanced-chat")
    assert ("sys", "query") in [variable.selector for variable in readable_variables(chatflow, "a")]
    assert ("sys", "query") not in [variable.selector for variable in readable_variables(branching(), "big")]


def test_a_variable_says_whose_it_is_and_how_a_template_names_it():
    variable = readable_variables(branching(), "choice")[0]
    assert (variable.owner, variable.reference) == ("Start", "{{#s.n#}}")


def test_an_unknown_node_reads_nothing():
    assert readable_variables(branching(), "gone") == []


def test_a_new_node_follows_the_chosen_one_and_begins_with_its_defaults():
    free = document(node("s", "start"), node("a", "llm", title="First"), edge("s", "a"))
    graph, node_id = with_node(free, "code", title="Count", after="a")
    added = next(item for item in graph["nodes"] if item["id"] == node_id)
    assert added["data"]["type"] == "code"
    assert added["data"]["title"] == "Count"
    assert added["data"]["code"].startswith("def main")
    assert ("a", "source", node_id) in edges(graph)
    before = next(item for item in graph["nodes"] if item["id"] == "a")
    assert added["position"]["x"] > before["position"]["x"]


def test_a_new_node_after_a_branch_or_without_a_place_stands_free():
    for after in ("choice", None, "gone"):
        graph, node_id = with_node(branching(), "code", after=after)
        assert not any(node_id in (source, target) for source, _, target in edges(graph))


def test_a_new_container_has_its_start_and_a_node_inside_belongs_to_it():
    graph, box = with_node(document(node("s", "start")), "loop", after="s")
    within = document(*graph["nodes"])
    assert within.node(box).data["start_node_id"] == f"{box}start"
    graph, inside = with_node(within, "code", after=f"{box}start")
    added = next(item for item in graph["nodes"] if item["id"] == inside)
    assert (added["parentId"], added["data"]["loop_id"], added["data"]["isInLoop"]) == (box, box, True)
    assert (f"{box}start", "source", inside) in edges(graph)


def test_a_kind_that_does_not_exist_is_not_added():
    with pytest.raises(InvalidInput, match="no node kind 'gardening'"):
        with_node(branching(), "gardening")
