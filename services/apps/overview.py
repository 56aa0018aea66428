"""What a list of apps says about each: whether it serves, and when it was last used."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from engine.document import GRAPH_MODES, MODES
from engine.dsl import cannot_run
from services.apps import apps
from services.apps.blank import blank_document
from services.paging import Page
from storage import apps as app_rows
from storage import workflows as workflow_rows
from storage.apps import AppActivity
from storage.knowledge import datasets as dataset_rows
from storage.records import App, Tag

if TYPE_CHECKING:
    from services.runtime import Runtime

Sort: TypeAlias = app_rows.Sort


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCard:
    """An app in a list.

    `state` is disabled, draft (a graph app that nothing was published of), published, or live (an app without
    versions, which serves as it is). `activity` is None for an app that was never used.
    """

    app: App
    state: str
    activity: AppActivity | None
    tags: Sequence[Tag] = ()


async def cards(
    rt: "Runtime",
    workspace_id: str,
    *,
    page: int = 1,
    limit: int = 24,
    mode: str = "all",
    name: str = "",
    tag_ids: Sequence[str] = (),
    status: str | None = None,
    sort: Sort = "created",
) -> Page[AppCard]:
    """Return a page of the apps of a workspace with how they stand; what is wanted is as for `apps.list_apps`."""
    found = await apps.list_apps(
        rt, workspace_id, page=page, limit=limit, mode=mode, name=name, tag_ids=tag_ids, status=status, sort=sort
    )
    ids = [app.id for app in found.items]
    published = await rt.db.read(lambda: workflow_rows.published_ids(rt.db, workspace_id))
    activity = await rt.db.read(lambda: app_rows.app_activity(rt.db, workspace_id, ids))
    tags = await rt.db.read(lambda: dataset_rows.tags_of(rt.db, workspace_id, ids))
    items = [
        AppCard(
            app=app,
            state=_state(app, app.id in published),
            activity=activity.get(app.id),
            tags=tags[app.id],
        )
        for app in found.items
    ]
    return Page(items, found.page, found.limit, found.total)


async def card(rt: "Runtime", app: App) -> AppCard:
    """Return how one app stands."""
    published = await rt.db.read(lambda: workflow_rows.find_published(rt.db, app.workspace_id, app.id))
    activity = await rt.db.read(lambda: app_rows.app_activity(rt.db, app.workspace_id, [app.id]))
    tags = await rt.db.read(lambda: dataset_rows.tags_of(rt.db, app.workspace_id, [app.id]))
    state = _state(app, published is not None)
    return AppCard(app=app, state=state, activity=activity.get(app.id), tags=tags[app.id])


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
