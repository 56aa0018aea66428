"""Iterations and loops: what goes in, what comes out, what a failing round does."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from engine.document import Document
from engine.errors import NodeError
from engine.events import ContainerFinished, ContainerNext, ContainerStarted, Event, RunFinished
from engine.nodes.base import Context, Node, NodeConfig, Result
from tests.engine.graphs import document, ended, last, play, started


class Pick(Node):
    """Give one variable's value as `value`, the later the smaller it is; fail or say nothing on some values."""

    now = 0
    most = 0  # at the same time

    class Config(NodeConfig):
        of: list[str]
        fails_on: Sequence[Any] = ()
        silent_on: Sequence[Any] = ()

    async def run(self, ctx: Context) -> Result:
        value = ctx.require(tuple(self.config.of))
        Pick.now += 1
        Pick.most = max(Pick.most, Pick.now)
        for _ in range(10 - value if isinstance(value, int) else 0):
            await asyncio.sleep(0)
        Pick.now -= 1
        if value in self.config.fails_on:
            raise NodeError(f"cannot take {value}")
        return Result({} if value in self.config.silent_on else {"value": value})


@pytest.fixture(autouse=True)
def _pick(monkeypatch):
    monkeypatch.setitem(Node.registry, "pick", Pick)
    Pick.now = Pick.most = 0


COUNT = {"id": "c", "name": "count", "value_type": "number", "value": 0}
START: dict[str, Any] = {"type": "start", "variables": [{"variable": "l", "type": "json_object", "required": False}]}


def add(*target: str, operation: str = "+=", value: Any = 1) -> dict[str, Any]:
    """Return an assigner that changes one variable by a constant."""
    item = {"variable_selector": list(target), "operation": operation, "input_type": "constant", "value": value}
    return {"type": "assigner", "version": "2", "items": [item]}


def end(**outputs: list[str]) -> dict[str, Any]:
    return {
        "type": "end",
        "outputs": [{"variable": name, "value_selector": selector} for name, selector in outputs.items()],
    }


def iteration(*, pick: dict[str, Any] | None = None, **settings: Any) -> Document:
    """Return start > iteration over `start.l` of one `pick` > end."""
    nodes = {
        "start": START,
        "it": {
            "type": "iteration",
            "start_node_id": "b",
            "iterator_selector": ["start", "l"],
            "output_selector": ["p", "value"],
            **settings,
        },
        "b": {"type": "iteration-start", "iteration_id": "it"},
        "p": {"type": "pick", "of": ["it", "item"], "iteration_id": "it", **(pick or {})},
        "end": end(output=["it", "output"]),
    }
    return document(nodes, ["start > it", "b > p", "it > end"])


async def output_of(doc: Document, items: Any) -> Any:
    events = await play(doc, inputs={"l": items})
    assert last(events).status == "succeeded"
    return last(events).outputs["output"]


def of(kind: type[Event], events: list[Event]) -> list[Any]:
    return [event for event in events if type(event) is kind]


async def test_index_counts_from_0():
    assert await output_of(iteration(pick={"of": ["it", "index"]}), ["a", "b"]) == [0, 1]


@pytest.mark.parametrize("items", [[], None])
async def test_nothing_to_go_through_is_a_success_that_is_told(items):
    events = await play(iteration(), inputs={"l": items})
    assert (last(events).status, last(events).outputs) == ("succeeded", {"output": []})
    assert (len(of(ContainerStarted, events)), len(of(ContainerFinished, events))) == (1, 1)
    assert not of(ContainerNext, events)


@pytest.mark.parametrize(
    ("settings", "message"),
    [({}, "it needs a list|is no list"), ({"iterator_selector": ["start", "gone"]}, "start.gone")],
)
async def test_what_is_no_list_or_missing_fails(settings, message):
    events = await play(iteration(**settings), inputs={"l": {"a": 1}})
    assert last(events).status == "failed"
    assert any(part in last(events).error for part in message.split("|"))


@pytest.mark.parametrize("at_once", [1, 3])
async def test_parallel_rounds_keep_the_order_and_are_so_many_at_once(at_once):
    items = list(range(9))
    assert await output_of(iteration(is_parallel=True, parallel_nums=at_once), items) == items
    assert Pick.most == at_once


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize(("mode", "output"), [("continue-on-error", [1, None, 3]), ("remove-abnormal-output", [1, 3])])
async def test_a_round_that_fails_is_none_or_left_out(mode, output, parallel):
    doc = iteration(error_handle_mode=mode, is_parallel=parallel, pick={"fails_on": [2]})
    events = await play(doc, inputs={"l": [1, 2, 3]})
    assert last(events).outputs == {"output": output}
    assert (last(events).status, last(events).exceptions_count) == ("partial-succeeded", 1)


async def test_terminated_fails_with_the_first_error_and_begins_no_further_round():
    events = await play(iteration(pick={"fails_on": [2, 3]}), inputs={"l": [1, 2, 3]})
    assert last(events).status == "failed"
    assert "cannot take 2" in last(events).error
    assert started(events).count("p") == 2


