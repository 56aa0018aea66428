"""The nearest of many vectors: exact, and quick because a first pass over 8-bit copies leaves few to compare.

The first pass is the integer dot product of rounded vectors. What rounding can have changed is known (Cauchy and
Schwarz: at most the product of the lengths of one vector and of the other's rounding error), so every vector that
could be among the nearest is compared again in float32: the answer is that of a full comparison.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import simsimd

Vectors = np.ndarray[Any, np.dtype[np.float32]]
Codes = np.ndarray[Any, np.dtype[np.int8]]
Places = np.ndarray[Any, np.dtype[np.int64]]
Scores = np.ndarray[Any, np.dtype[np.float32]]

FEW: Final = 4096  # vectors that are compared at once, without a first pass
ROUNDING: Final = np.float32(1e-5)  # what float32 itself may get wrong
GROWTH: Final = 1.5


@dataclass(slots=True)
class _Room:
    """Memory that several versions of a matrix share: each sees the rows that were there when it was made."""

    rows: Vectors
    codes: Codes
    steps: Scores  # the size of a code's unit, for each row
    used: int = 0

    @classmethod
    def of(cls, count: int, dimensions: int) -> "_Room":
        return cls(
            np.empty((count, dimensions), np.float32),
            np.empty((count, dimensions), np.int8),
            np.empty(count, np.float32),
        )

    def add(self, rows: Vectors, codes: Codes, steps: Scores) -> None:
        end = self.used + len(rows)
        self.rows[self.used : end], self.codes[self.used : end], self.steps[self.used : end] = rows, codes, steps
        self.used = end


class Matrix:
    """Vectors of length 1, float32 [count, dimensions], that can be searched. Never changes; safe for threads."""

    def __init__(self, rows: Vectors) -> None:
        self._room = _Room.of(0, rows.shape[1])
        self._count, self._error = 0, np.float32(0)
        self._grow(rows)

    def __len__(self) -> int:
        return self._count

    @property
    def rows(self) -> Vectors:
        """Return the vectors themselves; nobody may write to them."""
        return self._room.rows[: self._count]

    @property
    def dimensions(self) -> int:
        """Return how many numbers a vector has."""
        return int(self._room.rows.shape[1])

    @property
    def bytes(self) -> int:
        """Return how much memory the rows take."""
        return self._count * (self.dimensions * 5 + 4)

    def with_rows(self, rows: Vectors) -> "Matrix":
        """Return a matrix with further rows at the end; belongs to one thread, as it may share memory with this one."""
        grown = Matrix.__new__(Matrix)
        grown._room, grown._count, grown._error = self._room, self._count, self._error
        grown._grow(rows)
        return grown

    def nearest(self, query: Vectors, most: int, among: Places | None = None) -> tuple[Places, Scores]:
        """Return the `most` rows whose dot product with `query` is largest, and these products, largest first.

        `among` are the rows that count, rising; of equal rows the first come first.
        """
        count = self._count if among is None else len(among)
        if count > max(FEW, most):
            among = self._possible(query, most, among)
        elif among is None:
            among = np.arange(count)
        scores = self.products(query, among)
        order = np.argsort(-scores, kind="stable")[:most]
        return among[order], scores[order]

    def products(self, query: Vectors, places: Places) -> Scores:
        """Return the dot products of some rows with `query`."""
        found: Scores = self._room.rows[places] @ query
        return found

    def _possible(self, query: Vectors, most: int, among: Places | None) -> Places:
        """Return the rows that can be among the nearest."""
        code, step, error = _rounded(query[None])
        codes, steps = self._room.codes[: self._count], self._room.steps[: self._count]
        is_gathered = among is not None and len(among) * 4 < self._count
        if is_gathered:
            codes, steps = codes[among], steps[among]
        rough = np.empty((1, len(codes)), np.float32)
        simsimd.cdist(code, codes, metric="dot", out=rough)
        scores = np.multiply(rough[0], steps, out=rough[0])  # still to be multiplied by the query's step
        if among is not None and not is_gathered:
            scores = scores[among]
        slack = self._error * np.linalg.norm(query) + error * (1 + self._error) + ROUNDING
        least = np.partition(scores, -most)[-most] - 2 * slack / step[0]
        places = np.flatnonzero(scores >= least)
        return places if among is None else among[places]

    def _grow(self, rows: Vectors) -> None:
        count = self._count + len(rows)
        if self._room.used != self._count or count > len(self._room.rows):
            old, self._room = self._room, _Room.of(int(count * GROWTH) if self._count else count, rows.shape[1])
            self._room.add(old.rows[: self._count], old.codes[: self._count], old.steps[: self._count])
        codes, steps, error = _rounded(rows)
        self._room.add(rows, codes, steps)
        self._count, self._error = count, max(self._error, error)


def _rounded(rows: Vectors) -> tuple[Codes, Scores, np.float32]:
    """Return vectors as whole numbers from -127 to 127, what one of them stands for, and the largest error's length."""
    steps = np.abs(rows).max(axis=1, initial=0) / np.float32(127)
    steps[steps == 0] = 1
    codes = np.empty(rows.shape, np.int8)
    largest = np.float32(0)
    for start in range(0, len(rows), FEW):  # in pieces, for the memory of what lies between
        part, step = rows[start : start + FEW], steps[start : start + FEW, None]
        rounded = np.rint(part / step)
        codes[start : start + FEW] = rounded
        largest = max(largest, np.linalg.norm(part - rounded * step, axis=1).max(initial=0))
    return codes, steps, np.float32(largest)
