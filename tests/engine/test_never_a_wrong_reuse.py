"""No kept result ever stands for another one: whatever changes, exactly what feels it is stale."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine.running.plan
from engine.errors import NodeError
from engine.models.base import Abilities
from engine.nodes.base import Node
from engine.resources import CodeResult, Turn
from engine.running.reuse import MemoryResults
from engine.tools.base import ToolReference
from engine.tools.functions import FunctionTool
from engine.tools.registry import BUILT_IN
from tests.engine.graphs import last
from tests.engine.reactive import DigestCode, World, feels, model, outputs, ran, template, upload

Change = Callable[[World], Any]


def data(node: str, **changes: Any) -> Change:
    """Change settings of a node."""
    return lambda world: world.nodes[node].update(changes)


def prompt(node: str, text: str) -> Change:
    """Change the text of a node's prompt."""
    return lambda world: world.nodes[node]["prompt_template"][0].update(text=text)


def set_to(**changes: Any) -> Change:
    """Change what the run is given."""
    return lambda world: vars(world).update(changes)


def into(name: str, **changes: Any) -> Change:
    """Change inputs, environment or conversation variables."""
    return lambda world: getattr(world, name).update(changes)


def item(node: str, *path: Any, value: Any) -> Change:
    """Change what lies deep in a node's settings."""

    def change(world: World) -> None:
        place = world.nodes[node]
        for part in path[:-1]:
            if isinstance(place, list) and part >= len(place):
                return  # an earlier edit has taken it out
            place = place[part]
        place[path[-1]] = value

    return change


