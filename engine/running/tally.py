"""What a run has counted and gathered: part of a pause, and the source of its last event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.events import NO_USAGE, Usage
from engine.values import as_plain, revive


@dataclass(slots=True)
class Tally:
    """What a run has counted and gathered so far."""

    steps: int = 0  # of the root frame, retries included
    index: int = 0
    exceptions: int = 0
    elapsed: float = 0.0  # seconds before the last pause
    usage: Usage = NO_USAGE
    latest: dict[str, Any] = field(default_factory=dict)  # outputs of response nodes, later ones over earlier
    answers: list[Any] = field(default_factory=list)  # all outputs called so
    files: list[Any] = field(default_factory=list)  # of all answers of a chat
    said: list[str] = field(default_factory=list)
    citations: list[dict[str, Any]] = field(default_factory=list)

    @property
    def outputs(self) -> dict[str, Any]:
        """Return the outputs of the run: the latest ones, but all answers joined and all files."""
        merged = dict(self.latest)
        if len(self.answers) > 1:
            merged["answer"] = "".join(map(str, self.answers))
        return merged | {"files": list(self.files)} if self.files else merged

    def as_mapping(self) -> dict[str, Any]:
        """Return the tally as JSON values and tables."""
        usage = self.usage.as_mapping()
        return {
            "steps": self.steps,
            "index": self.index,
            "exceptions": self.exceptions,
            "elapsed": self.elapsed,
            "usage": usage,
            "outputs": as_plain(self.outputs, keep_tables=True),
            "files": as_plain(self.files),
            "said": "".join(self.said),
            "citations": as_plain(self.citations),
        }

    @classmethod
    def from_mapping(cls, state: Mapping[str, Any]) -> "Tally":
        """Return the tally that `as_mapping` described."""
        return cls(
            **{name: state[name] for name in ("steps", "index", "exceptions", "elapsed")},
            usage=Usage.from_mapping(state["usage"]),
            latest=dict(state["outputs"]),
            answers=[state["outputs"]["answer"]] if "answer" in state["outputs"] else [],
            files=list(revive(state["files"])),
            said=[state["said"]],
            citations=list(state["citations"]),
        )
