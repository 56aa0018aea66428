"""No call made for one workspace reads or changes a row of another; ranges over every function of every aggregate."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from storage import (
    accounts,
    annotations,
    answers,
    app_figures,
    apps,
    collections,
    conversation_logs,
    conversations,
    feedback,
    human_forms,
    imports,
    kept_answers,
    keys,
    members,
    messages,
    providers,
    publications,
    run_logs,
    runs,
    settings,
    spending,
    triggers,
    uploads,
    webhooks,
    workflows,
)
from storage.database import Database
from storage.errors import NotFound
from tests.storage.tenants import Tenant, add_tenant

AGGREGATES = (
    accounts,
    annotations,
    answers,
    app_figures,
    apps,
    collections,
    conversation_logs,
    conversations,
    feedback,
    human_forms,
    imports,
    kept_answers,
    keys,
    members,
    messages,
    providers,
    publications,
    run_logs,
    runs,
    settings,
    spending,
    triggers,
    uploads,
    webhooks,
    workflows,
)
DOORS = {  # a secret, or the administrator, leads to the workspace, which is therefore not known yet
    "first_workspace",
    "list_workspaces",
    "count_accounts",
    "find_account",
    "find_account_by_email",
    "find_invitation",
    "workspaces_of",
    "find_session",
    "find_site_by_code",
    "find_key_by_hash",
    "find_upload",
    "known_uploads",
    "find_trigger_by_code",
    "waiting_schedules",
    "find_form",
    "find_mailed_form",
    "due_forms",
    "next_expiry",
    "unmailed_forms",
    "runs_with_answers",
    "find_paused_run",
    "unfinished_jobs",
    "due_deliveries",
    "next_delivery",
    "find_answer",
}
CHANGES: dict[str, dict[str, Any]] = {
    "mark_version": {"marked_name": "x"},
    "update_run": {"error": "x"},
    "update_account": {"name": "x"},
    "update_annotation": {"answer": "x"},
    "update_app": {"name": "x"},
    "update_key": {"name": "x"},
    "update_site": {"title": "x"},
    "update_conversation": {"name": "x"},
    "update_message": {"answer": "x"},
    "update_publication": {"theme": "dark"},
    "update_trigger": {"is_enabled": False},
    "update_webhook": {"note": "x"},
    "update_delivery": {"error": "x"},
}


def functions(module: ModuleType) -> list[Callable[..., Any]]:
    found = [item for _, item in inspect.getmembers(module, inspect.isfunction) if item.__module__ == module.__name__]
    return [item for item in found if not item.__name__.startswith("_") and "db" in inspect.signature(item).parameters]


ALL = [item for module in AGGREGATES for item in functions(module)]
SCOPED = [item for item in ALL if "workspace_id" in inspect.signature(item).parameters]
READS = [item for item in SCOPED if not inspect.iscoroutinefunction(item)]
WRITES = [item for item in SCOPED if inspect.iscoroutinefunction(item)]


def arguments(function: Callable[..., Any], tenant: Tenant) -> dict[str, Any]:
    """Return what to call a function with to reach a tenant's rows: required parameters and the ids among the rest."""
    known, wanted = tenant.arguments(), inspect.signature(function).parameters.values()
    chosen = {
        item.name: known[item.name]
        for item in wanted
        if item.name != "db"
        and item.kind is not item.VAR_KEYWORD
        and (item.default is item.empty or item.name in {"app_id", "end_user_id"})
    }
    return chosen | CHANGES.get(function.__name__, {})


def everything(db: Database, workspace_id: str) -> dict[str, list[dict[str, Any]]]:
    owned = [name for name, table in db.tables.items() if "workspace_id" in table.columns]
    return {
        name: db.query(f"SELECT * FROM {name} WHERE workspace_id = ? ORDER BY ALL", [workspace_id]) for name in owned
    }


def test_only_the_doors_read_without_a_workspace() -> None:
    reads = {item.__name__ for item in ALL if item not in SCOPED and not inspect.iscoroutinefunction(item)}
    assert reads == DOORS


@pytest.fixture(scope="module")
def occupied() -> Iterator[tuple[Database, Tenant]]:
    """A database with a workspace in it, for all that only read."""
    db = Database.open(":memory:", extensions=False)
    yield db, asyncio.run(add_tenant(db))
    db.close()


@pytest.mark.parametrize("read", READS, ids=lambda item: item.__name__)
def test_a_read_for_one_workspace_finds_no_row_of_another(
    occupied: tuple[Database, Tenant], read: Callable[..., Any]
) -> None:
    db, other = occupied
    assert read(db, **arguments(read, other))
    asked = arguments(read, other) | {"workspace_id": "somebody else"}
    try:
        assert not read(db, **asked)
    except NotFound:
        return


@pytest.mark.parametrize("write", WRITES, ids=lambda item: item.__name__)
async def test_a_write_for_one_workspace_changes_no_row_of_another(db: Database, write: Callable[..., Any]) -> None:
    other = await add_tenant(db)
    before = everything(db, other.id)
    asked = arguments(write, other) | {"workspace_id": "somebody else"}
    try:
        await write(db, **asked)
    except NotFound:
        assert everything(db, "somebody else") == {name: [] for name in before}
    assert everything(db, other.id) == before
    if write.__name__ not in {"put_setting", "rename_workspace"}:
        await write(db, **arguments(write, other))
        assert everything(db, other.id) != before


async def test_workspaces_may_use_the_same_names_for_everything(db: Database) -> None:
    one, two = await add_tenant(db), await add_tenant(db)
    assert [app.id for app in apps.list_apps(db, one.id)] == [one.rows["apps"].id]
    assert [app.id for app in apps.list_apps(db, two.id)] == [two.rows["apps"].id]
