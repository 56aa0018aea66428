"""Vectors of knowledge bases in Qdrant, by its HTTP API (https://api.qdrant.tech)."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.plugins import sdk


class Qdrant:
    """One collection for each base; a point's payload names the document that it belongs to."""

    def prepare(self, collection: str, dimensions: int) -> None:
        """Make a collection unless it is there. Raises ValueError: it is, with vectors of another size."""
        found = _ask("GET", f"/collections/{collection}", missing={})
        if found:
            size = found["config"]["params"]["vectors"]["size"]
            if size != dimensions:
                raise ValueError(f"the collection {collection} holds vectors of {size} numbers, not {dimensions}")
            return
        _ask("PUT", f"/collections/{collection}", {"vectors": {"size": dimensions, "distance": "Cosine"}})
        index = {"field_name": "document", "field_schema": "keyword"}
        _ask("PUT", f"/collections/{collection}/index?wait=true", index)

    def put(self, collection: str, points: Sequence[Mapping[str, Any]]) -> None:
        """Store points, in the place of those with the same ids."""
        rows = [
            {"id": point["id"], "vector": point["vector"], "payload": {"document": point["document"]}}
            for point in points
        ]
        _ask("PUT", f"/collections/{collection}/points?wait=true", {"points": rows})

    def remove(self, collection: str, ids: Sequence[int]) -> None:
        """Remove points."""
        _ask("POST", f"/collections/{collection}/points/delete?wait=true", {"points": list(ids)}, missing={})

    def drop(self, collection: str) -> None:
        """Remove the collection, if it is there."""
        _ask("DELETE", f"/collections/{collection}", missing={})

    def count(self, collection: str) -> int:
        """Return how many points there are."""
        return int(
            _ask("POST", f"/collections/{collection}/points/count", {"exact": True}, missing={"count": 0})["count"]
        )

    def search(
        self,
        collection: str,
        vector: Sequence[float],
        *,
        most: int,
        documents: Sequence[str] | None,
        among: Sequence[int] | None,
        without: Sequence[int],
    ) -> list[tuple[int, float]]:
        """Return ids and cosines of the nearest points, best first."""
        must: list[dict[str, Any]] = []
        if documents is not None:
            must.append({"key": "document", "match": {"any": list(documents)}})
        if among is not None:
            must.append({"has_id": list(among)})
        wanted: dict[str, Any] = {"query": list(vector), "limit": most, "params": {"exact": True}}
        if must or without:
            wanted["filter"] = {"must": must, "must_not": [{"has_id": list(without)}] if without else []}
        found = _ask("POST", f"/collections/{collection}/points/query", wanted, missing={"points": []})
        return [(point["id"], point["score"]) for point in found["points"]]


def _ask(method: str, path: str, body: Any = None, *, missing: Any = None) -> Any:
    """Return the result of a request; `missing` where there is no such collection. Raises OSError: it was refused."""
    key = sdk.setting("api_key")
    address = sdk.setting("url").rstrip("/") + path
    response = sdk.http(method, address, json=body, headers={"api-key": key} if key else {})
    if response.status == 404 and missing is not None:
        return missing
    if response.status >= 300:
        raise OSError(f"Qdrant answered {response.status}: {response.text[:300]}")
    return response.json()["result"]
