"""Requests and events from outside: who they are for, what they start, and what is answered."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import storage.triggers
from engine.events import Event, RunError, RunFinished, RunStatus
from engine.triggers.webhook import WebhookRequest, answer_of
from engine.values import as_plain
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import AppUnavailable, InvalidInput, NotPublished, TooManyCalls
from services.runs.execution import public_code
from services.runs.runs import PLUGIN, WEBHOOK, LiveRun
from services.triggers.listening import Listener
from services.triggers.triggered_runs import Starter, draft_starter, note_use, starter
from services.triggers.triggers import address_of
from storage.errors import NotFound
from storage.records import App, Trigger

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caller is answered; a body of None is none."""

    status: int
    body: Any = field(default=None)


@dataclass(frozen=True, slots=True)
class Hook:
    """An address that was found, with what a request to it starts."""

    starter: Starter
    trigger: Trigger | None = None  # None: a draft that somebody listens for
    listener: Listener | None = None


async def open_hook(rt: "Runtime", code: str) -> Hook:
    """Return the webhook at an address, before its request is read.

    Raises:
        NotFound: there is none, or it is switched off.
        TooManyCalls: it takes no more requests for a moment.
    """
    return await _registered(rt, WEBHOOK, code)


async def open_debug_hook(rt: "Runtime", code: str) -> Hook:
    """Return the trigger of a draft that somebody listens for at an address. Raises NotFound, TooManyCalls."""
    listener = rt.listeners.at(code)
    if listener is None:
        raise NotFound("listener", code)
    _check_rate(rt, f"debug {code}")
    found = await draft_starter(rt, listener.app, listener.node_id, user=listener.user, account_id=listener.account_id)
    return Hook(found, listener=listener)


async def receive(hook: Hook, request: WebhookRequest) -> Answer:
    """Start the run of a request and return the configured answer: at once, or when the run has ended.

    Raises:
        InvalidInputs: the request does not fit the trigger; nothing was started.
        TooManyRequests: the app has as many runs under way as it may have.
    """
    live = await hook.starter.at_request(request)
    if hook.listener is not None:
        hook.listener.run_id = live.id
    if hook.trigger is not None:
        await note_use(hook.starter.rt, hook.trigger)
    config = hook.starter.node.config
    if config.async_mode:
        return Answer(config.status_code, answer_of(config))
    with suppress(TimeoutError):
        async with asyncio.timeout(config.timeout):
            await live.ended()
    return _answer_after(config, live.last)


@needs(Action.EDIT_APPS)
async def listen(rt: "Runtime", app: App, node_id: str, *, user: str = "", account_id: str | None = None) -> Listener:
    """Listen at the debug address of a webhook of the draft: the next request runs it, for this person.

    Raises:
        NotFound: there is no such node.
        InvalidInput: it is no webhook of a workflow.
    """
    trigger = await address_of(rt, app, node_id)
    if trigger.kind != WEBHOOK:
        raise InvalidInput(f"The node {node_id} is no webhook.", param="node_id")
    return rt.listeners.listen(app, node_id, trigger.code or "", user=user, account_id=account_id)


@needs(Action.EDIT_APPS)
async def awaited_run(
    rt: "Runtime", app: App, node_id: str, *, user: str = "", account_id: str | None = None
) -> LiveRun | None:
    """Return the run that a request to the debug address has started; None, listening on, while none has come.

    Raises as `listen`.
    """
    trigger = await address_of(rt, app, node_id)
    listener = rt.listeners.result(trigger.code or "")
    live = rt.live.get(listener.run_id) if listener and listener.run_id else None
    if live is not None:
        rt.listeners.leave(trigger.code or "")
    elif listener is None or listener.run_id:
        await listen(rt, app, node_id, user=user, account_id=account_id)
    return live


async def receive_event(rt: "Runtime", code: str, event: Mapping[str, Any]) -> LiveRun:
    """Start the run of an event that a program hands in at the address of a plugin trigger.

    Raises:
        NotFound, TooManyCalls: as `open_hook`.
        InvalidInputs: the event breaks its schema.
        TooManyRequests: the app has as many runs under way as it may have.
    """
    hook = await _registered(rt, PLUGIN, code)
    live = await hook.starter.at_event(event)
    if hook.trigger is not None:
        await note_use(rt, hook.trigger)
    return live


async def _registered(rt: "Runtime", kind: str, code: str) -> Hook:
    trigger = await rt.db.read(lambda: storage.triggers.find_trigger_by_code(rt.db, kind, code))
    if trigger is None or not trigger.is_enabled or trigger.workflow_id is None:
        raise NotFound(kind, code)
    _check_rate(rt, trigger.id)
    try:
        return Hook(await starter(rt, trigger), trigger)
    except (AppUnavailable, NotPublished) as error:
        raise NotFound(kind, code) from error


def _check_rate(rt: "Runtime", key: str) -> None:
    most = rt.settings.webhook_requests_per_minute
    wait = rt.webhook_rates.take(key, most) if rt.settings.rate_limits else 0
    if wait:
        raise TooManyCalls(f"This address takes {most} requests a minute. Try again in {wait:.0f} s.", wait)


def _answer_after(config: Any, last: Event | None) -> Answer:
    """Return the answer of a webhook that waited: the configured one, else what the run gave; a failure is told."""
    if isinstance(last, RunError):
        return _failure(last.code, last.message)
    if isinstance(last, RunFinished) and last.status in (RunStatus.FAILED, RunStatus.STOPPED):
        code, message, _ = public_code(last)
        return _failure(code, message)
    if isinstance(last, RunFinished) and not config.response_body.strip():
        return Answer(config.status_code, as_plain(dict(last.outputs)))
    return Answer(config.status_code, answer_of(config))


def _failure(code: str, message: str) -> Answer:
    return Answer(500, {"code": code, "message": message, "status": 500})
