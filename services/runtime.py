"""The runtime: what every use case needs, started in order and stopped in reverse."""

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

import httpx2
import redis

from config import Settings, names_of, secret_fields
from engine.models.minilm.client import EncoderClient
from engine.sandbox import Sandbox
from engine.templating.jinja_pool import bound_templates, close_jinja, template_limits
from engine.web.guard import guarded_client, is_service_port
from services import accounts, bounds, models
from services.accounts.acting import SERVER
from services.apps import annotation_reply
from services.apps.offers import AppTools
from services.apps.workflow_tools import WorkflowTools
from services.caches import Caches
from services.errors import ServiceError, StartError
from services.forms.expiry import Expiry
from services.knowledge.ingest import Ingest
from services.knowledge.matrix import Indexes
from services.knowledge.runners import ChildRunner, QueueRunner
from services.knowledge.searches import Searches
from services.knowledge.stores import VectorStores
from services.limiting.requests import RequestLimits
from services.limiting.shared import SharedWindows
from services.limiting.windows import LocalWindows
from services.nodes import load_nodes, node_folders
from services.platform.background import Background
from services.platform.bridge import Bridge
from services.platform.children import Child, Watchdog
from services.platform.chores import chores_of_days
from services.platform.lock import FolderLock
from services.platform.metrics import Metrics
from services.platform.queue import ExternalRedis, JobQueue
from services.platform.redis_server import RedisServer
from services.platform.sockets import socket_path
from services.platform.worker_pool import WorkerPool
from services.plugins.running import Plugins
from services.rates import Rates
from services.runs.journal import Journal, close_cut_off
from services.runs.repeats import Repeats
from services.runs.runs import LiveRuns
from services.secrets import Vault
from services.tools.toolbox import Toolbox
from services.triggers.listening import Listeners
from services.triggers.scheduler import Scheduler
from services.webhooks.sending import Sender
from storage.database import Database
from storage.errors import StorageError

logger = logging.getLogger(__name__)

Stop = Callable[[], Awaitable[None]]

DATABASE = "millrace.duckdb"
UNGUARDED = (
    "other machines could use this server, and no administrator's password is set. "
    "Set one with `.venv/bin/python -m services.accounts set-password` (or MILLRACE_ADMIN_PASSWORD), "
    "or let only this machine in with --server.address=127.0.0.1"
)


