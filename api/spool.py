"""The spool for workers on machines that do not share its folder; `services/knowledge/remote.py` calls."""

import asyncio
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import TypeAdapter, ValidationError
from starlette.responses import FileResponse

from api.auth import Server
from api.bodies import whole_body
from api.errors import ApiError, described
from services.knowledge import lending
from services.knowledge.spool import Attempt, Failure, Progress

router = APIRouter(prefix="/spool", include_in_schema=False)

Note = TypeVar("Note", Progress, Failure)
NOTE_MB = 1
PROGRESS, FAILURE = TypeAdapter(Progress), TypeAdapter(Failure)


async def lent(name: str, rt: Server, authorization: Annotated[str, Header()] = "") -> Attempt:
    """Return the attempt that a worker calls about. Raises: Unauthorized, NotAllowed, NotFound."""
    lending.admit(rt, authorization.removeprefix("Bearer "))
    return await asyncio.to_thread(lending.attempt_of, rt, name)


Lent = Annotated[Attempt, Depends(lent)]


@router.get("/{name}/job")
async def job(attempt: Lent, rt: Server) -> Response:
    """Tell what is to be done."""
    found = await asyncio.to_thread(lending.job_of, rt, attempt)
    return Response(found.model_dump_json(), media_type="application/json")


@router.get("/{name}/file")
async def file(attempt: Lent) -> Response:
    """Give the document's file."""
    return FileResponse(await asyncio.to_thread(lending.file_of, attempt), media_type="application/octet-stream")


@router.put("/{name}/worker/{holder}", status_code=204)
async def hold(attempt: Lent, holder: str) -> None:
    """Let a worker have the attempt, and hear that it lives. Raises ApiError: 409, another one has it."""
    with lending.told(attempt):
        try:
            await asyncio.to_thread(attempt.lend, holder)
        except BlockingIOError as error:
            raise ApiError(409, "attempt_taken", str(error)) from error


@router.put("/{name}/progress", status_code=204)
async def progress(attempt: Lent, request: Request) -> None:
    """Hear how far it is."""
    said = await _note(request, PROGRESS)
    with lending.told(attempt):
        await asyncio.to_thread(attempt.report, said)


@router.put("/{name}/failure", status_code=204)
async def failure(attempt: Lent, request: Request) -> None:
    """Hear why it ended."""
    said = await _note(request, FAILURE)
    with lending.told(attempt):
        await asyncio.to_thread(attempt.fail, said)


@router.put("/{name}/pieces", status_code=204)
async def pieces(attempt: Lent, request: Request, rt: Server) -> None:
    """Take what came of it; nothing is seen of it before all is there."""
    await _save(attempt, request, rt.settings.spool_upload_mb)
    await asyncio.to_thread(lending.hand_over, attempt)


async def _note(request: Request, kind: TypeAdapter[Note]) -> Note:
    """Return what a body says. Raises ApiError: 400, it is something else; 413, it is large."""
    try:
        return kind.validate_json(await whole_body(request, most_mb=NOTE_MB))
    except ValidationError as error:
        raise ApiError(400, "invalid_param", described(error.errors(include_url=False))[0]) from error


async def _save(attempt: Attempt, request: Request, most_mb: int) -> None:
    """Write a body into the attempt's folder. Raises: NotFound, and ApiError 413 when it is larger than `most_mb`."""
    size = 0
    with lending.told(attempt), (attempt.folder / lending.UPLOAD).open("wb") as out:
        async for part in request.stream():
            size += len(part)
            if size > most_mb * 1_000_000:
                raise ApiError(413, "request_too_large", f"The pieces are larger than {most_mb} MB.")
            await asyncio.to_thread(out.write, part)
