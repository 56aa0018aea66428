"""What a list of apps says about each: whether it serves, and when it was last used."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from engine.document import GRAPH_MODES, MODES
from engine.dsl import cannot_run
from services import apps
from services.blank import blank_document
from services.paging import Page
from storage import apps as app_rows
from storage import workflows as workflow_rows
from storage.apps import AppActivity
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCard:
    """An app in a list.

    `state` is disabled, draft (a graph app that nothing was published of), published, or live (an app without
    versions, which serves as it is). `activity` is None for an app that was never used.
    """

    app: App
    state: str
    activity: AppActivity | None


async def cards(
    rt: "Runtime", workspace_id: str, *, page: int = 1, limit: int = 24, mode: str = "all", name: str = ""
) -> Page[AppCard]:
    """Return a page of the apps of a workspace, newest first, with how they stand."""
    found = await apps.list_apps(rt, workspace_id, page=page, limit=limit, mode=mode, name=name)
    ids = [app.id for app in found.items]
    published = await rt.db.read(lambda: workflow_rows.published_ids(rt.db, workspace_id))
    activity = await rt.db.read(lambda: app_rows.app_activity(rt.db, workspace_id, ids))
    items = [
        AppCard(app=app, state=_state(app, app.id in published), activity=activity.get(app.id)) for app in found.items
    ]
    return Page(items, found.page, found.limit, found.total)


async def card(rt: "Runtime", app: App) -> AppCard:
    """Return how one app stands."""
    published = await rt.db.read(lambda: workflow_rows.find_published(rt.db, app.workspace_id, app.id))
    activity = await rt.db.read(lambda: app_rows.app_activity(rt.db, app.workspace_id, [app.id]))
    return AppCard(app=app, state=_state(app, published is not None), activity=activity.get(app.id))


@cache
def modes_that_wait() -> frozenset[str]:
    """Return the modes whose apps can be made and edited, but not run by this version."""
    return frozenset(mode for mode in MODES if cannot_run(blank_document(mode, provider="", model="")))


def _state(app: App, published: bool) -> str:
    if app.status != "normal":
        return "disabled"
    if app.mode not in GRAPH_MODES:
        return "live"
    return "published" if published else "draft"
