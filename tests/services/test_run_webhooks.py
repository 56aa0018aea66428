"""Webhooks are told when runs end: signed, again and again until they answer, and never at forbidden addresses."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

import storage.webhooks
from engine.events import RunFinished
from services.apps import apps
from services.chats import chat
from services.errors import InvalidInput
from services.runs.runs import DEBUGGER
from services.runtime import Runtime
from services.webhooks import hooks
from services.webhooks.sending import Sender, after_attempt, wait_after
from storage.errors import NotFound
from storage.records import App, Webhook, WebhookDelivery
from tests.engine.site import Page, Site, site
from tests.services.hand_clock import HandClock
from tests.services.parts import echo, events_of, published

TIME = "2026-01-01T12:00"


@pytest.fixture
async def outside() -> AsyncIterator[Site]:
    async with site(
        {"/hook": Page(), "/busy": Page(status=503), "/moved": Page(status=302), "/gone": Page(status=410)}
    ) as web:
        yield web


@pytest.fixture
async def clock(rt: Runtime, request: pytest.FixtureRequest) -> AsyncIterator[HandClock]:
    """The clock of a sender that may reach addresses of this machine."""
    clock = HandClock("2000-01-01T00:00")  # what is made in the test is due much later
    clock._now = 4_000_000_000.0
    rt.settings = rt.settings.model_copy(update={"allow_private_addresses": ("*",), "webhook_failures": 4})
    rt.webhooks = Sender(rt, clock)
    await rt.webhooks.start()
    yield clock
    await rt.webhooks.stop()


@pytest.fixture
async def app(rt: Runtime, workspace_id: str) -> App:
    return await published(rt, workspace_id, echo())


async def said(rt: Runtime, app: App, **options: Any) -> RunFinished:
    live = await chat.start_turn(rt, app, query="Ahoy", inputs={}, user="ann", **options)
    return next(event for event in await events_of(live) if isinstance(event, RunFinished))


async def log_until(rt: Runtime, app: App, is_there: Callable[[list[WebhookDelivery]], bool]) -> list[WebhookDelivery]:
    """Return what was sent, newest first, as soon as it is as it is waited for."""
    async with asyncio.timeout(30):
        while not is_there(found := await hooks.deliveries(rt, app)):
            await asyncio.sleep(0.01)
    return found


def tried(times: int) -> Callable[[list[WebhookDelivery]], bool]:
    return lambda log: bool(log) and log[0].attempts >= times


async def test_a_run_that_ends_is_told_with_a_signature_that_its_receiver_can_check(
    rt: Runtime, app: App, outside: Site, clock: HandClock
) -> None:
    _, secret = await hooks.create(rt, app, url=f"{outside.url}/hook")
    ended = await said(rt, app)
    (delivery,) = await log_until(rt, app, lambda log: any(one.status == "delivered" for one in log))
    request = outside.last
    told = json.loads(request.body)
    assert (told["type"], told["data"]["run_id"], told["data"]["answer"]) == (
        "run.succeeded",
        ended.run_id,
        "You said: Ahoy",
    )
    assert (told["data"]["user"], told["data"]["status"], told["id"]) == ("ann", "succeeded", delivery.id)
    id, at = request.headers["webhook-id"], request.headers["webhook-timestamp"]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = hmac.new(key, f"{id}.{at}.".encode() + request.body, hashlib.sha256).digest()
    assert request.headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()
    assert (id, int(at)) == (delivery.id, 4_000_000_000)
    assert (delivery.code, delivery.attempts, delivery.error) == (200, 1, "")
    (hook,) = await hooks.list_hooks(rt, app)
    assert (hook.last_code, hook.last_at, hook.failures) == (200, 4_000_000_000.0, 0)


async def test_only_events_that_are_asked_for_are_told_and_nothing_of_debugging(
    rt: Runtime, app: App, outside: Site
) -> None:
    await hooks.create(rt, app, url=f"{outside.url}/hook", events=["run.failed", "run.stopped"])
    await said(rt, app)
    wanted, _ = await hooks.create(rt, app, url=f"{outside.url}/hook", events=["run.succeeded"])
    await said(rt, app, invoke_from=DEBUGGER)
    await said(rt, app)
    assert [one.webhook_id for one in await hooks.deliveries(rt, app)] == [wanted.id]


async def test_a_delivery_that_fails_is_tried_again_later_and_later_until_its_webhook_is_switched_off(
    rt: Runtime, app: App, outside: Site, clock: HandClock
) -> None:
    hook, _ = await hooks.create(rt, app, url=f"{outside.url}/busy")
    await said(rt, app)
    (delivery,) = await log_until(rt, app, tried(1))
    assert (delivery.status, delivery.code, delivery.error) == ("waiting", 503, "The address answered 503.")
    assert (delivery.next_at or 0) - clock.now() == wait_after(1) == 10
    outside.pages["/busy"] = Page(status=204)
    await clock.advance(9)
    assert len(outside.requests) == 1
    await clock.advance(1)
    (delivery,) = await log_until(rt, app, tried(2))
    assert (delivery.status, {request.headers["webhook-id"] for request in outside.requests}) == (
        "delivered",
        {delivery.id},
    )
    outside.pages["/busy"] = Page(status=500)
    await said(rt, app)
    for attempt, wait in enumerate((10, 60, 360), start=1):
        await log_until(rt, app, tried(attempt))
        await clock.advance(wait)
    await log_until(rt, app, tried(4))
    (hook,) = await hooks.list_hooks(rt, app)
    assert (hook.is_enabled, hook.note) == (
        False,
        "Switched off after 4 failures in a row: The address answered 500.",
    )
    await clock.advance(10_000)
    assert len(outside.requests) == 6
    await said(rt, app)  # nothing is made for a webhook that is switched off
    assert len(await hooks.deliveries(rt, app)) == 2
    outside.pages["/busy"] = Page()
    await hooks.change(rt, app, hook.id, is_enabled=True)
    log = await log_until(rt, app, lambda log: all(one.status == "delivered" for one in log))
    assert [one.attempts for one in log] == [5, 2]


async def test_what_waits_is_sent_by_the_next_start(rt: Runtime, app: App, outside: Site, clock: HandClock) -> None:
    await rt.webhooks.stop()
    await hooks.create(rt, app, url=f"{outside.url}/hook")
    await said(rt, app)
    assert outside.requests == []
    rt.webhooks = Sender(rt, clock)
    await rt.webhooks.start()
    await log_until(rt, app, lambda log: log[0].status == "delivered")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("path", "expected"), [("/moved", (302, "waiting", True)), ("/gone", (410, "failed", False))])
async def test_no_redirect_is_followed_and_an_address_that_is_gone_is_left_alone(
    rt: Runtime, app: App, outside: Site, path: str, expected: tuple[int, str, bool]
) -> None:
    hook, _ = await hooks.create(rt, app, url=f"{outside.url}{path}")
    await hooks.try_out(rt, app, hook.id)
    (delivery,) = await log_until(rt, app, tried(1))
    async with asyncio.timeout(30):
        while (hook := (await hooks.list_hooks(rt, app))[0]).last_code is None:  # kept in memory a moment longer
            await asyncio.sleep(0.01)
    assert (delivery.code, delivery.status, hook.is_enabled) == expected


async def test_addresses_of_this_machine_are_never_asked(rt: Runtime, app: App, outside: Site) -> None:
    sender = rt.webhooks
    await sender.start()
    hook, _ = await hooks.create(rt, app, url=f"{outside.url}/hook")
    await hooks.try_out(rt, app, hook.id)
    (delivery,) = await log_until(rt, app, tried(1))
    assert "not a public web address" in delivery.error
    assert outside.requests == []
    await sender.stop()


async def test_a_delivery_is_sent_again_on_request_and_goes_with_its_webhook(
    rt: Runtime, app: App, outside: Site, clock: HandClock
) -> None:
    hook, _ = await hooks.create(rt, app, url=f"{outside.url}/hook")
    first = await hooks.try_out(rt, app, hook.id)
    await log_until(rt, app, lambda log: log[0].status == "delivered")
    await hooks.send_again(rt, app, first.id)
    await log_until(rt, app, lambda log: log[0].status == "delivered" and len(outside.requests) == 2)
    assert await storage.webhooks.remove_deliveries(rt.db, before=5_000_000_000) == 1
    await hooks.delete(rt, app, hook.id)
    with pytest.raises(NotFound):
        await hooks.send_again(rt, app, first.id)


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "ftp://example.com"},
        {"url": "https://"},
        {"url": "https://example.com/" + "x" * 2000},
        {"url": "https://example.com", "events": ["run.begun"]},
        {"url": "https://example.com", "events": []},
    ],
)
async def test_what_cannot_be_told_is_refused(rt: Runtime, app: App, fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        await hooks.create(rt, app, **fields)


async def test_an_app_has_so_many_webhooks_and_takes_them_with_it(rt: Runtime, app: App) -> None:
    rt.settings = rt.settings.model_copy(update={"webhooks_per_app": 1})
    hook, secret = await hooks.create(rt, app, url="https://example.com")
    assert (await hooks.renew_secret(rt, app, hook.id))[1] != secret
    with pytest.raises(InvalidInput, match="at most 1 webhooks"):
        await hooks.create(rt, app, url="https://example.com")
    await apps.delete_app(rt, app)
    assert rt.db.query("SELECT * FROM webhooks") == []


def test_a_success_ends_a_row_of_failures() -> None:
    hook = Webhook(workspace_id="w", app_id="a", url="u", secret=b"", failures=3)
    delivery = WebhookDelivery(workspace_id="w", app_id="a", webhook_id=hook.id, event="e", body="{}")
    failed = replace(delivery, error="no", code=500)
    assert after_attempt(hook, delivery, at=1, most=4).failures == 0
    assert after_attempt(hook, failed, at=1, most=4).is_enabled is False
    assert after_attempt(hook, failed, at=1, most=0).is_enabled is True
