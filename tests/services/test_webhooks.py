"""Webhooks below HTTP: how long an answer waits, how many requests an address takes, who listens."""

import asyncio
from typing import Any

import pytest

from engine.errors import InvalidInputs
from engine.triggers.webhook import WebhookRequest
from services.errors import InvalidInput, TooManyCalls
from services.rates import Rates
from services.runs.runs import LiveRun
from services.runtime import Runtime
from services.triggers import triggers, webhooks
from services.triggers.listening import SECONDS, Listeners
from storage.errors import NotFound
from storage.records import App
from tests.services.parts import document, graph, node, published

REQUEST = WebhookRequest(method="POST", headers={"content-type": "application/json"}, body=b'{"who": "Ann"}')


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def hooked(rt: Runtime, workspace_id: str, **settings: Any) -> tuple[App, str]:
    """Return a published workflow that gives what its webhook got of `who`, and the code of the webhook."""
    trigger = node("hook", "trigger-webhook", body=[{"name": "who"}], **settings)
    output = {"variable": "who", "value_selector": ["hook", "who"], "value_type": "string"}
    app = await published(rt, workspace_id, document("workflow", graph(trigger, node("end", "end", outputs=[output]))))
    return app, (await triggers.address_of(rt, app, "hook")).code or ""


async def test_an_answer_that_waits_too_long_is_the_configured_one_and_the_run_goes_on(
    rt: Runtime, workspace_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, code = await hooked(rt, workspace_id, async_mode=False, response_body="soon")
    hook = await webhooks.open_hook(rt, code)
    hook.starter.node.config.timeout = 0.01

    async def never(_: LiveRun) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(LiveRun, "ended", never)
    answer = await webhooks.receive(hook, REQUEST)
    assert (answer.status, answer.body) == (200, {"message": "soon"})
    monkeypatch.undo()
    for live in rt.live.running(app.id):
        await live.ended()
    (row,) = rt.db.query("SELECT status FROM runs")
    assert row["status"] == "succeeded"


async def test_the_last_use_of_a_webhook_is_noted_and_a_refusal_is_none(rt: Runtime, workspace_id: str) -> None:
    app, code = await hooked(rt, workspace_id)
    hook = await webhooks.open_hook(rt, code)
    with pytest.raises(InvalidInputs):
        await webhooks.receive(hook, WebhookRequest(method="GET"))
    (listed,) = await triggers.list_triggers(rt, app)
    assert listed.trigger.last_at is None
    await webhooks.receive(hook, REQUEST)
    (listed,) = await triggers.list_triggers(rt, app)
    assert listed.trigger.last_at is not None


async def test_an_address_that_is_called_too_often_says_when_to_try_again(rt: Runtime, workspace_id: str) -> None:
    _, code = await hooked(rt, workspace_id)
    clock = Hands()
    rt.webhook_rates = Rates(clock=clock)
    for _ in range(rt.settings.webhook_requests_per_minute):
        await webhooks.open_hook(rt, code)
    with pytest.raises(TooManyCalls, match="600 requests a minute") as caught:
        await webhooks.open_hook(rt, code)
    clock.now += caught.value.retry_after
    assert await webhooks.open_hook(rt, code)


def test_a_rate_is_refilled_evenly_and_kept_for_each_key() -> None:
    clock = Hands()
    rates = Rates(clock=clock)
    assert [rates.take("a", 2) for _ in range(3)] == [0, 0, 30]
    assert rates.take("b", 2) == 0
    clock.now += 30
    assert [rates.take("a", 2), rates.take("a", 2)] == [0, 30]
    clock.now += 600
    assert [rates.take("a", 2) for _ in range(3)] == [0, 0, 30]


async def test_only_webhooks_are_listened_at(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, document("workflow", graph(node("event", "trigger-plugin"))))
    with pytest.raises(InvalidInput, match="no webhook"):
        await webhooks.listen(rt, app, "event")
    with pytest.raises(NotFound):
        await webhooks.listen(rt, app, "nowhere")


def test_a_listener_is_forgotten_after_a_while_unless_somebody_asks_for_it() -> None:
    clock = Hands()
    listeners = Listeners(clock=clock)
    app = App(workspace_id="w", name="A", mode="workflow")
    listeners.listen(app, "hook", "c0de")
    clock.now += SECONDS - 1
    assert listeners.result("c0de")
    clock.now += SECONDS - 1
    assert listeners.at("c0de")
    clock.now += SECONDS
    assert listeners.at("c0de") is None


def test_the_last_who_listens_gets_the_request() -> None:
    listeners = Listeners()
    app = App(workspace_id="w", name="A", mode="workflow")
    listeners.listen(app, "hook", "c0de", user="ann")
    listeners.listen(app, "hook", "c0de", user="bob")
    found = listeners.at("c0de")
    assert found is not None
    assert found.user == "bob"
    found.run_id = "r1"
    assert listeners.at("c0de") is None
    assert listeners.result("c0de") is found
