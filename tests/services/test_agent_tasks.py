"""Agents do their tasks: each ends as it should, in both strategies, with a true trace and true sums."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from config import Settings
from engine.models.minilm.client import EncoderClient
from engine.sandbox import Sandbox
from engine.web.guard import guarded_client
from services import accounts, models
from services.publishing import spending
from services.runtime import Runtime
from services.secrets import Vault
from storage.database import Database
from tests.services.agent_bench import FUNCTIONS, REACT, Bench, Played
from tests.services.agent_tasks import TASKS, Task
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOTH = pytest.mark.parametrize("strategy", [FUNCTIONS, REACT])
NAMES = {FUNCTIONS: "function_calling", REACT: "ReAct"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench(tmp_path_factory: pytest.TempPathFactory, _vendor_server: Vendor) -> AsyncIterator[Bench]:
    folder: Path = tmp_path_factory.mktemp("agents")
    settings = Settings(data_dir=folder, embedded_redis=False, model_wait_seconds=0.02, agent_observation_chars=1000)
    rt = Runtime(settings)
    rt.db = Database.open(":memory:", read_threads=2, extensions=False)
    rt.secrets = Vault.temporary()
    rt.code = Sandbox()
    rt.encoder = EncoderClient(folder / "encoder.sock")
    rt.http = guarded_client(allowed=["*"])
    await accounts.ensure_workspace(rt)
    yield await Bench.built(rt, (await accounts.workspace(rt)).id, _vendor_server)
    await rt.live.close(1)
    await rt.background.close(1)
    await models.close_registries(rt)
    await rt.http.aclose()
    rt.nodes.close()
    rt.db.close()


@BOTH
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
async def test_a_task_ends_as_it_should(bench: Bench, vendor: Vendor, task: Task, strategy: str) -> None:
    played = await bench.play(task, strategy, vendor)
    assert (played.run.status, task.error in str(played.run.error)) == (task.status, True)
    if task.status == "succeeded":
        assert played.message.answer.endswith(task.answer)
    check_trace(bench, task, strategy, played)
    check_sums(played)
    assert all(text in played.last_prompt for text in task.sent)
    assert not any(text in played.last_prompt for text in task.unsent)
    made = [file["filename"] for file in played.message.files if file["belongs_to"] == "assistant"]
    assert made == list(task.files)
    if task.stop_at:
        fetched = next(one for one in vendor.requests if one.path == task.stop_at)
        await asyncio.to_thread(vendor.wait_for, lambda: fetched.disconnected)


IN_NODES = [
    *("several tools at the same time", "broken arguments are mended", "an endless loop is told once, then ends"),
    *("all rounds used up", "an answer that breaks off", "stopped in the middle of a tool"),
]


@BOTH
@pytest.mark.parametrize("task", [task for task in TASKS if task.id in IN_NODES], ids=lambda task: task.id)
async def test_a_node_ends_its_task_as_it_should(bench: Bench, vendor: Vendor, task: Task, strategy: str) -> None:
    played = await bench.play_in_node(task, strategy, vendor)
    assert (played.run.status, task.error in str(played.run.error)) == (task.status, True)
    assert str(played.run.outputs.get("text", "")).endswith(task.answer)
    ended = [entry for entry in played.calls if entry["error"] != "stopped"]
    given = [entry["data"].get("output", "") for entry in ended]
    assert [expected in text for expected, text in zip(task.observed, given, strict=True)] == [True] * len(given)
    assert [note["code"] for note in played.node.metadata.get("agent_notes", [])] == list(task.notes)
    assert played.node.metadata["agent"]["strategy"] == NAMES[strategy]
    last = {entry.id: entry for entry in played.logs}
    assert {entry.status for entry in last.values()} <= {"success", "error"}
    assert all(entry.parent_id is None or entry.parent_id in last for entry in last.values())
    asked = [entry for entry in last.values() if entry.label.endswith("Thought")]
    said = sum(entry.metadata.get("total_tokens", 0) for entry in asked)
    tokens = played.node.metadata.get("usage", {}).get("total_tokens", 0)
    assert played.vendor_tokens == said == tokens == played.run.total_tokens == played.day_tokens


def check_trace(bench: Bench, task: Task, strategy: str, played: Played) -> None:
    """The trace has every round with its calls in their order, and what they gave."""
    called = [bench.named(names).split("|")[0 if strategy == FUNCTIONS else -1] for names in task.called]
    assert [thought["tool"] for thought in played.thoughts if thought["calls"]] == called
    observed = [call["observation"] for call in played.calls if call.get("error") != "stopped"]
    assert [expected in given for expected, given in zip(task.observed, observed, strict=True)] == [True] * len(
        observed
    )
    assert [note["code"] for note in played.node.metadata.get("agent_notes", [])] == list(task.notes)
    record = played.node.metadata["agent"]
    assert record.keys() >= {"query", "intent", "strategy", "result", "tools_used", "execution_time"}
    assert (record["strategy"], record["calls"]) == (NAMES[strategy], len(played.calls))
    assert record["result"] == played.message.answer
    kept = played.kept_thoughts
    assert [thought["id"] for thought in kept if thought["thought"] or thought["calls"]] == [
        thought["id"] for thought in played.thoughts if thought["thought"] or thought["calls"]
    ]
    assert all(call["elapsed"] > 0 for call in played.calls if call["observation"])


def check_sums(played: Played) -> None:
    """What the vendor counted is what runs, rounds, nodes, messages and the figures of the day say."""
    rounds = sum((thought["usage"] or {}).get("total_tokens", 0) for thought in played.kept_thoughts)
    node = played.node.metadata.get("usage", {}).get("total_tokens", 0)
    message = played.message.message_tokens + played.message.answer_tokens
    assert rounds == node == message == played.run.total_tokens
    assert played.vendor_tokens == played.all_tokens == played.day_tokens


async def test_a_budget_ends_an_agent_between_its_rounds(bench: Bench, vendor: Vendor) -> None:
    endless = next(task for task in TASKS if task.id == "one tool after the other")
    await spending.set_workspace_budget(bench.rt, bench.workspace_id, {"monthly_tokens": 10**9})
    await bench.play(endless, FUNCTIONS, vendor)
    vendor.reset()
    used = await spending.used_by_workspace(bench.rt, bench.workspace_id)
    await spending.set_workspace_budget(bench.rt, bench.workspace_id, {"monthly_tokens": used.tokens + 1})
    try:
        played = await bench.play(endless, FUNCTIONS, vendor)
    finally:
        await spending.set_workspace_budget(bench.rt, bench.workspace_id, {"monthly_tokens": 0})
    assert (played.run.status, len(vendor.model_requests)) == ("stopped", 1)
    assert "The budget of the workspace" in str(played.run.error)
    assert [(call["name"], call["error"]) for call in played.calls] == [("add", "stopped")]
    assert played.run.total_tokens == played.node.metadata["usage"]["total_tokens"] > 1
