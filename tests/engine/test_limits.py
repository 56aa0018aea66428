"""How far a run may go: limits name value and limit, and nothing else stands in the way of a large one."""

import pytest

from engine.events import ContainerFinished, NodeFinished
from engine.nodes.base import Node
from engine.running.run import Limits
from tests.engine.graphs import KINDS, Probe, document, ended, last, play

START = {"type": "start"}
PROBE = {"type": "probe"}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for kind, node in KINDS.items():
        monkeypatch.setitem(Node.registry, kind, node)
    Probe.tries.clear()


def chain(size, **settings):
    """Return start > n0 > n1 …, `size` nodes in all."""
    nodes = {"start": START, **{f"n{i}": PROBE | settings for i in range(size - 1)}}
    return document(nodes, ["start > n0", *(f"n{i} > n{i + 1}" for i in range(size - 2))])


def iteration(inner=1, **settings):
    """Return start > iteration over `start.l` of a chain of `inner` nodes."""
    selectors = {"iterator_selector": ["start", "l"], "output_selector": ["it", "item"]}
    nodes = {
        "start": START,
        "it": {"type": "iteration", "start_node_id": "b", **selectors, **settings},
        "b": {"type": "iteration-start"},
        **{f"n{i}": PROBE for i in range(inner)},
    }
    return document(nodes, ["start > it", "b > n0", *(f"n{i} > n{i + 1}" for i in range(inner - 1))])


async def test_the_501st_start_of_a_node_ends_the_run():
    events = await play(chain(501))
    assert last(events).status == "failed"
    assert last(events).error == "Maximum execution steps exceeded: 501 > 500"
    assert len([event for event in events if type(event) is NodeFinished]) == 500


async def test_retries_count_as_starts():
    retry = {"retry_enabled": True, "max_retries": 1, "retry_interval": 0}
    events = await play(chain(4, fails=1, retry_config=retry), limits=Limits(max_steps=5))
    assert last(events).error == "Maximum execution steps exceeded: 6 > 5"
    assert list(ended(events)) == ["start", "n0", "n1"]


async def test_no_limit_is_none():
    assert last(await play(chain(700), limits=Limits(max_steps=0, max_seconds=0))).status == "succeeded"


async def test_a_graph_of_300_nodes_runs_with_the_defaults():
    assert last(await play(chain(300))).status == "succeeded"


@pytest.mark.parametrize("parallel", [False, True])
async def test_an_iteration_of_10000_items_runs_with_the_defaults(parallel):
    items = list(range(10_000))
    events = await play(iteration(is_parallel=parallel), inputs={"l": items})
    done = next(event for event in events if isinstance(event, ContainerFinished))
    assert last(events).status == "succeeded"
    assert done.outputs == {"output": items}


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("mode", ["terminated", "continue-on-error"])
async def test_each_round_has_the_starts_to_itself_and_one_too_many_ends_the_run(parallel, mode):
    doc = iteration(inner=3, is_parallel=parallel, error_handle_mode=mode)
    many = list(range(20))
    assert last(await play(doc, inputs={"l": many}, limits=Limits(max_steps=3))).status == "succeeded"
    end = last(await play(doc, inputs={"l": many}, limits=Limits(max_steps=2)))
    assert (end.status, end.error) == ("failed", "Maximum execution steps exceeded: 3 > 2")
