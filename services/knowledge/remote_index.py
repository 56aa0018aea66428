"""A base whose vectors a store of a plugin holds: words are compared here, meaning there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.knowledge.nearest import Places, Vectors
from engine.knowledge.nearest import Scores as Products
from engine.knowledge.postings import Scores
from engine.plugins.vectors import PluginVectors
from services.knowledge.stores import collection_of
from storage.knowledge import search
from storage.records import Dataset

if TYPE_CHECKING:
    from services.knowledge.matrix import Index, Owner, Question
    from services.runtime import Runtime

WAIT = 120.0  # seconds for an answer; the plugin's own bound is nearer


@dataclass(frozen=True, slots=True)
class RemoteIndex:
    """Asks the store from the threads in which searches compute."""

    rt: "Runtime"
    dataset: Dataset
    words: "Index"  # of the same base, without vectors

    def ask(self, vector: Vectors | None, terms: Sequence[str], document_ids: Sequence[str] | None) -> "RemoteQuestion":
        """Return a question; see `services.knowledge.matrix.Index`."""
        return RemoteQuestion(self, self.words.ask(None, terms, document_ids), vector, document_ids)


class RemoteQuestion:
    """A question to a base in a store; units are those of the question about words."""

    def __init__(
        self, index: RemoteIndex, words: "Question", vector: Vectors | None, document_ids: Sequence[str] | None
    ) -> None:
        self._index = index
        self._words = words
        self._vector = vector
        self._documents = document_ids
        self._scores: dict[int, float] = {}  # cosines by the number of the unit

    def nearest(self, most: int) -> tuple[Places, Products]:
        """Return the nearest units; see `Question`. Raises VectorStoreUnavailable."""
        if self._vector is None:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        db, dataset = self._index.rt.db, self._index.dataset
        allowed = search.searchable_units(db, dataset, self._documents)
        hidden = np.setdiff1d(search.unit_numbers(db, dataset), search.searchable_units(db, dataset))
        here = self._waiting()  # first: what leaves here meanwhile is there already
        there = self._asked(most, documents=self._documents, without=hidden.tolist())
        self._scores = {**there, **here}
        numbers = np.asarray(list(self._scores), np.int64)
        numbers = numbers[np.isin(numbers, allowed)]
        cosines = np.asarray([self._scores[number] for number in numbers.tolist()], np.float32)
        order = np.lexsort((numbers, -cosines))[:most]
        units, known = self._words.units_of(numbers[order])
        return units[known], cosines[order][known]

    def cosines(self, units: Places) -> Products:
        """Return cosines; see `Question`. Raises VectorStoreUnavailable."""
        numbers = self._words.numbers_of(units).tolist()
        missing = [number for number in numbers if number not in self._scores]
        if missing:
            here = self._waiting()  # first: what leaves here meanwhile is there already
            self._scores |= {**self._asked(len(missing), among=missing), **here}
        return np.asarray([self._scores.get(number, 0.0) for number in numbers], np.float32)

    def words(self) -> tuple[Places, Scores]:
        """Return the units that hold a term; see `Question`."""
        return self._words.words()

    def owners(self, units: Places) -> "Sequence[Owner | None]":
        """Return where units belong; see `Question`."""
        return self._words.owners(units)

    def units_of(self, numbers: Places) -> tuple[Places, np.ndarray[Any, Any]]:
        """Return the units of numbers; see `Question`."""
        return self._words.units_of(numbers)

    def numbers_of(self, units: Places) -> Places:
        """Return the numbers of units; see `Question`."""
        return self._words.numbers_of(units)

    def _waiting(self) -> dict[int, float]:
        """Return the cosines of units whose vectors have not reached the store."""
        assert self._vector is not None
        numbers, cosines = search.vector_scores(self._index.rt.db, self._index.dataset, self._vector)
        return dict(zip(numbers.tolist(), cosines.tolist(), strict=True))

    def _asked(self, most: int, **only: Any) -> dict[int, float]:
        """Return what the store finds, waiting for it in this thread."""
        assert self._vector is not None
        rt, dataset = self._index.rt, self._index.dataset
        store: PluginVectors = rt.vector_stores.of(dataset)
        asked = store.search(collection_of(dataset), self._vector.tolist(), most, **only)
        return dict(asyncio.run_coroutine_threadsafe(asked, rt.loop).result(WAIT))
