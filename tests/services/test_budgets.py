"""Budgets of keys and of a whole workspace: refused before a run, and runs under way end with what they have said."""

from decimal import Decimal
from typing import Any

import pytest

import storage.runs
from engine.events import RunError, RunFinished
from services.accounts import keys
from services.accounts.calling import calling_with
from services.apps import apps
from services.chats import chat
from services.errors import InvalidInput
from services.publishing import spending
from services.publishing.spending import BudgetSpent
from services.runs.runs import DEBUGGER, LiveRun
from services.runs.workflow_runs import start_run
from services.runtime import Runtime
from storage.records import ApiKey, App, Run
from tests.services.parts import (
    asking,
    document,
    echo,
    events_of,
    graph,
    llm,
    message_of,
    node,
    published,
    run_of,
    sign_in,
)
from tests.vendor import Vendor


async def ask(rt: Runtime, app: App, key: ApiKey | None = None, **options: Any) -> LiveRun:
    with calling_with(key):
        live = await chat.start_turn(rt, app, query="hello", inputs={}, user="ann", auto_generate_name=False, **options)
    await live.ended()
    return live


@pytest.fixture
async def app(rt: Runtime, workspace_id: str, vendor: Vendor) -> App:
    await sign_in(rt, workspace_id, vendor)
    return await published(rt, workspace_id, asking())


async def test_a_key_pays_for_the_runs_that_it_starts_and_for_no_others(rt: Runtime, app: App) -> None:
    key, _ = await keys.create_key(rt, app, name="ci")
    other, _ = await keys.create_key(rt, app)
    live = await ask(rt, app, key)
    assert (await run_of(rt, live, app))[0].api_key_id == key.id
    used = await spending.used_by_key(rt, key)
    assert used.tokens > 0
    key = await keys.set_key_budget(rt, key, {"monthly_tokens": used.tokens})
    with pytest.raises(BudgetSpent) as refused:
        await ask(rt, app, key)
    told = f"The budget of the API key 'ci' for this month is used up: {used.tokens} of {used.tokens} tokens."
    assert str(refused.value) == told
    assert refused.value.retry_after > 0
    await ask(rt, app, other)
    await ask(rt, app)
    assert (await spending.used_by_key(rt, other)).tokens == used.tokens
    await ask(rt, app, await keys.set_key_budget(rt, key, {"monthly_tokens": 0}))


async def test_a_turn_that_uses_up_a_budget_ends_with_what_it_said_and_why(
    rt: Runtime, workspace_id: str, app: App
) -> None:
    await spending.set_workspace_budget(rt, workspace_id, {"monthly_tokens": 1})
    live = await ask(rt, app, invoke_from=DEBUGGER)
    finished, last = live.events[-2:]
    assert isinstance(finished, RunFinished)
    assert isinstance(last, RunError)
    assert (finished.status, finished.error_code, last.code, last.status) == (
        *("stopped", "budget_exceeded", "budget_exceeded", 429),
    )
    assert "The budget of the workspace for this month is used up:" in last.message
    assert last.message.endswith("of 1 tokens.")
    message, (run, _) = await message_of(rt, live, app), await run_of(rt, live, app)
    assert (message.error, run.error) == (last.message, last.message)
    assert message.answer
    with pytest.raises(BudgetSpent, match="of the workspace"):
        await ask(rt, app, invoke_from=DEBUGGER)


async def test_a_workflow_run_that_uses_up_a_budget_says_so_in_its_end(
    rt: Runtime, workspace_id: str, app: App, vendor: Vendor
) -> None:
    end = node("end", "end", outputs=[{"variable": "text", "value_selector": ["llm", "text"]}])
    slow = node("slow", "llm", **llm("Go on.")["data"]) | {"id": "slow"}
    flow = await published(rt, workspace_id, document("workflow", graph(node("start", "start"), llm("hi"), slow, end)))
    vendor.rule(when="Go on.", delay=60)
    await spending.set_workspace_budget(rt, workspace_id, {"monthly_tokens": 1})
    live = await start_run(rt, flow, inputs={}, user="ann")
    await events_of(live)
    last = live.events[-1]
    assert isinstance(last, RunFinished)
    assert (last.status, last.error_code) == ("stopped", "budget_exceeded")
    assert "of the workspace" in (last.error or "")


async def test_what_deleted_apps_have_cost_counts_for_the_workspace(rt: Runtime, workspace_id: str) -> None:
    app, other = await published(rt, workspace_id, echo()), await published(rt, workspace_id, echo())
    cost = Run(
        workspace_id=workspace_id, app_id=app.id, status="succeeded", total_tokens=7, total_price=Decimal("0.25")
    )
    await storage.runs.put_run(rt.db, cost, [])
    await apps.delete_app(rt, app)
    used = await spending.used_by_workspace(rt, workspace_id)
    assert (used.tokens, used.price) == (7, Decimal("0.25"))
    await spending.set_workspace_budget(rt, workspace_id, {"monthly_budget": "0.2", "monthly_tokens": 100})
    with pytest.raises(BudgetSpent, match=r"0\.25 of 0\.2 USD\.$"):
        await ask(rt, other)


async def test_budgets_outside_their_range_are_refused(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="Guide", mode="chat")
    with pytest.raises(InvalidInput, match="monthly_tokens"):
        await keys.create_key(rt, app, monthly_tokens=-1)
    key, _ = await keys.create_dataset_key(rt, workspace_id)
    with pytest.raises(InvalidInput, match="starts no runs"):
        await keys.set_key_budget(rt, key, {"monthly_tokens": 5})
    with pytest.raises(InvalidInput, match="budget_currency"):
        await spending.set_workspace_budget(rt, workspace_id, {"budget_currency": "dollars"})
