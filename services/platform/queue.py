"""Background jobs: the queues, and what is known of their workers.

Jobs are named by path (`workers.jobs.prune_backups`) and get plain JSON values: no pickle, no code of
the workers' room in here, and nothing of the database, which only this process may open.
"""

import asyncio
import logging
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

import redis
from rq import Queue, Retry, Worker
from rq.exceptions import NoSuchJobError
from rq.job import Job, JobStatus
from rq.registry import StartedJobRegistry
from rq.scheduler import RQScheduler
from rq.serializers import JSONSerializer

from services.errors import StartError

logger = logging.getLogger(__name__)

QueueName = Literal["quick", "io", "heavy"]
QUEUES: tuple[QueueName, ...] = ("quick", "io", "heavy")  # in the order in which a free worker looks
STARTING = 20.0  # seconds for which a job that was taken and has said nothing is believed to be alive
RESULT_SECONDS = 3600
RETRY_SECONDS = [1, 2, 4]
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class WorkerInfo:
    """One registered worker."""

    name: str
    pid: int
    state: str
    heartbeat_age: float  # seconds
    queues: Sequence[str]
    host: str = ""
    job_id: str | None = None  # what it works on


@dataclass(frozen=True, slots=True)
class QueueState:
    """How many jobs of a queue there are."""

    name: str
    waiting: int
    scheduled: int  # to be tried again
    running: int
    failed: int


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was tried in vain."""

    id: str
    queue: str
    function: str
    ended_at: float | None  # epoch seconds
    error: str  # the last line that it left


class JobQueue:
    """Puts jobs on the queues and tells how they stand."""

    def __init__(self, connection: redis.Redis) -> None:
        self._connection = connection
        self._queues = {name: Queue(name, connection=connection, serializer=JSONSerializer) for name in QUEUES}

    async def enqueue(
        self, queue: QueueName, function: str, *arguments: Any, seconds: int = 180, job_id: str | None = None
    ) -> str:
        """Put a job on a queue and return its id; it is tried up to four times.

        `function` is a path such as `workers.jobs.prune_backups`, `arguments` are JSON values, `seconds`
        bounds each try. A job with the id of an earlier one takes its place.
        """
        job = await asyncio.to_thread(
            self._queues[queue].enqueue_call,
            function,
            args=list(arguments),
            timeout=seconds,
            result_ttl=RESULT_SECONDS,
            job_id=job_id,
            retry=Retry(max=len(RETRY_SECONDS), interval=RETRY_SECONDS),
        )
        return str(job.id)

    async def holds(self, job_id: str) -> bool:
        """Return whether a job waits for its turn, or was taken just now.

        Whether one that was taken longer ago is under way, its own signs of life tell: a worker that is killed leaves
        it as started, and one whose Redis is killed as queued, though it stands in no queue.
        """
        return await asyncio.to_thread(self._holds, job_id)

    def _holds(self, job_id: str) -> bool:
        try:
            job = Job.fetch(job_id, connection=self._connection, serializer=JSONSerializer)
        except NoSuchJobError:
            return False
        status = job.get_status()
        if status == JobStatus.STARTED and job.started_at is not None:
            return (datetime.now(UTC) - job.started_at).total_seconds() < STARTING
        queue = self._queues.get(cast("QueueName", job.origin))
        if queue is None:
            return False
        if status == JobStatus.SCHEDULED:
            return job_id in queue.scheduled_job_registry
        return status == JobStatus.QUEUED and queue.get_job_position(job_id) is not None

    async def depths(self) -> dict[str, int]:
        """Return how many jobs wait, by queue."""
        return await asyncio.to_thread(lambda: {name: queue.count for name, queue in self._queues.items()})

    async def states(self) -> list[QueueState]:
        """Return how the queues stand, in the order in which workers look at them."""
        return await asyncio.to_thread(lambda: [_state(name, queue) for name, queue in self._queues.items()])

    async def failed(self, *, limit: int = 50) -> list[FailedJob]:
        """Return jobs that were tried in vain, latest first."""
        return await asyncio.to_thread(self._failed, limit)

    async def retry(self, job_id: str) -> bool:
        """Queue a job again that was tried in vain; return False when there is none."""
        return await asyncio.to_thread(self._retry, job_id)

    def _failed(self, limit: int) -> list[FailedJob]:
        ids = [(id, queue) for queue in self._queues.values() for id in queue.failed_job_registry.get_job_ids()]
        jobs = Job.fetch_many([id for id, _ in ids], connection=self._connection, serializer=JSONSerializer)
        found = [_failed_job(job, queue.name) for job, (_, queue) in zip(jobs, ids, strict=True) if job is not None]
        return sorted(found, key=lambda job: job.ended_at or 0.0, reverse=True)[:limit]

    def _retry(self, job_id: str) -> bool:
        for queue in self._queues.values():
            if job_id in queue.failed_job_registry:
                queue.failed_job_registry.requeue(job_id)
                return True
        return False

    async def workers(self) -> list[WorkerInfo]:
        """Return the registered workers, those whose heart beat last first."""
        found = await asyncio.to_thread(Worker.all, connection=self._connection, serializer=JSONSerializer)
        now = datetime.now(UTC)
        infos = [
            WorkerInfo(
                name=worker.name,
                pid=worker.pid or 0,
                state=str(worker.get_state()),
                heartbeat_age=(now - worker.last_heartbeat).total_seconds() if worker.last_heartbeat else math.inf,
                queues=worker.queue_names(),
                host=worker.hostname or "",
                job_id=worker.get_current_job_id(),
            )
            for worker in found
        ]
        return sorted(infos, key=lambda info: info.heartbeat_age)

    def forget_workers(self) -> None:
        """Drop what workers of an earlier start left behind; their unfinished jobs are queued again.

        Only for a Redis of our own: with the app that held it, all its workers have ended.
        """
        for worker in Worker.all(connection=self._connection, serializer=JSONSerializer):
            worker.register_death()
        for name in QUEUES:
            registry = StartedJobRegistry(name, connection=self._connection, serializer=JSONSerializer)
            registry.cleanup(timestamp=sys.maxsize)
        # A worker that was killed still holds the right to look for due jobs, for a minute.
        self._connection.delete(*(RQScheduler.get_locking_key(name) for name in QUEUES))


def _state(name: str, queue: Queue) -> QueueState:
    return QueueState(
        name,
        waiting=queue.count,
        scheduled=queue.scheduled_job_registry.count,
        running=queue.started_job_registry.count,
        failed=queue.failed_job_registry.count,
    )


def _failed_job(job: Job, queue: str) -> FailedJob:
    result = job.latest_result()
    said = ((result.exc_string if result else "") or "").strip()
    return FailedJob(
        id=job.id,
        queue=queue,
        function=str(job.func_name),
        ended_at=job.ended_at.timestamp() if job.ended_at else None,
        error=said.rpartition("\n")[2],
    )


class ExternalRedis:
    """A Redis that somebody else runs."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def start(self) -> redis.Redis:
        """Return a connection to it.

        Raises:
            StartError: it does not answer.
        """
        connection = redis.Redis.from_url(self.url, socket_connect_timeout=5, health_check_interval=30)
        try:
            await asyncio.to_thread(connection.ping)
        except redis.RedisError as error:
            raise StartError(f"the Redis of REDIS_URL does not answer: {error}") from error
        return connection

    async def stop(self) -> None:
        """Leave it running."""
