"""The graph: what leads where, and what lies inside which container."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.graph import Graph
from tests.engine.graphs import document

DIAMOND = ["s > a", "s > b", "a > j", "b > j"]


def graph(kinds, edges):
    """Return the graph of `name: kind` pairs; `name@container: kind` lies inside a container."""
    nodes = {}
    for name, kind in kinds.items():
        node_id, _, container = name.partition("@")
        inside = {f"{kinds_of(kinds)[container]}_id": container} if container else {}
        nodes[node_id] = {"type": kind, **inside}
    return Graph.of(document(nodes, edges))


def kinds_of(kinds):
    return {name.partition("@")[0]: kind for name, kind in kinds.items()}


def plain(names, edges):
    return graph(dict.fromkeys(names.split(), "code"), edges)


def test_edges_of_a_node_come_in_file_order():
    found = plain("s a b j", DIAMOND)
    assert [edge.target for edge in found.successors("s")] == ["a", "b"]
    assert [edge.source for edge in found.predecessors("j")] == ["a", "b"]
    assert found.successors("j") == found.predecessors("s") == ()


def test_two_branches_into_one_node_are_two_edges():
    found = plain("if j", ["if.true > j", "if.false > j"])
    assert [edge.source_handle for edge in found.predecessors("j")] == ["true", "false"]
    assert found.network.number_of_edges() == 2


def test_an_edge_to_nowhere_is_kept_apart():
    found = plain("a", ["a > ghost"])
    assert [edge.target for edge in found.dangling] == ["ghost"]
    assert found.edges == ()


def test_ancestors_and_descendants():
    found = plain("s a b j lone", DIAMOND)
    assert found.ancestors("j") == {"s", "a", "b"}
    assert found.descendants("s") == {"a", "b", "j"}
    assert found.ancestors("lone") == found.descendants("lone") == frozenset()


def test_the_topological_order_keeps_the_file_order_where_it_may():
    assert plain("j b a s", DIAMOND).topological_order() == ("s", "b", "a", "j")


def test_a_circle_has_no_topological_order():
    with pytest.raises(nx.NetworkXUnfeasible):
        plain("a b", ["a > b", "b > a"]).topological_order()


NESTED = {
    "s": "start",
    "it": "iteration",
    "go@it": "iteration-start",
    "lp@it": "loop",
    "deep@lp": "loop-start",
    "work@lp": "code",
    "after": "end",
}
NESTED_EDGES = ["s > it", "go > lp", "deep > work", "it > after"]


def test_children_are_direct_and_inside_is_everything():
    found = graph(NESTED, NESTED_EDGES)
    assert found.children("it") == ("go", "lp")
    assert found.inside("it") == {"go", "lp", "deep", "work"}
    assert [found.container_of(name) for name in ("s", "lp", "work")] == [None, "it", "lp"]
    assert list(found.containers_of("work")) == ["lp", "it"]


def test_a_nested_node_that_names_both_containers_lies_in_the_inner_one():
    nodes = {
        "it": {"type": "iteration"},
        "lp": {"type": "loop", "iteration_id": "it"},
        "work": {"type": "code", "iteration_id": "it", "loop_id": "lp"},
    }
    assert Graph.of(document(nodes, [])).container_of("work") == "lp"


def test_a_node_inside_a_container_may_read_what_comes_before_the_container():
    found = graph(NESTED, NESTED_EDGES)
    assert found.ancestors("work") == {"deep", "go", "s"}
    assert found.ancestors("after") == {"s", "it"}


def test_a_run_from_the_start_reaches_into_containers():
    assert graph(NESTED, NESTED_EDGES).reachable("s") == set(kinds_of(NESTED))


def test_roots_are_start_and_trigger_nodes():
    assert graph({"a": "trigger-webhook", "b": "code", "c": "start"}, []).roots == ("a", "c")


def test_the_start_of_a_container_is_the_named_one_or_the_start_node_inside():
    found = graph(NESTED, NESTED_EDGES)
    assert (found.start_of("it"), found.start_of("lp")) == ("go", "deep")
    named = {"it": {"type": "iteration", "start_node_id": "x"}, "x": {"type": "code", "iteration_id": "it"}}
    assert Graph.of(document(named, [])).start_of("it") == "x"
    assert Graph.of(document({"it": {"type": "iteration"}}, [])).start_of("it") is None


def test_containers_that_name_each_other_end():
    nodes = {"a": {"type": "loop", "loop_id": "b"}, "b": {"type": "loop", "loop_id": "a"}}
    assert list(Graph.of(document(nodes, [])).containers_of("a")) == ["b"]


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])))
def test_a_dag_has_an_order_in_which_every_edge_leads_forward(pairs):
    found = plain(" ".join(map(str, range(8))), [f"{a} > {b}" for a, b in pairs])
    place = {node_id: number for number, node_id in enumerate(found.topological_order())}
    assert all(place[edge.source] < place[edge.target] for edge in found.edges)
    assert all(found.descendants(a) >= {b} and found.ancestors(b) >= {a} for a, b in (map(str, p) for p in pairs))
