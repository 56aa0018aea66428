"""Runs of graphs and the executions of their nodes."""

from collections.abc import Sequence
from typing import Any

from storage.changes import added, changed, put
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import NodeExecution, Run


def get_run(db: Database, workspace_id: str, app_id: str, run_id: str) -> Run:
    """Return a run. Raises: NotFound."""
    row = db.one(
        """
        WITH found AS MATERIALIZED (SELECT * FROM runs WHERE id = ?)  -- so that the index is used
        SELECT * FROM found WHERE workspace_id = ? AND app_id = ?
        """,
        [run_id, workspace_id, app_id],
    )
    if not row:
        raise NotFound("run", run_id)
    return Run(**row)


def list_runs(
    db: Database,
    workspace_id: str,
    app_id: str,
    *,
    status: str | None = None,
    triggered_from: str | None = None,
    created_by: str | None = None,
    parent_run_id: str | None = None,
    since: float | None = None,
    until: float | None = None,
    last_id: str | None = None,
    page: int = 1,
    limit: int = 20,
) -> list[Run]:
    """Return runs of an app, newest first: those after `last_id`, or the given page.

    Times are epoch seconds, `since` included and `until` not. `graph`, `state` and `under_way` are left out (None).

    Raises:
        NotFound: `last_id` is no run of this app.
    """
    if last_id is not None:
        get_run(db, workspace_id, app_id, last_id)
    rows = db.query(
        """
        WITH place AS (SELECT created_at, id FROM runs WHERE id = $last)
        SELECT * REPLACE (NULL AS graph, NULL AS state, NULL AS under_way) FROM runs
        WHERE workspace_id = $workspace AND app_id = $app
          AND ($status IS NULL OR status = $status)
          AND ($triggered_from IS NULL OR triggered_from = $triggered_from)
          AND ($created_by IS NULL OR created_by = $created_by)
          AND ($parent IS NULL OR (parent_run_id = $parent AND replayed_from IS NOT NULL))
          AND ($since IS NULL OR created_at >= $since)
          AND ($until IS NULL OR created_at < $until)
          AND ($last IS NULL OR (created_at, id) < (SELECT (created_at, id) FROM place))
        ORDER BY created_at DESC, id DESC
        LIMIT $limit OFFSET $offset
        """,
        {
            "workspace": workspace_id,
            "app": app_id,
            "status": status,
            "triggered_from": triggered_from,
            "created_by": created_by,
            "parent": parent_run_id,
            "since": None if since is None else as_time(since),
            "until": None if until is None else as_time(until),
            "last": last_id,
            "limit": limit,
            "offset": (page - 1) * limit,
        },
    )
    return [Run(**row) for row in rows]


def count_runs(
    db: Database,
    workspace_id: str,
    app_id: str,
    *,
    status: str | None = None,
    triggered_from: str | None = None,
    created_by: str | None = None,
    parent_run_id: str | None = None,
    since: float | None = None,
    until: float | None = None,
) -> int:
    """Return how many runs `list_runs` has on all its pages."""
    rows = db.query(
        """
        SELECT count(*) AS found FROM runs
        WHERE workspace_id = $workspace AND app_id = $app
          AND ($status IS NULL OR status = $status)
          AND ($triggered_from IS NULL OR triggered_from = $triggered_from)
          AND ($created_by IS NULL OR created_by = $created_by)
          AND ($parent IS NULL OR (parent_run_id = $parent AND replayed_from IS NOT NULL))
          AND ($since IS NULL OR created_at >= $since)
          AND ($until IS NULL OR created_at < $until)
        """,
        {
            "workspace": workspace_id,
            "app": app_id,
            "status": status,
            "triggered_from": triggered_from,
            "created_by": created_by,
            "parent": parent_run_id,
            "since": None if since is None else as_time(since),
            "until": None if until is None else as_time(until),
        },
    )
    return int(rows[0]["found"])


