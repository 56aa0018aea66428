"""DSL files in and out."""

import asyncio
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import storage.apps
import storage.imports
import storage.workflows
from engine.document import GRAPH_MODES, Document
from engine.dsl import CURRENT_VERSION, Loaded, dump, load, missing_dependencies
from engine.dsl.dependencies import told_of_missing
from engine.errors import InvalidDsl
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import documents, workflows
from services.apps.apps import add_document, check_fields, get_app
from services.apps.missing_tools import told_of_tools
from services.bounds import MB, dsl_limits
from services.errors import InvalidInput, ServiceError
from services.files.fetch import fetch_text
from services.knowledge.in_files import concealed, revealed
from storage.errors import NotFound
from storage.ids import new_id
from storage.records import App, PendingImport, Workflow

if TYPE_CHECKING:
    from services.runtime import Runtime

DEFAULT_NAME: Final = "Untitled"
OVERRIDES: Final = frozenset({"name", "description", "icon_type", "icon", "icon_background"})
MAX_WARNINGS: Final = 100
FOREIGN: Final = {  # what means nothing here of a file from elsewhere: addresses and subscriptions of triggers
    "trigger-webhook": ("webhook_url", "webhook_debug_url"),
    "trigger-plugin": ("subscription_id",),
}

_GITHUB_PAGE = re.compile(r"https?://(?:www\.)?github\.com/([^/]+)/([^/]+)/(?:blob|raw)/(.+)")
_GITLAB_PAGE = re.compile(r"(https?://[^/]+/.+)/-/blob/(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How an import stands; `status` is completed, completed-with-warnings, pending or failed."""

    id: str
    status: str
    app_id: str | None = None
    app_mode: str | None = None
    current_dsl_version: str = CURRENT_VERSION
    imported_dsl_version: str = ""
    error: str = ""
    warnings: tuple[str, ...] = ()


@needs(Action.EDIT_APPS)
async def import_dsl(
    rt: "Runtime",
    workspace_id: str,
    text: str,
    *,
    app_id: str | None = None,
    account_id: str | None = None,
    **overrides: Any,
) -> ImportResult:
    """Make an app of a DSL file; `app_id` names a graph app whose draft is replaced instead.

    `overrides` (name, description, icon_type, icon, icon_background) win over the file, None does
    not. A file that cannot be read gives status `failed` with the reason, one of another major or a
    newer version `pending`: then nothing is made until `confirm_import`. Warnings tell what was
    changed or lost and what cannot run yet.

    Raises:
        NotFound: there is no app `app_id`.
        InvalidInput: the app `app_id` has no graph, or an override is not valid.
    """
    import_id = new_id()
    given = _checked_overrides(overrides)
    target = await _target(rt, workspace_id, app_id)
    try:
        loaded = await asyncio.to_thread(load, text, dsl_limits(rt.settings))
    except InvalidDsl as error:
        return ImportResult(id=import_id, status="failed", error=str(error))
    if loaded.status == "pending":
        await storage.imports.add_import(
            rt.db,
            PendingImport(
                id=import_id,
                workspace_id=workspace_id,
                account_id=account_id,
                app_id=app_id,
                content=text,
                imported_version=loaded.imported_version,
                options=given,
                expires_at=time.time() + rt.settings.import_waiting_seconds,
            ),
        )
        return _result(import_id, loaded, "pending", None)
    return await _carry_out(
        rt, import_id, loaded, target, workspace_id=workspace_id, account_id=account_id, overrides=given
    )


@needs(Action.EDIT_APPS)
async def confirm_import(rt: "Runtime", workspace_id: str, import_id: str) -> ImportResult:
    """Carry out a pending import.

    Raises:
        InvalidInput: there is none with this id, or its time is over.
        NotFound: the app that it was to replace is gone.
    """
    try:
        pending = await storage.imports.take_import(rt.db, workspace_id, import_id, time.time())
    except NotFound as error:
        raise InvalidInput("There is no such import that waits; it may be over. Import the file again.") from error
    target = await _target(rt, workspace_id, pending.app_id)
    loaded = await asyncio.to_thread(load, pending.content, dsl_limits(rt.settings))
    return await _carry_out(
        rt,
        import_id,
        loaded,
        target,
        workspace_id=workspace_id,
        account_id=pending.account_id,
        overrides=dict(pending.options),
    )


@needs(Action.EDIT_APPS)
async def fetch_dsl(rt: "Runtime", url: str) -> str:
    """Return the file at a public address; a GitHub or GitLab page of a file is read as the file itself.

    Raises:
        FetchFailed: the address is not allowed, does not answer in time, or its file is empty or too large.
    """
    settings = rt.settings
    return await fetch_text(
        raw_address(url.strip()),
        allowed=settings.allow_private_addresses,
        timeout=settings.import_fetch_seconds,
        most=int(settings.dsl_file_mb * MB),
    )


def raw_address(url: str) -> str:
    """Return where the file itself lies, for the address of a page that shows it."""
    if found := _GITHUB_PAGE.fullmatch(url.partition("?")[0]):
        owner, repository, path = found.groups()
        return f"https://raw.githubusercontent.com/{owner}/{repository}/{path}"
    if found := _GITLAB_PAGE.fullmatch(url):
        return f"{found[1]}/-/raw/{found[2]}"
    return url


async def missing_plugins(rt: "Runtime", app: App) -> list[dict[str, Any]]:
    """Return the plugins that the app's file or nodes name and that nothing here stands for."""
    workflow = await workflows.find_draft(rt, app) if app.mode in GRAPH_MODES else None
    return missing_dependencies(documents.document_of(app, workflow), also_here=rt.plugins.replaced())


@needs(Action.EDIT_APPS)
async def export_dsl(rt: "Runtime", app: App, *, include_secret: bool = False, workflow_id: str | None = None) -> str:
    """Return the app as a DSL file: its draft unless `workflow_id` names a version. Raises NotFound."""
    workflow: Workflow | None = None
    if workflow_id is not None:
        workflow = await rt.db.read(
            lambda: storage.workflows.get_workflow(rt.db, app.workspace_id, app.id, workflow_id)
        )
    elif app.mode in GRAPH_MODES:
        workflow = await workflows.find_draft(rt, app)
        if workflow is None:
            raise NotFound("draft", app.id)
    document = documents.document_of(app, workflow)
    if workflow is not None and include_secret:
        document = document.replace(environment_variables=documents.opened(rt.secrets, workflow.environment_variables))
    document = concealed(rt, app.workspace_id, document)
    return await asyncio.to_thread(dump, document, include_secrets=include_secret)


async def _target(rt: "Runtime", workspace_id: str, app_id: str | None) -> App | None:
    if app_id is None:
        return None
    app = await get_app(rt, workspace_id, app_id)
    workflows.check_graph_app(app)
    return app


async def _carry_out(
    rt: "Runtime",
    import_id: str,
    loaded: Loaded,
    target: App | None,
    *,
    workspace_id: str,
    account_id: str | None,
    overrides: dict[str, Any],
) -> ImportResult:
    status = "completed-with-warnings" if loaded.status == "pending" else loaded.status
    document, lost = revealed(rt, workspace_id, _without_foreign(loaded.document))
    missing = told_of_missing(document, also_here=rt.plugins.replaced())
    tools = await told_of_tools(rt, workspace_id, document)
    loaded = replace(loaded, warnings=[*loaded.warnings, *lost, *missing, *tools])
    try:
        if target is None:
            unnamed = {} if document.name.strip() else {"name": DEFAULT_NAME}
            app = await add_document(
                rt, workspace_id, document.replace(**{**unnamed, **overrides}), account_id=account_id
            )
        else:
            app = await _replace_draft(rt, target, document, account_id)
    except ServiceError as error:
        return replace(_result(import_id, loaded, "failed", None), error=str(error))
    about: dict[str, Any] = {"name": app.name, "version": loaded.imported_version, "replaced": bool(target)}
    await audit.note(rt, workspace_id, "app.import", target=("app", app.id), account_id=account_id, **about)
    return _result(import_id, loaded, status, app)


async def _replace_draft(rt: "Runtime", app: App, document: Document, account_id: str | None) -> App:
    if document.mode != app.mode:
        raise InvalidInput(f"The file is an app of mode {document.mode}, the app to replace one of {app.mode}.")
    stored = await workflows.find_draft(rt, app)
    kept = {str(item.get("id")): item.get("value") for item in stored.environment_variables} if stored else {}
    variables = [_with_stored_secret(item, kept) for item in document.workflow["environment_variables"]]
    document = document.replace(environment_variables=variables)
    await workflows.put_draft(rt, app, document, stored=stored, account_id=account_id)
    settings = {**app.settings, **documents.app_columns(document)["settings"]}
    changed = await storage.apps.update_app(
        rt.db, app.workspace_id, app.id, settings=settings, updated_by=account_id, updated_at=time.time()
    )
    rt.caches.forget_app(app.id)
    return changed


def _without_foreign(document: Document) -> Document:
    changes = {}
    for node in document.nodes:
        given = [name for name in FOREIGN.get(node.kind, ()) if node.data.get(name)]
        if given:
            changes[node.id] = {**node.data, **dict.fromkeys(given, "")}
    return document.with_nodes_data(changes)


def _with_stored_secret(item: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """Fill a secret that the file left empty, as exports do, with the one that the draft has."""
    is_empty = item.get("value_type") == "secret" and not item.get("value")
    return {**item, "value": stored.get(str(item.get("id"))) or ""} if is_empty else item


def _checked_overrides(overrides: dict[str, Any]) -> dict[str, Any]:
    unknown = overrides.keys() - OVERRIDES
    if unknown:
        raise InvalidInput(f"An import takes no {', '.join(sorted(unknown))}.", param=min(unknown))
    given = {name: value for name, value in overrides.items() if value is not None}
    check_fields(given)
    return given


def _result(import_id: str, loaded: Loaded, status: str, app: App | None) -> ImportResult:
    found = list(loaded.warnings)
    if loaded.status != "completed":
        found.insert(0, f"The file is of version {loaded.imported_version}; it is read as version {CURRENT_VERSION}.")
    warnings = found[:MAX_WARNINGS]
    left_out = len(found) - len(warnings)
    return ImportResult(
        id=import_id,
        status=status,
        app_id=app.id if app else None,
        app_mode=loaded.document.mode if app else None,
        imported_dsl_version=loaded.imported_version,
        warnings=(*warnings, *([f"and {left_out} more"] if left_out else [])),
    )