MODELS = {"llm", "chat", "each", "agent", "class", "values"}
REMEMBER = {"chat", "each"}
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "nothing": (lambda world: None, set()),
    "title": (data("text", title="other", desc="words"), set()),
    "title inside": (data("ask", title="other", desc="words"), set()),
    "key that no kind knows": (data("text", selected=True, height=90), set()),
    "order of the document": (set_to(edges=World().edges[::-1]), set()),
    "template": (data("text", template="{{ w }}?"), {"text"}),
    "what a template reads": (item("text", "variables", 0, "value_selector", value=["start", "number"]), {"text"}),
    "prompt": (prompt("llm", "say it: {{#text.output#}}"), {"llm"}),
    "role": (item("llm", "prompt_template", 0, "role", value="system"), {"llm"}),
    "model": (data("llm", model=model("other")), {"llm"}),
    "parameter of a model": (item("llm", "model", "completion_params", "temperature", value=0.9), {"llm"}),
    "shape of an answer": (
        data("llm", structured_output_switch_on=True, structured_output={"schema": {"type": "object"}}),
        {"llm"},
    ),
    "reasoning": (data("llm", reasoning_format="separated"), {"llm"}),
    "window of a memory": (item("chat", "memory", "window", "size", value=1), {"chat"}),
    "memory": (set_to(history=[Turn("q", "a"), Turn("q2", "a2")]), REMEMBER),
    "answer that is remembered": (set_to(history=[Turn("q", "changed")]), REMEMBER),
    "file that is remembered": (set_to(history=[Turn("q", "a", [upload("f9")])]), REMEMBER),
    "query": (set_to(query="bye"), REMEMBER | {"class"}),
    "files of the turn": (set_to(files=[upload("f3")]), REMEMBER),
    "what a model can do": (lambda world: given_abilities(world, context_size=9_000), MODELS),
    "where the models are": (lambda world: setattr(world.models, "address", "http://two"), MODELS),
    "code": (data("code", code="def main(a, k): return 1"), {"code"}),
    "argument of code": (item("code", "variables", 0, "variable", value="b"), {"code"}),
    "output of code": (data("code", outputs={"out": {"type": "string"}, "more": {"type": "string"}}), {"code"}),
    "language": (data("code", code_language="javascript"), {"code"}),
    "environment": (into("environment", KEY="other"), {"code"}),
    "address": (into("environment", BASE="http://example.org"), {"get"}),
    "text input": (into("inputs", word="other"), {"text", "choose", "agent", "get"}),
    "number input": (into("inputs", number="2"), {"sum"}),
    "list input": (into("inputs", many=["1", "3"]), {"each", "list"}),
    "type of an input": (into("inputs", many=[1, 2]), {"each", "list"}),
    "file": (into("inputs", file=upload("f2")), {"document"}),
    "conversation variable": (into("conversation", tone="loud"), {"yes", "each"}),
    "condition": (
        item("choose", "cases", 0, "conditions", 0, "comparison_operator", value="is not"),
        {"choose"},
    ),
    "prompt inside": (prompt("ask", "{{#each.item#}}"), {"each"}),
    "model inside": (data("ask", model=model("other")), {"each"}),
    "strategy inside": (data("ask", error_strategy="fail-branch"), {"each"}),
    "retries inside": (data("ask", retry_config={"retry_enabled": True, "max_retries": 2}), {"each"}),
    "output of an iteration": (data("each", output_selector=["each", "item"]), {"each"}),
    "edge inside": (lambda world: world.edges.append("eachstart > more"), {"each"}),
    "rounds": (data("loop", loop_count=1), {"loop"}),
    "step of a loop": (item("count", "items", 0, "value", value=2), {"loop"}),
    "first value of a loop": (item("loop", "loop_variables", 0, "value", value=1), {"loop"}),
    "break": (item("loop", "break_conditions", 0, "value", value="1"), {"loop"}),
    "tool's parameter": (item("sum", "tool_parameters", "expression", "value", value="7"), {"sum"}),
    "agent's query": (item("agent", "agent_parameters", "query", "value", value="x"), {"agent"}),
    "agent's tool": (item("agent", "agent_parameters", "tools", "value", value=[]), {"agent"}),
    "description of an agent's tool": (
        item("agent", "agent_parameters", "tools", "value", 0, "extra", value={"description": "other"}),
        {"agent"},
    ),
    "class": (item("class", "classes", 0, "name", value="uno"), {"class"}),
    "instruction": (data("class", instruction="hm"), {"class"}),
    "parameter to extract": (item("values", "parameters", 0, "description", value="x"), {"values"}),
    "filter": (data("list", limit={"enabled": True, "size": 2}), {"list"}),
    "method that only reads": (data("get", method="head"), {"get"}),
    "header": (data("get", headers="X: {{#start.word#}}"), {"get"}),
    "whether failures of a request are handled": (data("get", error_strategy="fail-branch"), {"get"}),
    "answer": (data("say", answer="{{#llm.text#}}"), {"say"}),
    "order of candidates": (data("join", variables=[["no", "output"], ["yes", "output"]]), {"join"}),
}


def given_abilities(world: World, **changes: Any) -> None:
    """Give all models other abilities."""
    world.models.abilities = replace(Abilities(), **changes)


def world() -> World:
    """Return the workflow with a node that an edge can be drawn to."""
    made = World()
    made.nodes["more"] = template("more")
    return made


async def run_once() -> tuple[World, MemoryResults, set[str]]:
    """Return the workflow after a run, the results it left and the nodes that ran."""
    now, results = world(), MemoryResults()
    return now, results, ran(await now.play(results))


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_makes_stale_exactly_what_feels_it(name):
    change, changed = CHANGES[name]
    now, results, known = await run_once()
    assert now.stale(results, known) == set()
    change(now)
    felt = feels(changed) - ({"no"} if "choose" not in changed else set())  # still on the branch that is not taken
    assert now.stale(results, known) == felt
    await check_rerun(now, results, felt)


TOOL = BUILT_IN.get(ToolReference(provider_id="calculator", tool_name="calculator"))
VERSIONS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], set[str]]] = {
    "of a kind": (
        lambda patch: patch.setattr(Node.registry["template-transform"], "version", 9),
        {"text", "unread", "yes"},
    ),
    "of a kind inside": (lambda patch: patch.setattr(Node.registry["assigner"], "version", 9), {"loop"}),
    "of a tool": (lambda patch: other_tool(patch, version=2), {"sum", "agent"}),
    "of the engine": (lambda patch: patch.setattr(engine.running.plan, "ENGINE", 999), set(World().nodes)),
}