async def test_terminated_lets_rounds_that_run_end():
    doc = iteration(is_parallel=True, parallel_nums=2, pick={"fails_on": [9]})
    events = await play(doc, inputs={"l": [1, 9, 3, 4]})
    assert last(events).status == "failed"
    assert started(events).count("p") == 2
    assert Pick.now == 0


@pytest.mark.parametrize(
    ("items", "flatten", "output"),
    [
        ([["a"], ["b", "c"]], True, ["a", "b", "c"]),
        ([["a"], ["b", "c"]], False, [["a"], ["b", "c"]]),
        ([["a"], "b"], True, [["a"], "b"]),
        ([["a"], ["none"], ["b"]], True, ["a", "b"]),
        (["x", "none"], True, ["x", None]),
    ],
)
async def test_lists_of_rounds_are_joined(items, flatten, output):
    doc = iteration(flatten_output=flatten, pick={"silent_on": [["none"], "none"]})
    assert await output_of(doc, items) == output


async def test_what_a_round_wrote_is_unknown_to_the_next_and_outside():
    doc = iteration(output_selector=["late", "output"])
    nodes = {node.id: dict(node.data) for node in doc.nodes}
    nodes["p"] |= {"silent_on": [2], "of": ["it", "item"]}
    nodes["late"] = {
        "type": "variable-aggregator",
        "output_type": "number",
        "variables": [["p", "value"], ["it", "index"]],
        "iteration_id": "it",
    }
    nodes["end"] = end(output=["it", "output"], inner=["p", "value"])
    events = await play(document(nodes, ["start > it", "b > p", "p > late", "it > end"]), inputs={"l": [7, 2]})
    assert last(events).outputs == {"output": [7, 1], "inner": None}


async def test_a_conversation_variable_written_in_a_round_is_seen_by_the_next_and_after_the_run():
    nodes = {
        "start": START,
        "it": {
            "type": "iteration",
            "start_node_id": "b",
            "iterator_selector": ["start", "l"],
            "output_selector": ["p", "value"],
        },
        "b": {"type": "iteration-start", "iteration_id": "it"},
        "add": {**add("conversation", "count"), "iteration_id": "it"},
        "p": {"type": "pick", "of": ["conversation", "count"], "iteration_id": "it"},
        "say": {"type": "answer", "answer": "{{#it.output#}} {{#conversation.count#}}"},
    }
    edges = ["start > it", "b > add", "add > p", "it > say"]
    doc = document(nodes, edges, mode="advanced-chat", conversation_variables=[COUNT])
    events = await play(doc, inputs={"l": ["a", "b", "c"]})
    assert last(events).outputs["answer"].split() == ["-", "1", "-", "2", "-", "3", "3"]


def loop(*inner: str, nodes: dict[str, Any] | None = None, **settings: Any) -> Document:
    """Return start > loop > end; the loop counts `n` up, edges and nodes inside may be others."""
    counted: dict[str, Any] = {
        "start": START,
        "lo": {
            "type": "loop",
            "start_node_id": "b",
            "loop_count": 3,
            "loop_variables": [{"label": "n", "var_type": "number", "value_type": "constant", "value": 0}],
            **settings,
        },
        "b": {"type": "loop-start", "loop_id": "lo"},
        "add": {**add("lo", "n"), "loop_id": "lo"},
        "end": end(n=["lo", "n"], rounds=["lo", "loop_round"]),
    }
    return document(counted | (nodes or {}), ["start > lo", *(inner or ("b > add",)), "lo > end"])


def breaks(selector: list[str], value: str, operator: str = "≥") -> dict[str, Any]:
    condition = {"variable_selector": selector, "comparison_operator": operator, "value": value}
    return {"break_conditions": [{"id": "x", "varType": "number", **condition}]}


async def finished(doc: Document, **inputs: Any) -> RunFinished:
    return last(await play(doc, inputs=inputs))


@pytest.mark.parametrize(
    ("settings", "outputs"),
    [
        ({}, {"n": 3, "rounds": 3}),
        (breaks(["lo", "n"], "2"), {"n": 2, "rounds": 2}),
        (breaks(["lo", "n"], "0"), {"n": 0, "rounds": None}),
    ],
)
async def test_a_loop_ends_with_its_count_or_its_condition(settings, outputs):
    assert (await finished(loop(**settings))).outputs == outputs


async def test_a_condition_that_holds_at_once_leaves_no_outputs_and_no_steps():
    (over,) = of(ContainerFinished, await play(loop(**breaks(["lo", "n"], "0"))))
    assert (over.outputs, over.steps) == ({}, 0)


async def test_a_condition_that_cannot_be_tested_counts_only_after_a_round():
    nodes = {"p": {"type": "pick", "of": ["lo", "n"], "loop_id": "lo"}}
    inner = await finished(loop("b > add", "add > p", nodes=nodes, **breaks(["p", "value"], "2")))
    assert inner.outputs == {"n": 2, "rounds": 2}
    gone = await finished(loop(**breaks(["add", "gone"], "2")))
    assert gone.status == "failed"
    assert "add.gone" in gone.error


