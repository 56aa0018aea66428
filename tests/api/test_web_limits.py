"""How often visitors may ask, and what an app may cost."""

from decimal import Decimal

import pytest

import storage.runs
from engine.dsl import dump
from engine.events import Usage
from services.publishing.budgets import SPENT, Purse
from storage.records import Run
from tests.api import apps
from tests.api.client import Api, Json, expect
from tests.api.web import guest, numbered
from tests.services import waiting
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK: Json = {"inputs": {}, "query": "Hi", "response_mode": "blocking"}


@pytest.mark.parametrize("limit", ["messages_per_minute", "messages_per_day"])
async def test_a_visitor_may_ask_so_often_and_another_as_well(api: Api, limit: str) -> None:
    app = await api.app(apps.echo())
    expect(await app.console("POST", "/site", {limit: 2}), 200)
    ann, ben = await guest(app), await guest(app)
    statuses = [(await ann.send("POST", "/chat-messages", ASK)).status_code for _ in range(2)]
    refused = await ann.send("POST", "/chat-messages", ASK)
    assert [*statuses, refused.status_code] == [200, 200, 429]
    assert (refused.json()["code"], int(refused.headers["retry-after"]) > 0) == ("rate_limit_error", True)
    assert (await ben.send("POST", "/chat-messages", ASK)).status_code == 200


async def test_the_budget_of_a_month_ends_all_runs_of_an_app(api: Api) -> None:
    app = await api.app(apps.configured("chat"))
    ann = await guest(app)
    said = await ann.chat()
    used = expect(await app.console("GET", "/site/usage"), 200)
    assert used["total_tokens"] > 0
    expect(await app.console("POST", "/site", {"monthly_tokens": used["total_tokens"]}), 200)
    suggested = await ann.send("GET", f"/messages/{said['id']}/suggested-questions")
    told = f"The budget of the app 'Test' for this month is used up: {used['total_tokens']} of {used['total_tokens']} tokens."
    for refused, message in (
        (await ann.send("POST", "/chat-messages", ASK), SPENT),
        (suggested, SPENT),
        (await app.run(), told),
    ):
        body = expect(refused, 429)
        assert (body["code"], body["message"]) == ("budget_exceeded", message)
        assert int(refused.headers["retry-after"]) > 0
    expect(await app.console("POST", "/site", {"monthly_tokens": 0}), 200)
    await ann.chat()


async def test_a_run_that_uses_up_the_budget_ends_with_what_it_has_said(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.asking())
    expect(await app.console("POST", "/site", {"monthly_tokens": 1}), 200)
    ann = await guest(app)
    events = numbered(await ann.send("POST", "/chat-messages", {**ASK, "response_mode": "streaming"}))
    last = events[-1][1]
    assert (last["event"], last["code"], last["message"]) == ("error", "budget_exceeded", SPENT)
    assert "message" in [event["event"] for _, event in events]
    conversation = events[0][1]["conversation_id"]
    assert (await ann.get("/messages", conversation_id=conversation))["data"][0]["answer"]


@pytest.mark.parametrize(
    ("purse", "is_empty"),
    [
        (Purse("USD", Decimal("0.5"), None), False),
        (Purse("USD", Decimal("0.1"), None), True),
        (Purse("EUR", Decimal("0.1"), None), False),
        (Purse("EUR", None, 9), True),
        (Purse("USD", None, None), False),
    ],
)
async def test_a_purse_pays_in_its_own_currency(purse: Purse, is_empty: bool) -> None:
    usage = Usage(completion_tokens=9, completion_price=Decimal("0.2"), currency="USD")
    purse.take(usage.total_price, usage.currency, usage.total_tokens)
    assert purse.is_empty is is_empty


async def test_a_run_that_waited_does_not_go_on_when_the_budget_is_used_up(api: Api) -> None:
    app = await api.app(dump(waiting.reviewed()))
    ann = await guest(app)
    events = [event for _, event in numbered(await ann.send("POST", "/workflows/run", {"inputs": {}}))]
    form = next(event for event in events if event["event"] == "human_input_required")
    workspace = api.rt.db.query("SELECT id FROM workspaces")[0]["id"]
    await storage.runs.put_run(
        api.rt.db, Run(workspace_id=workspace, app_id=app.id, status="stopped", total_tokens=5), []
    )
    expect(await app.console("POST", "/site", {"monthly_tokens": 5}), 200)
    await ann.post(f"/form/human_input/{form['data']['form_token']}", {"inputs": {"note": "fine"}, "action": "approve"})
    live = api.rt.live.get(form["workflow_run_id"])
    assert live is not None
    await live.ended()
    row = storage.runs.get_run(api.rt.db, workspace, app.id, live.id)
    assert (row.status, row.error) == ("failed", SPENT)
