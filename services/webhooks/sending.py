"""Sending deliveries: each until it arrives or was tried often enough, whatever happens to this process meanwhile.

A delivery is a row before it is sent, and tells when it is tried next. One that arrived just before the process
ended is sent once more; its id is the same, by which receivers know it.
"""

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import httpx2

import storage.webhooks
from engine.web.guard import guarded_client, is_service_port
from services.errors import SecretUnreadable
from services.triggers.scheduler import Clock, SystemClock
from services.webhooks.signing import headers
from storage.records import Webhook, WebhookDelivery

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

LOOK: Final = 60.0  # seconds between two looks at the clock at the most: it may be set, or the machine may sleep
TROUBLE: Final = 10.0  # seconds until the next try when storage gives an error
AT_ONCE: Final = 16  # deliveries under way
OF_ONE: Final = 4  # of them to one webhook, so that a slow one does not hold up the others
FIRST_WAIT: Final = 10.0  # seconds until the second attempt; each further wait is six times as long
LONGEST_WAIT: Final = 21_600.0
GONE: Final = 410  # HTTP status of an address that wants nothing any more


class Sender:
    """Sends what waits for the webhooks of one runtime."""

    def __init__(self, rt: "Runtime", clock: Clock | None = None) -> None:
        self.clock: Clock = clock or SystemClock()
        self._rt = rt
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._sending: dict[str, asyncio.Task[None]] = {}  # by id of the delivery
        self._client: httpx2.AsyncClient | None = None

    async def start(self) -> None:
        """Send what is due, and wait for more."""
        limits = self._rt.settings
        self._client = guarded_client(
            allowed=limits.allow_private_addresses, timeout=limits.webhook_seconds, ports=is_service_port
        )
        self._task = asyncio.create_task(self._run(), name="webhooks")

    async def stop(self) -> None:
        """Send nothing any more; what is under way is sent again by the next start."""
        tasks = [*self._sending.values(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    def wake(self) -> None:
        """Say that there is something to send."""
        self._changed.set()

    async def _run(self) -> None:
        while True:
            try:
                seconds = await self._round()
            except Exception:
                logger.exception("What webhooks wait for could not be looked at. next_try=%s", TROUBLE)
                seconds = TROUBLE
            await self.clock.wait(seconds, self._changed)

    async def _round(self) -> float:
        """Begin to send what is due; return how many seconds to wait before the next round, at most `LOOK`."""
        self._changed.clear()
        now = self.clock.now()
        find = storage.webhooks.due_deliveries
        due = await self._rt.db.read(lambda: find(self._rt.db, now, each=OF_ONE, limit=10 * AT_ONCE))
        for delivery, hook in due:
            if delivery.id not in self._sending and len(self._sending) < AT_ONCE:
                task = asyncio.create_task(self._send(delivery, hook), name=f"webhook {delivery.id}")
                self._sending[delivery.id] = task
        if due:
            return LOOK  # whatever ends wakes us
        next_at = await self._rt.db.read(lambda: storage.webhooks.next_delivery(self._rt.db))
        return LOOK if next_at is None else min(LOOK, max(next_at - self.clock.now(), 0.0))

    async def _send(self, delivery: WebhookDelivery, hook: Webhook) -> None:
        """Make one attempt and store how it ended."""
        began = time.perf_counter()
        try:
            code, error = await self._attempt(delivery, hook)
            tried = replace(delivery, code=code, error=error, seconds=time.perf_counter() - began)
            await self._note(tried)
        except Exception:
            logger.exception("A delivery could not be sent. delivery=%s", delivery.id)
            await asyncio.sleep(TROUBLE)
        finally:
            self._sending.pop(delivery.id, None)
            self.wake()

    async def _attempt(self, delivery: WebhookDelivery, hook: Webhook) -> tuple[int | None, str]:
        """Return the status of the answer, and what went wrong, "" for nothing."""
        assert self._client is not None
        body = delivery.body.encode()
        try:
            secret = await asyncio.to_thread(self._rt.secrets.decrypt, hook.secret)
            signed = headers(secret, delivery.id, body, at=int(self.clock.now()))
            about = {**signed, "Content-Type": "application/json", "User-Agent": "Millrace"}
            request = self._client.build_request("POST", hook.url, content=body, headers=about)
            async with asyncio.timeout(self._rt.settings.webhook_seconds):
                answer = await self._client.send(request, stream=True, follow_redirects=False)
                await answer.aclose()
        except TimeoutError:
            return None, f"No answer within {self._rt.settings.webhook_seconds:g} s."
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, SecretUnreadable) as error:
            return None, str(error) or type(error).__name__
        is_well = 200 <= answer.status_code < 300
        return answer.status_code, "" if is_well else f"The address answered {answer.status_code}."

    async def _note(self, tried: WebhookDelivery) -> None:
        rt, now = self._rt, self.clock.now()
        attempts = tried.attempts + 1
        if not tried.error:
            tried = replace(tried, status="delivered", attempts=attempts, next_at=None, ended_at=now)
        elif attempts >= rt.settings.webhook_attempts or tried.code == GONE:
            tried = replace(tried, status="failed", attempts=attempts, next_at=None, ended_at=now)
            logger.warning("A delivery was given up. delivery=%s reason=%s", tried.id, tried.error)
        else:
            tried = replace(tried, attempts=attempts, next_at=now + wait_after(attempts))
        hook = await storage.webhooks.note_attempt(
            rt.db, tried, lambda hook: after_attempt(hook, tried, at=now, most=rt.settings.webhook_failures)
        )
        if hook is not None and not hook.is_enabled:
            rt.caches.webhooks.forget(hook.app_id)
            logger.warning("A webhook is switched off. webhook=%s note=%s", hook.id, hook.note)


def after_attempt(hook: Webhook, tried: WebhookDelivery, *, at: float, most: int) -> Webhook:
    """Return a webhook as it is after an attempt: with `most` failures in a row (0: any number) switched off."""
    hook = replace(hook, last_code=tried.code, last_at=at, failures=hook.failures + 1 if tried.error else 0)
    is_tried_enough = bool(most) and hook.failures >= most
    if not tried.error or not (is_tried_enough or tried.code == GONE):
        return hook
    return replace(hook, is_enabled=False, note=f"Switched off after {hook.failures} failures in a row: {tried.error}")


def wait_after(attempts: int) -> float:
    """Return how many seconds after so many attempts the next one comes."""
    return min(FIRST_WAIT * 6.0 ** (attempts - 1), LONGEST_WAIT)
