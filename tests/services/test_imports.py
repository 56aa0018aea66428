"""Imports: completed, warned about, waiting or failed; exports that import to the same app."""

import json
from pathlib import Path

import pytest

from engine.dsl import load
from engine.tools.mcp.links import RemoteTool
from services.apps import apps, examples, imports, workflows
from services.errors import FetchFailed, InvalidInput
from services.knowledge import in_files
from services.runtime import Runtime
from services.tools import apis, custom
from storage.errors import NotFound
from storage.records import CustomProvider
from tests.services.parts import chat_app, counts, echo

COMMUNITY = Path(__file__).resolve().parents[3] / "shared" / "dsl" / "community"

CHAT = """
kind: app
version: "{version}"
app: {{name: Guide, mode: chat, icon: "⛴", my_key: kept}}
model_config:
  model: {{provider: openai, name: gpt-4o-mini, mode: chat, completion_params: {{}}}}
  pre_prompt: Be kind.
dependencies: []
further: [1, 2]
"""

UNBUILT = """
kind: app
version: "0.6.0"
app: {name: Guide, mode: workflow}
workflow:
  graph: {nodes: [{id: t, data: {type: datasource, title: Source}}], edges: []}
"""


@pytest.mark.parametrize(
    ("version", "status"),
    [("0.6.0", "completed"), ("0.3.0", "completed-with-warnings"), ("0.7.0", "pending"), ("0.6.9", "pending")],
)
async def test_the_version_decides_how_an_import_ends(
    rt: Runtime, workspace_id: str, version: str, status: str
) -> None:
    result = await imports.import_dsl(rt, workspace_id, CHAT.format(version=version))
    assert (result.status, result.imported_dsl_version, result.current_dsl_version) == (status, version, "0.6.0")
    assert (result.app_id is None) is (status == "pending")
    assert any(f"version {version}" in warning for warning in result.warnings) is (status != "completed")
    assert counts(rt, "apps") == {"apps": 0 if status == "pending" else 1}


async def test_what_an_import_is_given_wins_over_the_file(rt: Runtime, workspace_id: str) -> None:
    result = await imports.import_dsl(rt, workspace_id, CHAT.format(version="0.6.0"), name="My guide", icon=None)
    assert result.app_id is not None
    app = await apps.get_app(rt, workspace_id, result.app_id)
    assert (app.name, app.icon, app.mode) == ("My guide", "⛴", "chat")


async def test_a_pending_import_is_carried_out_once_when_it_is_confirmed(rt: Runtime, workspace_id: str) -> None:
    waiting = await imports.import_dsl(rt, workspace_id, CHAT.format(version="0.7.0"), name="Mine")
    with pytest.raises(InvalidInput):
        await imports.confirm_import(rt, "another workspace", waiting.id)
    result = await imports.confirm_import(rt, workspace_id, waiting.id)
    assert result.app_id is not None
    assert (await apps.get_app(rt, workspace_id, result.app_id)).name == "Mine"
    with pytest.raises(InvalidInput):
        await imports.confirm_import(rt, workspace_id, waiting.id)


async def test_a_pending_import_is_over_after_its_time(rt: Runtime, workspace_id: str) -> None:
    waiting = await imports.import_dsl(rt, workspace_id, CHAT.format(version="0.7.0"))
    rt.settings = rt.settings.model_copy(update={"import_waiting_seconds": -1})
    over = await imports.import_dsl(rt, workspace_id, CHAT.format(version="0.7.0"))
    with pytest.raises(InvalidInput, match="Import the file again"):
        await imports.confirm_import(rt, workspace_id, over.id)
    assert (await imports.confirm_import(rt, workspace_id, waiting.id)).app_id


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "YAML"),
        ("- 1", "mapping"),
        ("kind: app", "app"),
        ("app: {mode: foo}", "Allowed are"),
        ("app: {mode: chat}", "model_config"),
        ("kind: rag_pipeline\napp: {mode: chat}", "pipeline"),
        ("version: 0.6\napp: {mode: chat}\nmodel_config: {}", "version"),
    ],
)
async def test_a_file_that_is_no_app_fails_with_the_reason(
    rt: Runtime, workspace_id: str, text: str, word: str
) -> None:
    result = await imports.import_dsl(rt, workspace_id, text)
    assert (result.status, result.app_id) == ("failed", None)
    assert word in result.error
    assert counts(rt, "apps", "pending_imports") == {"apps": 0, "pending_imports": 0}


