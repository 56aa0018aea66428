"""What is tidied once a day: old backups, what was left half written, files that nobody uses, old searches, old lines of the log."""

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Final

import redis

import storage.knowledge.hits
import storage.uploads
import storage.webhooks
from services.accounts import audit
from services.answers import figures
from services.files import file_bytes
from storage.errors import StorageError

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

DAY: Final = 86_400.0  # seconds
PRUNE, SWEEP = "workers.jobs.prune_backups", "workers.jobs.sweep_files"


async def chores_of_days(rt: "Runtime") -> None:
    """Tidy up at the start and once a day, until cancelled."""
    while True:
        try:
            await queue_chores(rt)
            await sweep_uploads(rt)
            await sweep_searches(rt)
            await sweep_calls(rt)
            await figures.sweep(rt)
            await audit.sweep(rt)
        except (redis.RedisError, StorageError, OSError) as error:
            logger.warning("The daily chores could not be done. error=%s", error)
        await asyncio.sleep(DAY)


async def queue_chores(rt: "Runtime") -> None:
    """Have workers tidy folders; only the newest job of a kind stays queued. Without a queue nothing happens."""
    folder, queue = rt.settings.data_dir, rt.queue
    if queue is not None:
        await queue.enqueue("io", PRUNE, str(folder / "backups"), rt.settings.backups_kept, job_id="prune-backups")
        await queue.enqueue("io", SWEEP, str(folder / file_bytes.UNFINISHED), DAY, job_id="sweep-files")


async def sweep_uploads(rt: "Runtime") -> int:
    """Remove the files of apps that no run has used for `files_unused_days`, and bytes that no row knows.

    A file that a run or a message names is never removed. Returns how many went.
    """
    folder = rt.settings.data_dir
    before = time.time() - rt.settings.files_unused_days * DAY
    unused = await storage.uploads.take_unused(rt.db, before=before)
    await asyncio.to_thread(file_bytes.remove, folder, *(upload.key for upload in unused))
    old = await asyncio.to_thread(file_bytes.written_before, folder, before)
    known = await rt.db.read(lambda: storage.uploads.known_uploads(rt.db, list(old)))
    lost = [key for file_id, key in old.items() if file_id not in known]
    await asyncio.to_thread(file_bytes.remove, folder, *lost)
    if unused or lost:
        logger.info("Files that nobody uses were removed. unused=%d lost=%d", len(unused), len(lost))
    return len(unused) + len(lost)


async def sweep_calls(rt: "Runtime") -> None:
    """Remove old answers to repeated requests, and what was sent to webhooks longer ago than `webhook_log_days`."""
    await rt.repeats.sweep()
    gone = await storage.webhooks.remove_deliveries(rt.db, before=time.time() - rt.settings.webhook_log_days * DAY)
    if gone:
        logger.info("Old deliveries were removed from the log. deliveries=%d", gone)


async def sweep_searches(rt: "Runtime") -> int:
    """Remove searches of knowledge bases from the log that are older than `retrieval_log_days`; return how many."""
    days = rt.settings.retrieval_log_days
    gone = await storage.knowledge.hits.remove_retrievals(rt.db, before=time.time() - days * DAY) if days else 0
    if gone:
        logger.info("Old searches were removed from the log. searches=%d", gone)
    return gone
