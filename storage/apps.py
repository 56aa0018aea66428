"""Apps and their sites."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from storage.changes import added
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import App, Site, Workflow
from storage.settings import COMPARISON
from storage.spending import note_past

OWNED = (  # what goes with an app, children first
    "file_uses",
    "saved_messages",
    "feedbacks",
    "annotation_hits",
    "annotations",
    "annotation_settings",
    "annotation_jobs",
    "node_executions",
    "runs",
    "messages",
    "conversation_variables",
    "conversations",
    "end_users",
    "api_keys",
    "triggers",
    "webhook_deliveries",
    "webhooks",
    "kept_answers",
    "answers",
    "answer_figures",
    "human_forms",
    "workflows",
    "publications",
    "sites",
)
Sort = Literal["created", "changed", "used", "name"]

WANTED: Final = """
    FROM apps
    WHERE workspace_id = $workspace
      AND ($mode IS NULL OR mode = $mode)
      AND ($status IS NULL OR status = $status)
      AND ($created_by IS NULL OR created_by = $created_by)
      AND contains(lower(name), lower($name))
      AND (len($tags) = 0 OR id IN (
          SELECT target_id FROM tag_bindings
          WHERE workspace_id = $workspace AND list_contains($tags, tag_id)
          GROUP BY target_id HAVING count(DISTINCT tag_id) = len($tags)
      ))
"""
ORDERS: Final[Mapping[Sort, str]] = {  # the newest first but for names; a direction cannot be a bound parameter
    "created": "created_at DESC",
    "changed": """
        greatest(updated_at, (SELECT max(updated_at) FROM workflows WHERE app_id = apps.id AND version = 'draft')) DESC
    """,
    "used": """
        greatest((SELECT max(created_at) FROM runs WHERE app_id = apps.id AND triggered_from <> 'debugging'),
                 (SELECT max(created_at) FROM messages WHERE app_id = apps.id AND invoke_from <> 'debugger'))
        DESC NULLS LAST, created_at DESC
    """,
    "name": "lower(name)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppActivity:
    """What the card of an app says about its use."""

    app_id: str
    runs: int
    messages: int
    last_run_at: float | None  # the newest of both; None: never used
    last_status: str | None  # of the newest run


def get_app(db: Database, workspace_id: str, app_id: str) -> App:
    """Return an app. Raises: NotFound."""
    row = db.one("SELECT * FROM apps WHERE workspace_id = ? AND id = ?", [workspace_id, app_id])
    if not row:
        raise NotFound("app", app_id)
    return App(**row)


def list_apps(
    db: Database,
    workspace_id: str,
    *,
    mode: str | None = None,
    name: str = "",
    status: str | None = None,
    created_by: str | None = None,
    tag_ids: Sequence[str] = (),
    sort: Sort = "created",
    page: int = 1,
    limit: int = 20,
) -> list[App]:
    """Return one page of apps; `name` is any part of the name, without regard to case, and all tags must be there."""
    sql = f"SELECT * {WANTED} ORDER BY {ORDERS[sort]}, id DESC LIMIT $limit OFFSET $offset"
    wanted = _parameters(workspace_id, mode=mode, name=name, status=status, created_by=created_by, tag_ids=tag_ids)
    return [App(**row) for row in db.query(sql, {**wanted, "limit": limit, "offset": (page - 1) * limit})]


def list_offered(db: Database, workspace_id: str) -> list[App]:
    """Return the apps that are offered as tools, oldest first."""
    rows = db.query(
        """
        SELECT * FROM apps WHERE workspace_id = ? AND json_extract_string(settings, '$.tool.enabled') = 'true'
        ORDER BY created_at, id
        """,
        [workspace_id],
    )
    return [App(**row) for row in rows]


def count_apps(
    db: Database,
    workspace_id: str,
    *,
    mode: str | None = None,
    name: str = "",
    status: str | None = None,
    created_by: str | None = None,
    tag_ids: Sequence[str] = (),
) -> int:
    """Return how many apps `list_apps` has on all its pages."""
    wanted = _parameters(workspace_id, mode=mode, name=name, status=status, created_by=created_by, tag_ids=tag_ids)
    return int(db.query(f"SELECT count(*) AS found {WANTED}", wanted)[0]["found"])


def app_activity(db: Database, workspace_id: str, app_ids: Sequence[str]) -> dict[str, AppActivity]:
    """Return by id how much apps were used, in one query; debugging does not count."""
    rows = db.query(
        """
        WITH used AS (
            SELECT app_id, count(*) AS runs, 0 AS messages, max(created_at) AS used_at, arg_max(status, created_at) AS status
            FROM runs
            WHERE workspace_id = $workspace AND list_contains($apps, app_id) AND triggered_from <> 'debugging'
            GROUP BY app_id
            UNION ALL
            SELECT app_id, 0, count(*), max(created_at), NULL
            FROM messages
            WHERE workspace_id = $workspace AND list_contains($apps, app_id) AND invoke_from <> 'debugger'
            GROUP BY app_id
        )
        SELECT app_id, sum(runs)::BIGINT AS runs, sum(messages)::BIGINT AS messages,
               max(used_at) AS last_run_at, max(status) AS last_status
        FROM used GROUP BY app_id
        """,
        {"workspace": workspace_id, "apps": list(app_ids)},
    )
    return {row["app_id"]: AppActivity(**row) for row in rows}


async def add_app(db: Database, app: App, site: Site, draft: Workflow | None = None) -> None:
    """Store a new app with its site and, for a graph app, its draft, all or nothing."""
    await db.store(added(app, site, *([draft] if draft else [])))


async def update_app(db: Database, workspace_id: str, app_id: str, **changes: Any) -> App:
    """Set columns of an app and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> App:
        rows = cursor.update("apps", {"workspace_id": workspace_id, "id": app_id}, changes)
        if not rows:
            raise NotFound("app", app_id)
        return App(**rows[0])

    return await db.write(change)


