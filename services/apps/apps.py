"""Apps: making, finding, changing and deleting them, and the document that an app is."""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import storage.apps
import storage.workflows
from engine.document import GRAPH_MODES, MODES, Document
from engine.dsl import cannot_run, normalised
from engine.errors import InvalidDsl
from services import models
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.answers import settings as answers
from services.apps import documents, offers
from services.apps.blank import blank_document
from services.apps.serving import served_config
from services.apps.sites import new_site
from services.errors import InvalidInput, NotPublished
from services.paging import Page, check_page
from services.runs.resumption import stop_waiting
from storage.apps import Sort
from storage.errors import NotFound
from storage.ids import new_id
from storage.records import App, Workflow

if TYPE_CHECKING:
    from services.runtime import Runtime

MAX_NAME: Final = 255
MAX_DESCRIPTION: Final = 10_000
MAX_ICON: Final = 1000  # an emoji, or the address of a picture
ICONS: Final = ("icon_type", "icon", "icon_background")
CHANGEABLE: Final = {
    "name",
    "description",
    *ICONS,
    "use_icon_as_answer_icon",
    "max_active_requests",
    "status",
    "settings",
}
STATUSES: Final = ("normal", "disabled")
SWITCHES: Final = ("status", "enable_api", "enable_site")  # columns whose changes are written down
ICON_TYPES: Final = ("emoji", "image", "link")
LAST_WORDS: Final = 5.0  # seconds that the runs of a deleted app have to end

_COPY_NUMBER = re.compile(r" \((\d+)\)$")


@needs(Action.EDIT_APPS)
async def create_app(
    rt: "Runtime",
    workspace_id: str,
    *,
    name: str,
    mode: str,
    description: str = "",
    icon_type: str = "emoji",
    icon: str = "🤖",
    icon_background: str = "#FFEAD5",
    account_id: str | None = None,
) -> App:
    """Make an app that runs as it is: a graph app gets a small draft, another one a model configuration.

    Raises:
        InvalidInput: the mode is none of the five, or the name is empty or too long.
    """
    if mode not in MODES:
        raise InvalidInput(f"Invalid app mode: {mode!r:.80}. Allowed are {', '.join(MODES)}.", param="mode")
    icons = {"icon_type": icon_type, "icon": icon, "icon_background": icon_background}
    fields = {"name": name, "description": description, **icons}
    check_fields(fields)
    default = await models.default_model(rt, workspace_id)
    provider, model = (default.provider, default.model) if default else ("demo", "demo")
    document = blank_document(mode, provider=provider, model=model).replace(**fields)
    app = await add_document(rt, workspace_id, document, account_id=account_id)
    await _note(rt, app, "app.create", account_id, mode=app.mode)
    return app


async def add_document(rt: "Runtime", workspace_id: str, document: Document, *, account_id: str | None = None) -> App:
    """Make an app of a document, with a site of its own. Raises InvalidInput."""
    document = await normalised_document(document)
    columns = documents.app_columns(document)
    check_fields(columns)
    app = App(workspace_id=workspace_id, created_by=account_id, updated_by=account_id, **columns)
    draft = new_draft(rt, app, document, account_id=account_id) if document.is_graph else None
    await storage.apps.add_app(rt.db, app, new_site(app), draft)
    return app


async def normalised_document(document: Document) -> Document:
    """Return a document in the shape of the current version. Raises InvalidInput for what has no such shape."""
    try:
        return await asyncio.to_thread(normalised, document)
    except InvalidDsl as error:
        raise InvalidInput(str(error)) from error


def new_draft(
    rt: "Runtime", app: App, document: Document, *, stored: Workflow | None = None, account_id: str | None = None
) -> Workflow:
    """Return the draft that a document makes for an app; secrets keep their `stored` form where they are masked."""
    columns = documents.workflow_columns(document)
    before = stored.environment_variables if stored else ()
    columns["environment_variables"] = documents.sealed(rt.secrets, columns["environment_variables"], before)
    return Workflow(
        workspace_id=app.workspace_id,
        app_id=app.id,
        hash=documents.hash_of(columns),
        created_by=account_id,
        updated_by=account_id,
        **columns,
    )


