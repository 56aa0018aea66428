"""Health and metrics, for people who operate the server and for what watches it."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import psutil
import redis
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services import models
from services.runtime import Runtime, current
from storage.errors import StorageError

HEALTHY, WARNING, UNHEALTHY, UNUSED = "healthy", "warning", "unhealthy", "not used"
ORDER = (UNUSED, HEALTHY, WARNING, UNHEALTHY)
WARN_PERCENT, FULL_PERCENT = 80.0, 90.0  # of memory or disk
HEARTBEAT_LIMIT = 90.0  # seconds since a worker was last heard of; a busy one tells every 30


@dataclass(frozen=True, slots=True)
class Check:
    """How one part stands."""

    status: str
    message: str
    details: dict[str, Any] = field(default_factory=dict)

    def as_mapping(self) -> dict[str, Any]:
        """Return the part of the answer that this is."""
        return {"status": self.status, "message": self.message, **self.details}


async def health(_request: Request) -> Response:
    """Tell how every part stands; 503 when one is unhealthy."""
    rt = current()
    checks = {
        "database": await _timed(_database, rt),
        "redis": await _timed(_redis, rt),
        "workers": await _workers(rt),
        "disk_space": await asyncio.to_thread(_disk, rt),
        "memory": _memory(),
        "external_services": _external(rt),
    }
    worst = max((_weight(name, check) for name, check in checks.items()), key=ORDER.index)
    body = {
        "status": HEALTHY if worst == UNUSED else worst,
        "timestamp": time.time(),
        "uptime_seconds": round(time.time() - rt.started_at, 1),
        "checks": {name: check.as_mapping() for name, check in checks.items()},
    }
    return JSONResponse(body, status_code=503 if worst == UNHEALTHY else 200)


async def live(_request: Request) -> Response:
    """Tell that the process answers at all."""
    return JSONResponse({"status": "alive", "timestamp": time.time()})


async def ready(_request: Request) -> Response:
    """Tell whether requests can be served: the database and, where there is a queue, Redis answer."""
    rt = current()
    if rt.stopping.is_set():
        return JSONResponse({"status": "not_ready", "failed_check": "stopping"}, status_code=503)
    for name, check in (("database", await _timed(_database, rt)), ("redis", await _timed(_redis, rt))):
        if check.status == UNHEALTHY:
            return JSONResponse({"status": "not_ready", "failed_check": name}, status_code=503)
    return JSONResponse({"status": "ready", "timestamp": time.time()})


async def metrics(_request: Request) -> Response:
    """Return the metrics in Prometheus' text form."""
    text = await asyncio.to_thread(current().metrics.render)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


async def _timed(check: Callable[[Runtime], Awaitable[Check]], rt: Runtime) -> Check:
    began = time.perf_counter()
    found = await check(rt)
    elapsed = round((time.perf_counter() - began) * 1000, 2)
    return Check(found.status, found.message, {**found.details, "response_time_ms": elapsed})


async def _database(rt: Runtime) -> Check:
    try:
        await rt.db.read(lambda: rt.db.one("SELECT 1"), timeout=5)
    except StorageError as error:
        return Check(UNHEALTHY, str(error))
    return Check(HEALTHY, "The database answers.")


async def _redis(rt: Runtime) -> Check:
    if rt.redis is None:
        return Check(UNUSED, "There is no queue.")
    try:
        await asyncio.to_thread(rt.redis.ping)
    except redis.RedisError as error:
        return Check(UNHEALTHY, str(error))
    return Check(HEALTHY, "Redis answers.")


async def _workers(rt: Runtime) -> Check:
    """Background jobs wait while no worker is heard of; answers to people do not, so that is a warning."""
    if rt.queue is None:
        return Check(UNUSED, "There is no queue.")
    try:
        found, depths = await rt.queue.workers(), await rt.queue.depths()
    except redis.RedisError as error:
        return Check(WARNING, str(error))
    heard = [worker for worker in found if worker.heartbeat_age < HEARTBEAT_LIMIT]
    details = {
        "workers": [
            {"name": w.name, "pid": w.pid, "state": w.state, "heartbeat_age": round(w.heartbeat_age, 1)} for w in heard
        ],
        "waiting_jobs": depths,
    }
    wanted = rt.workers.count if rt.workers else 0
    if wanted and not heard:
        return Check(WARNING, "No worker was heard of lately.", details)
    return Check(HEALTHY, f"{len(heard)} of {wanted} workers were heard of.", details)


def _disk(rt: Runtime) -> Check:
    usage = shutil.disk_usage(rt.settings.data_dir)
    return _share("disk", usage.used / (usage.used + usage.free) * 100)


def _memory() -> Check:
    return _share("memory", psutil.virtual_memory().percent)


def _external(rt: Runtime) -> Check:
    """Tell how the model providers did that were asked lately; nobody is asked for this, so it costs nothing."""
    found = models.external_services(rt)
    if not found:
        return Check(UNUSED, "No model provider was asked yet.")
    services = {one.provider: _service(one) for one in found if one.state != "unknown"}
    status = max((one["status"] for one in services.values()), key=ORDER.index, default=UNUSED)
    down = [name for name, one in services.items() if one["status"] != HEALTHY]
    message = f"In trouble: {', '.join(down)}." if down else f"{len(services)} model providers answer."
    return Check(status, message, {"services": services})


def _service(one: models.ProviderHealth) -> dict[str, Any]:
    if one.state == "ok":
        return {"status": HEALTHY}
    status = UNHEALTHY if one.state == "failing" else WARNING
    return {"status": status, "failing_since": one.failing_since, "error": one.error}


def _weight(name: str, check: Check) -> str:
    """Return how a part counts for the whole: a vendor's outage is no reason to take this server out of service."""
    return WARNING if name == "external_services" and check.status == UNHEALTHY else check.status


def _share(what: str, percent: float) -> Check:
    """Return how a share of the machine stands; both of the thresholds in use elsewhere agree on 80 and 90 here."""
    status = UNHEALTHY if percent > FULL_PERCENT else WARNING if percent > WARN_PERCENT else HEALTHY
    return Check(status, f"{percent:.0f} % of the {what} is in use.", {"usage_percent": round(percent, 1)})


routes = [
    Route("/health", health),
    Route("/health/live", live),
    Route("/health/ready", ready),
    Route("/ready", ready),
    Route("/metrics", metrics),
]
