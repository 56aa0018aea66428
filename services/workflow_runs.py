"""Runs of workflow apps."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.events import RunFinished
from services.runs import SERVICE_API, LiveRun
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime


async def start_run(
    rt: "Runtime",
    app: App,
    *,
    inputs: Mapping[str, Any],
    user: str,
    files: Sequence[Mapping[str, Any]] = (),
    invoke_from: str = SERVICE_API,
    workflow_id: str | None = None,
    draft: bool = False,
    account_id: str | None = None,
    trace_id: str | None = None,
) -> LiveRun:
    """Check a run and start it; its last event is `RunFinished` (stored), `RunPaused` or `RunError`.

    Raises:
        NotWorkflowApp: the app has another mode.
        AppUnavailable, NotPublished, InvalidInput, BadRequest, NotFound, TooManyRequests, InvalidWorkflow: as for
            `chat.start_turn`.
    """
    raise NotImplementedError


async def finished_run(rt: "Runtime", app: App, run_id: str) -> RunFinished:
    """Return the last event of a stored run again. Raises NotFound."""
    raise NotImplementedError