async def get_app(rt: "Runtime", workspace_id: str, app_id: str) -> App:
    """Return an app of a workspace. Raises NotFound."""
    return await rt.db.read(lambda: storage.apps.get_app(rt.db, workspace_id, app_id))


async def list_apps(
    rt: "Runtime",
    workspace_id: str,
    *,
    page: int = 1,
    limit: int = 20,
    mode: str = "all",
    name: str = "",
    tag_ids: Sequence[str] = (),
    status: str | None = None,
    sort: Sort = "created",
) -> Page[App]:
    """Return a page of the apps of a workspace, newest first if not sorted otherwise; None passes every status.

    `name` is searched for anywhere in the names; of `tag_ids` an app must have all.

    Raises:
        InvalidInput: `page` is under 1, or `limit` not within 1..100.
    """
    check_page(page, limit)
    wanted: dict[str, Any] = {
        "mode": None if mode == "all" else mode,
        "name": name,
        "tag_ids": tag_ids,
        "status": status,
    }
    items, total = await rt.db.read(
        lambda: (
            storage.apps.list_apps(rt.db, workspace_id, **wanted, sort=sort, page=page, limit=limit),
            storage.apps.count_apps(rt.db, workspace_id, **wanted),
        )
    )
    return Page(items, page, limit, total)


@needs(Action.EDIT_APPS)
async def update_app(rt: "Runtime", app: App, *, account_id: str | None = None, **changes: Any) -> App:
    """Set name, description, icon_type, icon, icon_background, use_icon_as_answer_icon, max_active_requests,
    status (normal, disabled) or settings (merged into those that are there); what is not named stays.

    Raises:
        NotFound: the app is gone.
        InvalidInput: a value is not allowed, or a name unknown.
    """
    unknown = changes.keys() - CHANGEABLE
    if unknown:
        raise InvalidInput(f"An app has no field {', '.join(sorted(unknown))} to set.", param=min(unknown))
    check_fields(changes)
    if "settings" in changes:
        changes["settings"] = {**app.settings, **checked_settings(changes["settings"])}
    return await _change(rt, app, account_id, **changes)


@needs(Action.EDIT_APPS)
async def delete_app(rt: "Runtime", app: App, *, account_id: str | None = None) -> None:
    """Delete an app with all that belongs to it; its runs are stopped, its keys refused at once. Raises NotFound."""
    under_way = rt.live.running(app.id)
    for live in under_way:
        live.stop("The app was deleted.")
    if under_way:
        await asyncio.wait([asyncio.create_task(live.ended()) for live in under_way], timeout=LAST_WORDS)
    await stop_waiting(rt, app, reason="The app was deleted.")
    await storage.apps.delete_app(rt.db, app.workspace_id, app.id)
    rt.caches.forget_app(app.id)
    rt.toolbox.forget(app.workspace_id)
    await _note(rt, app, "app.delete", account_id)


@needs(Action.EDIT_APPS)
async def copy_app(rt: "Runtime", app: App, *, name: str = "", account_id: str | None = None, **overrides: Any) -> App:
    """Return a new app like this one: the draft (secrets included) or the model configuration, no runs, no keys.

    Without a `name` the copy's is numbered; `overrides` may set description and the icon fields.
    """
    now = time.time()
    fields: dict[str, Any] = {"name": name or _numbered(app.name), **overrides}
    check_fields(fields)
    made: dict[str, Any] = {
        "id": new_id(),
        "created_at": now,
        "updated_at": now,
        "created_by": account_id,
        "updated_by": account_id,
    }
    copy = replace(app, **made, **fields)
    draft = await rt.db.read(lambda: storage.workflows.find_draft(rt.db, app.workspace_id, app.id))
    drafted = replace(draft, **{**made, "id": new_id()}, app_id=copy.id) if draft else None
    await storage.apps.add_app(rt.db, copy, new_site(copy), drafted)
    await _note(rt, copy, "app.copy", account_id, of=app.id)
    return copy


@needs(Action.PUBLISH)
async def set_api_enabled(rt: "Runtime", app: App, enabled: bool, *, account_id: str | None = None) -> App:
    """Open or close the app's HTTP API, from the next request on. Raises NotFound."""
    return await _change(rt, app, account_id, enable_api=enabled)


