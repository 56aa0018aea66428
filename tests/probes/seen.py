"""What an answer shows of the run behind it, whichever way it was asked for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.api.client import Response, events_of, said

Json = dict[str, Any]

ENDS = ("node_finished", "iteration_completed", "loop_completed")
BEGINS = ("node_started", "iteration_started", "loop_started")


@dataclass(slots=True)
class Seen:
    """A run as its caller saw it; `events` is None for a blocking call.

    `statuses` holds more than one where the answer leaves it open: a blocking chat tells neither a
    failed run from a refused request nor a partial success from a whole one.
    """

    statuses: set[str]
    outputs: Any = None
    answer: str | None = None
    error: str = ""
    conversation_id: str = ""
    events: list[Json] | None = None
    nodes: dict[str, list[str]] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)


def seen_of(mode: str, response: Response) -> Seen:
    """Return what an answer shows."""
    if response.status_code != 200:
        return _refused(mode, response)
    if response.headers["content-type"].startswith("text/event-stream"):
        return _streamed(mode, events_of(response))
    return _whole(mode, response.json())


def _refused(mode: str, response: Response) -> Seen:
    body = response.json()
    assert body.keys() >= {"code", "message", "status"}, body
    assert body["status"] == response.status_code, body
    statuses = {f"http_{response.status_code}"}
    is_blocking_chat = mode != "workflow" and b'"blocking"' in response.request.content
    return Seen(statuses | {"failed"} if is_blocking_chat else statuses, error=body["message"])


def _whole(mode: str, body: Json) -> Seen:
    if mode == "workflow":
        data = body["data"]
        return Seen({data["status"]}, outputs=data["outputs"], error=data["error"] or "")
    statuses = {"paused"} if "workflow_run_id" in body else {"succeeded", "partial-succeeded"}
    return Seen(statuses, answer=body["answer"], conversation_id=body.get("conversation_id", ""))


def _streamed(mode: str, events: list[Json]) -> Seen:
    last = events[-1]
    run = next((event for event in events if event["event"] in ("workflow_finished", "workflow_paused")), None)
    status = "failed" if last["event"] == "error" else "succeeded"
    seen = Seen(
        {run["data"]["status"] if run else status},
        outputs=run["data"]["outputs"] if run else None,
        answer=None if mode == "workflow" else said(events),
        error=" ".join(_errors(events)),
        conversation_id=events[0].get("conversation_id", ""),
        events=events,
        nodes=_node_statuses(events),
    )
    seen.started = {event["data"]["node_id"] for event in events if event["event"] in BEGINS}
    return seen


def _errors(events: Sequence[Json]) -> Iterator[str]:
    for event in events:
        if event["event"] == "workflow_finished":
            yield event["data"]["error"] or ""
        elif event["event"] == "error":
            yield event["message"]


def _node_statuses(events: Sequence[Json]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for event in events:
        if event["event"] == "node_finished":
            found[event["data"]["node_id"]].append(event["data"]["status"])
    return dict(found)


def missing_step(steps: Sequence[str], events: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the first of `steps` that does not come in its order, None when all do."""
    left = iter(events)
    return next((step for step in steps if not any(step in spellings(event) for event in left)), None)


def spellings(event: Mapping[str, Any]) -> set[str]:
    """Return every way in which a case may write an event: `event`, `event:node`, `event:node:status` and so on."""
    name, data = event["event"], event.get("data") or {}
    found = {name}
    if name in ("text_chunk", "message"):
        found.add("chunk")
    if name == "workflow_finished":
        found.add(f"{name}:{data['status']}")
    if node := data.get("node_id"):
        found |= {f"{name}:{node}", f"{name}:{node}:{data.get('status')}", f"{name}:{node}:{data.get('index')}"}
    return found
