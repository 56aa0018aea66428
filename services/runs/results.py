"""Kept results of an app's nodes: what makes a rerun in the Studio call only what changed."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import storage.results
from engine.events import Usage
from engine.frames.table import Table
from engine.running.reuse import KeptResult
from engine.running.stale import Freshness, Head, freshness
from engine.values import as_plain, revive, tables_in, with_tables
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps.serving import Served
from services.runs.frames import keep_frames, open_frames, remove_unused_frames
from storage.records import App, StoredResult, result_id

if TYPE_CHECKING:
    from engine.running.run import Run
    from services.runtime import Runtime

IN_MEMORY: Final = 64 * 2**10  # bytes of one result; larger ones are read again each time


class AppResults:
    """Implements `engine.running.reuse.Results` for one app: memory in front, the database behind.

    Payloads are encrypted at rest: outputs may hold what a secret variable held.
    """

    def __init__(self, rt: "Runtime", app: App) -> None:
        self._rt = rt
        self._app = app
        self._new: list[StoredResult] = []
        self._used: list[str] = []
        self._tables: dict[str, Table] = {}  # of new results, by hash

    async def get(self, fingerprint: str) -> KeptResult | None:
        """Return the result, None when it is not known."""
        app, rt = self._app, self._rt
        key = result_id(app.id, fingerprint)
        kept = rt.caches.results.get(key)
        if kept is None:
            row = await rt.db.read(lambda: storage.results.find_result(rt.db, app.workspace_id, app.id, fingerprint))
            if row is None:
                return None
            kept = await self._opened(row)
            if kept is None:
                return None
            if row.size <= IN_MEMORY:
                rt.caches.results.put(key, kept)
        self._used.append(fingerprint)
        return kept

    async def put(self, fingerprint: str, node_id: str, kept: KeptResult) -> None:
        """Keep a result; `flush` stores it."""
        app, rt = self._app, self._rt
        tables = {table.hash: table for table in tables_in([kept.outputs, list(kept.assignments)])}
        text = json.dumps(as_plain(_payload(kept)), ensure_ascii=False, separators=(",", ":"))
        if len(text) > rt.settings.result_mb * 2**20 or not all(table.is_whole for table in tables.values()):
            return
        payload = rt.secrets.encrypt(text)
        row = StoredResult(
            id=result_id(app.id, fingerprint),
            workspace_id=app.workspace_id,
            app_id=app.id,
            node_id=node_id,
            contents=dict(kept.contents),
            handle=kept.handle,
            assignments=[[list(selector), as_plain(value)] for selector, value in kept.assignments],
            payload=payload,
            size=len(payload) + sum(len(table.arrow) for table in tables.values()),
            frames=list(tables) or None,
        )
        if row.size <= IN_MEMORY:
            rt.caches.results.put(row.id, kept)
        self._new.append(row)
        self._tables |= tables

    async def flush(self) -> None:
        """Store what the run has made, and that it used the rest."""
        app, rt = self._app, self._rt
        new, self._new = self._new, []
        used, self._used = self._used, []
        tables, self._tables = self._tables, {}
        async with rt.caches.keeping_frames:
            frames = await keep_frames(rt, app.workspace_id, tables.values())
            await storage.results.put_results(rt.db, *new, frames=frames)
        await storage.results.touch_results(rt.db, app.workspace_id, app.id, used)
        if new:
            await prune(rt, app.workspace_id)

    async def _opened(self, row: StoredResult) -> KeptResult | None:
        """Return the result of a row, None when the data of a frame in it is gone."""
        rt = self._rt
        payload = json.loads(rt.secrets.decrypt(row.payload))
        if not row.frames:
            return _kept(row, payload)
        found = {table.hash: table for table in tables_in([payload["outputs"], row.assignments])}
        tables = await open_frames(rt, row.workspace_id, found.values())
        return None if tables is None else _kept(row, payload, tables)


async def states(rt: "Runtime", served: Served, run: "Run") -> dict[str, Freshness]:
    """Return how each node of a draft stands to its kept results, for a run that would start like `run`."""
    app = served.app
    heads = await rt.db.read(lambda: storage.results.list_heads(rt.db, app.workspace_id, app.id))
    by_fingerprint = {row.id.partition(":")[2]: _head(row) for row in heads}
    ran = {row.node_id for row in heads}
    return freshness(
        served.plan,
        run.root,
        run.initial_pool(run.root),
        known=by_fingerprint.get,
        has_run=ran.__contains__,
        resources=run.resources,
        info=run.info,
    )


async def prune(rt: "Runtime", workspace_id: str) -> int:
    """Delete what goes over the budget, unused for longest first; return how many results went."""
    most = rt.settings.results_budget_mb * 1_000_000
    gone = await storage.results.prune_results(rt.db, workspace_id, most_bytes=most)
    if gone:
        await remove_unused_frames(rt, workspace_id)
    return gone


async def forget(rt: "Runtime", app: App) -> None:
    """Delete all kept results of an app, so that the next run calls everything."""
    await storage.results.delete_results(rt.db, app.workspace_id, app.id)
    await remove_unused_frames(rt, app.workspace_id)
    rt.caches.results.forget_where(lambda key, _: key.startswith(f"{app.id}:"))


async def size(rt: "Runtime", workspace_id: str) -> tuple[int, int]:
    """Return how many results the apps of a workspace keep, and how many bytes they take."""
    return await rt.db.read(lambda: storage.results.results_size(rt.db, workspace_id))


@needs(Action.MANAGE_SETTINGS)
async def clear(rt: "Runtime", workspace_id: str, *, account_id: str | None = None) -> int:
    """Delete the kept results of all apps of a workspace; return how many went."""
    gone = await storage.results.clear_results(rt.db, workspace_id)
    await remove_unused_frames(rt, workspace_id)
    rt.caches.results.take_all()
    await audit.note(rt, workspace_id, "results.clear", account_id=account_id, results=gone)
    return gone


def _head(row: StoredResult) -> Head:
    return Head(row.contents, row.handle, [(tuple(selector), revive(value)) for selector, value in row.assignments])


def _payload(kept: KeptResult) -> dict[str, Any]:
    return {
        "outputs": kept.outputs,
        "inputs": kept.inputs,
        "process_data": kept.process_data,
        "metadata": kept.metadata,
        "citations": list(kept.citations),
        "usage": kept.usage.as_mapping() if kept.usage else None,
        "ends_loop": kept.ends_loop,
    }


def _kept(
    row: StoredResult, payload: Mapping[str, Any], tables: Mapping[str, Table] = MappingProxyType({})
) -> KeptResult:
    usage = payload["usage"]
    return KeptResult(
        outputs=with_tables(payload["outputs"], tables) if tables else payload["outputs"],
        contents=row.contents,
        handle=row.handle,
        inputs=payload["inputs"],
        process_data=payload["process_data"],
        metadata=payload["metadata"],
        citations=payload["citations"],
        assignments=[(tuple(selector), with_tables(value, tables)) for selector, value in row.assignments],
        usage=Usage.from_mapping(usage) if usage else None,
        ends_loop=payload["ends_loop"],
    )
