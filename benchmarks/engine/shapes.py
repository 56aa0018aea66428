"""The workflows that every system plays, and what a play gives back; standard library only, peers import it."""

import operator
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import reduce
from typing import Literal, NamedTuple

Form = Literal["chain", "fan-out", "iteration"]


@dataclass(frozen=True, slots=True)
class Shape:
    """One workflow: nodes that add one to what the node before them gave.

    chain: `size` nodes one after the other. fan-out: one node, then `size` beside each other, then
    one that waits for all and adds them up. iteration: one node gives a list of `size` numbers, a
    container runs one node for each.
    """

    name: str
    form: Form
    size: int
    runs: int = 1  # at the same time

    @property
    def nodes(self) -> int:
        """Return how many nodes all runs together execute."""
        return self.runs * (self.size if self.form == "chain" else self.size + 2)

    @property
    def value(self) -> int:
        """Return what one run must give: a play that computes something else does not count."""
        if self.form == "chain":
            return self.size - 1
        return self.size if self.form == "fan-out" else reduce(operator.add, range(1, self.size + 1))


SHAPES = (
    Shape("chain of 10", "chain", 10),
    Shape("chain of 100", "chain", 100),
    Shape("chain of 1,000", "chain", 1_000),
    Shape("fan-out 50", "fan-out", 50),
    Shape("iteration over 1,000", "iteration", 1_000),
    Shape("200 runs of a chain of 10", "chain", 10, runs=200),
)


class Played(NamedTuple):
    """What one run gave: its value, and how many events its caller saw."""

    value: int
    events: int


# A program's `prepare(shape)` returns a function that readies one run, outside the clock: it
# returns a coroutine that plays it, or, for engines with threads of their own, a plain function.
Ready = Callable[[], Awaitable[Played] | Callable[[], Played]]
