"""What happens to waiting runs by themselves: forms expire, their mails leave, answers of before a restart count."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

import storage.human_forms
from services.forms.form_mails import send_unsent
from services.runs.resumption import go_on
from services.triggers.scheduler import Clock, SystemClock
from storage.human_forms import EXPIRED

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

LOOK: Final = 60.0  # seconds between two looks at the clock at the most: it may be set, or the machine may sleep
TROUBLE: Final = 10.0  # seconds until the next try after an error
NOBODY: Final = {"expired": True}  # the answer to a form whose time is over


class Expiry:
    """The waiting runs of one runtime."""

    def __init__(self, rt: "Runtime", clock: Clock | None = None) -> None:
        self.clock: Clock = clock or SystemClock()
        self.mailing = asyncio.Lock()  # held while mails of forms are sent
        self._rt = rt
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._later: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # by run id

    async def start(self) -> None:
        """Let runs go on with answers that the last process took, then wait for what comes."""
        await storage.human_forms.close_forgotten_forms(self._rt.db)
        self._task = asyncio.create_task(self._run(), name="expiry of forms")
        for run_id in await self._rt.db.read(lambda: storage.human_forms.runs_with_answers(self._rt.db)):
            self.later(go_on(self._rt, run_id))

    async def stop(self) -> None:
        """Let nothing go on any more; what is due then is seen to at the next start."""
        tasks = [*self._later, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def wake(self) -> None:
        """Say that forms were stored."""
        self._changed.set()

    def turn_of(self, run_id: str) -> asyncio.Lock:
        """Return what is held while somebody decides how a waiting run goes on."""
        return self._turns.setdefault(run_id, asyncio.Lock())

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something for a run when nobody waits for it."""
        task = asyncio.create_task(_logged(work))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def expire(self) -> int:
        """Let the runs go on whose forms are due; return how many forms were."""
        now = self.clock.now()
        due = await self._rt.db.read(lambda: storage.human_forms.due_forms(self._rt.db, now))
        for form in due:
            if await storage.human_forms.answer_form(self._rt.db, form.id, status=EXPIRED, at=now, answer=NOBODY):
                logger.info("A form expired. form=%s run=%s", form.id, form.run_id)
        for run_id in dict.fromkeys(form.run_id for form in due):
            await go_on(self._rt, run_id)
        return len(due)

    async def _run(self) -> None:
        while True:
            try:
                seconds = await self._round()
            except Exception:
                logger.exception("The waiting forms could not be looked at. next_try=%s", TROUBLE)
                seconds = TROUBLE
            await self.clock.wait(seconds, self._changed)

    async def _round(self) -> float:
        """Do what is due; return how many seconds to wait before the next round, at most `LOOK`."""
        self._changed.clear()
        self._rt.background.start("mails of forms", send_unsent(self._rt))
        await self.expire()
        next_at = await self._rt.db.read(lambda: storage.human_forms.next_expiry(self._rt.db))
        return LOOK if next_at is None else min(LOOK, max(next_at - self.clock.now(), 0.0))


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        logger.exception("A waiting run could not go on.")
