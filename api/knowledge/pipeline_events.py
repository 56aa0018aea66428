"""What a run of a base's pipeline tells: a stream of events, or their end, as the published API describes them."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import StreamingResponse

from api.json_text import dumps
from api.sse import PING, PING_AFTER
from engine.errors import EngineError
from services.errors import ServiceError
from services.knowledge.adding import Added
from services.knowledge.pipelines import Datasource, Outcome, outcome
from services.runtime import Runtime
from storage.errors import StorageError
from storage.ids import new_id

Json = dict[str, Any]
FAULTS = (ServiceError, EngineError, StorageError)


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRun:
    """One run: documents come through a datasource into a base and are indexed."""

    dataset_id: str
    datasource: Datasource
    inputs: Mapping[str, Any]
    id: str = field(default_factory=new_id)
    task_id: str = field(default_factory=new_id)
    began_at: float = field(default_factory=time.time)

    def answer(self, added: Added, end: Outcome) -> Json:
        """Return the answer to a blocking call."""
        return {"task_id": self.task_id, "workflow_run_id": self.id, "data": self._finished(added, end)}

    async def events(self, rt: Runtime, add: Callable[[], Awaitable[Added]]) -> AsyncIterator[bytes]:
        """Yield the lines of the stream; whoever goes away ends nothing that is being indexed."""
        head = {"id": self.id, "workflow_id": self.dataset_id, "inputs": dict(self.inputs)}
        yield self._line("workflow_started", head | {"created_at": int(self.began_at)})
        first = self._node(1, self.datasource.node_id, "datasource", self.datasource.title)
        yield self._line("node_started", first)
        try:
            added = await add()
        except FAULTS as error:
            yield self._line("node_finished", self._ended(first, "failed", {}, str(error)))
            yield self._line("workflow_finished", self._end("failed", {}, str(error), 1))
            return
        yield self._line("node_finished", self._ended(first, "succeeded", _outputs(added), None))
        second = self._node(2, "knowledge_index", "knowledge-index", "Knowledge base")
        yield self._line("node_started", second)
        waiting = asyncio.create_task(outcome(rt, added))
        stopping = asyncio.create_task(rt.stopping.wait())
        try:
            while not waiting.done() and not stopping.done():
                await asyncio.wait((waiting, stopping), timeout=PING_AFTER, return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    yield PING
            if waiting.done():
                end = waiting.result()
                told = self._finished(added, end)
                yield self._line("node_finished", self._ended(second, end.status, told["outputs"], end.error))
                yield self._line("workflow_finished", told)
        finally:
            waiting.cancel()
            stopping.cancel()

    def _finished(self, added: Added, end: Outcome) -> Json:
        outputs = _outputs(added)
        outputs["documents"] = [
            {"id": one.id, "name": one.name, "indexing_status": one.indexing_status, "error": one.error}
            for one in end.documents
        ]
        tokens = sum(document.tokens for document in end.documents)
        return self._end(end.status, outputs, end.error, 2) | {"total_tokens": tokens}

    def _end(self, status: str, outputs: Json, error: str | None, steps: int) -> Json:
        return {
            "id": self.id,
            "workflow_id": self.dataset_id,
            "status": status,
            "outputs": outputs,
            "error": error,
            "elapsed_time": round(time.time() - self.began_at, 3),
            "total_tokens": 0,
            "total_steps": steps,
            "created_at": int(self.began_at),
            "finished_at": int(time.time()),
        }

    def _node(self, index: int, node_id: str, kind: str, title: str) -> Json:
        about = {"id": new_id(), "node_id": node_id, "node_type": kind, "title": title, "index": index}
        return about | {"predecessor_node_id": None, "inputs": dict(self.inputs), "created_at": int(time.time())}

    def _ended(self, node: Json, status: str, outputs: Json, error: str | None) -> Json:
        passed = {"elapsed_time": round(time.time() - self.began_at, 3), "finished_at": int(time.time())}
        return node | {"status": status, "outputs": outputs, "error": error, **passed}

    def _line(self, event: str, data: Json) -> bytes:
        return line(event, {"task_id": self.task_id, "workflow_run_id": self.id, "data": data})


async def looked(look: Callable[[], Awaitable[list[Json]]]) -> AsyncIterator[bytes]:
    """Yield the events of a look through a datasource."""
    began = time.monotonic()
    yield line("datasource_processing", {"total": 1, "completed": 0})
    try:
        data = await look()
    except FAULTS as error:
        yield line("datasource_error", {"error": str(error)})
        return
    told: Json = {"data": data, "total": len(data), "completed": len(data)}
    yield line("datasource_completed", told | {"time_consuming": round(time.monotonic() - began, 3)})


def streamed(lines: AsyncIterator[bytes]) -> StreamingResponse:
    """Return lines as an event stream."""
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return StreamingResponse(lines, media_type="text/event-stream", headers=headers)


def line(event: str, fields: Json) -> bytes:
    """Return one event as it is sent."""
    return f"data: {dumps({'event': event, **fields})}\n\n".encode()


def _outputs(added: Added) -> Json:
    documents = [{"id": one.id, "name": one.name, "indexing_status": one.indexing_status} for one in added.documents]
    base = {"id": added.dataset.id, "name": added.dataset.name}
    return {"batch": added.batch, "dataset": base, "documents": documents}
