"""Knowledge over HTTP: what its tests want to say in one line."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from services.knowledge.indexing import index
from services.knowledge.spool import Attempt
from tests.api.client import Api, Json, Response, expect

LINES: Json = {"mode": "custom", "rules": {"segmentation": {"separator": "\n", "max_tokens": 100}}}
PARENTS: Json = {
    "mode": "hierarchical",
    "rules": {
        "parent_mode": "paragraph",
        "segmentation": {"separator": "\n\n", "max_tokens": 500},
        "subchunk_segmentation": {"separator": "\n", "max_tokens": 100},
    },
}


class Here:
    """A runner of attempts in this process."""

    def __init__(self, work: Callable[[Attempt], Awaitable[None]] = index) -> None:
        self._work = work
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self, attempt: Attempt) -> None:
        self._tasks[attempt.name] = asyncio.create_task(self._carry_out(attempt))

    async def holds(self, attempt: Attempt) -> bool:
        return attempt.name in self._tasks and not self._tasks[attempt.name].done()

    async def has_workers(self) -> bool:
        return True

    async def close(self) -> None:
        for task in self._tasks.values():
            task.cancel()

    async def _carry_out(self, attempt: Attempt) -> None:
        await self._work(attempt)


@dataclass(frozen=True)
class Knowledge:
    """The API with a knowledge key."""

    api: Api
    key: str

    async def send(self, method: str, path: str = "", body: Any = None, **options: Any) -> Response:
        """Call a service route below `/datasets`."""
        return await self.api.send(method, f"/v1/datasets{path}", body, key=self.key, **options)

    async def console(self, method: str, path: str = "", body: Any = None, **options: Any) -> Response:
        """Call a console route below `/datasets`."""
        return await self.api.console(method, f"/datasets{path}", body, **options)

    async def base(self, name: str, **fields: Any) -> Json:
        """Make a base that embeds with the vendor's model."""
        given = {"indexing_technique": "high_quality", "embedding_model": "small-embed"}
        body = {"name": name, **given, "embedding_model_provider": "openai", **fields}
        made: Json = expect(await self.send("POST", "", body), 200)
        return made

    async def document(self, base: Json, text: str, *, name: str = "a", **fields: Any) -> Json:
        """Make a document of a text, wait until it is indexed, and return its path below `/datasets` as `path`."""
        body = {"name": name, "text": text, "indexing_technique": "high_quality", "process_rule": LINES, **fields}
        made = expect(await self.send("POST", f"/{base['id']}/document/create-by-text", body), 200)
        await self.idle()
        path = f"/{base['id']}/documents/{made['document']['id']}"
        return {**made["document"], "batch": made["batch"], "path": path}

    async def idle(self) -> None:
        """Wait until nothing is being indexed."""
        async with asyncio.timeout(60):
            await self.api.rt.ingest.idle()

    async def segments(self, document: Json) -> list[Json]:
        """Return the chunks of a document."""
        found: list[Json] = expect(await self.send("GET", f"{document['path']}/segments"), 200)["data"]
        return found


async def knowing(api: Api) -> Knowledge:
    """Return the API with a new knowledge key; documents are indexed in this process."""
    api.rt.ingest.runner = Here()
    return Knowledge(api, expect(await api.console("POST", "/datasets/api-keys"), 200)["token"])
