"""The order in which a run speaks: template order, never the order in which nodes finish.

Every answer and end node of a frame is a list of segments: literal texts and selectors. One of
them at a time is active and speaks; the others wait their turn. Source of the rules: section 4.6
of the workflow semantics.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.events import Event, ReasoningDelta, TextDelta
from engine.running.plan import FramePlan, Response
from engine.running.reach import reaches
from engine.values import MISSING, as_markdown
from engine.variables import VariablePool

Key = tuple[str, str]  # node id, name of the output


@dataclass(slots=True)
class _Growing:
    """A streamed output: all pieces so far, and whether more may come."""

    pieces: list[str] = field(default_factory=list)
    closed: bool = False


@dataclass(slots=True)
class _Cursor:
    """How far a response has spoken: the segment, and inside it the number of pieces sent."""

    response: Response
    segment: int = 0
    pieces: int = 0


class AnswerStream:
    """Turns streamed outputs and finished values of one frame into text in reading order."""

    def __init__(self, plan: FramePlan, pool: VariablePool, emit: Callable[[Event], None]) -> None:
        self._plan = plan
        self._pool = pool
        self._emit = emit
        self._growing: dict[Key, _Growing] = {}
        self._taken: set[int] = set()  # indexes of edges
        self._skipped: set[str] = set()  # node ids
        self._ended: set[str] = set()  # response nodes that have finished themselves
        self._reaches = reaches(plan, plan.responses)
        self._queue: deque[Response] = deque()
        self._active: _Cursor | None = None

    def begin(self) -> None:
        """Activate the responses that nothing can keep from being reached."""
        self._activate([response for reach in self._reaches for response in reach.begin(self._taken)])

    def edge_taken(self, index: int) -> None:
        """Note that an edge was taken; it may let a response speak."""
        if not self._reaches:
            return
        self._taken.add(index)
        edge = self._plan.edges[index]
        if reached := [response for reach in self._reaches for response in reach.take(edge)]:
            self._activate(reached)

    def node_skipped(self, node_id: str) -> None:
        """Note that a node will never run, so that nobody waits for its outputs."""
        self._skipped.add(node_id)

    def node_ended(self, node_id: str) -> None:
        """Note that a node's outputs are in the pool (or will never be)."""
        if not self._plan.responses:
            return
        if node_id in self._plan.response_ids:
            self._ended.add(node_id)
        self._speak()

    def text(self, node_id: str, name: str, delta: str) -> None:
        """Take the next piece of a streamed output; pass it on if it is its turn."""
        if not delta or (node_id, name) not in self._plan.referenced:
            return
        growing = self._growing.setdefault((node_id, name), _Growing())
        growing.pieces.append(delta)
        self._speak()

    def close(self, node_id: str, name: str) -> None:
        """Note that a streamed output is complete."""
        growing = self._growing.get((node_id, name))
        if growing is not None and not growing.closed:
            growing.closed = True
            self._speak()

    def reasoning(self, node_id: str, delta: str, is_final: bool) -> None:
        """Pass reasoning on at once if a response that speaks or will speak shows the node's text or reasoning."""
        live = [self._active.response] if self._active else []
        if any(response.thinks_aloud(node_id) for response in (*live, *self._queue)):
            self._emit(ReasoningDelta(text=delta, node_id=node_id, is_final=is_final))

    def _activate(self, reached: Iterable[Response]) -> None:
        self._reaches = [reach for reach in self._reaches if reach.waiting]
        self._queue.extend(sorted(reached, key=lambda response: response.node_id))
        self._speak()

    def _speak(self) -> None:
        while self._active or self._queue:
            if self._active is None:
                self._active = _Cursor(self._queue.popleft())
            if not self._advance(self._active):
                return
            self._active = None

    def _advance(self, cursor: _Cursor) -> bool:
        """Say what can be said now; return whether the response is done."""
        segments = cursor.response.segments
        while cursor.segment < len(segments):
            segment = segments[cursor.segment]
            if isinstance(segment, str):
                self._emit(TextDelta(text=segment, selector=(cursor.response.node_id, "answer")))
            elif not self._say_variable(cursor, segment):
                return False
            cursor.segment += 1
            cursor.pieces = 0
        return True

    def _say_variable(self, cursor: _Cursor, selector: tuple[str, ...]) -> bool:
        if selector[0] in self._skipped:
            return True
        growing = self._growing.get((selector[0], selector[1])) if len(selector) == 2 else None
        if growing is not None:
            for piece in growing.pieces[cursor.pieces :]:
                self._emit(TextDelta(text=piece, selector=selector))
            cursor.pieces = len(growing.pieces)
            return growing.closed or self._gave_up(cursor)
        value = self._pool.get(selector)
        if value is not MISSING:
            self._emit(TextDelta(text=as_markdown(value), selector=selector))
            return True
        return self._gave_up(cursor)

    def _gave_up(self, cursor: _Cursor) -> bool:
        """Return whether the response node itself has finished: what is unresolved then stays empty."""
        return cursor.response.node_id in self._ended

    def as_mapping(self) -> dict[str, Any]:
        """Return the state as JSON values, for a pause."""
        return {
            "growing": [[*key, growing.pieces, growing.closed] for key, growing in self._growing.items()],
            "taken": sorted(self._taken),
            "skipped": sorted(self._skipped),
            "ended": sorted(self._ended),
            "waiting": [node_id for reach in self._reaches for node_id in reach.waiting],
            "queue": [response.node_id for response in self._queue],
            "active": self._active and [self._active.response.node_id, self._active.segment, self._active.pieces],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take over what `as_mapping` gave."""
        by_id = {response.node_id: response for response in self._plan.responses}
        for node_id, name, pieces, closed in state["growing"]:
            self._growing[node_id, name] = _Growing(list(pieces), closed)
        self._taken = set(state["taken"])
        self._skipped = set(state["skipped"])
        self._ended = set(state["ended"])
        self._reaches = reaches(self._plan, [by_id[node_id] for node_id in state["waiting"]])
        for reach in self._reaches:
            reach.begin(self._taken)
        self._queue = deque(by_id[node_id] for node_id in state["queue"])
        if state["active"]:
            node_id, segment, pieces = state["active"]
            self._active = _Cursor(by_id[node_id], segment, pieces)


class Turnstile:
    """Lets rounds that run at the same time speak one after the other, in the order in which they entered."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._line: deque[int] = deque()
        self._held: dict[int, list[Event]] = {}
        self._done: set[int] = set()

    def entrance(self, index: int) -> Callable[[Event], None]:
        """Put round `index` in line and return where it puts its text."""
        self._line.append(index)

        def put(event: Event) -> None:
            if index == self._line[0]:
                self._emit(event)
            else:
                self._held.setdefault(index, []).append(event)

        return put

    def leave(self, index: int) -> None:
        """Note that round `index` has said all; the next in line may speak."""
        self._done.add(index)
        while self._line and self._line[0] in self._done:
            self._done.discard(self._line.popleft())
            for event in self._held.pop(self._line[0], ()) if self._line else ():
                self._emit(event)