class Runtime(Bridge):
    """One running product; made by `Runtime.start`, found by `current()`."""

    db: Database
    secrets: Vault
    code: Sandbox
    encoder: EncoderClient  # the offline embedding model
    ingest: Ingest

    def __init__(self, settings: Settings, *, url: str = "") -> None:
        super().__init__(asyncio.get_running_loop())
        self.settings = settings
        self.url = url  # where people and programs reach this process
        self.is_public = False  # whether other machines can
        self._before: Runtime | None = None  # what was current when this one started, and is again after it
        self.stopping = asyncio.Event()  # set as soon as the process is asked to end
        self.started_at = time.time()
        self.live = LiveRuns()
        self.journal = Journal()
        self.background = Background()
        self.caches = Caches(login_tries=settings.login_attempts, login_tries_by_ip=settings.login_attempts_by_ip)
        self.nodes = node_folders(settings)
        self.node_limits = bounds.node_limits(settings)
        self.toolbox = Toolbox(self)
        self.plugins = Plugins(self)
        self.toolbox.add(self.plugins)
        self.toolbox.add(AppTools(self))
        self.workflow_tools = partial(WorkflowTools, self)  # of a workspace, for who runs an app, and from where
        self.base_versions: Counter[str] = Counter()  # of knowledge bases, by id; whoever changes one counts it up
        self.vector_stores = VectorStores(self)
        self.indexes = Indexes(self)
        self.searches = Searches(self)
        self.scheduler = Scheduler(self)
        self.expiry = Expiry(self)
        self.webhooks = Sender(self)
        self.repeats = Repeats(self)
        self.listeners = Listeners()
        self.webhook_rates = Rates()
        self.limits = RequestLimits(settings, LocalWindows())
        self.metrics = Metrics(settings.data_dir)
        self.metrics.watch_places(lambda: self.live.places.taken(), lambda: self.live.places.waiting())  # noqa: PLW0108 - tests put other runs in place
        self.http: httpx2.AsyncClient | None = None  # what apps fetch goes through it
        self.redis: redis.Redis | None = None
        self.queue: JobQueue | None = None
        self.children: list[Child] = []
        self.workers: WorkerPool | None = None
        self._redis_url = ""
        self._stops: list[tuple[str, Stop]] = []
        self._stop_by = 0.0  # on the loop's clock
        self._draining: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, settings: Settings, *, url: str = "", public: bool = False) -> "Runtime":
        """Start everything on the running loop, which must be the main thread's where children are wanted.

        `public` says that other machines can reach the server, which an administrator's password must guard.

        Raises:
            StartError: a step failed, the message names it; what was started is stopped again.
        """
        global _current
        rt = cls(settings, url=url)
        try:
            await rt._take_steps(public)
        except BaseException:
            await rt.stop()
            raise
        rt._before, _current = _current, rt
        return rt

    async def stop(self) -> None:
        """Let running work finish for a bounded time, then stop everything in reverse order."""
        global _current  # noqa: PLW0603 - see `start`
        self.begin_stopping()
        if self._draining is not None:
            await self._draining
        while self._stops:
            name, stop = self._stops.pop()
            try:
                await stop()
            except Exception:
                logger.exception("A step did not stop as it should. step=%s", name)
            else:
                logger.info("Stopped. step=%s", name)
        if _current is self:
            before, self._before = self._before, None
            _current = before if before is not None and not before.stopping.is_set() else None

    def begin_stopping(self) -> None:
        """Tell streams and runs that the end is near, at once; `stop` waits for them. Call it on the loop's thread."""
        if not self.stopping.is_set():
            self.stopping.set()
            self._stop_by = self.loop.time() + self.settings.shutdown_seconds
            self._draining = self.loop.create_task(self._drain(), name="drain")

    async def _take_steps(self, public: bool) -> None:
        await self._step("data folder", self._lock_folder)
        await self._step("storage", self._open_storage)
        await self._step("secrets", self._open_secrets)
        await self._step("accounts", lambda: self._open_accounts(public))
        await self._step("journal", self._open_journal)
        await self._step("engine", self._open_engine)
        await self._step("nodes", self._load_nodes)
        await self._step("plugins", self._load_plugins)
        if self.settings.redis_url or self.settings.embedded_redis:
            await self._step("redis", self._open_redis)
            await self._step("workers", self._start_workers)
        if self.settings.redis_url:
            await self._step("limits", self._share_limits)
        await self._step("ingest", self._start_ingest)
        await self._step("chores", self._start_chores)
        await self._step("annotations", self._resume_annotations)
        await self._step("schedules", self._start_schedules)
        await self._step("waiting forms", self._start_expiry)
        await self._step("webhooks", self._start_webhooks)

    async def _step(self, name: str, take: Callable[[], Awaitable[Stop]]) -> None:
        began = time.perf_counter()
        try:
            stop = await take()
        except (StartError, ServiceError, StorageError, OSError) as error:
            raise StartError(f"{name}: {error}") from error
        except Exception as error:
            error.add_note(f"while starting: {name}")
            raise
        self._stops.append((name, stop))
        logger.info("Started. step=%s seconds=%.3f", name, time.perf_counter() - began)

    async def _lock_folder(self) -> Stop:
        lock = FolderLock.take(self.settings.data_dir, url=self.url)

        async def release() -> None:
            lock.release()

        return release

    async def _open_storage(self) -> Stop:
        self.db = await asyncio.to_thread(
            Database.open,
            self.settings.data_dir / DATABASE,
            read_threads=self.settings.database_threads,
            memory_limit=f"{self.settings.database_memory_mb}MB",
        )

        async def close() -> None:
            await asyncio.to_thread(self.db.close)

        return close

    async def _open_secrets(self) -> Stop:
        self.secrets = Vault.open(self.settings.data_dir)
        return _nothing

    async def _open_accounts(self, public: bool) -> Stop:
        self.is_public = public
        await accounts.ensure_workspace(self)
        guarded = await accounts.needs_login(self)
        if not guarded and self.settings.admin_password is not None:
            await accounts.set_password(self, self.settings.admin_password.get_secret_value())
        elif not guarded and public:
            raise StartError(UNGUARDED)
        await models.seed_providers(self)
        return _nothing

    async def _open_journal(self) -> Stop:
        """End what a crash left under way, then store how long runs stand, again and again."""
        await close_cut_off(self)
        keeping = asyncio.create_task(self.journal.keep(), name="journal")

        async def stop() -> None:
            keeping.cancel()
            await asyncio.wait([keeping])
            await self.repeats.close()

        return stop

    async def _open_engine(self) -> Stop:
        """Make what runs work with; processes and connections of it start when they are first needed."""
        limits = self.settings
        self.code = Sandbox(bounds.sandbox_limits(limits))
        before = template_limits()
        bound_templates(bounds.template_limits(limits))
        self.encoder = encoder = EncoderClient(socket_path(limits.data_dir, "encoder.sock"))
        self.http = http = guarded_client(
            allowed=limits.allow_private_addresses, ports=is_service_port, redirects=limits.http_redirects
        )

        async def close() -> None:
            await self.background.close(seconds=self._time_left())
            await self.toolbox.close()
            await http.aclose()
            await models.close_registries(self)
            await encoder.close()
            await self.code.close()
            bound_templates(before)
            close_jinja()

        return close

    async def _load_nodes(self) -> Stop:
        await load_nodes(self)

        async def forget() -> None:
            self.nodes.close()

        return forget

    async def _load_plugins(self) -> Stop:
        await self.plugins.start()
        return self.plugins.stop

    async def _open_redis(self) -> Stop:
        url = self.settings.redis_url
        server = ExternalRedis(url.get_secret_value()) if url else RedisServer(self.settings.data_dir / "redis")
        self.redis = connection = await server.start()
        self.queue = JobQueue(connection)
        self._redis_url = server.url
        if isinstance(server, RedisServer):
            self.queue.forget_workers()
            self.children.append(server.child)

        async def stop() -> None:
            self.redis = self.queue = None
            connection.close()
            await server.stop()

        return stop

    async def _share_limits(self) -> Stop:
        """Count requests where other servers see them, too; a Redis of our own is seen by this one alone."""
        windows = SharedWindows(self._redis_url)
        self.limits = RequestLimits(self.settings, windows)
        return windows.close

    async def _start_workers(self) -> Stop:
        self.workers = pool = WorkerPool(self.children, self._redis_url, withheld=_withheld())
        pool.resize(self.settings.workers)
        watchdog = Watchdog(self.children)

        async def stop() -> None:
            await watchdog.stop()
            await pool.stop(self._time_left())

        return stop

    async def _start_ingest(self) -> Stop:
        alone = ChildRunner(withheld=_withheld())
        self.ingest = Ingest(self, QueueRunner(self.queue, alone, self._may_have_workers) if self.queue else alone)
        await self.ingest.start()
        return self.ingest.stop

    async def _start_schedules(self) -> Stop:
        await self.scheduler.start()
        return self.scheduler.stop

    async def _resume_annotations(self) -> Stop:
        await annotation_reply.resume_jobs(self)
        return _nothing

    async def _start_expiry(self) -> Stop:
        await self.expiry.start()
        return self.expiry.stop

    async def _start_webhooks(self) -> Stop:
        await self.webhooks.start()
        return self.webhooks.stop

    async def _start_chores(self) -> Stop:
        chores = asyncio.create_task(chores_of_days(self), name="chores")

        async def stop() -> None:
            chores.cancel()
            await asyncio.wait([chores])

        return stop

    def _may_have_workers(self) -> bool:
        """Return whether somebody may take jobs: workers of our own, or others by a Redis that they know, too."""
        return self.settings.redis_url is not None or (self.workers is not None and self.workers.count > 0)

    def _time_left(self) -> float:
        """Return how many seconds what still works may take to finish, now that the server stops."""
        return max(0.1, self._stop_by - self.loop.time())

    async def _drain(self) -> None:
        """Ask workers to end and give live runs their time, both at once."""
        if self.workers is not None:
            self.workers.ask_to_stop()
        await self.live.close(self.settings.shutdown_seconds)


async def _nothing() -> None:
    """Stop a step that holds nothing."""


_current: Runtime | None = None


def current() -> Runtime:
    """Return the running product; pages, routes and tests share it, also after a page was edited.

    Raises:
        RuntimeError: none is running in this process.
    """
    if _current is None:
        raise RuntimeError("no Runtime is running in this process; Runtime.start makes one")
    return _current


@contextmanager
def runtime_in_thread(settings: Settings) -> Iterator[Runtime]:
    """Run a Runtime on a loop of its own, in a thread, for scripts and tests that have no server."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="runtime", daemon=True)
    thread.start()
    try:
        rt = asyncio.run_coroutine_threadsafe(Runtime.start(settings), loop).result()
        try:
            with accounts.acting_as(SERVER):
                yield rt
        finally:
            asyncio.run_coroutine_threadsafe(rt.stop(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _withheld() -> list[str]:
    """Return the variables that workers of our own must not see: secrets, and where workers of others would report."""
    return [name for field in (*secret_fields(), "spool_url") for name in names_of(field)]
