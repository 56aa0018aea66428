"""What people who operate the server see and do about background jobs."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import redis

from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import BadRequest, InvalidInput
from services.platform.queue import FailedJob, QueueState, WorkerInfo
from services.platform.worker_pool import MOST
from storage.errors import NotFound

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

NO_QUEUE = "There is no queue: this server was started without Redis, and indexes documents one after another."
HEARD = 90.0  # seconds since the last heartbeat of a worker that is shown; a busy one tells every 30


@dataclass(frozen=True, slots=True)
class Overview:
    """How jobs stand; `problem` says why that is not known, "" when it is."""

    queues: Sequence[QueueState] = ()
    workers: Sequence[WorkerInfo] = ()
    failed: Sequence[FailedJob] = ()
    wanted: int = 0  # workers of our own
    problem: str = ""


async def overview(rt: "Runtime") -> Overview:
    """Return how jobs stand."""
    if rt.queue is None or rt.workers is None:
        return Overview(problem=NO_QUEUE)
    try:
        queues, workers, failed = await asyncio.gather(rt.queue.states(), rt.queue.workers(), rt.queue.failed())
    except redis.RedisError as error:
        return Overview(wanted=rt.workers.count, problem=f"Redis does not answer: {error}")
    heard = [worker for worker in workers if worker.heartbeat_age < HEARD]
    return Overview(queues, heard, failed, rt.workers.count)


@needs(Action.MANAGE_SETTINGS)
async def set_workers(rt: "Runtime", workspace_id: str, count: int, *, account_id: str | None = None) -> None:
    """Have so many workers of our own from now until the server ends; those that are too many finish their job.

    Raises:
        BadRequest: there is no queue.
        InvalidInput: there may not be so many.
    """
    if rt.workers is None:
        raise BadRequest(NO_QUEUE)
    if not 0 <= count <= MOST:
        raise InvalidInput(f"workers is {count}; it must be from 0 to {MOST}.", param="workers")
    before = rt.workers.count
    rt.workers.resize(count)
    logger.info("The number of workers was changed. before=%d now=%d", before, count)
    await audit.note(
        rt, workspace_id, "settings.change", target=("setting", "workers"), account_id=account_id, value=count
    )


@needs(Action.MANAGE_SETTINGS)
async def retry(rt: "Runtime", job_id: str) -> None:
    """Queue a job again that was tried in vain.

    Raises:
        NotFound: no such job has failed.
    """
    if rt.queue is None or not await rt.queue.retry(job_id):
        raise NotFound("failed job", job_id)
