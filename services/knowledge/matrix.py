"""What searches compare, in memory: one index per base, loaded when it is first asked, renewed by its differences.

The numbers of units only rise and a unit never changes, so a renewal reads the new ones and marks those that are
gone. Bases that would take more memory than there is for all are searched in the database, with the same answers.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import pyarrow as pa

from engine.knowledge.nearest import Matrix, Places, Vectors
from engine.knowledge.nearest import Scores as Products
from engine.knowledge.postings import Part, Postings, Scores
from services.knowledge.remote_index import RemoteIndex
from storage.database import Database
from storage.knowledge import search
from storage.records import Dataset

if TYPE_CHECKING:
    from services.runtime import Runtime

WASTE: Final = 0.2  # share of rows that are gone from which on an index is made anew,
LEAST_WASTE: Final = 1000  # if they are at least so many
POSTINGS_BYTES: Final = 600  # of an ordinary unit, to guess what a base will take
ROW_BYTES: Final = 120  # of ids and flags


@dataclass(frozen=True, slots=True)
class Owner:
    """Where a unit belongs."""

    document_id: str
    segment_id: str
    child_id: str | None


class Question(Protocol):
    """A query put to a base. Units are numbers that mean something to this question alone, in the order of storing."""

    def nearest(self, most: int) -> tuple[Places, Products]:
        """Return the `most` units nearest to the query's vector and their cosines, best first."""
        ...

    def cosines(self, units: Places) -> Products:
        """Return the cosines of units with the query's vector."""
        ...

    def words(self) -> tuple[Places, Scores]:
        """Return the units, rising, that hold a term of the query, and how well they fit, from 0 to 1."""
        ...

    def owners(self, units: Places) -> Sequence[Owner | None]:
        """Return where units belong, None for those that are gone."""
        ...

    def units_of(self, numbers: Places) -> tuple[Places, np.ndarray[Any, np.dtype[np.bool_]]]:
        """Return the units that stored numbers are, and for each whether it is known; the others are any unit."""
        ...

    def numbers_of(self, units: Places) -> Places:
        """Return by which numbers units are stored."""
        ...


