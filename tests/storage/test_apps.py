"""Apps, their sites, workflows and keys."""

import asyncio
from typing import Any

import pytest

from storage import apps, keys, workflows
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.knowledge import datasets
from storage.messages import record_turn
from storage.records import ApiKey, App, Message, Run, Site, Workflow
from tests.storage.tenants import add_tenant

W = "workspace"


async def add(db: Database, name: str, *, at: float = 0.0, **fields: Any) -> App:
    app = App(workspace_id=W, name=name, created_at=at, updated_at=at, **({"mode": "chat"} | fields))
    await apps.add_app(db, app, Site(workspace_id=W, app_id=app.id, code=f"code of {name}", title=name))
    return app


async def test_apps_come_newest_first_page_by_page(db: Database) -> None:
    for number in range(5):
        await add(db, f"App {number}", at=float(number))
    pages = [[app.name for app in apps.list_apps(db, W, page=page, limit=2)] for page in (1, 2, 3, 4)]
    assert pages == [["App 4", "App 3"], ["App 2", "App 1"], ["App 0"], []]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"mode": "workflow"}, ["Übersetzer"]),
        ({"name": "über"}, ["Übersetzer"]),
        ({"name": "%"}, ["100 %"]),
        ({"status": "disabled"}, ["100 %"]),
        ({"created_by": "ann"}, ["Guide"]),
        ({"mode": "chat", "name": "u"}, ["Guide"]),
        ({"mode": "completion"}, []),
        ({}, ["100 %", "Guide", "Übersetzer"]),
    ],
)
async def test_apps_are_found_by_mode_name_status_and_maker(
    db: Database, wanted: dict[str, Any], names: list[str]
) -> None:
    await add(db, "Übersetzer", at=1, mode="workflow")
    await add(db, "Guide", at=2, created_by="ann")
    await add(db, "100 %", at=3, status="disabled")
    assert [app.name for app in apps.list_apps(db, W, **wanted)] == names
    assert apps.count_apps(db, W, **wanted) == len(names)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("created", ["late", "Middle", "early"]),
        ("changed", ["Middle", "early", "late"]),
        ("used", ["early", "Middle", "late"]),
        ("name", ["early", "late", "Middle"]),
    ],
)
async def test_apps_are_ordered_as_it_is_wanted(db: Database, sort: apps.Sort, names: list[str]) -> None:
    early, middle = await add(db, "early", at=1), await add(db, "Middle", at=2)
    await add(db, "late", at=3)
    draft = Workflow(workspace_id=W, app_id=middle.id, graph={}, updated_at=9)
    await workflows.add_workflow(db, draft)
    await apps.update_app(db, W, early.id, updated_at=8.0)
    for app, at in ((early, 20.0), (middle, 10.0)):
        await record_turn(db, run=Run(workspace_id=W, app_id=app.id, status="succeeded", created_at=at))
    assert [app.name for app in apps.list_apps(db, W, sort=sort)] == names


async def test_apps_are_found_by_all_of_several_tags_which_go_with_the_app(db: Database) -> None:
    both, one = await add(db, "both"), await add(db, "one")
    await datasets.bind_tags(db, W, both.id, ["a", "b"])
    await datasets.bind_tags(db, W, one.id, ["a"])
    assert {app.name for app in apps.list_apps(db, W, tag_ids=["a"])} == {"both", "one"}
    assert [app.name for app in apps.list_apps(db, W, tag_ids=["a", "b"])] == ["both"]
    assert apps.count_apps(db, W, tag_ids=["b", "a", "b"]) == 1
    await apps.delete_app(db, W, both.id)
    assert db.query("SELECT target_id FROM tag_bindings") == [{"target_id": one.id}]


async def test_an_update_returns_the_app_as_it_is_now(db: Database) -> None:
    app = await add(db, "Guide")
    changed = await apps.update_app(db, W, app.id, model_config={"model": {"name": "m"}}, updated_at=9.0)
    assert changed.model_config == {"model": {"name": "m"}}
    assert apps.get_app(db, W, app.id) == changed
    assert await apps.update_app(db, W, app.id) == changed


async def test_deleting_an_app_takes_everything_of_it_along_and_nothing_else(db: Database) -> None:
    first, second = await add_tenant(db), await add_tenant(db)
    await apps.delete_app(db, first.id, first.rows["apps"].id)
    for table in ("apps", *apps.OWNED):
        left = {row["workspace_id"] for row in db.query(f"SELECT workspace_id FROM {table}")}
        assert left == {second.id}, table


