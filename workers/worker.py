"""The worker process: takes jobs from the queues and runs each in a forked child."""

import gc
import logging
import os
import signal
from datetime import datetime, timedelta
from importlib import import_module

import redis
from rq import Queue, Worker
from rq.exceptions import StopRequested
from rq.job import Job, JobStatus
from rq.scheduler import RQScheduler
from rq.serializers import JSONSerializer
from rq.utils import now

from services.leash import end_with_parent
from services.logs import bound
from services.queue import QUEUES

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1  # between looks for jobs that are due, and for a parent that has gone
# What a job needs is loaded before its child is forked: the child of each would else load it again, which takes longer
# than a small document. By function of the job: a module and its function, which gets the job's arguments.
LOADED_BEFORE = {"workers.jobs.index_document": ("services.knowledge.indexing", "load")}
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
        self._loaded: set[str] = set()

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
        if self._due.acquire_locks():
            self._due.enqueue_scheduled_jobs()
        if self._cleaned_at is None or now() - self._cleaned_at > CLEAN_EVERY:
            self._cleaned_at = now()
            Worker.run_maintenance_tasks(self)

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Run a job in a child, leaving due jobs to other workers meanwhile."""
        self._load(job)
        self._due.release_locks()
        super().execute_job(job, queue)

    def _load(self, job: Job) -> None:
        """Load what a job needs, and tell meanwhile that it is taken: the first of its kind may take seconds."""
        function = str(job.func_name)
        if function not in LOADED_BEFORE:
            return
        if function not in self._loaded:
            self._loaded.add(function)
            job.started_at = now()
            job.set_status(JobStatus.STARTED)
            job.save()
        module, name = LOADED_BEFORE[function]
        getattr(import_module(module), name)(*job.args)
        gc.freeze()  # else collections in the children would touch, and so copy, all that they share

    def perform_job(self, job: Job, queue: Queue) -> bool:
        """Run a job in this process, the child, and log how it went."""
        with bound(job_id=job.id, job=str(job.func_name)):
            logger.info("A job started. queue=%s", queue.name)
            succeeded = bool(super().perform_job(job, queue))
            logger.log(logging.INFO if succeeded else logging.WARNING, "A job ended. succeeded=%s", succeeded)
        return succeeded

    def setup_work_horse_signals(self) -> None:
        """Have the child end with this worker, so that nothing works on unseen."""
        Worker.setup_work_horse_signals(self)
        end_with_parent(signal.SIGKILL, self.pid or os.getppid())
