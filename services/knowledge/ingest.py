"""Getting documents into their bases: every one that is begun ends as completed, in error, or paused.

The app decides and writes; workers compute (`indexing.py`). Each try is an attempt with a number and a folder in
the spool. The look below runs all the time and acts on what it finds, never on what it was told: pieces are
loaded, progress is stored, and an attempt that nobody works on (its worker was killed, Redis lost the job, the
app was restarted) is begun anew. A later attempt makes an earlier one void, so whatever a late worker hands in
changes nothing.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

import storage.knowledge.datasets
import storage.knowledge.documents
from engine.errors import EngineError
from services.errors import BadRequest, ServiceError
from services.knowledge import jobs
from services.knowledge.loading import new_pieces, sized
from services.knowledge.runners import Runner
from services.knowledge.spool import Attempt, Failure, Progress, sweep
from storage.errors import NotFound, StorageError
from storage.knowledge.documents import WORKING
from storage.knowledge.loading import replace_pieces
from storage.records import StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

LOOK: Final = 0.3  # seconds between two looks
DEAD: Final = 15.0  # seconds of silence after which a worker counts as dead
DOUBT: Final = 5.0  # seconds between two questions whether the queue still holds a job
TRIES: Final = 4  # in a row, before a document ends in error
BACK_OFF: Final = 1.0  # seconds before the second try, doubled each time
SILENT: Final = "the worker that indexed the document ended in the middle"
NO_WORKERS: Final = (
    "No worker is running, so the document waits. Start one with `python -m workers`, or set MILLRACE_WORKERS."
)


class Ingest:
    """The documents of one runtime that are being indexed."""

    def __init__(self, rt: "Runtime", runner: Runner) -> None:
        self._rt = rt
        self.runner = runner
        self.spool = rt.settings.data_dir / "spool"
        self._working: dict[str, StoredDocument] = {}  # by id, as last stored
        self._asked_at: dict[str, float] = {}  # when the queue was last asked about a document
        self._looking: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()

    async def start(self) -> None:
        """Take up what an earlier process left, and look after it from now on."""
        rt = self._rt
        found = await rt.db.read(lambda: storage.knowledge.documents.documents_at_work(rt.db))
        self._working = {document.id: document for document in found}
        names = [self._attempt(document).name for document in found]
        await asyncio.to_thread(sweep, self.spool, names)
        self._looking = asyncio.create_task(self._look_always(), name="ingest")

    async def stop(self) -> None:
        """Look no more; what is under way goes on, and is taken up by the next start."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
        await self.runner.close()

    async def begin(self, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
        """Index documents from the start, whatever came of earlier attempts; return them as they are now."""
        return [await self._begin(document, failures=0, error=None) for document in documents]

    async def retry(self, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
        """Index those of the documents again that ended in error."""
        return await self.begin([document for document in documents if document.indexing_status == "error"])

    async def pause(self, document: StoredDocument) -> StoredDocument:
        """Hold a document that is being indexed. Raises: BadRequest when it is not."""
        if document.indexing_status not in WORKING:
            raise BadRequest(f"Only a document that is being indexed can be paused; this one is {_said(document)}.")
        return await self._call_off(document, indexing_status="paused", paused_at=time.time())

    async def resume(self, document: StoredDocument) -> StoredDocument:
        """Go on with a document that was paused or ended in error. Raises: BadRequest for others."""
        if document.indexing_status not in ("paused", "error"):
            raise BadRequest(
                f"Only a document that is paused or in error can be resumed; this one is {_said(document)}."
            )
        return (await self.begin([document]))[0]

    async def cancel(self, document: StoredDocument) -> StoredDocument:
        """Give a document up that is being indexed; what was searchable before stays so. Raises: BadRequest."""
        if document.indexing_status not in (*WORKING, "paused"):
            raise BadRequest(f"Only a document that is being indexed can be cancelled; this one is {_said(document)}.")
        return await self._call_off(
            document, indexing_status="error", error="Indexing was cancelled.", stopped_at=time.time()
        )

    async def forget(self, document_ids: Sequence[str]) -> None:
        """Stop what is done for documents that are deleted."""
        for id in document_ids:
            document = self._working.pop(id, None)
            if document is not None:
                await asyncio.to_thread(self._attempt(document).remove)

    async def note(self, document: StoredDocument) -> str | None:
        """Return what people should know about a document that waits."""
        waits = document.indexing_status == "waiting"
        return NO_WORKERS if waits and not await self.runner.has_workers() else None

    async def idle(self) -> None:
        """Wait until nothing is being indexed."""
        while self._working:  # noqa: ASYNC110  # for tests and commands: what ends it is stored in many places
            await asyncio.sleep(LOOK / 3)

    async def _begin(
        self, document: StoredDocument, *, failures: int, error: str | None, after: float = 0.0
    ) -> StoredDocument:
        """Store that a new attempt is to come, `after` some seconds, and start it if that is now."""
        changes: dict[str, Any] = {
            "attempt": document.attempt + 1,
            "indexing_status": "waiting",
            "failures": failures,
            "retry_at": time.time() + after if after else None,
            "progress": 0.0,
            "completed_segments": 0,
            "error": error,
            "paused_at": None,
            "stopped_at": None,
            "completed_at": None,
        }
        await asyncio.to_thread(self._attempt(document).remove)
        if not await storage.knowledge.documents.update_document(self._rt.db, document, **changes):
            return document  # somebody else began a later one
        begun = replace(document, **changes)
        self._working[begun.id] = begun
        if not after:
            await self._launch(begun)
        return begun

    async def _launch(self, document: StoredDocument) -> None:
        try:
            job = await jobs.job_of(self._rt, document)
        except (EngineError, ServiceError, StorageError) as error:
            await self._fail(document, Failure(str(error), may_pass=getattr(error, "retryable", False)))
            return
        attempt = self._attempt(document)
        await asyncio.to_thread(attempt.begin, job)
        self._asked_at[document.id] = time.monotonic()
        await self.runner.run(attempt)
        self._woken.set()

    async def _call_off(self, document: StoredDocument, **changes: Any) -> StoredDocument:
        void = {"attempt": document.attempt + 1, "retry_at": None, **changes}
        self._working.pop(document.id, None)
        if not await storage.knowledge.documents.update_document(self._rt.db, document, **void):
            raise BadRequest("The document was changed at the same moment. Look again, and repeat what you meant.")
        await asyncio.to_thread(self._attempt(document).remove)
        return replace(document, **void)

    async def _look_always(self) -> None:
        while True:
            for document in list(self._working.values()):
                try:
                    await self._look(document)
                except Exception:
                    logger.exception("A document could not be looked after. document=%s", document.id)
            if not self._working:
                self._woken.clear()
                await self._woken.wait()
            await asyncio.sleep(LOOK)

    async def _look(self, document: StoredDocument) -> None:
        """Act on how a document stands."""
        attempt = self._attempt(document)
        if document.retry_at is not None:
            if time.time() >= document.retry_at:
                await self._start_due(document)
        elif await asyncio.to_thread(lambda: attempt.is_complete):
            await self._load(document, attempt)
        elif (failure := await asyncio.to_thread(attempt.failure)) is not None:
            await self._fail(document, failure)
        elif (progress := await asyncio.to_thread(attempt.progress)) is not None:
            await self._follow(document, attempt, progress)
        else:
            await self._doubt(document, attempt)

    async def _start_due(self, document: StoredDocument) -> None:
        due = replace(document, retry_at=None)
        if await storage.knowledge.documents.update_document(self._rt.db, document, retry_at=None):
            self._working[due.id] = due
            await self._launch(due)
        else:
            self._working.pop(document.id, None)

    async def _follow(self, document: StoredDocument, attempt: Attempt, progress: Progress) -> None:
        """Store how far a worker is; one that has said nothing for long is dead."""
        silence = await asyncio.to_thread(attempt.silence)
        if silence is not None and silence > DEAD:
            await self._fail(document, Failure(SILENT, may_pass=True))
            return
        changes: dict[str, Any] = {
            "indexing_status": progress.stage,
            "progress": _share(progress),
            "completed_segments": progress.done if progress.stage == "indexing" else 0,
            "total_segments": progress.total if progress.stage == "indexing" else document.total_segments,
            **progress.times,
        }
        if any(getattr(document, name) != value for name, value in changes.items()):
            await self._store(document, changes)

    async def _doubt(self, document: StoredDocument, attempt: Attempt) -> None:
        """Ask now and then whether an attempt that nobody has taken is still to come."""
        now = time.monotonic()
        if now - self._asked_at.get(document.id, 0.0) < DOUBT:
            return
        self._asked_at[document.id] = now
        if await self.runner.holds(attempt) or await asyncio.to_thread(attempt.silence) is not None:
            return
        logger.warning("A document's job was lost and is given out again. attempt=%s", attempt.name)
        await self._launch(document)

    async def _load(self, document: StoredDocument, attempt: Attempt) -> None:
        rt = self._rt
        try:
            pieces = await asyncio.to_thread(attempt.pieces)
            dataset = await rt.db.read(
                lambda: storage.knowledge.datasets.get_dataset(rt.db, document.workspace_id, document.dataset_id)
            )
            dataset = await sized(rt, dataset, pieces)
            new = await asyncio.to_thread(new_pieces, dataset, document, pieces)
            await replace_pieces(rt.db, dataset, new)
        except (pa.ArrowException, OSError) as error:
            await self._fail(document, Failure(f"what the worker handed over is damaged: {error}", may_pass=True))
            return
        except NotFound:  # the base was deleted
            logger.info("A document's base is gone. document=%s", document.id)
        except (ServiceError, StorageError) as error:
            await self._fail(document, Failure(str(error), may_pass=False))
            return
        rt.base_versions[document.dataset_id] += 1
        self._working.pop(document.id, None)
        await asyncio.to_thread(attempt.remove)

    async def _fail(self, document: StoredDocument, failure: Failure) -> None:
        """Try again after a while, or end the document in error."""
        failures = document.failures + 1
        if failure.may_pass and failures < TRIES:
            after = BACK_OFF * 2 ** (failures - 1)
            await self._begin(document, failures=failures, error=failure.message, after=after)
            return
        attempt = self._attempt(document)
        changes = {
            "indexing_status": "error",
            "error": failure.message,
            "failures": failures,
            "stopped_at": time.time(),
        }
        await storage.knowledge.documents.update_document(self._rt.db, document, **changes)
        self._working.pop(document.id, None)
        await asyncio.to_thread(attempt.remove)

    async def _store(self, document: StoredDocument, changes: dict[str, Any]) -> None:
        if await storage.knowledge.documents.update_document(self._rt.db, document, **changes):
            self._working[document.id] = replace(document, **changes)
        else:
            self._working.pop(document.id, None)  # deleted, or a later attempt has begun elsewhere

    def _attempt(self, document: StoredDocument) -> Attempt:
        return Attempt.of(self.spool, document.id, document.attempt)


def _share(progress: Progress) -> float:
    """Return how much is done, 0 to 1: reading a fifth, splitting two, embedding four."""
    done = progress.done / progress.total if progress.total else 0.0
    begin, end = {
        "waiting": (0.0, 0.0),
        "parsing": (0.05, 0.2),
        "cleaning": (0.2, 0.2),
        "splitting": (0.2, 0.4),
        "indexing": (0.4, 0.8),
    }[progress.stage]
    return round(begin + (end - begin) * done, 4)


def _said(document: StoredDocument) -> str:
    return f"{document.indexing_status!r}"
