"""Stores of vectors that plugins offer, as knowledge bases use them.

A plugin's store is a class without arguments with the methods `prepare`, `put`, `remove`, `drop`, `search` and
`count`, which get and give JSON values as `PluginVectors` sends them. Points have whole numbers for ids.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.errors import EngineError
from engine.plugins.errors import PluginError, VectorStoreUnavailable
from engine.plugins.host import PluginHost
from engine.plugins.powers import Powers
from engine.plugins.tools import Settings
from engine.resources import Resources

BATCH: Final = 256  # points of one message


class PluginVectors:
    """One store of a plugin that is switched on. Every method raises VectorStoreUnavailable."""

    def __init__(self, host: PluginHost, name: str, *, entered: Settings, resources: Resources) -> None:
        self._host = host
        self._name = name
        self._entered = entered
        self._resources = resources

    async def prepare(self, collection: str, dimensions: int) -> None:
        """Make a collection for vectors of so many numbers, compared by their cosine, unless it is there."""
        await self._call("prepare", collection=collection, dimensions=dimensions)

    async def put(self, collection: str, points: Sequence[Mapping[str, Any]]) -> None:
        """Store points (`id`, `document`, `vector`); one whose id is known takes the place of the old one."""
        for start in range(0, len(points), BATCH):
            await self._call("put", collection=collection, points=list(points[start : start + BATCH]))

    async def remove(self, collection: str, ids: Sequence[int]) -> None:
        """Remove points; unknown ids are passed over."""
        await self._call("remove", collection=collection, ids=list(ids))

    async def drop(self, collection: str) -> None:
        """Remove a collection, if it is there."""
        await self._call("drop", collection=collection)

    async def count(self, collection: str) -> int:
        """Return how many points a collection holds, 0 where there is none."""
        return int(await self._call("count", collection=collection))

    async def search(
        self,
        collection: str,
        vector: Sequence[float],
        most: int,
        *,
        documents: Sequence[str] | None = None,
        among: Sequence[int] | None = None,
        without: Sequence[int] = (),
    ) -> list[tuple[int, float]]:
        """Return ids and cosines of the points nearest to a vector, best first, at most `most`.

        `documents` leaves only points of these documents, `among` only these ids; `without` leaves ids out.
        """
        found = await self._call(
            "search",
            collection=collection,
            vector=list(vector),
            most=most,
            documents=None if documents is None else list(documents),
            among=None if among is None else list(among),
            without=list(without),
        )
        try:
            return [(int(id), float(score)) for id, score in found]
        except (TypeError, ValueError) as error:
            raise VectorStoreUnavailable(f"the vector store {self._name} gave no list of ids and scores") from error

    async def _call(self, method: str, **arguments: Any) -> Any:
        settings = self._entered()
        powers = Powers(self._host.manifest, self._resources, settings=settings)
        try:
            return await self._host.call(
                "vector_stores", self._name, arguments, answer=powers, settings=settings, method=method
            )
        except PluginError as error:
            raise VectorStoreUnavailable(f"the vector store {self._name} failed: {error}", trace=error.trace) from error
        except EngineError as error:
            raise VectorStoreUnavailable(f"the vector store {self._name} failed: {error}") from error
