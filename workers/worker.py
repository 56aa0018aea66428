"""The worker process: takes jobs from the queues and runs them, those that do not guard themselves in forked children."""

import faulthandler
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import redis
from rq import Queue, Worker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.scheduler import RQScheduler
from rq.serializers import JSONSerializer
from rq.utils import now
from rq.worker import WorkerStatus

from services.platform.leash import end_with_parent
from services.platform.logs import bound
from services.platform.queue import QUEUES

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1  # between looks for jobs that are due, and for a parent that has gone
# Jobs that run in the worker itself, since a fork for each costs more than a small document does, of which there may be
# thousands. They keep what strangers wrote at a distance by themselves: their parsers run in forks.
SELF_GUARDED = frozenset({"workers.jobs.index_document"})
GRACE = 60  # seconds beyond its time after which a job that does not even heed its alarm ends with its worker
CLEAN_EVERY = timedelta(seconds=15)


class MillraceWorker(Worker):
    """An RQ worker that starts due jobs itself.

    RQ would fork a scheduler process for that, which takes as much memory as the worker; and a busy
    worker could not run a due job anyway.
    """

    def __init__(self, connection: redis.Redis, *, parent: int | None = None) -> None:
        super().__init__(
            QUEUES, connection=connection, serializer=JSONSerializer, maintenance_interval=0, worker_ttl=60
        )
        self._parent = parent
        self._due = RQScheduler(
            QUEUES, connection=connection, interval=LOOK_SECONDS, serializer=JSONSerializer, logging_level="WARNING"
        )
        self._cleaned_at: datetime | None = None
        self._looked_at = datetime.min.replace(tzinfo=UTC)

    @property
    def dequeue_timeout(self) -> int:
        """Return how long one look at the queues waits, in seconds."""
        return LOOK_SECONDS

    def run_maintenance_tasks(self) -> None:
        """Queue due jobs and, less often, give up or repeat the jobs of workers that died.

        Raises:
            StopRequested: the app that started this worker has gone.
        """
        if self._parent is not None and os.getppid() != self._parent:
            raise StopRequested
        if now() - self._looked_at >= timedelta(seconds=LOOK_SECONDS):  # not after each of many short jobs
            self._looked_at = now()
            if self._due.acquire_locks():
                self._due.enqueue_scheduled_jobs()
        if self._cleaned_at is None or now() - self._cleaned_at > CLEAN_EVERY:
            self._cleaned_at = now()
            Worker.run_maintenance_tasks(self)

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Run a job, leaving due jobs to other workers meanwhile."""
        self._due.release_locks()
        if job.func_name in SELF_GUARDED:
            self._execute_here(job, queue)
        else:
            super().execute_job(job, queue)

    def _execute_here(self, job: Job, queue: Queue) -> None:
        """Run a job in this process."""
        self.prepare_execution(job)
        with self._shown_alive(job):
            self.perform_job(job, queue)
        self.set_state(WorkerStatus.IDLE)

    @contextmanager
    def _shown_alive(self, job: Job) -> Iterator[None]:
        """Tell Redis while a job runs that its worker lives; end the process when the job holds it for too long."""
        ended = threading.Event()
        thread = threading.Thread(target=self._beat, args=(job, ended), name="heartbeat of the worker", daemon=True)
        thread.start()
        faulthandler.dump_traceback_later((job.timeout or 0) + GRACE, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            ended.set()
            thread.join()

    def _beat(self, job: Job, ended: threading.Event) -> None:
        while not ended.wait(self.job_monitoring_interval):
            try:
                self.maintain_heartbeats(job)
            except redis.RedisError as error:
                logger.warning("Redis does not hear that a worker lives. job=%s error=%s", job.id, error)

    def perform_job(self, job: Job, queue: Queue) -> bool:
        """Run a job in this process, and log how it went."""
        with bound(job_id=job.id, job=str(job.func_name)):
            logger.info("A job started. queue=%s", queue.name)
            succeeded = bool(super().perform_job(job, queue))
            logger.log(logging.INFO if succeeded else logging.WARNING, "A job ended. succeeded=%s", succeeded)
        return succeeded

    def setup_work_horse_signals(self) -> None:
        """Have the child end with this worker, so that nothing works on unseen."""
        Worker.setup_work_horse_signals(self)
        end_with_parent(signal.SIGKILL, self.pid or os.getppid())
