"""The journal of runs: those that go on for longer are stored as they stand, so that a crash leaves their rows."""

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import storage.accounts
import storage.runs
from engine.events import NodeStatus, RunStatus
from storage.errors import StorageError
from storage.records import NodeExecution, Run

if TYPE_CHECKING:
    from services.runs.execution import Execution
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

INTERVAL: Final = 1.0  # seconds between two checkpoints, and the age from which on a run has them
CUT_OFF: Final = "The server stopped while the run was under way."


class Journal:
    """The runs of one runtime that are under way."""

    def __init__(self) -> None:
        self._since: dict[Execution, float] = {}  # on the monotonic clock

    def add(self, execution: "Execution") -> None:
        """Begin to follow a run."""
        self._since[execution] = time.monotonic()

    def remove(self, execution: "Execution") -> None:
        """Follow a run no more; nothing happens for an unknown one."""
        self._since.pop(execution, None)

    async def checkpoint(self, *, older_than: float = INTERVAL) -> None:
        """Store how the runs stand that have been going on for `older_than` seconds, in one transaction."""
        latest = time.monotonic() - older_than
        due = [execution for execution, since in self._since.items() if since <= latest]
        await asyncio.gather(*(_checkpointed(execution) for execution in due))

    async def keep(self) -> None:
        """Make checkpoints for ever."""
        while True:
            await asyncio.sleep(INTERVAL)
            await self.checkpoint()


async def close_cut_off(rt: "Runtime") -> int:
    """End the runs that an earlier process left under way as failed; return how many there were."""
    workspaces = await rt.db.read(lambda: storage.accounts.list_workspaces(rt.db))
    found = [run for workspace in workspaces for run in await _unfinished(rt, workspace.id)]
    for run in found:
        await storage.runs.put_run(rt.db, _failed(run), list(_failed_nodes(run)))
    if found:
        logger.warning("Runs that the last stop of the server cut off were ended. runs=%d", len(found))
    return len(found)


async def _unfinished(rt: "Runtime", workspace_id: str) -> list[Run]:
    return await rt.db.read(lambda: storage.runs.unfinished_runs(rt.db, workspace_id))


def _failed(run: Run) -> Run:
    ended_at = run.created_at + run.elapsed
    return replace(run, status=str(RunStatus.FAILED), error=CUT_OFF, finished_at=ended_at, under_way=None)


def _failed_nodes(run: Run) -> Iterable[NodeExecution]:
    owner = {"workspace_id": run.workspace_id, "app_id": run.app_id, "run_id": run.id}
    ended_at = run.created_at + run.elapsed
    for row in run.under_way or ():
        elapsed = max(ended_at - row["created_at"], 0.0)
        ended = {"status": str(NodeStatus.FAILED), "error": CUT_OFF, "elapsed": elapsed, "finished_at": ended_at}
        yield NodeExecution(**{**row, **owner, **ended})


async def _checkpointed(execution: "Execution") -> None:
    try:
        await execution.checkpoint()
    except StorageError:
        logger.exception("A run could not be stored while it goes on. run=%s", execution.live.id)
