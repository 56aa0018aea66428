"""Where the vectors of bases are kept: in the database, or in a store that a plugin offers.

What comes in goes into the database first, with its units, and from there to the store: nothing is lost when the
store cannot be reached, and what still waits is searched here. See docs/plugins.md.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import storage.knowledge.kept
from engine.plugins.errors import VectorStoreUnavailable
from engine.plugins.vectors import PluginVectors
from engine.resources import Resources
from services.errors import InvalidInput
from storage.records import Dataset

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

DATABASE: Final = ""  # what the field says of a base whose vectors are here
AT_ONCE: Final = 1_000  # vectors that are read, sent and noted together


@dataclass(frozen=True, slots=True)
class StoreChoice:
    """A store of vectors that bases can use."""

    reference: str  # plugin/name, "" for the database
    label: str


class VectorStores:
    """The stores of one runtime."""

    def __init__(self, rt: "Runtime") -> None:
        self._rt = rt
        self._moving: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # by base
        self._settled: dict[str, int] = {}  # the version of a base after which nothing was left to move
        self._wanted: set[str] = set()  # bases that are to be settled, and nobody has begun yet

    def choices(self) -> list[StoreChoice]:
        """Return the stores there are, the database first."""
        found = [
            StoreChoice(f"{one.manifest.id}/{name}", one.manifest.words("name"))
            for one in self._rt.plugins.all()
            for name in one.manifest.provides.get("vector_stores", {})
        ]
        return [StoreChoice(DATABASE, "Millrace"), *found]

    def of(self, dataset: Dataset) -> PluginVectors:
        """Return the store of a base that uses one. Raises VectorStoreUnavailable: its plugin is not switched on."""
        plugin_id, _, name = (dataset.vector_store or "").partition("/")
        running = self._rt.plugins.get(plugin_id)
        if running is None or running.host is None or name not in running.manifest.provides.get("vector_stores", {}):
            raise VectorStoreUnavailable(
                f"the vectors of the base {dataset.name!r} are in {dataset.vector_store}, and that plugin is not "
                "switched on; switch it on, or choose another store in the settings of the base"
            )
        entered = self._rt.plugins.settings_of(plugin_id)
        return PluginVectors(running.host, name, entered=entered, resources=Resources(http=self._rt.http))

    async def prepare(self, dataset: Dataset) -> None:
        """Have a store ready for the vectors of a base, if it uses one. Raises VectorStoreUnavailable."""
        if dataset.vector_store and dataset.dimensions is not None:
            await self.of(dataset).prepare(collection_of(dataset), dataset.dimensions)

    async def settle(self, dataset: Dataset) -> None:
        """Bring to the store what waits for it, and remove there what is gone here. Raises VectorStoreUnavailable."""
        rt = self._rt
        if not dataset.vector_store:
            return
        async with self._moving[dataset.id]:
            self._wanted.discard(dataset.id)
            version = rt.base_versions[dataset.id]
            if self._settled.get(dataset.id) == version:
                return
            store, collection = self.of(dataset), collection_of(dataset)
            while points := await rt.db.read(lambda: storage.knowledge.kept.waiting_vectors(rt.db, dataset, AT_ONCE)):
                await self.prepare(dataset)
                await store.put(collection, points)
                units = [point["id"] for point in points]
                await storage.knowledge.kept.note_kept(rt.db, dataset, units, dataset.vector_store)
            gone = await rt.db.read(lambda: storage.knowledge.kept.gone_vectors(rt.db, dataset))
            if gone:
                await store.remove(collection, gone)
                await storage.knowledge.kept.forget_kept(rt.db, dataset, gone)
            self._settled[dataset.id] = version

    async def try_settle(self, dataset: Dataset) -> None:
        """Settle a base if its store can be had; else what waits goes on waiting, here."""
        try:
            await self.settle(dataset)
        except VectorStoreUnavailable as error:
            logger.warning("A vector store cannot be had, its vectors wait. base=%s error=%s", dataset.id, error)

    def settle_soon(self, dataset: Dataset) -> None:
        """Settle a base that uses a store without being waited for, after what is under way; asked often, done once."""
        is_settled = self._settled.get(dataset.id) == self._rt.base_versions[dataset.id]
        if not dataset.vector_store or is_settled or dataset.id in self._wanted:
            return
        if self._rt.background.start("settle vectors", self.try_settle(dataset)):
            self._wanted.add(dataset.id)

    async def leave(self, dataset: Dataset) -> None:
        """Remove everything of a base from the store that it used; one that cannot be had keeps it."""
        if not dataset.vector_store:
            return
        await storage.knowledge.kept.forget_kept(self._rt.db, dataset)
        self._settled.pop(dataset.id, None)
        try:
            await self.of(dataset).drop(collection_of(dataset))
        except VectorStoreUnavailable as error:
            logger.warning("Vectors stay in a store that cannot be had. base=%s error=%s", dataset.id, error)

    def checked(self, reference: str) -> str | None:
        """Return a reference as it is stored, None for the database. Raises InvalidInput: there is no such store."""
        known: Sequence[str] = [choice.reference for choice in self.choices()]
        if reference not in known:
            raise InvalidInput(
                f"vector_store is {reference!r:.80}; there are {', '.join(filter(None, known)) or 'none but the database'}.",
                param="vector_store",
            )
        return reference or None


def collection_of(dataset: Dataset) -> str:
    """Return what a store calls the vectors of a base."""
    return f"millrace_{dataset.id.replace('-', '_')}"