def other_tool(patch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Put another calculator in place of the built-in one."""
    assert isinstance(TOOL, FunctionTool)
    patch.setattr(BUILT_IN, "_tools", {("calculator", "calculator"): replace(TOOL, **changes)})


@pytest.mark.parametrize("name", VERSIONS)
async def test_another_version_makes_stale_what_it_made(name, monkeypatch):
    change, changed = VERSIONS[name]
    now, results, known = await run_once()
    change(monkeypatch)
    felt = (feels(changed) & known) - {"start"}
    assert now.stale(results, known) - {"no"} == felt
    await check_rerun(now, results, felt)


async def test_an_account_with_another_vendor_makes_stale_what_its_models_said():
    now, results, known = await run_once()
    now.models.provider = "other"
    assert now.stale(results, known) == feels(MODELS)


async def test_what_a_script_of_the_trusted_tier_found_is_not_kept():
    now, results = world(), MemoryResults()
    now.code.tier = "trusted"
    known = ran(await now.play(results))
    assert now.stale(results, known) == {"code", "say"}


async def test_a_round_with_a_failure_in_it_is_tried_again():
    results, tries = MemoryResults(), []
    now = world()
    now.code = Moody(tries)
    now.nodes["ask"] = now.nodes["code"] | {"variables": [], "error_strategy": None}
    now.nodes["each"]["output_selector"] = ["ask", "out"]
    first = outputs(await now.play(results))["each"]["output"]
    again = await now.play(results)
    assert (first.count(None), outputs(again)["each"]["output"].count(None)) == (1, 0)
    assert "each" in ran(again)


class Moody(DigestCode):
    """A sandbox that fails the first time."""

    def __init__(self, tries: list[str]) -> None:
        self.tries = tries

    async def run(self, language: str, code: str, inputs: Any, **options: Any) -> CodeResult:
        if not inputs:
            self.tries.append(code)
            if len(self.tries) == 1:
                raise NodeError("not today")
        return await super().run(language, code, inputs, **options)


async def test_variables_of_a_loop_without_rounds_can_be_read_when_it_is_reused():
    results, now = MemoryResults(), world()
    now.nodes["loop"]["loop_variables"][0]["value"] = 5
    first = await now.play(results)
    second = await now.play(results)
    assert "loop" not in ran(second)
    assert outputs(second)["sum"] == outputs(first)["sum"]
    assert outputs(first)["sum"]["text"] == "6"


async def test_a_loop_that_changes_another_ones_variable_is_not_reused():
    results, now = MemoryResults(), world()
    now.nodes["loopstart2"] = {"type": "loop-start"}
    now.nodes["inner"] = now.nodes["loop"] | {"start_node_id": "loopstart2", "loop_count": 1, "loop_variables": []}
    now.nodes["inner"]["break_conditions"] = []
    now.nodes["after"] = template("{{ n }}", n=["loop", "n"])
    now.edges = [edge for edge in now.edges if edge != "loopstart > count"]
    now.edges += ["loopstart > inner", "loopstart2 > count", "inner > after"]
    await now.play(results)
    now.nodes["after"]["template"] = "n is {{ n }}"
    await check_rerun(now, results, {"loop", "sum", "say"})


EDITS = {name: change for name, (change, changed) in CHANGES.items() if changed and name not in ("shape of an answer",)}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3), min_size=1, max_size=4))
def test_reactive_reruns_after_random_edits_give_what_full_runs_give(rounds):
    async def play() -> None:
        now, results, known = await run_once()
        for edits in rounds:
            for name in edits:
                EDITS[name](now)
            await check_rerun(now, results, now.stale(results, known))

    asyncio.run(play())


async def check_rerun(now: World, results: MemoryResults, felt: set[str]) -> None:
    """A rerun calls nothing else than what feels the change, and gives what a full run gives."""
    reactive = await now.play(results)
    full = await now.play()
    assert ran(reactive) <= felt
    assert outputs(reactive) == outputs(full)
    assert last(reactive).answer == last(full).answer
