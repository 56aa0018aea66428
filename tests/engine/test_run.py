"""How a graph runs: joins, skips, branches, failures, limits, containers, pauses."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidWorkflow
from engine.events import ContainerFinished, ContainerStarted, NodeFinished, NodeRetried, NodeStarted, RunStarted
from engine.nodes.base import Node
from engine.resources import Resources, RunInfo
from engine.running.run import Limits, Run, RunRequest, prepare
from tests.engine.graphs import KINDS, Probe, document, ended, last, pause, play, said, started


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for kind, node in KINDS.items():
        monkeypatch.setitem(Node.registry, kind, node)
    Probe.gates.clear()
    Probe.tries.clear()


ORIGIN = {"type": "origin"}
PROBE = {"type": "probe"}


async def test_join_after_parallel_branches_runs_once_after_all_of_them():
    nodes = {"s": ORIGIN, "p": PROBE | {"after": "q-done"}, "q": PROBE | {"opens": "q-done"}, "j": PROBE}
    events = await play(document(nodes, ["s > p", "s > q", "p > j", "q > j"]))
    assert started(events).count("j") == 1
    assert started(events)[-1] == "j"
    assert last(events).status == "succeeded"


async def test_join_after_exclusive_branches_runs_on_the_taken_one():
    nodes = {"s": ORIGIN, "f": {"type": "fork", "choice": "right"}, "b": PROBE, "c": PROBE, "d": PROBE}
    events = await play(document(nodes, ["s > f", "f.left > b", "f.right > c", "b > d", "c > d"]))
    assert started(events) == ["s", "f", "c", "d"]


async def test_mixed_join_waits_until_every_edge_is_decided():
    nodes = {
        "s": ORIGIN,
        "f": {"type": "fork", "choice": "no", "after": "p-done"},
        "b": PROBE,
        "p": PROBE | {"opens": "p-done"},
        "j": PROBE,
    }
    events = await play(document(nodes, ["s > f", "s > p", "f.yes > b", "b > j", "p > j"]))
    assert started(events) == ["s", "f", "p", "j"]


async def test_two_handles_to_the_same_target_are_two_edges():
    nodes = {"s": ORIGIN, "f": {"type": "fork", "choice": "left"}, "t": PROBE}
    assert started(await play(document(nodes, ["s > f", "f.left > t", "f.right > t"]))) == ["s", "f", "t"]


async def test_handle_without_an_edge_skips_the_rest_and_succeeds():
    nodes = {"s": ORIGIN, "f": {"type": "fork", "choice": "nowhere"}, "t": PROBE, "u": PROBE}
    events = await play(document(nodes, ["s > f", "f.left > t", "t > u"]))
    assert started(events) == ["s", "f"]
    assert last(events).status == "succeeded"


async def test_nodes_that_nothing_leads_to_never_run():
    nodes = {"s": ORIGIN, "a": PROBE, "orphan": PROBE, "after": PROBE}
    assert started(await play(document(nodes, ["s > a", "orphan > after", "orphan > a"]))) == ["s", "a"]


async def test_unhandled_failure_ends_the_run_and_starts_nothing_more():
    nodes = {"s": ORIGIN, "bad": PROBE | {"fails": 1}, "slow": PROBE | {"after": "never"}, "next": PROBE}
    events = await play(document(nodes, ["s > bad", "s > slow", "bad > next"]))
    assert ended(events) == {"s": "succeeded", "bad": "failed"}
    assert (last(events).status, last(events).error) == ("failed", "bad failed")


async def test_fail_branch_goes_on_with_the_error_as_variables():
    nodes = {
        "s": ORIGIN,
        "bad": PROBE | {"fails": 1, "error_strategy": "fail-branch"},
        "good": PROBE,
        "say": {"type": "say", "parts": [["bad", "error_message"], " / ", ["bad", "error_type"]]},
    }
    events = await play(document(nodes, ["s > bad", "bad.source > good", "bad.fail-branch > say"]))
    assert ended(events) == {"s": "succeeded", "bad": "exception", "say": "succeeded"}
    assert "".join(said(events)) == "bad failed / ProbeError"
    assert (last(events).status, last(events).exceptions_count) == ("partial-succeeded", 1)


async def test_success_branch_is_the_good_end_of_a_node_with_a_failure_branch():
    nodes = {"s": ORIGIN, "ok": PROBE | {"error_strategy": "fail-branch"}, "good": PROBE, "bad": PROBE}
    events = await play(document(nodes, ["s > ok", "ok.success-branch > good", "ok.fail-branch > bad"]))
    assert started(events) == ["s", "ok", "good"]


async def test_default_value_takes_all_edges_even_of_a_branch():
    defaults = [{"key": "n", "type": "number", "value": "3"}, {"key": "l", "type": "array[string]", "value": '["a"]'}]
    bad = {"type": "fork", "fails": 1, "error_strategy": "default-value", "default_value": defaults}
    nodes = {"s": ORIGIN, "bad": bad, "a": PROBE, "b": PROBE}
    events = await play(document(nodes, ["s > bad", "bad.left > a", "bad.right > b"]))
    outputs = next(event.outputs for event in events if isinstance(event, NodeFinished) and event.node_id == "bad")
    assert sorted(started(events)) == ["a", "b", "bad", "s"]
    assert outputs == {"n": 3.0, "l": ["a"], "error_message": "bad failed", "error_type": "ProbeError"}


def test_default_that_does_not_fit_is_refused_before_the_run():
    bad = PROBE | {
        "error_strategy": "default-value",
        "default_value": [{"key": "n", "type": "number", "value": "many"}],
    }
    with pytest.raises(InvalidWorkflow, match=r"bad\.default_value\.0\.value"):
        prepare(document({"s": ORIGIN, "bad": bad}, ["s > bad"]))


async def test_retry_tells_each_attempt_and_counts_the_failures():
    retry = {"retry_enabled": True, "max_retries": 3, "retry_interval": 0}
    events = await play(document({"s": ORIGIN, "n": PROBE | {"fails": 2, "retry_config": retry}}, ["s > n"]))
    assert [event.retry_index for event in events if isinstance(event, NodeRetried)] == [1, 2]
    assert started(events) == ["s", "n"]
    assert ended(events)["n"] == "succeeded"
    end = last(events)
    assert (end.status, end.exceptions_count, end.total_steps) == ("partial-succeeded", 2, 4)


async def test_retries_that_run_out_fail_the_run():
    retry = {"retry_enabled": True, "max_retries": 1, "retry_interval": 0}
    events = await play(document({"s": ORIGIN, "n": PROBE | {"fails": 9, "retry_config": retry}}, ["s > n"]))
    assert (last(events).status, last(events).exceptions_count) == ("failed", 2)


async def test_too_many_steps_abort_with_the_limit():
    nodes = {"s": ORIGIN} | {f"n{i}": PROBE for i in range(5)}
    edges = ["s > n0"] + [f"n{i} > n{i + 1}" for i in range(4)]
    end = last(await play(document(nodes, edges), limits=Limits(max_steps=3)))
    assert (end.status, end.error) == ("failed", "Maximum execution steps exceeded: 4 > 3")


async def test_too_much_time_aborts_with_the_limit():
    nodes = {"s": ORIGIN, "n": PROBE | {"after": "never"}}
    end = last(await play(document(nodes, ["s > n"]), limits=Limits(max_seconds=0.02)))
    assert (end.status, end.error) == ("failed", "Maximum execution time exceeded: 0.02 s")


async def test_stop_ends_the_run_with_what_was_said():
    nodes = {"s": ORIGIN, "n": PROBE | {"stream": ["half"], "after": ""}, "w": PROBE | {"after": "never"}}
    nodes["say"] = {"type": "say", "parts": [["n", "text"], " and ", ["w", "text"]]}
    events = []
    one = Run(
        prepare(document(nodes, ["s > n", "n > w", "w > say"], mode="advanced-chat")),
        RunRequest(info=RunInfo(mode="advanced-chat")),
        Resources(),
        emit=lambda event: (events.append(event), one.stop() if started(events)[-1:] == ["w"] else None),
    )
    end = await one.execute()
    assert (end.status, end.answer, end.error) == ("stopped", "half and ", "Stopped by the user.")
    assert "w" not in ended(events)


async def test_long_chain_of_quick_nodes_lets_others_use_the_loop():
    nodes = {"s": ORIGIN} | {f"n{i}": PROBE for i in range(400)}
    edges = ["s > n0"] + [f"n{i} > n{i + 1}" for i in range(399)]
    task = asyncio.create_task(play(document(nodes, edges), limits=Limits(max_steps=1000)))
    turns = 0
    while not task.done():
        await asyncio.sleep(0)
        turns += 1
    assert last(task.result()).status == "succeeded"
    assert turns > 4


async def test_cancelling_the_caller_is_no_stop():
    task = asyncio.create_task(play(document({"s": ORIGIN, "n": PROBE | {"after": "never"}}, ["s > n"])))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_container_runs_each_round_with_its_own_states_and_hides_its_start():
    nodes = {
        "s": ORIGIN,
        "box": {"type": "box", "items": ["a", "b"], "start": "in"},
        "in": {"type": "box-start"},
        "say": {"type": "say", "parts": ["<", ["box", "item"], ">"]},
        "end": {"type": "say", "parts": [" done"]},
    }
    events = await play(document(nodes, ["s > box", "box > end", "in > say"], mode="advanced-chat"))
    assert started(events) == ["s", "say", "say", "end"]
    assert last(events).answer == "<a><b> done"
    assert next(type(event) for event in events if getattr(event, "node_id", "") == "box") is ContainerStarted
    assert last(events).total_steps == 3
    rounds = [event.round for event in events if isinstance(event, NodeStarted) and event.node_id == "say"]
    assert rounds == [0, 1]


async def test_parallel_rounds_speak_in_the_order_of_their_index():
    nodes = {
        "s": ORIGIN,
        "box": {"type": "box", "items": ["a", "b", "c"], "start": "in", "parallel": True},
        "in": {"type": "box-start"},
        "n": PROBE | {"stream": ["1", "2"]},
        "say": {"type": "say", "parts": [["box", "item"], ["n", "text"], ";"]},
    }
    events = await play(document(nodes, ["s > box", "in > n", "n > say"], mode="advanced-chat"))
    assert last(events).answer == "a12;b12;c12;"


async def test_failure_in_a_round_fails_the_container_and_counts_twice():
    nodes = {"s": ORIGIN, "box": {"type": "box", "items": [1], "start": "in"}, "in": {"type": "box-start"}}
    nodes |= {"bad": PROBE | {"fails": 1}}
    events = await play(document(nodes, ["s > box", "in > bad"]))
    box = next(event for event in events if isinstance(event, ContainerFinished))
    assert (box.status, box.error) == ("failed", "bad failed")
    assert (last(events).status, last(events).exceptions_count) == ("failed", 2)


async def test_answer_leads_with_its_text_before_any_node_and_streams_live():
    nodes = {
        "s": ORIGIN,
        "n": PROBE | {"stream": ["to", "ken"]},
        "say": {"type": "say", "parts": ["Hi ", ["n", "text"]]},
    }
    events = await play(document(nodes, ["s > n", "n > say"], mode="advanced-chat"))
    assert isinstance(events[0], RunStarted)
    assert [getattr(event, "text", None) for event in events[1:2]] == ["Hi "]
    order = [
        event for event in events if getattr(event, "node_id", "") == "n" or getattr(event, "text", "") in ("to", "ken")
    ]
    assert [type(event).__name__ for event in order] == ["NodeStarted", "TextDelta", "TextDelta", "NodeFinished"]


async def test_text_follows_the_template_never_time():
    nodes = {
        "s": ORIGIN,
        "a": PROBE | {"stream": ["AAA"], "opens": "a"},
        "b": PROBE | {"stream": ["B1", "B2"], "after": "a"},
        "say": {"type": "say", "parts": [["b", "text"], "-", ["a", "text"]]},
    }
    events = await play(document(nodes, ["s > a", "s > b", "a > say", "b > say"], mode="advanced-chat"))
    assert said(events) == ["B1", "B2", "-", "AAA"]


async def test_answer_behind_a_branch_is_silent_until_the_branch_is_taken():
    nodes = {
        "s": ORIGIN,
        "n": PROBE | {"stream": ["text"]},
        "f": {"type": "fork", "choice": "yes"},
        "say": {"type": "say", "parts": ["!", ["n", "text"]]},
        "other": {"type": "say", "parts": ["?"]},
    }
    events = await play(document(nodes, ["s > n", "n > f", "f.yes > say", "f.no > other"], mode="advanced-chat"))
    assert said(events) == ["!", "text"]
    position = {getattr(event, "node_id", None): i for i, event in enumerate(events) if isinstance(event, NodeFinished)}
    assert events.index(next(event for event in events if getattr(event, "text", "") == "!")) > position["f"]


async def test_skipped_source_is_passed_over():
    nodes = {
        "s": ORIGIN,
        "f": {"type": "fork", "choice": "y"},
        "x": PROBE | {"out": {"output": "X"}},
        "y": PROBE | {"out": {"output": "Y"}},
        "say": {"type": "say", "parts": ["[", ["x", "output"], "|", ["y", "output"], "]"]},
    }
    events = await play(document(nodes, ["s > f", "f.x > x", "f.y > y", "x > say", "y > say"], mode="advanced-chat"))
    assert last(events).answer == "[|Y]"


async def test_variable_that_never_comes_stays_empty_and_the_rest_is_said():
    nodes = {"s": ORIGIN, "t": PROBE, "say": {"type": "say", "parts": ["A ", ["t", "nope"], " B"]}}
    assert last(await play(document(nodes, ["s > t", "t > say"], mode="advanced-chat"))).answer == "A  B"


async def test_parallel_answers_never_interleave():
    nodes = {
        "s": ORIGIN,
        "l": PROBE | {"stream": ["l1", "l2"]},
        "r": PROBE | {"stream": ["r1", "r2"]},
        "a1": {"type": "say", "parts": ["[", ["l", "text"], "]"]},
        "a2": {"type": "say", "parts": ["(", ["r", "text"], ")"]},
    }
    events = await play(document(nodes, ["s > l", "s > r", "l > a1", "r > a2"], mode="advanced-chat"))
    assert last(events).answer == "[l1l2](r1r2)"


async def test_second_answer_in_a_row_waits_for_the_first():
    nodes = {
        "s": ORIGIN,
        "a1": {"type": "say", "parts": ["one"]},
        "n": PROBE | {"stream": ["mid"]},
        "a2": {"type": "say", "parts": ["two ", ["n", "text"]]},
    }
    events = await play(document(nodes, ["s > a1", "a1 > n", "n > a2"], mode="advanced-chat"))
    assert said(events) == ["one", "two ", "mid"]
    assert last(events).outputs["answer"] == "onetwo mid"


async def test_assigner_holds_back_only_answers_that_show_what_it_writes():
    variables = [{"id": "v", "name": "x", "value_type": "string", "value": "old"}]
    nodes = {
        "s": ORIGIN,
        "w": {"type": "write", "target": "x", "value": "new"},
        "say": {"type": "say", "parts": [["conversation", "x"]]},
    }
    doc = document(nodes, ["s > w", "w > say"], mode="advanced-chat", conversation_variables=variables)
    assert last(await play(doc)).answer == "new"
    nodes["say"] = {"type": "say", "parts": ["early"]}
    doc = document(nodes, ["s > w", "w > say"], mode="advanced-chat", conversation_variables=variables)
    events = await play(doc)
    assert getattr(events[1], "text", None) == "early"


async def test_pause_keeps_what_ran_and_resumption_finishes_the_rest():
    nodes = {
        "s": ORIGIN,
        "n": PROBE | {"stream": ["before "]},
        "ask": {"type": "ask"},
        "say": {"type": "say", "parts": [["n", "text"], ["ask", "said"]]},
    }
    doc = document(nodes, ["s > n", "n > ask", "ask > say"], mode="advanced-chat")
    first = await play(doc)
    assert (said(first), pause(first).node_ids) == (["before "], ["ask"])
    state = _json(pause(first).state)
    state["frame"]["paused"]["ask"]["state"]["answer"] = "after"
    second = await play(doc, resumed=state)
    assert started(second) == ["say"]
    assert (last(second).answer, last(second).total_steps) == ("before after", 4)


async def test_pause_inside_a_round_resumes_in_that_round():
    nodes = {
        "s": ORIGIN,
        "box": {"type": "box", "items": ["a", "b"], "start": "in"},
        "in": {"type": "box-start"},
        "ask": {"type": "ask"},
        "say": {"type": "say", "parts": [["box", "item"], ["ask", "said"], ";"]},
    }
    doc = document(nodes, ["s > box", "in > ask", "ask > say"], mode="advanced-chat")
    events = await play(doc)
    for answer in ("1", "2"):
        state = _json(pause(events).state)
        state["frame"]["paused"]["box"]["state"]["round"]["paused"]["ask"]["state"]["answer"] = answer
        events = await play(doc, resumed=state)
    assert last(events).answer == "a1;b2;"
    assert [type(event) for event in events].count(ContainerStarted) == 0


def _json(state):
    import json

    return json.loads(json.dumps(state))


@st.composite
def dags(draw):
    """Random graphs of probes and forks, edges only from earlier to later nodes."""
    size = draw(st.integers(2, 9))
    nodes = {"n0": ORIGIN}
    edges = []
    for i in range(1, size):
        fork = draw(st.booleans())
        nodes[f"n{i}"] = {"type": "fork", "choice": draw(st.sampled_from(["a", "b"]))} if fork else PROBE
        for j in draw(st.sets(st.integers(0, i - 1), min_size=1, max_size=3)):
            handle = draw(st.sampled_from(["a", "b"])) if nodes[f"n{j}"].get("type") == "fork" else "source"
            edges.append(f"n{j}.{handle} > n{i}")
    return nodes, edges


@settings(max_examples=60, deadline=None)
@given(dags())
def test_exactly_the_nodes_on_taken_paths_run_once_each_after_what_they_wait_for(graph):
    nodes, edges = graph
    parsed = [(edge.split(".")[0], edge.split(".")[1].split(" ")[0], edge.split("> ")[1]) for edge in edges]
    expected = {"n0"}
    for name, _ in list(nodes.items())[1:]:
        taken = [s in expected and nodes[s].get("choice", "source") == handle for s, handle, t in parsed if t == name]
        if any(taken):
            expected.add(name)
    with pytest.MonkeyPatch.context() as patch:
        for kind, node in KINDS.items():
            patch.setitem(Node.registry, kind, node)
        events = asyncio.run(play(document(nodes, edges)))
    order = started(events)
    assert sorted(order) == sorted(expected)
    for source, _, target in parsed:
        if source in expected and target in expected:
            assert order.index(source) < order.index(target)
