"""A workflow run one node at a time: the rules of sections 3.14, 3.15 and 4 of the semantics, and nothing else.

This is what the engine is measured against, so it shares no code with it. Since a graph has no cycles, its
nodes can be visited in an order in which every incoming edge is decided before its target: no queue, no tasks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]  # owner and name of a variable
Pool = dict[Key, Any]
Edge = tuple[str, str, str]  # source, handle, target
Data = Mapping[str, Any]  # a node's configuration

ALL, NONE, UNDECIDED = "*", "-", "?"  # which edges of a node are taken, where it is not those of one handle


@dataclass(frozen=True, slots=True)
class Place:
    """Where a frame lies: the innermost containers and the round of the innermost one."""

    iteration: str | None = None
    loop: str | None = None
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """One node that ran to its end."""

    node: str
    place: Place
    status: str
    outputs: Mapping[str, Any]


@dataclass(slots=True)
class Trace:
    """What ran. In a frame that fails, time decides how much of the rest still runs: that is only possible."""

    certain: list[Execution] = field(default_factory=list)
    possible: list[Execution] = field(default_factory=list)
    failures: list[int] = field(default_factory=lambda: [0, 0])  # failed attempts, at least and at most

    def fail(self, attempts: int = 1) -> None:
        """Count attempts that failed for certain."""
        self.failures = [self.failures[0] + attempts, self.failures[1] + attempts]

    def add(self, other: "Trace", *, at_least: int | None = None) -> None:
        """Add what another frame did; `at_least` so many failures are certain of it, and nothing else is."""
        unsure = at_least is not None
        (self.possible if unsure else self.certain).extend(other.certain)
        self.possible.extend(other.possible)
        self.failures[0] += other.failures[0] if at_least is None else at_least
        self.failures[1] += other.failures[1]


@dataclass(slots=True)
class Frame:
    """A finished frame; one with `errors` failed, with any of them."""

    pool: Pool
    place: Place
    trace: Trace = field(default_factory=Trace)
    errors: list[str] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    spoken: dict[str, list[str]] = field(default_factory=dict)  # pieces streamed, by node
    ended_loop: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """How one attempt at a leaf node ended; the pieces it streamed stay said even if it failed."""

    outputs: Mapping[str, Any] = field(default_factory=dict)
    handle: str = "source"
    error: str | None = None
    pieces: Sequence[str] = ()
    assigned: Mapping[Key, Any] = field(default_factory=dict)


class Failure(Exception):
    """A container failed with one of `errors`."""

    def __init__(self, errors: Sequence[str]) -> None:
        self.errors = list(errors)


Leaf = Callable[[str, Data, Pool, int], Done]  # node id, configuration, pool, number of the attempt


class Reference:
    """Plays a graph. `leaf` says what a node that is no container gives; every other rule is here."""

    def __init__(self, nodes: Mapping[str, Data], edges: Iterable[Edge], leaf: Leaf, branches: Iterable[str]) -> None:
        self.nodes = nodes
        self.edges = list(edges)
        self.leaf = leaf
        self.branches = set(branches)  # kinds whose outcome chooses among their edges

    def play(self, root: str, pool: Pool, place: Place = Place()) -> Frame:
        """Run the graph from `root` and return the finished frame; the pool is changed."""
        frame = Frame(pool, place)
        taken: dict[Edge, bool | None] = {}  # None: never decided, because a node before it failed
        for node in self._order(root):
            incoming = [taken[edge] for edge in self.edges if edge[2] == node and edge in taken]
            choice = UNDECIDED
            if None not in incoming:
                choice = self._run(node, frame) if node == root or any(incoming) else self._skip(node, frame)
            for edge in self.edges:
                if edge[0] == node:
                    taken[edge] = None if choice == UNDECIDED else choice in (ALL, edge[1])
        return frame

    def _order(self, root: str) -> list[str]:
        """Return what can be reached from `root`, every node after all that lead to it."""
        order: list[str] = []

        def visit(node: str) -> None:
            if node not in order:
                for source, _, target in self.edges:
                    if source == node:
                        visit(target)
                order.insert(0, node)

        visit(root)
        return order

    def _skip(self, node: str, frame: Frame) -> str:
        frame.skipped.add(node)
        return NONE

    def _run(self, node: str, frame: Frame) -> str:
        """Run a node and return the handle whose edges are taken."""
        data = self.nodes[node]
        strategy = data.get("error_strategy")
        chooses = data["type"] in self.branches or strategy == "fail-branch"
        try:
            done = self._result(node, data, frame)
        except Failure as failure:
            frame.trace.fail()
            if strategy is None:
                frame.errors += failure.errors
                frame.trace.possible.append(Execution(node, frame.place, "failed", {}))
                return UNDECIDED
            self._handle(node, data, frame, failure)
            return "fail-branch" if strategy == "fail-branch" else ALL
        frame.pool.update({(node, name): value for name, value in done.outputs.items()} | dict(done.assigned))
        frame.trace.certain.append(Execution(node, frame.place, "succeeded", done.outputs))
        frame.ended_loop |= data["type"] == "loop-end"
        return done.handle if chooses else ALL

    def _handle(self, node: str, data: Data, frame: Frame, failure: Failure) -> None:
        outputs: dict[str, Any] = {}
        if data["error_strategy"] == "default-value":
            outputs = {item["key"]: item["value"] for item in data["default_value"]}
        first = failure.errors[0] if len(failure.errors) == 1 else ANY  # which was the first is a matter of time
        outputs |= {"error_message": first, "error_type": ANY}
        frame.pool.update({(node, name): value for name, value in outputs.items()})
        frame.trace.certain.append(Execution(node, frame.place, "exception", outputs))

    def _result(self, node: str, data: Data, frame: Frame) -> Done:
        if data["type"] == "iteration":
            return self._iterate(node, data, frame)
        if data["type"] == "loop":
            return self._loop(node, data, frame)
        return self._try(node, data, frame)

    def _try(self, node: str, data: Data, frame: Frame) -> Done:
        retry = data.get("retry_config") or {}
        attempts = 1 + (retry["max_retries"] if retry.get("retry_enabled") else 0)
        for attempt in range(1, attempts + 1):
            done = self.leaf(node, data, frame.pool, attempt)
            frame.spoken.setdefault(node, []).extend(done.pieces)
            if done.error is None:
                return done
            if attempt < attempts:
                frame.trace.fail()
        raise Failure([done.error or ""])

    def _iterate(self, node: str, data: Data, frame: Frame) -> Done:
        items = frame.pool.get(tuple(data["iterator_selector"]), ANY)
        if not isinstance(items, list | type(None)):
            raise Failure([ANY])
        mode, results, errors = data["error_handle_mode"], [], []
        rounds = Trace()
        for index, item in enumerate(items or []):
            pool = frame.pool | {(node, "item"): item, (node, "index"): index}
            place = Place(node, frame.place.loop, index)
            played = self.play(data["start_node_id"], pool, place)
            rounds.add(played.trace, at_least=1 if played.errors else None)
            frame.ended_loop |= played.ended_loop
            if not played.errors:
                results.append(value_at(pool, data["output_selector"]))
            elif mode == "continue-on-error":
                results.append(None)
            elif mode == "terminated":
                errors += played.errors
                if not data["is_parallel"]:
                    break
        frame.trace.add(rounds, at_least=1 if errors and data["is_parallel"] else None)
        if errors:
            raise Failure(errors)
        return Done({"output": flat(results) if data["flatten_output"] else results})

    def _loop(self, node: str, data: Data, frame: Frame) -> Done:
        labels = [variable["label"] for variable in data["loop_variables"]]
        frame.pool.update({(node, variable["label"]): variable["value"] for variable in data["loop_variables"]})
        if self._breaks(data, frame.pool):
            return Done()
        rounds = 0
        for index in range(data["loop_count"]):
            for key in [key for key in frame.pool if key[0] in self._inside(data["start_node_id"])]:
                del frame.pool[key]
            played = self.play(data["start_node_id"], frame.pool, Place(frame.place.iteration, node, index))
            frame.trace.add(played.trace, at_least=1 if played.errors else None)
            if played.errors:
                raise Failure(played.errors)
            rounds += 1
            if played.ended_loop or self._breaks(data, frame.pool):
                break
        return Done({label: frame.pool[node, label] for label in labels} | {"loop_round": rounds})

    def _breaks(self, data: Data, pool: Pool) -> bool:
        """Return whether all conditions hold; the graphs that are compared test numbers with `≥` only."""
        tests = data["break_conditions"]
        return bool(tests) and all(pool[tuple(test["variable_selector"])] >= int(test["value"]) for test in tests)

    def _inside(self, start: str) -> set[str]:
        inside = set(self._order(start))
        inner = [self.nodes[node]["start_node_id"] for node in inside if "start_node_id" in self.nodes[node]]
        return inside.union(*(self._inside(node) for node in inner))


class _Any:
    """Equal to everything: what the rules leave open."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]  # equal to all, so it has no hash


ANY: Any = _Any()


def value_at(pool: Pool, selector: Sequence[str]) -> Any:
    """Return a variable's value, None where there is none."""
    return pool.get((selector[0], selector[1]))


def flat(results: list[Any]) -> list[Any]:
    """Return the lists of `results` joined; `results` itself unless all but None are lists."""
    lists = [result for result in results if result is not None]
    if not lists or not all(isinstance(result, list) for result in lists):
        return results
    return [item for result in lists for item in result]