async def test_a_loop_end_leaves_the_loop_after_its_round():
    nodes = {"stop": {"type": "loop-end", "loop_id": "lo"}}
    assert (await finished(loop("b > add", "add > stop", nodes=nodes))).outputs == {"n": 1, "rounds": 1}


@pytest.mark.parametrize(
    ("declared", "value", "first"),
    [
        ("number", "3", 3),
        ("string", "3", "3"),
        ("object", '{"a": 1}', {"a": 1}),
        ("array[string]", '["a"]', ["a"]),
        ("array[string]", ["a"], ["a"]),
        ("boolean", True, True),
    ],
)
async def test_loop_variables_begin_with_their_constant(declared, value, first):
    variable = {"label": "v", "var_type": declared, "value_type": "constant", "value": value}
    doc = loop("b > p", loop_variables=[variable], nodes=picking("lo", "v"), loop_count=1)
    assert (await finished(doc)).outputs["v"] == first


def picking(owner: str, name: str) -> dict[str, Any]:
    """Return an inner node without effect, and an end that gives the variable."""
    return {"p": {"type": "pick", "of": [owner, name], "loop_id": "lo"}, "end": end(v=[owner, name])}


async def test_loop_variables_begin_with_another_variable():
    variable = {"label": "v", "var_type": "object", "value_type": "variable", "value": ["start", "l"]}
    doc = loop("b > p", loop_variables=[variable], nodes=picking("lo", "v"), loop_count=1)
    assert (await finished(doc, l=[1])).outputs["v"] == [1]
    missing = loop("b > p", loop_variables=[variable | {"value": ["start", "gone"]}], nodes=picking("lo", "v"))
    assert "start.gone" in (await finished(missing, l=[1])).error


async def test_a_failing_round_fails_the_loop_whatever_its_error_mode():
    nodes = {"p": {"type": "pick", "of": ["lo", "n"], "fails_on": [2], "loop_id": "lo"}}
    doc = loop("b > add", "add > p", nodes=nodes, error_handle_mode="continue-on-error")
    events = await play(doc)
    assert last(events).status == "failed"
    assert "cannot take 2" in last(events).error
    assert started(events).count("p") == 2


async def test_outputs_of_inner_nodes_are_gone_before_the_next_round():
    fork = {
        "type": "if-else",
        "loop_id": "lo",
        "cases": [
            {
                "case_id": "first",
                "conditions": [{"variable_selector": ["lo", "n"], "comparison_operator": "=", "value": "1"}],
            }
        ],
    }
    nodes = {
        "fork": fork,
        "p": {"type": "pick", "of": ["lo", "n"], "loop_id": "lo"},
        "end": end(inner=["p", "value"], n=["lo", "n"]),
    }
    doc = loop("b > add", "add > fork", "fork.first > p", nodes=nodes, loop_count=2)
    assert (await finished(doc)).outputs == {"inner": None, "n": 2}


async def test_an_iteration_in_a_loop_and_a_loop_in_an_iteration():
    inside = {
        "it": {
            "type": "iteration",
            "start_node_id": "b2",
            "iterator_selector": ["start", "l"],
            "output_selector": ["p", "value"],
            "loop_id": "lo",
        },
        "b2": {"type": "iteration-start", "iteration_id": "it"},
        "p": {"type": "pick", "of": ["it", "item"], "iteration_id": "it"},
    }
    events = await play(loop("b > add", "add > it", "b2 > p", nodes=inside, loop_count=2), inputs={"l": [1, 2]})
    assert (last(events).outputs, started(events).count("p")) == ({"n": 2, "rounds": 2}, 4)

    doc = iteration(output_selector=["lo", "n"])
    nodes = {node.id: dict(node.data) for node in doc.nodes if node.id != "p"} | {
        "lo": {**loop().node("lo").data, "iteration_id": "it"},
        "b2": {"type": "loop-start", "loop_id": "lo"},
        "add": {**add("lo", "n"), "loop_id": "lo"},
    }
    nodes["lo"] |= {"start_node_id": "b2"}
    events = await play(document(nodes, ["start > it", "b > lo", "b2 > add", "it > end"]), inputs={"l": [1, 2]})
    assert last(events).outputs == {"output": [3, 3]}
    assert ended(events)["add"] == "succeeded"


async def test_a_loop_end_inside_an_iteration_of_the_loop_leaves_the_loop():
    inside = {
        "it": {
            "type": "iteration",
            "start_node_id": "b2",
            "iterator_selector": ["start", "l"],
            "output_selector": ["stop", "none"],
            "loop_id": "lo",
        },
        "b2": {"type": "iteration-start", "iteration_id": "it"},
        "stop": {"type": "loop-end", "iteration_id": "it"},
    }
    done = await finished(loop("b > add", "add > it", "b2 > stop", nodes=inside), l=[1])
    assert done.outputs == {"n": 1, "rounds": 1}
