"""Responses are reached as soon as, and not before, all blocking edges of one of their paths are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.nodes.base import Node
from engine.running.plan import Response, prepare
from engine.running.reach import Reach
from tests.engine.graphs import KINDS, document


@pytest.fixture(autouse=True, scope="module")
def _kinds():
    with pytest.MonkeyPatch.context() as patch:
        for kind, node in KINDS.items():
            patch.setitem(Node.registry, kind, node)
        yield


@st.composite
def frames(draw):
    """Return the plan of a frame in which every node is reachable; edges lead from lower to higher numbers."""
    size = draw(st.integers(2, 9))
    edges = {(draw(st.integers(0, target - 1)), target) for target in range(1, size)}
    pairs = [(source, target) for target in range(1, size) for source in range(target)]
    edges |= draw(st.sets(st.sampled_from(pairs)))
    nodes = {f"n{number}": {"type": "probe" if number else "origin"} for number in range(size)}
    return prepare(document(nodes, [f"n{source} > n{target}" for source, target in sorted(edges)])).frame("n0")


def reached_by_definition(frame, blocking, taken):
    seen, todo = {frame.root}, [frame.root]
    while todo:
        for edge in frame.outgoing[todo.pop()]:
            if (edge.index not in blocking or edge.index in taken) and edge.target not in seen:
                seen.add(edge.target)
                todo.append(edge.target)
    return seen


@given(frames(), st.data())
def test_every_taken_edge_reaches_what_the_definition_says(frame, data):
    blocking = frozenset(data.draw(st.sets(st.sampled_from(range(len(frame.edges))))))
    reach = Reach(frame, [Response(node_id, (), blocking) for node_id in frame.nodes], blocking)
    found = {response.node_id for response in reach.begin(frozenset())}
    taken, ran = set(), {frame.root}
    assert found == reached_by_definition(frame, blocking, taken)
    for node_id in frame.order:
        for edge in frame.outgoing[node_id] if node_id in ran else []:
            if data.draw(st.booleans()):
                ran.add(edge.target)
                taken.add(edge.index)
                found |= {response.node_id for response in reach.take(edge)}
                assert found == reached_by_definition(frame, blocking, taken)
    again = Reach(frame, [Response(node_id, (), blocking) for node_id in frame.nodes], blocking)
    assert {response.node_id for response in again.begin(taken)} == found
