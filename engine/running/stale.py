"""What a rerun would call: each node's state from the draft and the kept results, without running anything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engine.nodes.base import Context
from engine.resources import Resources, RunInfo
from engine.running.fingerprint import content, fingerprint_of
from engine.running.plan import FramePlan, Plan
from engine.variables import VariablePool


class Freshness(StrEnum):
    """How a node stands to its kept results."""

    FRESH = "fresh"  # a kept result stands for it
    STALE = "stale"  # it ran before, but something that it depends on has changed
    NEVER = "never"  # it has never run
    SKIPPED = "skipped"  # the branches that lead to it are not taken


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a kept result without reading it: contents of the outputs, the branch taken."""

    contents: Mapping[str, str]
    handle: str = "source"
    assignments: Sequence[tuple[Sequence[str], Any]] = ()


def freshness(
    plan: Plan,
    root: str,
    pool: VariablePool,
    *,
    known: Callable[[str], Head | None],
    has_run: Callable[[str], bool],
    resources: Resources,
    info: RunInfo,
) -> dict[str, Freshness]:
    """Return the state of every node of the run's outer frame.

    `pool` holds what a run would start with; `known` finds a kept result by fingerprint, `has_run`
    tells whether a node ever ran.
    """
    frame = plan.frame(root)
    survey = _Survey(plan, frame, pool, known=known, has_run=has_run, resources=resources, info=info)
    for node_id in frame.order:
        survey.visit(node_id)
    return survey.states


@dataclass(slots=True)
class _Survey:
    """Walks a frame in order and knows the contents of what fresh nodes have written."""

    plan: Plan
    frame: FramePlan
    pool: VariablePool
    known: Callable[[str], Head | None]
    has_run: Callable[[str], bool]
    resources: Resources
    info: RunInfo
    states: dict[str, Freshness] = field(default_factory=dict)
    _written: dict[tuple[str, str], str] = field(default_factory=dict)
    _heads: dict[str, Head] = field(default_factory=dict)
    _unsure: set[str] = field(default_factory=set)  # nodes of which nobody knows yet whether they will run

    def visit(self, node_id: str) -> None:
        """Decide the state of a node whose predecessors are decided."""
        self.states[node_id] = self._state(node_id)

    def _state(self, node_id: str) -> Freshness:
        if self.plan.nodes[node_id].node.root:  # it gives what the run is given, which is known
            self._heads[node_id] = Head({})
            return Freshness.FRESH
        reached = [self._is_taken(edge.source, edge.handle) for edge in self.frame.incoming[node_id]]
        if reached and all(taken is False for taken in reached):
            return Freshness.SKIPPED
        if True not in reached:
            self._unsure.add(node_id)
        unsure = node_id in self._unsure or any(self._is_stale(key[0]) for key in self.plan.reads(node_id))
        head = None if unsure else self.known(self._fingerprint(node_id))
        if head is None or not self.plan.is_reusable(node_id):
            return Freshness.STALE if self.has_run(node_id) else Freshness.NEVER
        self._heads[node_id] = head
        self._written |= {(node_id, name): what for name, what in head.contents.items()}
        self._written |= {(selector[0], selector[1]): content(value) for selector, value in head.assignments}
        return Freshness.FRESH

    def _is_taken(self, source: str, handle: str) -> bool | None:
        """Return whether an edge would be taken if nothing fails, None when that is not known without running."""
        state = self.states.get(source)
        if state is Freshness.SKIPPED:
            return False
        if state is None or source in self._unsure:
            return None
        if not self.plan.nodes[source].chooses:
            return True
        return self._heads[source].handle == handle if state is Freshness.FRESH else None

    def _is_stale(self, owner: str) -> bool:
        return self.states.get(owner) in (Freshness.STALE, Freshness.NEVER)

    def _fingerprint(self, node_id: str) -> str:
        reads = {key: self._content(key) for key in self.plan.reads(node_id)}
        ctx = Context(node_id, pool=self.pool, resources=self.resources, run=self.info)
        return fingerprint_of(self.plan, node_id, ctx, reads)

    def _content(self, key: tuple[str, str]) -> str:
        return self._written.get(key) or content(self.pool.get(key))