async def test_what_a_file_holds_beyond_our_columns_comes_out_again(rt: Runtime, workspace_id: str) -> None:
    text = CHAT.format(version="0.6.0")
    result = await imports.import_dsl(rt, workspace_id, text)
    assert result.app_id is not None
    app = await apps.get_app(rt, workspace_id, result.app_id)
    exported = await imports.export_dsl(rt, app)
    assert load(exported).document == load(text).document


async def test_importing_over_an_app_replaces_its_draft_and_keeps_its_secrets(rt: Runtime, workspace_id: str) -> None:
    secret = {"id": "s1", "name": "TOKEN", "value_type": "secret", "value": "secret-of-the-house"}
    app = await apps.add_document(rt, workspace_id, echo("first", environment_variables=[secret]))
    await workflows.publish(rt, app)
    before = await workflows.get_draft(rt, app)
    exported = (await imports.export_dsl(rt, app)).replace("first", "second")
    result = await imports.import_dsl(rt, workspace_id, exported, app_id=app.id)
    assert (result.status, result.app_id) == ("completed", app.id)
    draft, published = await workflows.get_draft(rt, app), await workflows.published(rt, app)
    assert published is not None
    assert "second" in str(draft.graph)
    assert "second" not in str(published.graph)
    assert draft.environment_variables == before.environment_variables
    assert counts(rt, "apps") == {"apps": 1}


async def test_an_import_over_an_app_needs_a_graph_of_the_same_mode(rt: Runtime, workspace_id: str) -> None:
    text = CHAT.format(version="0.6.0")
    with pytest.raises(InvalidInput):
        await imports.import_dsl(rt, workspace_id, text, app_id=(await chat_app(rt, workspace_id)).id)
    with pytest.raises(NotFound):
        await imports.import_dsl(rt, workspace_id, text, app_id="nobody")
    chatflow = await apps.add_document(rt, workspace_id, echo())
    result = await imports.import_dsl(rt, workspace_id, text, app_id=chatflow.id)
    assert (result.status, "advanced-chat" in result.error) == ("failed", True)


async def test_what_cannot_run_yet_is_told(rt: Runtime, workspace_id: str) -> None:
    result = await imports.import_dsl(rt, workspace_id, UNBUILT)
    assert result.app_id
    assert any("cannot run yet" in warning for warning in result.warnings)


CALLING = """
kind: app
version: "0.6.0"
app: {name: Buyer, mode: workflow}
workflow:
  graph:
    edges: []
    nodes:
      - {id: a, data: {type: tool, provider_type: api, provider_id: 29303358-86a5, provider_name: Shop, tool_name: buy}}
      - {id: b, data: {type: tool, provider_type: api, provider_id: 29303358-86a5, provider_name: Shop, tool_name: sell}}
      - id: c
        data:
          type: agent
          agent_parameters:
            tools:
              type: constant
              value:
                - {type: mcp, provider_name: fetcher, tool_name: fetch}
                - {type: mcp, provider_name: other, tool_name: fetch, enabled: false}
"""
ALL_ABSENT = (
    'the service "Shop" is not here: add its OpenAPI document on the page Tools, until then calls of buy, sell fail',
    'the MCP server "fetcher" is not here: add it on the page Tools, until then calls of fetch fail',
)


async def test_tools_of_services_and_servers_are_missing_until_the_workspace_adds_them(
    rt: Runtime, workspace_id: str
) -> None:
    assert (await imports.import_dsl(rt, workspace_id, CALLING)).warnings == ALL_ABSENT

    await apis.add_api(rt, workspace_id, document=json.dumps(shop("buy")))
    half, server = (await imports.import_dsl(rt, workspace_id, CALLING)).warnings
    assert (half, server) == ('"Shop" on the page Tools does not offer sell: calls fail until it does', ALL_ABSENT[1])

    (row,) = await custom.list_custom(rt, workspace_id)
    await apis.change_api(rt, workspace_id, row.id, document=json.dumps(shop("buy", "sell")))
    await custom.added_provider(rt, mcp_server(rt, workspace_id))
    assert (await imports.import_dsl(rt, workspace_id, CALLING)).warnings == ()


def shop(*operations: str) -> dict[str, object]:
    """Return the OpenAPI document of a service with these operations."""
    paths = {f"/{name}": {"get": {"operationId": name}} for name in operations}
    return {"openapi": "3.0.0", "info": {"title": "Shop"}, "servers": [{"url": "https://shop.example"}], "paths": paths}


