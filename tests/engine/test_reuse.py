"""Reactive runs: what is reused, what goes stale, and that neither is ever wrong."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from engine.events import NodeFinished, NodeStarted
from engine.fields import Selector
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.resources import Resources, RunInfo
from engine.running.reuse import KeptFailure, KeptResult, MemoryResults
from engine.running.run import Run, RunRequest, prepare
from engine.running.stale import Freshness, Head, freshness
from engine.variables import VariablePool
from tests.engine.graphs import KINDS, document, last


class Mix(Node):
    """Join the values that `parts` selects with a constant, and count how often it ran."""

    runs: list[str] = []
    streams = ("text",)

    class Config(NodeConfig):
        parts: list[Selector] = Field(default_factory=list)
        constant: str = ""

    async def run(self, ctx: Context) -> Result:
        self.runs.append(self.node_id)
        text = "".join(str(ctx.value_or_none(part)) for part in self.config.parts) + self.config.constant
        ctx.stream_text(text)
        return Result({"text": text})


class Effect(Mix):
    """The same with an effect outside."""

    def is_reusable(self) -> bool:
        return False


KINDS_HERE = {**KINDS, "mix": Mix, "effect": Effect}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for kind, node in KINDS_HERE.items():
        monkeypatch.setitem(Node.registry, kind, node)
    Mix.runs.clear()


def chain(*constants, title="t"):
    nodes = {"s": {"type": "origin"}}
    edges = []
    for number, constant in enumerate(constants):
        parts = [[f"n{number - 1}", "text"]] if number else [["s", "q"]]
        nodes[f"n{number}"] = {"type": "mix", "parts": parts, "constant": constant, "title": f"{title}{number}"}
        edges.append(f"n{number - 1} > n{number}" if number else "s > n0")
    nodes["say"] = {"type": "say", "parts": [[f"n{len(constants) - 1}", "text"]]}
    return document(nodes, [*edges, f"n{len(constants) - 1} > say"], mode="advanced-chat")


async def play(doc, results, **request):
    events = []
    request = RunRequest(info=RunInfo(run_id="r", mode=doc.mode), **({"inputs": {"q": "q"}} | request))
    await Run(prepare(doc), request, Resources(), emit=events.append, results=results).execute()
    return events


def reused(events):
    return [event.node_id for event in events if isinstance(event, NodeFinished) and event.reused]


async def test_rerun_without_an_edit_runs_nothing_and_says_the_same():
    results = MemoryResults()
    first = await play(chain("a", "b"), results)
    Mix.runs.clear()
    second = await play(chain("a", "b"), results)
    assert Mix.runs == []
    assert last(second).answer == last(first).answer == "qab"
    assert reused(second) == ["s", "n0", "n1", "say"]


async def test_edit_runs_exactly_the_descendants():
    results = MemoryResults()
    await play(chain("a", "b", "c"), results)
    Mix.runs.clear()
    assert last(await play(chain("a", "X", "c"), results)).answer == "qaXc"
    assert Mix.runs == ["n1", "n2"]


async def test_titles_do_not_count():
    results = MemoryResults()
    await play(chain("a"), results)
    Mix.runs.clear()
    await play(chain("a", title="renamed"), results)
    assert Mix.runs == []


async def test_edit_that_changes_no_output_stops_there():
    results = MemoryResults()
    doc = {
        "s": {"type": "origin"},
        "a": {"type": "mix", "constant": "x"},
        "b": {"type": "mix", "parts": [["a", "text"]]},
    }
    await play(document(doc, ["s > a", "a > b"]), results)
    Mix.runs.clear()
    doc["a"] = {"type": "mix", "parts": [["nowhere", "at_all"]], "constant": ""}
    doc["a"]["constant"] = "x"
    doc["a"]["parts"] = []
    doc["a"]["unknown_key"] = "kept but not read"
    await play(document(doc, ["s > a", "a > b"]), results)
    assert Mix.runs == []


async def test_changed_input_runs_what_reads_it():
    results = MemoryResults()
    await play(chain("a"), results)
    Mix.runs.clear()
    assert last(await play(chain("a"), results, inputs={"q": "other "})).answer == "other a"
    assert Mix.runs == ["n0"]


async def test_effects_happen_again_and_what_follows_is_reused_if_they_give_the_same():
    results = MemoryResults()
    doc = {
        "s": {"type": "origin"},
        "e": {"type": "effect", "constant": "x"},
        "b": {"type": "mix", "parts": [["e", "text"]]},
    }
    for _ in range(2):
        await play(document(doc, ["s > e", "e > b"]), results)
    assert Mix.runs == ["e", "b", "e"]


async def test_container_is_reused_as_a_whole_and_rounds_one_by_one():
    results = MemoryResults()

    def boxed(*items, constant="!"):
        nodes = {
            "s": {"type": "origin"},
            "box": {"type": "box", "items": list(items), "start": "in"},
            "in": {"type": "box-start"},
            "m": {"type": "mix", "parts": [["box", "item"]], "constant": constant},
        }
        return document(nodes, ["s > box", "in > m"])

    await play(boxed("a", "b"), results)
    await play(boxed("a", "b"), results)
    assert Mix.runs == ["m", "m"]
    await play(boxed("a", "c"), results)
    assert Mix.runs == ["m", "m", "m"]
    await play(boxed("a", "c", constant="?"), results)
    assert len(Mix.runs) == 5


async def test_given_results_replace_nodes_and_only_what_follows_runs():
    kept = KeptResult.of(Result({"text": "edited "}))
    events = await play(chain("a", "b", "c"), None, given={"s": KeptResult.of(Result()), "n0": kept})
    assert last(events).answer == "edited bc"
    assert Mix.runs == ["n1", "n2"]


async def test_run_up_to_a_node_runs_what_leads_to_it():
    nodes = {
        "s": {"type": "origin"},
        "a": {"type": "mix"},
        "b": {"type": "mix"},
        "c": {"type": "mix", "parts": [["a", "text"]]},
        "d": {"type": "mix"},
    }
    events = await play(document(nodes, ["s > a", "s > b", "a > c", "c > d"]), None, until=("c",))
    assert Mix.runs == ["a", "c"]
    assert last(events).status == "succeeded"


def states(doc, results, inputs=None):
    heads = {key: Head(kept.contents, kept.handle, kept.assignments) for key, kept in results._kept.items()}
    pool = VariablePool({"sys": {}, "s": inputs or {"q": "q"}})
    return freshness(
        prepare(doc),
        "s",
        pool,
        known=heads.get,
        has_run=lambda node_id: node_id in Mix.runs or node_id == "s",
        resources=Resources(),
        info=RunInfo(mode=doc.mode),
    )


async def test_stale_set_is_known_without_running():
    results = MemoryResults()
    assert set(states(chain("a", "b"), results).values()) == {Freshness.NEVER, Freshness.FRESH}
    await play(chain("a", "b", "c"), results)
    fresh = states(chain("a", "b", "c"), results)
    assert set(fresh.values()) == {Freshness.FRESH}
    edited = states(chain("a", "X", "c"), results)
    assert [name for name, state in edited.items() if state is Freshness.STALE] == ["n1", "n2"]
    assert len(Mix.runs) == 3


async def test_branch_not_taken_is_skipped_in_the_stale_set():
    results = MemoryResults()

    def forked(choice):
        nodes = {
            "s": {"type": "origin"},
            "f": {"type": "fork", "choice": choice},
            "l": {"type": "mix", "constant": "l"},
            "r": {"type": "mix", "constant": "r"},
        }
        return document(nodes, ["s > f", "f.left > l", "f.right > r"])

    await play(forked("left"), results)
    found = states(forked("left"), results)
    assert (found["l"], found["r"]) == (Freshness.FRESH, Freshness.SKIPPED)
    assert states(forked("right"), results)["r"] is Freshness.NEVER


@st.composite
def edited_graphs(draw):
    """A random graph of mixes and a sequence of edits of their constants."""
    size = draw(st.integers(2, 8))
    parents = {i: draw(st.sets(st.integers(0, i - 1), max_size=3)) for i in range(1, size)}
    edits = draw(st.lists(st.tuples(st.integers(0, size - 1), st.sampled_from("abc")), max_size=5))
    return size, parents, edits


def mixed(size, parents, constants):
    nodes = {"s": {"type": "origin"}}
    edges = []
    for i in range(size):
        sources = sorted(parents.get(i, ()))
        nodes[f"n{i}"] = {"type": "mix", "parts": [[f"n{j}", "text"] for j in sources], "constant": constants[i]}
        edges += [f"n{j} > n{i}" for j in sources] or [f"s > n{i}"]
    return document(nodes, edges)


@settings(max_examples=50, deadline=None)
@given(edited_graphs())
def test_reactive_reruns_after_random_edits_equal_full_runs_and_run_only_what_was_stale(graph):
    size, parents, edits = graph

    async def compare():
        results = MemoryResults()
        constants = ["a"] * size
        await play(mixed(size, parents, constants), results)
        for position, constant in edits:
            constants[position] = constant
            doc = mixed(size, parents, constants)
            stale = {name for name, state in states(doc, results).items() if state is not Freshness.FRESH}
            Mix.runs.clear()
            reactive = await play(doc, results)
            ran = set(Mix.runs)
            full = await play(doc, None)
            assert outputs(reactive) == outputs(full)
            assert ran <= stale

    with pytest.MonkeyPatch.context() as patch:
        for kind, node in KINDS_HERE.items():
            patch.setitem(Node.registry, kind, node)
        asyncio.run(compare())


def outputs(events):
    return {event.node_id: dict(event.outputs) for event in events if isinstance(event, NodeFinished)}


async def test_given_failure_takes_the_branch_that_it_took_and_counts_again():
    nodes = {
        "s": {"type": "origin"},
        "n": {"type": "mix", "error_strategy": "fail-branch"},
        "good": {"type": "mix", "constant": "good"},
        "bad": {"type": "mix", "parts": [["n", "error_message"]]},
    }
    doc = document(nodes, ["s > n", "n > good", "n.fail-branch > bad"])
    events = await play(doc, None, given={"n": KeptFailure("no", "NodeError")})
    assert Mix.runs == ["bad"]
    ends = {event.node_id: event for event in events if isinstance(event, NodeFinished)}
    assert (ends["n"].status, ends["n"].reused, ends["n"].handle) == ("exception", True, "fail-branch")
    assert ends["bad"].outputs == {"text": "no"}
    assert last(events).status == "partial-succeeded"


async def test_nodes_that_run_afresh_pass_over_kept_results_and_keep_new_ones():
    results = MemoryResults()
    await play(chain("a", "b"), results)
    Mix.runs.clear()
    events = await play(chain("a", "b"), results, afresh={"n1"})
    assert Mix.runs == ["n1"]
    assert reused(events) == ["s", "n0", "say"]


async def test_node_says_what_it_reads_when_it_starts():
    events = await play(chain("a", "b"), None)
    reads = {event.node_id: event.reads for event in events if isinstance(event, NodeStarted)}
    assert (reads["n0"], reads["n1"]) == ({"#s.q#": "q"}, {"#n0.text#": "qa"})


async def test_events_inside_containers_say_where_they_are():
    nodes = {
        "s": {"type": "origin"},
        "box": {"type": "box", "items": ["a", "b"], "start": "in"},
        "in": {"type": "box-start"},
        "inner": {"type": "box", "items": ["c"], "start": "in2"},
        "in2": {"type": "box-start"},
        "m": {"type": "mix"},
    }
    events = await play(document(nodes, ["s > box", "in > inner", "in2 > m"]), None)
    paths = [event.path for event in events if isinstance(event, NodeFinished) and event.node_id == "m"]
    assert paths == [(("box", 0), ("inner", 0)), (("box", 1), ("inner", 0))]