async def test_an_unknown_app_is_not_found(db: Database) -> None:
    with pytest.raises(NotFound, match="app nowhere does not exist"):
        apps.get_app(db, W, "nowhere")
    with pytest.raises(NotFound):
        await apps.update_app(db, W, "nowhere", name="x")
    with pytest.raises(NotFound):
        await apps.delete_app(db, W, "nowhere")


async def test_a_new_site_code_replaces_the_old_one_and_is_unique(db: Database) -> None:
    app = await add(db, "Guide")
    await add(db, "Other")
    await apps.update_site(db, W, app.id, code="fresh")
    assert apps.find_site_by_code(db, "code of Guide") is None
    assert apps.find_site_by_code(db, "fresh") == apps.get_site(db, W, app.id)
    with pytest.raises(Conflict):
        await apps.update_site(db, W, app.id, code="code of Other")


async def test_the_activity_of_apps_counts_runs_and_messages_but_no_debugging(db: Database) -> None:
    busy, idle = await add(db, "Busy"), await add(db, "Idle")
    run: dict[str, Any] = {"workspace_id": W, "app_id": busy.id}
    await record_turn(db, run=Run(**run, status="succeeded", created_at=5.0))
    await record_turn(db, run=Run(**run, status="failed", created_at=7.0), message=Message(**run, query="?"))
    await record_turn(db, run=Run(**run, status="stopped", created_at=9.0, triggered_from="debugging"))
    found = apps.app_activity(db, W, [busy.id, idle.id])
    assert list(found) == [busy.id]
    assert (found[busy.id].runs, found[busy.id].messages, found[busy.id].last_status) == (2, 1, "failed")


def version(app_id: str, name: str, at: float, **fields: Any) -> Workflow:
    return Workflow(workspace_id=W, app_id=app_id, version=name, graph={"v": name}, created_at=at, **fields)


async def test_the_newest_published_version_serves(db: Database) -> None:
    assert workflows.find_published(db, W, "a") is None
    await workflows.add_workflow(db, version("a", "draft", 9.0))
    await workflows.add_workflow(db, version("a", "2026-01", 1.0, marked_name="June"))
    await workflows.add_workflow(db, version("a", "2026-02", 2.0))
    newest = workflows.find_published(db, W, "a")
    assert newest
    assert newest.version == "2026-02"
    assert workflows.published_ids(db, W) == {"a": newest.id}
    assert [item.version for item in workflows.list_versions(db, W, "a")] == ["2026-02", "2026-01"]
    assert [item.version for item in workflows.list_versions(db, W, "a", named_only=True)] == ["2026-01"]
    with pytest.raises(Conflict):
        await workflows.add_workflow(db, version("a", "2026-02", 3.0))


async def test_a_draft_is_saved_over_the_one_that_was_seen_only(db: Database) -> None:
    first = await workflows.save_draft(db, version("a", "draft", 1.0, hash="1", created_by="ann"))
    second = version("a", "draft", 2.0, hash="2", updated_by="bob")
    saved = await workflows.save_draft(db, second, seen_hash="1")
    assert (saved.id, saved.created_by, saved.updated_by) == (first.id, "ann", "bob")
    assert workflows.find_draft(db, W, "a") == saved
    with pytest.raises(Conflict, match="changed by someone else"):
        await workflows.save_draft(db, version("a", "draft", 3.0, hash="3"), seen_hash="1")


async def test_of_two_who_save_the_same_draft_at_once_one_is_told(db: Database) -> None:
    await workflows.save_draft(db, version("a", "draft", 1.0, hash="0"))
    saves = [workflows.save_draft(db, version("a", "draft", 2.0, hash=mine), seen_hash="0") for mine in "ab"]
    results = await asyncio.gather(*saves, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Workflow"]


async def test_keys_are_found_by_hash_until_they_are_deleted(db: Database) -> None:
    key = ApiKey(workspace_id=W, app_id="a", hash="h", hint="app-Zr…3e", expires_at=9.5)
    wide = ApiKey(workspace_id=W, type="dataset", hash="d", hint="dataset-…")
    await keys.add_key(db, key)
    await keys.add_key(db, wide)
    assert keys.find_key_by_hash(db, "h") == key
    assert keys.list_keys(db, W, app_id="a") == [key]
    assert keys.list_keys(db, W, type="dataset") == [wide]
    await keys.touch_keys(db, {key.id: 7.5})
    assert (await keys.delete_key(db, W, key.id, app_id="a")).last_used_at == 7.5
    assert keys.find_key_by_hash(db, "h") is None
    with pytest.raises(NotFound):
        await keys.delete_key(db, W, wide.id, app_id="a")
