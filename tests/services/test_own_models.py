"""Models that a workspace describes, test calls of every kind, how providers do, what models cost by day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.models.base import ChatRequest, Finished, Message
from services import models
from services.chats import chat
from services.errors import InvalidInput
from services.models.kinds import MODEL_TYPES
from services.runtime import Runtime
from storage.errors import NotFound
from tests.services.parts import chat_app, events_of, sign_in
from tests.vendor import Vendor

HOUSE: dict[str, Any] = {
    "name": " house-large ",
    "abilities": {"vision": True, "tools": False, "context_size": 9000, "max_output": 500},
    "price": {"input": "1", "output": "2.5", "currency": "EUR"},
    "parameters": [{"name": "temperature", "type": "float", "min": 0, "max": 0.5, "step": 0.1, "default": 0.2}],
}


async def test_a_described_model_is_known_by_runs_forms_and_costs(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    await models.describe_model(rt, workspace_id, "openai", HOUSE)
    model = (await models.models_for(rt, workspace_id)).chat("openai", "house-large")
    assert (model.abilities.vision, model.abilities.tools, model.abilities.context_size) == (True, False, 9000)
    pieces = [piece async for piece in model.stream(ChatRequest(messages=[Message("user", "hi")]))]
    end = pieces[-1]
    assert isinstance(end, Finished)
    assert end.usage.completion_unit_price == Decimal("2.5") * Decimal("1.16")
    (rule,) = await models.parameter_rules(rt, workspace_id, "openai", "house-large")
    assert (rule.parameter.max, rule.parameter.default, rule.label[0]) == (0.5, 0.2, "Temperature")


async def test_a_described_model_stands_for_the_catalogues_until_it_is_forgotten(
    rt: Runtime, workspace_id: str
) -> None:
    async def context() -> int:
        return (await models.known_model(rt, workspace_id, "openai", "gpt-4o")).abilities.context_size

    before = await context()
    for size in (5000, 6000):
        await models.describe_model(rt, workspace_id, "openai", {"name": "gpt-4o", "abilities": {"context_size": size}})
    assert await context() == 6000
    assert len(await models.own_models(rt, workspace_id)) == 1
    await models.forget_model(rt, workspace_id, "openai", "gpt-4o")
    assert await context() == before
    with pytest.raises(NotFound):
        await models.forget_model(rt, workspace_id, "openai", "gpt-4o")


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"name": " "}, "name"),
        ({"name": "m", "kind": "magic"}, "kind"),
        ({"name": "m", "abilities": {"context_size": 0}}, "context_size is 0"),
        ({"name": "m", "abilities": {"context_size": 10, "max_output": 11}}, "max_output is 11"),
        ({"name": "m", "price": {"input": "-1"}}, "price.input"),
        ({"name": "m", "price": {"currency": "euro"}}, "price.currency"),
        ({"name": "m", "price": {"currency": "XXX"}}, "XXX has no rate; known are USD, CNY"),
        ({"name": "m", "parameters": [{"name": "t", "min": 2, "max": 1}]}, "least and a greatest"),
        ({"name": "m", "colour": "red"}, "colour"),
    ],
)
async def test_what_describes_no_model_is_refused_by_its_field(
    rt: Runtime, workspace_id: str, values: dict[str, Any], word: str
) -> None:
    with pytest.raises(InvalidInput, match=word):
        await models.describe_model(rt, workspace_id, "openai", values)


@pytest.mark.parametrize("kind", MODEL_TYPES)
async def test_each_kind_can_be_tried_and_be_the_default(
    rt: Runtime, workspace_id: str, vendor: Vendor, kind: str
) -> None:
    await models.register_provider(
        rt, workspace_id, "openai_api_compatible", {"base_url": vendor.openai_url}, models=[]
    )
    tried = await models.test_model(rt, workspace_id, "openai-compatible", "some", kind)
    assert (tried.ok, tried.error) == (True, "")
    assert tried.answer
    await models.set_default_model(rt, workspace_id, kind, "openai-compatible", "some")
    registry = await models.models_for(rt, workspace_id)
    assert registry.resolve(kind, "", "") == ("openai_api_compatible", "some")  # type: ignore[arg-type]  # one of them


async def test_health_is_told_by_calls_and_names_the_key(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    url = {"base_url": vendor.openai_url}
    keys = {"api_key": "sk-first-1111", "more_keys": ["sk-second-2222"]}
    await models.register_provider(rt, workspace_id, "openai", {**url, **keys}, models=[])
    assert await models.provider_health(rt, workspace_id) == {}
    vendor.rule(times=1, status=401, reply="no such key")
    await models.test_model(rt, workspace_id, "openai", "small", "llm")
    found = (await models.provider_health(rt, workspace_id))["openai"]
    assert (found.state, found.error) == ("partly", "refuses the credentials")
    assert [account.is_resting for account in found.accounts] == [True, False]
    vendor.rule(status=402)
    await models.test_model(rt, workspace_id, "openai", "small", "llm")
    (external,) = models.external_services(rt)
    assert (external.provider, external.state) == ("openai", "failing")


async def test_usage_by_model_and_day_is_the_sum_of_the_calls(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    await models.describe_model(rt, workspace_id, "openai", {"name": "small", "price": {"input": "3", "output": "6"}})
    app = await chat_app(rt, workspace_id)
    tokens, price = 0, Decimal(0)
    for query in ("one", "two words"):
        live = await chat.start_turn(rt, app, query=query, inputs={}, user="ann", auto_generate_name=False)
        usage = (await events_of(live))[-1].usage  # type: ignore[attr-defined]  # it is a RunFinished
        tokens, price = tokens + usage.total_tokens, price + usage.total_price
    vendor.rule(status=400)
    failed = await chat.start_turn(rt, app, query="bad", inputs={}, user="ann", auto_generate_name=False)
    await failed.ended()
    today = datetime.now(UTC).date()
    found = await models.model_usage(rt, workspace_id, today - timedelta(days=1), today + timedelta(days=1))
    (total,) = found.totals
    assert (total.model, total.calls, total.failed) == ("openai/small", 3, 1)
    assert total.prompt_tokens + total.completion_tokens == tokens > 0
    assert total.prices == {"USD": price}
    assert sum(found.by_day("openai/small", "tokens").values()) == tokens
    assert len(found.starts) == 3
    assert (await models.model_usage(rt, workspace_id, date(2020, 1, 1), date(2020, 2, 1))).totals == []


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 1, 2), date(2026, 1, 1)), (date(2024, 1, 1), date(2026, 1, 1))]
)
async def test_ranges_that_make_no_sense_are_refused(rt: Runtime, workspace_id: str, first: date, last: date) -> None:
    with pytest.raises(InvalidInput, match="days"):
        await models.model_usage(rt, workspace_id, first, last)