class Index(Protocol):
    """A base that can be asked. All of it is blocking; call it in a thread."""

    def ask(self, vector: Vectors | None, terms: Sequence[str], document_ids: Sequence[str] | None) -> Question:
        """Return a question; `document_ids` leaves only those documents, `vector` is of length 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryIndex:
    """A base in memory. Never changes; later versions share what has stayed."""

    db: Database
    dataset: Dataset
    version: int
    numbers: Places  # of the units, rising
    alive: np.ndarray[Any, np.dtype[np.bool_]]  # they exist
    searchable: Places  # rows of those that may be found, rising
    lengths: Scores  # terms of each
    documents: np.ndarray[Any, np.dtype[np.int32]]  # of each, as a number
    document_numbers: Mapping[str, int]
    owners: pa.Table  # document_id, segment_id, child_id
    matrix: Matrix | None
    postings: Postings

    @property
    def bytes(self) -> int:
        """Return about how much memory it takes."""
        return len(self.numbers) * ROW_BYTES + self.postings.bytes + (self.matrix.bytes if self.matrix else 0)

    def ask(self, vector: Vectors | None, terms: Sequence[str], document_ids: Sequence[str] | None) -> "MemoryQuestion":
        """Return a question; see `Index`."""
        among: Places | None = self.searchable
        if document_ids is not None:
            chosen = np.zeros(len(self.document_numbers), np.bool_)
            chosen[[self.document_numbers[id] for id in document_ids if id in self.document_numbers]] = True
            among = self.searchable[chosen[self.documents[self.searchable]]]
        elif len(self.searchable) == len(self.numbers):
            among = None
        return MemoryQuestion(self, vector, search.term_hashes(self.db, terms) if terms else [], among)


@dataclass(frozen=True, slots=True)
class MemoryQuestion:
    """A question to a base in memory; units are the rows of its arrays."""

    index: MemoryIndex
    vector: Vectors | None
    terms: Sequence[int]
    among: Places | None  # None: every unit may be found

    def nearest(self, most: int) -> tuple[Places, Products]:
        """Return the nearest units; see `Question`."""
        if self.vector is None or self.index.matrix is None:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return self.index.matrix.nearest(self.vector, most, self.among)

    def cosines(self, units: Places) -> Products:
        """Return cosines; see `Question`."""
        assert self.vector is not None
        assert self.index.matrix is not None
        return self.index.matrix.products(self.vector, units)

    def words(self) -> tuple[Places, Scores]:
        """Return the units that hold a term; see `Question`."""
        if not self.terms:
            return np.empty(0, np.int64), np.empty(0)
        scores = self.index.postings.scores(self.terms, self.index.lengths, self.index.alive)
        units = np.flatnonzero(scores) if self.among is None else self.among[scores[self.among] > 0]
        return units, scores[units]

    def owners(self, units: Places) -> Sequence[Owner | None]:
        """Return where units belong; see `Question`."""
        return [Owner(**row) for row in self.index.owners.take(pa.array(units)).to_pylist()]

    def units_of(self, numbers: Places) -> tuple[Places, np.ndarray[Any, np.dtype[np.bool_]]]:
        """Return the rows of numbers; see `Question`."""
        known = _contains(self.index.numbers, numbers)
        most = max(len(self.index.numbers) - 1, 0)
        return np.minimum(np.searchsorted(self.index.numbers, numbers), most).astype(np.int64), known

    def numbers_of(self, units: Places) -> Places:
        """Return the numbers of rows; see `Question`."""
        return self.index.numbers[units]


@dataclass(frozen=True, slots=True)
class StoredIndex:
    """A base that is too large for the memory: every question reads the database."""

    db: Database
    dataset: Dataset
    version: int
    bytes: int = 0

    def ask(self, vector: Vectors | None, terms: Sequence[str], document_ids: Sequence[str] | None) -> "StoredQuestion":
        """Return a question; see `Index`."""
        among = search.searchable_units(self.db, self.dataset, document_ids)
        scanned = search.vector_scores(self.db, self.dataset, vector) if vector is not None else None
        return StoredQuestion(self, terms, among, scanned)


class StoredQuestion:
    """A question to a base in the database; units are their numbers."""

    def __init__(
        self, index: StoredIndex, terms: Sequence[str], among: Places, scanned: tuple[Places, Products] | None
    ) -> None:
        self._index, self._terms, self._among = index, terms, among
        units, cosines = scanned or (np.empty(0, np.int64), np.empty(0, np.float32))
        order = np.argsort(units)
        self._units, self._cosines = units[order], cosines[order]

    def nearest(self, most: int) -> tuple[Places, Products]:
        """Return the nearest units; see `Question`."""
        kept = np.isin(self._units, self._among, assume_unique=True)
        units, cosines = self._units[kept], self._cosines[kept]
        order = np.argsort(-cosines, kind="stable")[:most]
        return units[order], cosines[order]

    def cosines(self, units: Places) -> Products:
        """Return cosines; see `Question`."""
        found: Products = self._cosines[np.searchsorted(self._units, units)]
        return found

    def words(self) -> tuple[Places, Scores]:
        """Return the units that hold a term; see `Question`."""
        units, scores = search.keyword_scores(self._index.db, self._index.dataset, self._terms)
        kept = np.isin(units, self._among, assume_unique=True)
        order = np.argsort(units[kept])
        return units[kept][order], scores[kept][order]

    def owners(self, units: Places) -> Sequence[Owner | None]:
        """Return where units belong; see `Question`."""
        rows = search.owners_of(self._index.db, units.tolist()).drop_columns(["terms"]).to_pylist()
        found = {row.pop("number"): Owner(**row) for row in rows}
        return [found.get(unit) for unit in units.tolist()]

    def units_of(self, numbers: Places) -> tuple[Places, np.ndarray[Any, np.dtype[np.bool_]]]:
        """Return the numbers themselves; see `Question`."""
        return numbers, np.ones(len(numbers), np.bool_)

    def numbers_of(self, units: Places) -> Places:
        """Return the numbers themselves; see `Question`."""
        return units


class Indexes:
    """The indexes of one runtime: those used last, within a bound of memory."""

    def __init__(self, rt: "Runtime") -> None:
        self._rt = rt
        self._most = rt.settings.knowledge_memory_mb * 2**20
        self._kept: OrderedDict[str, MemoryIndex] = OrderedDict()  # by base
        self._loading: dict[str, asyncio.Lock] = {}

    @property
    def bytes(self) -> int:
        """Return about how much memory the indexes take."""
        return sum(index.bytes for index in self._kept.values())

    async def of(self, dataset: Dataset) -> Index:
        """Return the index of a base as it is now."""
        if dataset.vector_store:
            self._rt.vector_stores.settle_soon(dataset)
            return RemoteIndex(self._rt, dataset, await self._here(replace(dataset, dimensions=None)))
        return await self._here(dataset)

    async def _here(self, dataset: Dataset) -> Index:
        async with self._loading.setdefault(dataset.id, asyncio.Lock()):
            version, old = self._rt.base_versions[dataset.id], self._kept.get(dataset.id)
            if old is not None and old.version == version and old.dataset.dimensions == dataset.dimensions:
                self._kept.move_to_end(dataset.id)
                return old
            made = await self._rt.db.read(lambda: renewed(self._rt.db, dataset, version, old, self._most))
            self._kept.pop(dataset.id, None)
            if isinstance(made, MemoryIndex):
                self._kept[dataset.id] = made
                self._shrink()
            return made

    def forget(self, dataset_id: str) -> None:
        """Drop the index of a base that is gone."""
        self._kept.pop(dataset_id, None)
        self._loading.pop(dataset_id, None)

    def _shrink(self) -> None:
        while self.bytes > self._most and len(self._kept) > 1:
            self._kept.popitem(last=False)


def renewed(db: Database, dataset: Dataset, version: int, old: MemoryIndex | None, most_bytes: int) -> Index:
    """Return the index of a base as it is stored now, in memory if it takes at most `most_bytes` there."""
    numbers = search.unit_numbers(db, dataset)
    each = (dataset.dimensions or 0) * 5 + POSTINGS_BYTES + ROW_BYTES
    if len(numbers) * each > most_bytes:
        return StoredIndex(db, dataset, version)
    if old is None or old.dataset.dimensions != dataset.dimensions or _is_wasteful(old, numbers):
        old = _empty(db, dataset)
    index = _with_new(replace(old, dataset=dataset, version=version), numbers)
    searchable = search.searchable_units(db, dataset)
    return replace(
        index,
        alive=_contains(numbers, index.numbers),
        searchable=np.flatnonzero(_contains(searchable, index.numbers)),
    )


def _is_wasteful(index: MemoryIndex, numbers: Places) -> bool:
    gone = len(index.numbers) - int(_contains(numbers, index.numbers).sum())
    return gone >= LEAST_WASTE and gone >= WASTE * len(index.numbers)


def _empty(db: Database, dataset: Dataset) -> MemoryIndex:
    ids = pa.schema([("document_id", pa.string()), ("segment_id", pa.string()), ("child_id", pa.string())])
    return MemoryIndex(
        db=db,
        dataset=dataset,
        version=0,
        numbers=np.empty(0, np.int64),
        alive=np.empty(0, np.bool_),
        searchable=np.empty(0, np.int64),
        lengths=np.empty(0),
        documents=np.empty(0, np.int32),
        document_numbers={},
        owners=ids.empty_table(),
        matrix=None,
        postings=Postings(),
    )


def _with_new(index: MemoryIndex, known: Places) -> MemoryIndex:
    """Return the index with the units behind its last one, as far as they are `known`."""
    db, dataset = index.db, index.dataset
    above = int(index.numbers[-1]) if len(index.numbers) else -1
    if not len(known) or known[-1] <= above:
        return index
    units = search.read_units(db, dataset, above=above)
    units = units.filter(pa.array(_contains(known, units["number"].to_numpy())))
    new = np.asarray(units["number"].to_numpy(), np.int64)
    documents, numbers = _numbered(index.document_numbers, units["document_id"])
    together = np.concatenate([index.numbers, new])
    return replace(
        index,
        numbers=together,
        lengths=np.concatenate([index.lengths, units["terms"].to_numpy()]),
        documents=np.concatenate([index.documents, documents]),
        document_numbers=numbers,
        owners=pa.concat_tables([index.owners, units.select(index.owners.column_names)]).combine_chunks(),
        matrix=_matrix(db, dataset, index.matrix, new, above) if dataset.dimensions else None,
        postings=index.postings.with_part(_part(db, dataset, together, above)),
    )


def _numbered(known: Mapping[str, int], ids: pa.ChunkedArray) -> tuple[np.ndarray[Any, Any], Mapping[str, int]]:
    """Return ids as numbers, those that are known and new ones."""
    coded = ids.combine_chunks().dictionary_encode()
    numbers = dict(known)
    codes = [numbers.setdefault(id, len(numbers)) for id in coded.dictionary.to_pylist()]
    return np.asarray(codes, np.int32)[coded.indices.to_numpy()], numbers


def _matrix(db: Database, dataset: Dataset, before: Matrix | None, new: Places, above: int) -> Matrix:
    """Return the vectors with those of the new units; one whose vector is gone already gets zeros."""
    numbers, rows = search.read_vectors(db, dataset, above=above)
    if not np.array_equal(numbers, new):
        kept = _contains(new, numbers)
        aligned = np.zeros((len(new), rows.shape[1]), np.float32)
        aligned[np.searchsorted(new, numbers[kept])] = rows[kept]
        rows = aligned
    return before.with_rows(rows) if before is not None else Matrix(rows)


def _part(db: Database, dataset: Dataset, numbers: Places, above: int) -> Part:
    rows = search.read_postings(db, dataset, above=above)
    units = rows["unit"].to_numpy()
    kept = _contains(numbers, units)
    places = np.searchsorted(numbers, units[kept]).astype(np.int32)
    terms = np.asarray(rows["term"].to_numpy(), np.uint64)[kept]
    return Part.of(terms, places, np.asarray(rows["frequency"].to_numpy(), np.uint16)[kept])


def _contains(numbers: Places, wanted: Places) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return for each wanted number whether it is among `numbers`, which rise."""
    if not len(numbers):
        return np.zeros(len(wanted), np.bool_)
    places = np.minimum(np.searchsorted(numbers, wanted), len(numbers) - 1)
    found: np.ndarray[Any, np.dtype[np.bool_]] = numbers[places] == wanted
    return found