@needs(Action.PUBLISH)
async def set_site_enabled(rt: "Runtime", app: App, enabled: bool, *, account_id: str | None = None) -> App:
    """Open or close the app's shared page. Raises NotFound."""
    return await _change(rt, app, account_id, enable_site=enabled)


@needs(Action.EDIT_APPS)
async def save_model_config(
    rt: "Runtime", app: App, model_config: Mapping[str, Any], *, account_id: str | None = None
) -> App:
    """Replace the configuration of a chat, agent-chat or completion app; it serves at once.

    Raises:
        InvalidInput: the app is a graph app, or the configuration has not the right shape.
        InvalidWorkflow: the configuration cannot run although all that it names is there.
    """
    if app.mode in GRAPH_MODES:
        raise InvalidInput("The app has a graph and no model configuration.", param="model_config")
    changed = replace(app, model_config=dict(model_config))
    document = await normalised_document(documents.document_of(changed, None))
    if not cannot_run(document):
        await served_config(rt, app, document.model_config)
    return await _change(rt, app, account_id, model_config=document.model_config)


async def app_document(rt: "Runtime", app: App, *, draft: bool = True) -> Document:
    """Return the app as a document: the draft of a graph app, or (`draft=False`) its newest published version.

    Secret environment variables are masked. Raises NotFound("draft"), NotPublished.
    """
    if app.mode not in GRAPH_MODES:
        return documents.document_of(app, None)
    find = storage.workflows.find_draft if draft else storage.workflows.find_published
    found = await rt.db.read(lambda: find(rt.db, app.workspace_id, app.id))
    if found is None:
        raise NotFound("draft", app.id) if draft else NotPublished
    variables = documents.masked(rt.secrets, found.environment_variables)
    return documents.document_of(app, found).replace(environment_variables=variables)


def checked_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings of an app as they are stored. Raises InvalidInput."""
    found = dict(given)
    if answers.SETTING in found:
        found[answers.SETTING] = answers.checked(found[answers.SETTING])
    if offers.SETTING in found:
        found[offers.SETTING] = offers.checked_offer(found[offers.SETTING]).as_mapping()
    if not isinstance(found.get("stop_on_disconnect", False), bool):
        raise InvalidInput("stop_on_disconnect must be true or false.", param="stop_on_disconnect")
    return found


def check_fields(fields: Mapping[str, Any]) -> None:
    """Raise InvalidInput unless the given fields of an app are allowed."""
    if "name" in fields and not 1 <= len(fields["name"].strip()) <= MAX_NAME:
        raise InvalidInput(f"name needs 1 to {MAX_NAME} characters.", param="name")
    for name, most in (("description", MAX_DESCRIPTION), ("icon", MAX_ICON), ("icon_background", MAX_ICON)):
        if len(fields.get(name) or "") > most:
            raise InvalidInput(f"{name} has {len(fields[name])} characters; the limit is {most}.", param=name)
    for name, allowed in (("icon_type", (*ICON_TYPES, None)), ("status", STATUSES)):
        if name in fields and fields[name] not in allowed:
            raise InvalidInput(f"{name} must be one of {', '.join(filter(None, allowed))}.", param=name)
    if fields.get("max_active_requests", 0) < 0:
        raise InvalidInput("max_active_requests must be 0 (no limit) or more.", param="max_active_requests")


async def _change(rt: "Runtime", app: App, account_id: str | None, **changes: Any) -> App:
    changed = await storage.apps.update_app(
        rt.db, app.workspace_id, app.id, **changes, updated_by=account_id, updated_at=time.time()
    )
    rt.caches.forget_app(app.id)
    rt.toolbox.forget(app.workspace_id)
    switched = {name: changes[name] for name in SWITCHES if name in changes}
    if switched:
        await _note(rt, changed, "app.change", account_id, **switched)
    return changed


async def _note(rt: "Runtime", app: App, action: str, account_id: str | None, **detail: Any) -> None:
    target = ("app", app.id)
    await audit.note(rt, app.workspace_id, action, target=target, account_id=account_id, name=app.name, **detail)


def _numbered(name: str) -> str:
    found = _COPY_NUMBER.search(name)
    stem, number = (name[: found.start()], int(found[1]) + 1) if found else (name, 2)
    return f"{stem[: MAX_NAME - 12]} ({number})"
