"""The one thread that writes: it takes what is waiting, writes it in one transaction, and only then answers.

A commit costs nearly the same for one row as for a hundred, so callers that write at the same time share it.
When anything in a batch fails, the batch is rolled back and halved until the one at fault stands alone.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import duckdb

from storage.changes import EncodedChange, Merged
from storage.checkpoints import Checkpoints
from storage.cursor import Cursor, translated
from storage.errors import DatabaseClosed

log = logging.getLogger(__name__)

MOST = 512  # operations in one transaction; bounds how long the first of them waits
TURN = 0.002  # seconds that the writer waits at most for a turn of the event loop
WAITING = 4096  # operations that one event loop may have waiting before its callers are held up

Work = Callable[[Cursor], Any]


@dataclass(slots=True, eq=False)
class Operation:
    """One caller's write: merged changes, or a function that runs between them."""

    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    changes: Sequence[EncodedChange] = ()
    work: Work | None = None
    value: Any = field(default=None, init=False)
    error: BaseException | None = field(default=None, init=False)


class Writer:
    """Writes operations in the order in which they were submitted; `cursor` is its own from now on."""

    def __init__(self, cursor: Cursor, checkpoints: Checkpoints | None = None) -> None:
        self.cursor = cursor
        self.checkpoints = checkpoints
        self.queue: queue.SimpleQueue[Operation | None] = queue.SimpleQueue()
        self.places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
        self.closing = threading.Lock()
        self.closed = False
        self.thread = threading.Thread(target=self._run, name="storage-writer", daemon=True)
        self.thread.start()

    async def submit(self, *, changes: Sequence[EncodedChange] = (), work: Work | None = None) -> Any:
        """Queue an operation and return its value once it is committed.

        A caller that is cancelled stops waiting; its write is carried out all the same, once.

        Raises:
            DatabaseClosed: the writer is closing; nothing was written.
            StorageError: the operation failed; nothing of it was written.
        """
        loop = asyncio.get_running_loop()
        places = self.places.setdefault(loop, asyncio.Semaphore(WAITING))
        async with places:
            operation = Operation(loop, loop.create_future(), changes, work)
            self._put(operation)
            return await operation.future

    def close(self) -> None:
        """Write what is waiting, then end the thread; later operations are refused."""
        with self.closing:
            if not self.closed:
                self.closed = True
                self.queue.put(None)
        self.thread.join()
        self.cursor.close()

    def _put(self, operation: Operation) -> None:
        with self.closing:
            if self.closed:
                raise DatabaseClosed("the database is closed")
            self.queue.put(operation)

    def _run(self) -> None:
        while (first := self.queue.get()) is not None:
            batch, last = self._batch(first)
            self._commit(batch)
            _answer(batch)
            if last:
                break
            if self.checkpoints and self.checkpoints.is_due():
                self._checkpoint(self.checkpoints)
        if self.checkpoints:
            self._checkpoint(self.checkpoints)

    def _checkpoint(self, checkpoints: Checkpoints) -> None:
        try:
            checkpoints.make(self.cursor.raw)
        except (duckdb.Error, OSError) as error:
            log.error("no checkpoint was made, the log keeps growing error=%s", error)

    def _batch(self, first: Operation) -> tuple[list[Operation], bool]:
        batch = [first]
        while len(batch) < MOST:
            try:
                operation = self.queue.get_nowait()
            except queue.Empty:
                break
            if operation is None:
                return batch, True
            batch.append(operation)
        return batch, False

    def _commit(self, batch: list[Operation]) -> None:
        try:
            self._transact(batch)
        except Exception as error:  # noqa: BLE001  # any failure belongs to the caller whose operation it is
            self._roll_back()
            if len(batch) == 1:
                batch[0].error = _deliverable(error)
                return
            middle = len(batch) // 2
            self._commit(batch[:middle])
            self._commit(batch[middle:])

    def _transact(self, batch: Sequence[Operation]) -> None:
        if len(batch) == 1 and len(batch[0].changes) == 1:  # one statement is a transaction by itself
            self._write(batch)
            return
        self.cursor.execute("BEGIN")
        self._write(batch)
        self.cursor.execute("COMMIT")

    def _write(self, batch: Sequence[Operation]) -> None:
        merged = Merged(self.cursor)
        for operation in batch:
            if operation.work:
                merged.flush()
                operation.value = operation.work(self.cursor)
            else:
                merged.add(operation.changes)
        merged.flush()

    def _roll_back(self) -> None:
        try:
            self.cursor.raw.execute("ROLLBACK")
        except duckdb.TransactionException:
            log.debug("nothing to roll back: the failed statement or commit was a transaction by itself")
        except duckdb.Error as error:
            log.error("cannot roll back error=%s", error)  # the cause went to its caller


def _deliverable(error: Exception) -> Exception:
    """Return an error in a form that a future can carry to its caller."""
    if isinstance(error, duckdb.Error):
        return translated(error)
    if isinstance(error, StopIteration):  # a future refuses it
        failed = RuntimeError("a write raised StopIteration")
        failed.__cause__ = error
        return failed
    return error


def _answer(batch: Sequence[Operation]) -> None:
    """Wake all callers of a batch, with one call into each event loop, and let them run for one turn.

    A caller in a row of writes has queued its next one after that turn, so that it joins the next batch with those
    that queued theirs during the commit; otherwise callers would fall into two halves that wait for each other.
    """
    loops: dict[asyncio.AbstractEventLoop, list[Operation]] = {}
    for operation in batch:
        loops.setdefault(operation.loop, []).append(operation)
    for loop, operations in loops.items():
        turned = threading.Event()
        try:
            loop.call_soon_threadsafe(_settle, operations, turned)
        except RuntimeError:
            log.warning("the event loop ended before its writes were answered writes=%d", len(operations))
        else:
            turned.wait(TURN)


def _settle(operations: Sequence[Operation], turned: threading.Event) -> None:
    for operation in operations:
        if operation.future.done():
            continue
        if operation.error:
            operation.future.set_exception(operation.error)
        else:
            operation.future.set_result(operation.value)
    operations[0].loop.call_soon(turned.set)
