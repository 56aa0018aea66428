"""Small workflows for tests, written as edges, and node kinds whose behaviour a test decides."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from engine.document import Document
from engine.errors import NodeError
from engine.events import Event, NodeFinished, NodeStarted, RunFinished, RunPaused, TextDelta
from engine.nodes.base import Context, Node, NodeConfig, NodePaused, Result
from engine.resources import Resources, RunInfo
from engine.running.run import Limits, Run, RunRequest, prepare


def document(
    nodes: Mapping[str, Any],
    edges: Iterable[str],
    *,
    mode: str = "workflow",
    conversation_variables: Iterable[Mapping[str, Any]] = (),
) -> Document:
    """Return a document; an edge reads `a > b`, or `a.handle > b` for a branch."""
    return Document(
        {
            "version": "0.6.0",
            "kind": "app",
            "app": {"name": "test", "mode": mode},
            "workflow": {
                "graph": {
                    "nodes": [{"id": node_id, "data": {"title": node_id, **data}} for node_id, data in nodes.items()],
                    "edges": [_edge(number, text) for number, text in enumerate(edges)],
                },
                "features": {},
                "environment_variables": [],
                "conversation_variables": list(conversation_variables),
            },
        }
    )


def _edge(number: int, text: str) -> dict[str, Any]:
    source, target = (part.strip() for part in text.split(">"))
    node_id, _, handle = source.partition(".")
    return {"id": f"e{number}", "source": node_id, "target": target, "sourceHandle": handle or "source"}


async def play(
    doc: Document, *, limits: Limits | None = None, resources: Resources | None = None, **request: Any
) -> list[Event]:
    """Run a document, by default with no resources, and return all its events."""
    events: list[Event] = []
    asked = RunRequest(info=RunInfo(run_id="run", mode=doc.mode), **request)
    run = Run(prepare(doc), asked, resources or Resources(), limits=limits or Limits(), emit=events.append)
    await run.execute()
    return events


def started(events: Iterable[Event]) -> list[str]:
    """Return the ids of the nodes that started, in order."""
    return [event.node_id for event in events if isinstance(event, NodeStarted)]


def ended(events: Iterable[Event]) -> dict[str, str]:
    """Return how each node ended, the last time it did."""
    return {event.node_id: str(event.status) for event in events if type(event) is NodeFinished}


def said(events: Iterable[Event]) -> list[str]:
    """Return the pieces of the answer."""
    return [event.text for event in events if isinstance(event, TextDelta)]


def last(events: list[Event]) -> RunFinished:
    """Return the end of the run."""
    assert isinstance(events[-1], RunFinished)
    return events[-1]


def pause(events: list[Event]) -> RunPaused:
    """Return the pause of the run."""
    assert isinstance(events[-1], RunPaused)
    return events[-1]


class Origin(Node):
    """Start a run; give nothing."""

    root = True

    async def run(self, ctx: Context) -> Result:
        return Result()


class Probe(Node):
    """Do what the test says: stream, wait, fail some times, choose a branch."""

    retries = True
    streams = ("text",)
    gates: ClassVar[dict[str, asyncio.Event]] = {}
    tries: ClassVar[dict[str, int]] = {}

    class Config(NodeConfig):
        stream: list[str] = Field(default_factory=list)
        fails: int = 0  # attempts that fail before one succeeds
        after: str = ""  # name of the gate to wait for
        opens: str = ""  # name of the gate to open at the end
        out: dict[str, Any] = Field(default_factory=dict)

    async def run(self, ctx: Context) -> Result:
        if self.config.after:
            await self.gates.setdefault(self.config.after, asyncio.Event()).wait()
        for piece in self.config.stream:
            ctx.stream_text(piece)
            await asyncio.sleep(0)
        self.tries[self.node_id] = self.tries.get(self.node_id, 0) + 1
        if self.config.opens:
            self.gates.setdefault(self.config.opens, asyncio.Event()).set()
        if self.tries[self.node_id] <= self.config.fails:
            raise NodeError(f"{self.node_id} failed", error_type="ProbeError")
        text = {"text": "".join(self.config.stream)} if self.config.stream else {}
        return Result({**text, **self.config.out})


class Fork(Probe):
    """Choose the branch that `choice` names."""

    branches = True

    class Config(Probe.Config):
        choice: str = "source"

    async def run(self, ctx: Context) -> Result:
        result = await super().run(ctx)
        result.handle = self.config.choice
        return result


class Ask(Node):
    """Wait for a person, then give what was answered."""

    async def run(self, ctx: Context) -> Result:
        answered = (ctx.resumed or {}).get("answer")
        if answered is None:
            raise NodePaused({"form": self.node_id}, [{"node_id": self.node_id}])
        return Result({"said": answered})


class Box(Node):
    """Run the inner graph for each item, one after the other or all at once."""

    container = True

    class Config(NodeConfig):
        items: list[Any] = Field(default_factory=list)
        start: str = ""
        parallel: bool = False

    def start_node_id(self) -> str:
        return str(self.config.start)

    async def run(self, ctx: Context) -> Result:
        assert ctx.rounds is not None
        resumed = ctx.resumed or {"index": 0, "seen": [], "round": None, "pool": None}
        if ctx.resumed is None:
            ctx.rounds.begin(inputs={}, length=len(self.config.items))
        seen = list(resumed["seen"])
        if self.config.parallel:
            results = [self._round(ctx, index, item) for index, item in enumerate(self.config.items)]
            return Result({"output": await asyncio.gather(*results)})
        for index in range(resumed["index"], len(self.config.items)):
            state = resumed["round"] if index == resumed["index"] else None
            try:
                seen.append(await self._round(ctx, index, self.config.items[index], state))
            except NodePaused as paused:
                saved = {"index": index, "seen": seen, "round": paused.state}
                raise NodePaused(saved, paused.reasons) from None
        return Result({"output": seen})

    async def _round(self, ctx: Context, index: int, item: Any, state: Mapping[str, Any] | None = None) -> Any:
        assert ctx.rounds is not None
        pool = ctx.pool.copy()
        pool.set((self.node_id, "item"), item)
        ctx.rounds.next(index)
        result = await ctx.rounds.run(self.config.start, pool, index, resumed=state)
        if result.error is not None:
            raise result.error
        return item


class BoxStart(Node):
    """Start a round."""

    hidden = True

    async def run(self, ctx: Context) -> Result:
        return Result()


class Say(Node):
    """Answer with texts and selectors, given as a list."""

    response = True

    class Config(NodeConfig):
        parts: list[Any] = Field(default_factory=list)

    def segments(self) -> list[str | tuple[str, ...]]:
        return [tuple(part) if isinstance(part, list) else part for part in self.config.parts]

    async def run(self, ctx: Context) -> Result:
        shown = [part if isinstance(part, str) else str(ctx.value_or_none(part)) for part in self.segments()]
        return Result({"answer": "".join(shown)})


class Write(Node):
    """Assign a constant to a conversation variable."""

    class Config(NodeConfig):
        target: str = ""
        value: Any = None

    def writes(self) -> set[tuple[str, ...]]:
        return {("conversation", self.config.target)}

    async def run(self, ctx: Context) -> Result:
        return Result(assignments=[(("conversation", self.config.target), self.config.value)])


KINDS: dict[str, type[Node]] = {
    "origin": Origin,
    "probe": Probe,
    "fork": Fork,
    "ask": Ask,
    "box": Box,
    "box-start": BoxStart,
    "say": Say,
    "write": Write,
}
