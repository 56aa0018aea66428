"""Results that are kept, so that a rerun calls only what changed."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.errors import NodeError
from engine.events import Usage
from engine.nodes.base import Result
from engine.running.attempt import Failed, Succeeded
from engine.running.fingerprint import content
from engine.values import as_plain


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A node's result as JSON values and data frames, with what stands for the content of each output."""

    outputs: Mapping[str, Any]
    contents: Mapping[str, str]  # output name -> `engine.running.fingerprint.content`
    handle: str = "source"
    inputs: Mapping[str, Any] = field(default_factory=dict)
    process_data: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    citations: Sequence[Mapping[str, Any]] = ()
    assignments: Sequence[tuple[Sequence[str], Any]] = ()
    usage: Usage | None = None  # what it cost when it ran
    ends_loop: bool = False

    @classmethod
    def of(cls, result: Result) -> "KeptResult":
        """Return what is kept of a result."""
        return cls(
            outputs=as_plain(result.outputs, keep_tables=True),
            contents={name: content(value) for name, value in result.outputs.items()},
            handle=result.handle,
            inputs=as_plain(dict(result.inputs)),
            process_data=as_plain(dict(result.process_data)),
            metadata=as_plain(dict(result.metadata)),
            citations=as_plain(list(result.citations)),
            assignments=[(list(selector), as_plain(value, keep_tables=True)) for selector, value in result.assignments],
            usage=result.usage,
            ends_loop=result.ends_loop,
        )

    def outcome(self) -> Succeeded:
        """Return how a node ends that this stands for."""
        return Succeeded(self.result(), reused=True)

    def result(self) -> Result:
        """Return the result again; it costs nothing this time."""
        return Result(
            outputs=dict(self.outputs),
            handle=self.handle,
            inputs=self.inputs,
            process_data=self.process_data,
            metadata=self.metadata,
            citations=self.citations,
            assignments=self.assignments,
            ends_loop=self.ends_loop,
        )


@dataclass(frozen=True, slots=True)
class KeptFailure:
    """A failure of an earlier run that stands for a new one; the node's error strategy takes it on again."""

    message: str
    error_type: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    process_data: Mapping[str, Any] = field(default_factory=dict)

    def outcome(self) -> Failed:
        """Return the failure again."""
        error = NodeError(self.message, error_type=self.error_type, inputs=self.inputs, process_data=self.process_data)
        return Failed(error, reused=True)


Kept = KeptResult | KeptFailure


class Results(Protocol):
    """Where results are kept, by fingerprint."""

    async def get(self, fingerprint: str) -> KeptResult | None:
        """Return the result, None when it is not (or no longer) known."""
        ...

    async def put(self, fingerprint: str, node_id: str, kept: KeptResult) -> None:
        """Keep a result."""
        ...


class MemoryResults:
    """Results in memory: the `most` that were used last."""

    def __init__(self, most: int = 10_000) -> None:
        self._kept: OrderedDict[str, KeptResult] = OrderedDict()
        self._most = most

    async def get(self, fingerprint: str) -> KeptResult | None:
        """Return the result, None when it is not known."""
        kept = self._kept.get(fingerprint)
        if kept is not None:
            self._kept.move_to_end(fingerprint)
        return kept

    async def put(self, fingerprint: str, node_id: str, kept: KeptResult) -> None:
        """Keep a result, in place of the one that was not used for longest when there are too many."""
        self._kept[fingerprint] = kept
        self._kept.move_to_end(fingerprint)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