def mcp_server(rt: Runtime, workspace_id: str) -> CustomProvider:
    """Return an MCP server that has told what it offers."""
    settings = {"transport": "http", "url": "https://mcp.example", "headers": {}, "timeout": 60.0}
    return CustomProvider(
        workspace_id=workspace_id,
        kind=custom.MCP,
        identifier="fetcher",
        name="Fetcher",
        ciphertext=custom.sealed(rt, settings),
        tools=[RemoteTool(name="fetch").as_mapping()],
    )


@pytest.mark.parametrize(
    ("page", "file"),
    [
        (
            "https://github.com/ann/apps/blob/main/a%20b/guide.yml?plain=1",
            "https://raw.githubusercontent.com/ann/apps/main/a%20b/guide.yml",
        ),
        ("https://gitlab.com/a/b/c/-/blob/main/x.yml", "https://gitlab.com/a/b/c/-/raw/main/x.yml"),
        ("https://example.com/guide.yml?x=1", "https://example.com/guide.yml?x=1"),
    ],
)
def test_pages_that_show_a_file_are_read_as_the_file(page: str, file: str) -> None:
    assert imports.raw_address(page) == file


async def test_inner_addresses_are_not_fetched(rt: Runtime) -> None:
    with pytest.raises(FetchFailed, match="not a public web address"):
        await imports.fetch_dsl(rt, "http://127.0.0.1/guide.yml")


async def comes_out_equal(rt: Runtime, workspace_id: str, text: str) -> bool:
    """Return whether a file, imported and exported again, is the same app; bases of others are left out of it."""
    result = await imports.import_dsl(rt, workspace_id, text)
    if result.status == "pending":
        result = await imports.confirm_import(rt, workspace_id, result.id)
    assert result.app_id, result.error
    app = await apps.get_app(rt, workspace_id, result.app_id)
    exported = await imports.export_dsl(rt, app, include_secret=True)
    return load(exported).document == in_files.revealed(rt, workspace_id, load(text).document)[0]


@pytest.mark.skipif(not COMMUNITY.exists(), reason="the community files are not here")
async def test_community_files_are_stored_and_come_out_equal(rt: Runtime, workspace_id: str) -> None:
    rt.settings = rt.settings.model_copy(update={"dsl_export_encrypt_dataset_id": False})
    files = sorted(COMMUNITY.glob("*.yml"))
    changed = [path.name for path in files if not await comes_out_equal(rt, workspace_id, path.read_text())]
    assert (len(files) > 100, changed) == (True, [])


def test_every_example_can_be_read() -> None:
    files = sorted(examples.FOLDER.glob("*.yml"))
    assert sorted(example.id for example in examples.examples()) == [path.stem for path in files]


def test_an_example_that_cannot_be_read_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "index.toml").write_text(
        '[[template]]\nid = "good"\nen = {}\nzh = {}\n[[template]]\nid = "bad"\nen = {}'
    )
    (tmp_path / "bad.en.yml").write_text("- 1")
    (tmp_path / "good.en.yml").write_text(CHAT.format(version="0.6.0"))
    assert examples.example("good.en", tmp_path).name == "Guide"
    assert [template.id for template in examples.templates(tmp_path)] == ["good"]
    assert all(name in caplog.text for name in ("bad.en.yml", "good.zh.yml"))
    with pytest.raises(NotFound):
        examples.example("bad.en", tmp_path)


TRIGGERED = """
kind: app
version: 0.6.0
app: {name: Hook, mode: workflow}
workflow:
  graph:
    nodes:
      - {id: h, data: {type: trigger-webhook, webhook_url: "http://there/1", webhook_debug_url: "http://there/2"}}
      - {id: p, data: {type: trigger-plugin, subscription_id: s1, event_name: said}}
      - {id: c, data: {type: trigger-schedule, mode: cron, cron_expression: "0 9 * * *"}}
    edges: []
"""


async def test_addresses_and_subscriptions_of_elsewhere_are_left_behind(rt: Runtime, workspace_id: str) -> None:
    result = await imports.import_dsl(rt, workspace_id, TRIGGERED)
    app = await apps.get_app(rt, workspace_id, result.app_id or "")
    nodes = {node.id: node.data for node in (await apps.app_document(rt, app)).nodes}
    assert (nodes["h"]["webhook_url"], nodes["h"]["webhook_debug_url"]) == ("", "")
    assert (nodes["p"]["subscription_id"], nodes["p"]["event_name"]) == ("", "said")
    assert nodes["c"]["cron_expression"] == "0 9 * * *"
    assert "http://there" not in await imports.export_dsl(rt, app, include_secret=True)
