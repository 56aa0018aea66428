"""Which texts hold a term, and how often: sorted arrays that are searched by halving."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

Terms = np.ndarray[Any, np.dtype[np.uint64]]
Places = np.ndarray[Any, np.dtype[np.int32]]
Counts = np.ndarray[Any, np.dtype[np.uint16]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Scores = np.ndarray[Any, np.dtype[np.float64]]

SATURATION: Final = 1.2  # k1 of BM25: how soon more of the same term counts no more
LENGTH: Final = 0.75  # b of BM25: how much a long text is held against it


@dataclass(frozen=True, slots=True)
class Part:
    """The postings of texts that came together: `places` and `counts` of term `i` lie from `starts[i]` on."""

    terms: Terms  # rising, each once
    starts: np.ndarray[Any, np.dtype[np.int64]]  # one more than terms
    places: Places
    counts: Counts

    @classmethod
    def of(cls, terms: Terms, places: Places, counts: Counts) -> "Part":
        """Return the postings of rows that are sorted by term."""
        firsts = np.flatnonzero(np.diff(terms, prepend=~terms[:1]) != 0) if len(terms) else np.empty(0, np.int64)
        return cls(terms[firsts], np.append(firsts, len(terms)).astype(np.int64), places, counts)

    def find(self, term: np.uint64) -> slice:
        """Return where the postings of a term lie."""
        at = int(np.searchsorted(self.terms, term))
        if at == len(self.terms) or self.terms[at] != term:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    def merged(self, other: "Part") -> "Part":
        """Return the postings of both."""
        terms = np.concatenate([np.repeat(part.terms, np.diff(part.starts)) for part in (self, other)])
        order = np.argsort(terms, kind="stable")
        places, counts = np.concatenate([self.places, other.places]), np.concatenate([self.counts, other.counts])
        return Part.of(terms[order], places[order], counts[order])


@dataclass(frozen=True, slots=True)
class Postings:
    """All postings of a base. Never changes."""

    parts: Sequence[Part] = ()

    @property
    def bytes(self) -> int:
        """Return how much memory they take."""
        return sum(len(part.places) * 6 + len(part.terms) * 16 for part in self.parts)

    def with_part(self, part: Part) -> "Postings":
        """Return postings with more of them; parts of like sizes become one, so that there are always few."""
        parts = list(self.parts)
        while parts and len(parts[-1].places) <= 2 * len(part.places):
            part = parts.pop().merged(part)
        return Postings([*parts, part])

    def scores(self, terms: Sequence[int], lengths: Scores, alive: Flags) -> Scores:
        """Return how well each text fits, from 0 to 1: BM25 as a share of the most that these terms could reach.

        `lengths` are the texts' terms, repeats included; those that are not `alive` count nowhere.
        (Robertson and Zaragoza, 2009)
        """
        scores = np.zeros(len(lengths))
        count = int(alive.sum())
        if not count:
            return scores
        usual = lengths[alive].mean() or 1.0
        most = 0.0
        for term in terms:
            places, counts = self._of(np.uint64(term), alive)
            weight = np.log(1 + (count - len(places) + 0.5) / (len(places) + 0.5))
            most += weight
            penalty = SATURATION * (1 - LENGTH + LENGTH * lengths[places] / usual)
            scores[places] += weight * counts / (counts + penalty)
        return scores / most if most else scores

    def _of(self, term: np.uint64, alive: Flags) -> tuple[Places, Counts]:
        found = [(part, part.find(term)) for part in self.parts]
        places = np.concatenate([part.places[at] for part, at in found] or [np.empty(0, np.int32)])
        counts = np.concatenate([part.counts[at] for part, at in found] or [np.empty(0, np.uint16)])
        kept = alive[places]
        return places[kept], counts[kept]