async def delete_app(db: Database, workspace_id: str, app_id: str) -> None:
    """Delete an app and all that belongs to it. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        if not cursor.delete("apps", {"workspace_id": workspace_id, "id": app_id}):
            raise NotFound("app", app_id)
        note_past(cursor, workspace_id, app_id)
        for table in OWNED:
            cursor.discard(table, {"workspace_id": workspace_id, "app_id": app_id})
        cursor.discard("tag_bindings", {"workspace_id": workspace_id, "target_id": app_id})
        cursor.execute(
            "DELETE FROM settings WHERE workspace_id = ? AND starts_with(key, ?)",
            [workspace_id, f"{COMPARISON}{app_id}:"],
        )

    await db.write(delete)


def get_site(db: Database, workspace_id: str, app_id: str) -> Site:
    """Return the site of an app. Raises: NotFound."""
    row = db.one("SELECT * FROM sites WHERE workspace_id = ? AND app_id = ?", [workspace_id, app_id])
    if not row:
        raise NotFound("site", app_id)
    return Site(**row)


def find_site_by_code(db: Database, code: str) -> Site | None:
    """Return the site with this unguessable code, in any workspace."""
    row = db.one("SELECT * FROM sites WHERE code = ?", [code])
    return Site(**row) if row else None


async def update_site(db: Database, workspace_id: str, app_id: str, **changes: Any) -> Site:
    """Set columns of an app's site and return it. Raises: NotFound; Conflict when a new code is taken."""

    def change(cursor: Cursor) -> Site:
        rows = cursor.update("sites", {"workspace_id": workspace_id, "app_id": app_id}, changes)
        if not rows:
            raise NotFound("site", app_id)
        return Site(**rows[0])

    return await db.write(change)


def _parameters(
    workspace_id: str,
    *,
    mode: str | None,
    name: str,
    status: str | None,
    created_by: str | None,
    tag_ids: Sequence[str],
) -> dict[str, Any]:
    return {
        "workspace": workspace_id,
        "mode": mode,
        "name": name,
        "status": status,
        "created_by": created_by,
        "tags": list(dict.fromkeys(tag_ids)),
    }
