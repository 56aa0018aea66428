"""Background jobs, for people who operate the server."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from services.platform import jobs
from services.platform.jobs import Overview

router = APIRouter(prefix="/jobs", tags=["Operation"])


class WorkersRequest(Body):
    """How many workers there are to be."""

    workers: int


@router.get("")
async def list_jobs(caller: Console, rt: Server) -> Response:
    """Return queues, workers and failed jobs."""
    return JsonAnswer(_shown(await jobs.overview(rt)))


@router.put("/workers", openapi_extra=accepts(WorkersRequest))
async def set_workers(request: Request, caller: Console, rt: Server) -> Response:
    """Set how many workers this server has, until it ends."""
    asked = parsed(WorkersRequest, await json_object(request))
    await jobs.set_workers(rt, caller.workspace.id, asked.workers, account_id=caller.account_id)
    return JsonAnswer(_shown(await jobs.overview(rt)))


@router.post("/{job_id}/retry")
async def retry_job(job_id: str, caller: Console, rt: Server) -> Response:
    """Queue a job again that was tried in vain."""
    await jobs.retry(rt, job_id)
    return JsonAnswer({"result": "success"})


def _shown(found: Overview) -> dict[str, Any]:
    return {
        "queues": [asdict(queue) for queue in found.queues],
        "workers": [asdict(worker) for worker in found.workers],
        "failed": [asdict(job) for job in found.failed],
        "wanted_workers": found.wanted,
        "problem": found.problem,
    }
