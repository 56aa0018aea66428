"""A model, a search and a whole run may take so long, and each that takes longer fails with a code of its own."""

import asyncio
from typing import Any

import pytest

from engine.events import RunError, RunFinished
from engine.knowledge.search import Dataset
from services.chats import chat
from services.runtime import Runtime
from tests.services.parts import asking, chat_app, document, events_of, graph, node, published, sign_in
from tests.vendor import Vendor

HANGING: dict[str, Any] = {"reply": "one two three", "fault": "hang", "after": 1}
SLOW: dict[str, Any] = {"model_retries": 0, "shutdown_seconds": 0.0}


def limited(rt: Runtime, **settings: float) -> None:
    rt.settings = rt.settings.model_copy(update={**SLOW, **settings})


async def ends(rt: Runtime, app: Any) -> tuple[RunFinished | None, RunError]:
    """Return how a turn ended; it must have failed."""
    events = await events_of(await chat.start_turn(rt, app, query="Ahoy", inputs={}, user="ann"))
    finished = next((event for event in events if isinstance(event, RunFinished)), None)
    assert isinstance(events[-1], RunError), events[-1]
    return finished, events[-1]


async def test_a_model_that_falls_silent_is_given_up(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    limited(rt, model_read_seconds=0.05)
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(**HANGING)
    _, error = await ends(rt, await chat_app(rt, workspace_id))
    assert (error.code, error.status) == ("model_timeout", 400)
    assert "did not answer in time" in error.message


async def test_a_model_that_takes_too_long_for_its_answer_is_given_up(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    limited(rt, model_total_seconds=0.0)
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one two three")
    _, error = await ends(rt, await chat_app(rt, workspace_id))
    assert error.code == "model_timeout"
    assert "longer than the 0 s" in error.message


async def test_a_search_that_takes_too_long_fails(
    rt: Runtime, workspace_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    async def one_base(*_: object) -> list[Dataset]:
        return [Dataset("any", "Any")]

    monkeypatch.setattr("services.knowledge.in_runs.retrieve_many", never)
    monkeypatch.setattr("services.knowledge.in_runs.StoredKnowledge.datasets", one_base)
    limited(rt, retrieval_seconds=0.05)
    search = node(
        "find", "knowledge-retrieval", query_variable_selector=["sys", "query"], dataset_ids=["any"],
        retrieval_mode="multiple", multiple_retrieval_config={"top_k": 2, "reranking_enable": False},
    )  # fmt: skip
    nodes = graph(node("start", "start"), search, node("answer", "answer", answer="Done."))
    finished, error = await ends(rt, await published(rt, workspace_id, document("advanced-chat", nodes)))
    assert error.code == "retrieval_timeout"
    assert finished is not None
    assert "took longer than 0.05 s" in (finished.error or "")


async def test_a_run_that_takes_too_long_fails(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    limited(rt, run_max_seconds=0.05)
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(**HANGING)
    finished, error = await ends(rt, await published(rt, workspace_id, asking()))
    assert error.code == "run_timeout"
    assert finished is not None
    assert finished.error == "Maximum execution time exceeded: 0.05 s"
