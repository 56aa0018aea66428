"""Getting documents into their bases: every one that is begun ends as completed, in error, or paused.

The app decides and writes; workers compute (`indexing.py`). Each try is an attempt with a number and a folder in
the spool. The look below runs all the time and acts on what it finds, never on what it was told: pieces are
loaded, progress is stored, and an attempt that nobody works on (its worker was killed, Redis lost the job, the
app was restarted) is begun anew. A later attempt makes an earlier one void, so whatever a late worker hands in
changes nothing.
"""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import redis

import storage.knowledge.documents
from engine.errors import EngineError, ModelUnavailable
from services.errors import BadRequest, ServiceError
from services.knowledge import jobs
from services.knowledge.loading import take_in
from services.knowledge.runners import Runner
from services.knowledge.spool import Attempt, Failure, Progress, Standing, sweep
from storage.errors import StorageError
from storage.knowledge.documents import WORKING
from storage.records import StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

LOOK: Final = 0.3  # seconds between two looks
FOLLOW: Final = 1.0  # seconds between two times that the progress of a document is stored
AT_ONCE: Final = 8  # documents that are acted on side by side, so that their writes share a commit
TOGETHER: Final = 16  # documents of a base that are loaded in one write
MOST_OUT: Final = 256  # attempts that are given out at a time: more than workers have hands, few enough to look after
AT_A_LOOK: Final = 32  # of them that are given out between two looks
DEAD: Final = 15.0  # seconds of silence after which a worker on another machine counts as dead
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
        self._out: dict[str, _Out] = {}  # attempts that were given out, by name
        self._tasks: list[asyncio.Task[None]] = []
        self._woken = asyncio.Event()

    async def start(self) -> None:
        """Take up what an earlier process left, and look after it from now on."""
        rt = self._rt
        found = await rt.db.read(lambda: storage.knowledge.documents.documents_at_work(rt.db))
        self._working = {document.id: document for document in found}
        names = [self._attempt(document).name for document in found]
        left = await asyncio.to_thread(sweep, self.spool, names)
        self._out = {name: _Out(asked_at=0.0) for name in left}
        # Two tasks: a model that takes long to start must not keep the documents that are out from being looked at.
        self._tasks = [
            asyncio.create_task(self._always(self._give_out), name="ingest: give out"),
            asyncio.create_task(self._always(self._look_at), name="ingest: look"),
        ]

    async def stop(self) -> None:
        """Look no more; what is under way goes on, and is taken up by the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.runner.close()

    async def begin(self, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
        """Index documents from the start, whatever came of earlier attempts; return them as they are now."""
        return list(await asyncio.gather(*(self._begin(document, failures=0, error=None) for document in documents)))

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
                await self._remove(document)

    async def note(self, document: StoredDocument) -> str | None:
        """Return what people should know about a document that waits."""
        waits = document.indexing_status == "waiting"
        return NO_WORKERS if waits and not await self.runner.has_workers() else None

    async def idle(self) -> None:
        """Wait until nothing is being indexed."""
        while self._working:  # noqa: ASYNC110  # for tests and commands: what ends it is stored in many places
            await asyncio.sleep(LOOK / 3)

    async def settled(self, document_ids: Sequence[str]) -> None:
        """Wait until none of the documents is being indexed."""
        while any(id in self._working for id in document_ids):  # noqa: ASYNC110  # as above
            await asyncio.sleep(LOOK)

    async def _begin(
        self, document: StoredDocument, *, failures: int, error: str | None, after: float = 0.0
    ) -> StoredDocument:
        """Store that a new attempt is to come, `after` some seconds; a look gives it out."""
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
        if not await storage.knowledge.documents.update_document(self._rt.db, document, **changes):
            return document  # somebody else began a later one
        begun = replace(document, **changes)
        self._working[begun.id] = begun
        self._woken.set()
        await self._remove(document)
        return begun

    async def _call_off(self, document: StoredDocument, **changes: Any) -> StoredDocument:
        void = {"attempt": document.attempt + 1, "retry_at": None, **changes}
        self._working.pop(document.id, None)
        if not await storage.knowledge.documents.update_document(self._rt.db, document, **void):
            raise BadRequest("The document was changed at the same moment. Look again, and repeat what you meant.")
        await self._remove(document)
        return replace(document, **void)

    async def _always(self, act: Callable[[Sequence[StoredDocument]], Awaitable[None]]) -> None:
        while True:
            while not self._working:
                self._woken.clear()
                await self._woken.wait()
            with _logged("the documents that are indexed"):
                await act(list(self._working.values()))
            await asyncio.sleep(LOOK)

    async def _give_out(self, documents: Sequence[StoredDocument]) -> None:
        """Give attempts out that are due, as long as there are hands for them, oldest first."""
        await self._keep_encoder()
        now = time.time()
        due = [one for one in documents if self._attempt(one).name not in self._out and (one.retry_at or 0.0) <= now]
        for document in due[: max(0, min(AT_A_LOOK, MOST_OUT - len(self._out)))]:
            with _logged(document.id):
                await self._launch(document)

    async def _keep_encoder(self) -> None:
        """Have the offline model run while workers may ask it: they wait for it, but cannot start it."""
        if any(out.needs_encoder for out in self._out.values()):
            try:
                await self._rt.encoder.wake()
            except ModelUnavailable as error:
                logger.warning("The offline embedding model does not run. error=%s", error)

    async def _launch(self, document: StoredDocument) -> None:
        attempt = self._attempt(document)
        if document.retry_at is not None:
            document = await self._store(document, {"retry_at": None})
        try:
            job = await jobs.job_of(self._rt, document)
        except (EngineError, ServiceError, StorageError) as error:
            await self._fail(document, Failure(str(error), may_pass=getattr(error, "retryable", False)))
            return
        self._out[attempt.name] = out = _Out(needs_encoder=jobs.needs_encoder(job))
        try:
            await asyncio.to_thread(attempt.begin, job)
            if self._is_latest(document):
                await self.runner.run(attempt)
            else:  # called off meanwhile
                await self._remove(document)
        finally:
            out.asked_at = time.monotonic()

    async def _look_at(self, documents: Sequence[StoredDocument]) -> None:
        """Act on how the attempts stand that were given out."""
        attempts = [(one, self._attempt(one)) for one in documents]
        out = [(one, attempt) for one, attempt in attempts if attempt.name in self._out]
        standings = await asyncio.to_thread(lambda: [attempt.standing() for _, attempt in out])
        seen = list(zip(out, standings, strict=True))
        places = asyncio.Semaphore(AT_ONCE)

        async def act(document: StoredDocument, attempt: Attempt, standing: Standing) -> None:
            async with places:
                with _logged(document.id):
                    if self._is_latest(document):
                        await self._act(document, attempt, standing)

        others = [act(*one, standing) for one, standing in seen if not standing.is_complete]
        await asyncio.gather(self._load([one for one, standing in seen if standing.is_complete]), *others)

    async def _act(self, document: StoredDocument, attempt: Attempt, standing: Standing) -> None:
        if standing.failure is not None:
            await self._fail(document, standing.failure)
        elif standing.is_dead or self._is_silent(attempt, standing.heartbeat):
            await self._fail(document, Failure(SILENT, may_pass=True))
        elif standing.heartbeat is None:
            await self._doubt(document, attempt)
        elif standing.progress is not None:
            await self._follow(document, attempt, standing.progress)

    def _is_silent(self, attempt: Attempt, heartbeat: float | None) -> bool:
        """Return whether a worker's heart has not beaten for long, on our clock: another machine's may be wrong."""
        out, now = self._out.get(attempt.name), time.monotonic()
        if out is None or heartbeat is None:
            return False
        if out.heartbeat != heartbeat:
            out.heartbeat, out.heard_at = heartbeat, now
        return now - out.heard_at > DEAD

    async def _follow(self, document: StoredDocument, attempt: Attempt, progress: Progress) -> None:
        """Store how far a worker is, now and then; of a small document there is nothing to store before its end."""
        out, now = self._out.get(attempt.name), time.monotonic()
        if out is None or now < out.follow_at:
            return
        is_first, out.follow_at = not out.follow_at, now + FOLLOW
        if is_first:
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
        out, now = self._out.get(attempt.name), time.monotonic()
        if out is None or now - out.asked_at < DOUBT:
            return
        out.asked_at = now
        if await self.runner.holds(attempt) or await asyncio.to_thread(attempt.standing) != Standing():
            return
        logger.warning("A document's job was lost and is given out again. attempt=%s", attempt.name)
        await self._remove(document)

    async def _load(self, complete: Sequence[tuple[StoredDocument, Attempt]]) -> None:
        """Load what is complete, some documents of a base at a time."""
        of_bases: dict[str, list[tuple[StoredDocument, Attempt]]] = {}
        for one in complete:
            of_bases.setdefault(one[0].dataset_id, []).append(one)
        for documents in of_bases.values():
            for start in range(0, len(documents), TOGETHER):
                with _logged("the documents that are complete"):
                    await self._take_in(documents[start : start + TOGETHER])

    async def _take_in(self, given: Sequence[tuple[StoredDocument, Attempt]]) -> None:
        wanted = [one for one in given if self._is_latest(one[0])]
        failures = await take_in(self._rt, wanted) if wanted else {}
        await asyncio.gather(
            *(
                self._fail(document, failures[document.id]) if document.id in failures else self._drop(document)
                for document, _ in wanted
            )
        )

    async def _fail(self, document: StoredDocument, failure: Failure) -> None:
        """Try again after a while, or end the document in error."""
        failures = document.failures + 1
        if failure.may_pass and failures < TRIES:
            after = BACK_OFF * 2 ** (failures - 1)
            await self._begin(document, failures=failures, error=failure.message, after=after)
            return
        changes = {
            "indexing_status": "error",
            "error": failure.message,
            "failures": failures,
            "stopped_at": time.time(),
        }
        await storage.knowledge.documents.update_document(self._rt.db, document, **changes)
        await self._drop(document)

    async def _store(self, document: StoredDocument, changes: dict[str, Any]) -> StoredDocument:
        """Store changes of a document and return it with them; one that is not wanted any more is dropped."""
        if not await storage.knowledge.documents.update_document(self._rt.db, document, **changes):
            await self._drop(document)
            return document
        changed = replace(document, **changes)
        if self._is_latest(document):
            self._working[document.id] = changed
        return changed

    async def _drop(self, document: StoredDocument) -> None:
        """Look after this attempt no more; a later one, which may have begun meanwhile, is none of its business."""
        attempt = self._attempt(document)
        await asyncio.to_thread(attempt.remove)
        self._out.pop(attempt.name, None)
        if self._is_latest(document):
            self._working.pop(document.id)

    def _is_latest(self, document: StoredDocument) -> bool:
        latest = self._working.get(document.id)
        return latest is not None and latest.attempt == document.attempt

    async def _remove(self, document: StoredDocument) -> None:
        attempt = self._attempt(document)
        self._out.pop(attempt.name, None)
        await asyncio.to_thread(attempt.remove)

    def _attempt(self, document: StoredDocument) -> Attempt:
        return Attempt.of(self.spool, document.id, document.attempt)


@dataclass(slots=True)
class _Out:
    """What is known of an attempt that was given out; times on this process's clock, in seconds."""

    needs_encoder: bool = False
    asked_at: float = math.inf  # when the queue was last asked about it; not while it is being given out
    heartbeat: float | None = None  # the worker's last one
    heard_at: float = 0.0  # when that was first seen
    follow_at: float = 0.0  # when progress is to be stored next; 0 before there was any


@contextmanager
def _logged(what: str) -> Iterator[None]:
    """Go on to the next document, whatever happens to this one; the next look tries again."""
    try:
        yield
    except redis.RedisError as error:
        logger.warning("Redis does not answer, a document waits. document=%s error=%s", what, error)
    except Exception:
        logger.exception("A document could not be looked after. document=%s", what)


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
