"""Estimates before a run: prompts are counted as they would be sent, priced where a price is known, and nothing is asked."""

from decimal import Decimal
from typing import Any

import pytest

from engine.models.base import Message
from engine.models.tokens import count_messages
from services.apps import apps
from services.models import add_model
from services.runs.forecasts import Forecast, forecast
from services.runs.runs import DEBUGGER
from services.runs.workflow_runs import start_run
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import chat_app, document, events_of, graph, node, sign_in
from tests.vendor import Vendor

TOPIC = {"variable": "topic", "type": "paragraph", "label": "Topic", "required": True}


def asking(id: str, text: str, model: str = "gpt-4o", **parameters: Any) -> dict[str, Any]:
    chosen = {"provider": "openai", "name": model, "mode": "chat", "completion_params": parameters}
    return node(id, "llm", model=chosen, prompt_template=[{"role": "user", "text": text}])


async def flow(rt: Runtime, workspace_id: str, *nodes: dict[str, Any]) -> App:
    start = node("start", "start", variables=[TOPIC])
    end = node("end", "end", outputs=[{"variable": "text", "value_selector": [nodes[-1]["id"], "text"]}])
    return await apps.add_document(rt, workspace_id, document("workflow", graph(start, *nodes, end)))


@pytest.fixture(autouse=True)
async def _signed_in(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor, models=[{"model": "gpt-4o", "model_type": "llm"}])


async def test_prompts_are_counted_with_the_given_inputs_and_priced(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    app = await flow(rt, workspace_id, asking("one", "Write about {{#start.topic#}}.", max_tokens=100))
    short, long = [await forecast(rt, app, inputs={"topic": topic}) for topic in ("tides", "tides and the moon " * 50)]
    exact = count_messages([Message("user", "Write about tides.")], exact=True)
    assert (short.least, short.most) == (exact, exact + 100)
    assert long.least > 200
    assert short.least_price == Decimal("2.5") * exact / 1_000_000
    assert short.most_price == short.least_price + Decimal(10) * 100 / 1_000_000
    assert (short.unpriced, short.is_open) == ([], False)
    assert vendor.model_requests == []


async def test_what_earlier_nodes_give_is_taken_from_their_last_run_and_what_is_kept_costs_nothing(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    vendor.rule(when="Write", reply="A long story. " * 30)
    app = await flow(rt, workspace_id, asking("one", "Write about {{#start.topic#}}."), asking("two", "{{#one.text#}}"))
    before = await forecast(rt, app, inputs={"topic": "tides"})
    assert [call.is_open for call in before.calls] == [False, True]
    given: dict[str, Any] = {"inputs": {"topic": "tides"}, "user": "ann", "invoke_from": DEBUGGER, "draft": True}
    await events_of(await start_run(rt, app, **given))
    asked = len(vendor.model_requests)
    assert await forecast(rt, app, inputs={"topic": "tides"}) == Forecast(kept=2)
    after = await forecast(rt, app, inputs={"topic": "ebb"})
    assert after.calls[1].prompt > before.calls[1].prompt + 50
    assert after.calls[1].is_open
    assert len(vendor.model_requests) == asked


async def test_unknown_prices_and_lengths_are_said_to_be_unknown(rt: Runtime, workspace_id: str) -> None:
    await add_model(rt, workspace_id, "openai", "homemade", "llm")
    app = await flow(rt, workspace_id, asking("one", "{{#start.topic#}}", "homemade"))
    found = await forecast(rt, app, inputs={"topic": "tides"})
    assert found.unpriced == ["openai/homemade"]
    assert found.most is None
    assert (found.least_price, found.most_price) == (Decimal(0), Decimal(0))


async def test_an_app_without_a_graph_is_estimated_with_its_question(rt: Runtime, workspace_id: str) -> None:
    app = await chat_app(rt, workspace_id, pre_prompt="Be kind.")
    few, many = [await forecast(rt, app, inputs={}, query="why? " * n) for n in (1, 100)]
    assert 0 < few.least < many.least
