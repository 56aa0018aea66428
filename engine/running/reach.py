"""Which responses may speak: those to which a path leads whose blocking edges have all been taken."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from engine.running.plan import Edge, FramePlan, Response


class Reach:
    """Follows the paths of one frame for the responses that the same edges block; it passes each edge once."""

    def __init__(self, plan: FramePlan, responses: Iterable[Response], blocking: AbstractSet[int]) -> None:
        self.waiting = {response.node_id: response for response in responses}
        self._plan = plan
        self._blocking = blocking
        self._reached: set[str] = set()

    def begin(self, taken: AbstractSet[int]) -> list[Response]:
        """Start at the root, edges with the indexes `taken` being taken; return the responses that are reached."""
        return self._go_on(self._plan.root, taken)

    def take(self, edge: Edge) -> list[Response]:
        """Note that an edge was taken; return the responses that are reached by it."""
        is_new = edge.source in self._reached and edge.target not in self._reached
        return self._go_on(edge.target) if is_new else []  # what is behind it has not run: nothing there is taken

    def _go_on(self, node_id: str, taken: AbstractSet[int] = frozenset()) -> list[Response]:
        self._reached.add(node_id)
        found, todo = [], [node_id]
        while todo:
            node_id = todo.pop()
            if node_id in self.waiting:
                found.append(self.waiting.pop(node_id))
            for edge in self._plan.outgoing[node_id]:
                passes = edge.index not in self._blocking or edge.index in taken
                if passes and edge.target not in self._reached:
                    self._reached.add(edge.target)
                    todo.append(edge.target)
        return found


def reaches(plan: FramePlan, responses: Sequence[Response]) -> list[Reach]:
    """Return what tells when each of `responses` may speak."""
    by_blocking: dict[AbstractSet[int], list[Response]] = {}
    for response in responses:
        by_blocking.setdefault(response.blocking, []).append(response)
    return [Reach(plan, group, blocking) for blocking, group in by_blocking.items()]