def list_nodes(db: Database, workspace_id: str, run_id: str) -> list[NodeExecution]:
    """Return the node executions of a run in the order of their starts; none for an unknown run."""
    rows = db.query(
        """
        SELECT * FROM node_executions
        WHERE run_id = ? AND workspace_id = ?
        ORDER BY idx, created_at, attempt, id
        """,
        [run_id, workspace_id],
    )
    return [NodeExecution(**row) for row in rows]


def find_last_node_execution(db: Database, workspace_id: str, app_id: str, node_id: str) -> NodeExecution | None:
    """Return the newest execution of one node of an app; None when it never ran."""
    row = db.one(
        """
        SELECT * FROM node_executions
        WHERE workspace_id = ? AND app_id = ? AND node_id = ?
        ORDER BY created_at DESC, id DESC LIMIT 1
        """,
        [workspace_id, app_id, node_id],
    )
    return NodeExecution(**row) if row else None


def list_last_executions(db: Database, workspace_id: str, app_id: str) -> list[NodeExecution]:
    """Return the newest ended execution of every node of an app in a run of the Studio."""
    rows = db.query(
        """
        WITH newest AS (
            SELECT arg_max(nodes.id, nodes.created_at) AS id
            FROM node_executions AS nodes JOIN runs ON runs.id = nodes.run_id
            WHERE nodes.workspace_id = $workspace AND nodes.app_id = $app AND nodes.finished_at IS NOT NULL
              AND runs.triggered_from = 'debugging'
            GROUP BY nodes.node_id
        )
        SELECT * FROM node_executions WHERE id IN (SELECT id FROM newest)
        """,
        {"workspace": workspace_id, "app": app_id},
    )
    return [NodeExecution(**row) for row in rows]


def find_paused_run(db: Database, run_id: str) -> Run | None:
    """Return a run, in any workspace, if it waits for people."""
    row = db.one(
        """
        WITH found AS MATERIALIZED (SELECT * FROM runs WHERE id = ?)
        SELECT * FROM found WHERE status = 'paused'
        """,
        [run_id],
    )
    return Run(**row) if row else None


def list_paused_runs(
    db: Database, workspace_id: str, app_id: str, *, conversation_id: str | None = None, created_by: str | None = None
) -> list[str]:
    """Return the ids of the runs of an app, or of one conversation or person, that wait for people, oldest first."""
    rows = db.query(
        """
        SELECT id FROM runs
        WHERE workspace_id = $workspace AND app_id = $app AND status = 'paused'
          AND ($conversation IS NULL OR conversation_id = $conversation)
          AND ($person IS NULL OR created_by = $person)
        ORDER BY created_at, id
        """,
        {"workspace": workspace_id, "app": app_id, "conversation": conversation_id, "person": created_by},
    )
    return [row["id"] for row in rows]


def unfinished_runs(db: Database, workspace_id: str) -> list[Run]:
    """Return the runs stored as running, oldest first; after a start, those are the ones that a crash cut off."""
    rows = db.query(
        "SELECT * FROM runs WHERE workspace_id = ? AND status = 'running' ORDER BY created_at, id", [workspace_id]
    )
    return [Run(**row) for row in rows]


async def put_run(db: Database, run: Run, nodes: Sequence[NodeExecution] = ()) -> None:
    """Store a run, over the one that is there, and executions of nodes that are new."""
    await db.store([*put(run), *added(*nodes)])


async def update_progress(db: Database, run_id: str, nodes: Sequence[NodeExecution], **progress: Any) -> None:
    """Set columns of a run that goes on, and store the executions of nodes that have ended since the last time."""
    await db.store([*changed("runs", run_id, **progress), *added(*nodes)])


async def add_nodes(db: Database, *nodes: NodeExecution) -> None:
    """Store executions of nodes."""
    await db.store(added(*nodes))


async def update_run(db: Database, workspace_id: str, run_id: str, **changes: Any) -> Run:
    """Set columns of a run and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> Run:
        rows = cursor.update("runs", {"workspace_id": workspace_id, "id": run_id}, changes)
        if not rows:
            raise NotFound("run", run_id)
        return Run(**rows[0])

    return await db.write(change)
