"""Where knowledge is used: sources under an answer, and the choice of bases in nodes and apps."""

import pytest

from services.apps import apps, imports, workflows
from services.chats import chat
from services.runs.runs import DEBUGGER, WEB_APP
from tests.pages.conftest import CHATFLOW
from tests.pages.knowing import MANUAL, base_with, said

GONE = "6f1a1c1e-58c0-4e6e-9d0e-0c3f4f7b2a11"  # the id of a base that is not here
QUESTION = "When does the kettle switch itself off?"
CITED = {
    "position": 1,
    "dataset_id": "b",
    "dataset_name": "Manuals",
    "document_id": "d",
    "document_name": "kettle.pdf",
    "segment_id": "s",
    "segment_position": 4,
    "score": 0.7134,
    "page": 12,
    "content": "It switches <b>itself</b> off.",
}


@pytest.fixture
def base(rt, workspace_id):
    return base_with(rt, workspace_id, ("kettle.md", MANUAL))


@pytest.fixture
def bot(rt, workspace_id):
    return rt.call(apps.create_app(rt, workspace_id, name="Bot", mode="chat"))


def bound(rt, workspace_id, bot, base):
    """Have a chatbot search a base."""
    datasets = {"datasets": [{"dataset": {"enabled": True, "id": base.id}}]}
    configs = {"retrieval_model": "multiple", "datasets": datasets, "top_k": 2, "reranking_enable": False}
    rt.call(apps.save_model_config(rt, bot, {**(bot.model_config or {}), "dataset_configs": configs}))
    return rt.call(apps.get_app(rt, workspace_id, bot.id))


def sources(at):
    return [button.label.replace("\\", "") for button in at.button if (button.key or "").startswith("chat_cited_")]


def test_an_answer_shows_its_sources_and_each_opens_its_chunk(open_page, rt, workspace_id, bot, base):
    app = bound(rt, workspace_id, bot, base)
    at = open_page("chat.py", app=app.id)
    at.chat_input[0].set_value(QUESTION).run()
    found = sources(at)
    assert found[0].startswith("**1** kettle.md · 0.")
    assert len(found) == 2
    first = next(button for button in at.button if (button.key or "").startswith("chat_cited_"))
    first.click().run()
    links = [link.proto for link in at.get("page_link") if link.proto.page == "knowledge-document"]
    assert f"base={base.id}" in links[0].query_string
    assert "segment=" in links[0].query_string


def test_a_run_in_the_studio_shows_the_sources_of_its_answer(open_page, rt, workspace_id, bot, base):
    app = bound(rt, workspace_id, bot, base)
    live = rt.call(chat.start_turn(rt, app, query=QUESTION, inputs={}, user="local", invoke_from=DEBUGGER))
    rt.call(live.ended())
    at = open_page("studio.py", app=app.id, run=live.id)
    assert sources(at)[0].startswith("**1** kettle.md · 0.")


def test_a_source_shows_document_page_and_score_and_its_text_as_it_is(open_page, rt, workspace_id, monkeypatch):
    at = shown(rt, open_page, monkeypatch, [CITED, {**CITED, "position": 2}])
    assert sources(at) == ["**1** kettle.pdf · page 12 · 0.71"]
    at.button(key=next(b.key for b in at.button if (b.key or "").startswith("chat_cited_"))).click().run()
    words = said(at)
    assert "It switches &lt;b&gt;itself&lt;/b&gt; off." in words
    assert "Manuals · \\#4 · page 12 · score 0\\.71" in words


def shown(rt, open_page, monkeypatch, citations):
    """Return the chat page of an app whose answers cite these."""
    monkeypatch.setattr("services.chats.turns.shown_citations", lambda served, ended: citations)
    workspace_id = rt.db.one("SELECT id FROM workspaces")["id"]
    app = rt.call(apps.create_app(rt, workspace_id, name="Bot", mode="chat"))
    live = rt.call(chat.start_turn(rt, app, query="hi", inputs={}, user="local", invoke_from=WEB_APP))
    rt.call(live.ended())
    return open_page("chat.py", app=app.id, conversation=live.conversation_id)


def test_an_app_chooses_its_bases_by_name(open_page, rt, workspace_id, bot, base):
    at = open_page("studio.py", app=bot.id)
    before = rt.call(apps.get_app(rt, workspace_id, bot.id)).model_config
    choice = next(field for field in at.multiselect if (field.key or "").endswith("_datasets"))
    assert "dataset_configs" not in (before or {}) or not before["dataset_configs"].get("datasets", {}).get("datasets")
    choice.set_value([base.id]).run()
    configs = rt.call(apps.get_app(rt, workspace_id, bot.id)).model_config["dataset_configs"]
    assert configs["datasets"]["datasets"] == [{"dataset": {"enabled": True, "id": base.id}}]


STORED = [
    {"top_k": 5, "score_threshold": 0.7, "score_threshold_enabled": True, "retrieval_model": "vector"},
    {"reranking_enable": True, "reranking_model": {"provider": "cohere", "model": "rerank-multilingual-v2.0"}},
    {"reranking_enable": True, "reranking_mode": "weighted_score", "score_threshold": 0.4},
    {"reranking_mode": "reranking_model", "top_k": None},
]


@pytest.mark.parametrize("stored", STORED, ids=["vector", "cohere", "weights", "nobody"])
def test_opening_the_settings_of_an_app_changes_nothing(open_page, rt, workspace_id, bot, base, stored):  # noqa: PLR0917
    configs = {**stored, "datasets": {"datasets": [{"dataset": {"enabled": True, "id": base.id}}]}}
    rt.call(apps.save_model_config(rt, bot, {**(bot.model_config or {}), "dataset_configs": configs}))
    before = rt.call(apps.get_app(rt, workspace_id, bot.id))
    open_page("studio.py", app=bot.id)
    assert rt.call(apps.get_app(rt, workspace_id, bot.id)).model_config == before.model_config


def test_a_node_chooses_its_bases_by_name_and_keeps_those_that_are_not_here(open_page, rt, workspace_id, base):
    node = f"""
      - id: find
        type: custom
        position: {{x: 300, y: 200}}
        data: {{type: knowledge-retrieval, title: Find, query_variable_selector: [sys, query], dataset_ids: [{GONE}]}}
"""
    text = CHATFLOW.replace("      - {id: answer", f"{node.lstrip(chr(10))}      - {{id: answer")
    app_id = rt.call(imports.import_dsl(rt, workspace_id, text)).app_id
    at = open_page("studio.py", app=app_id)
    at.session_state["StudioState"].selected = "find"
    at.run()
    choice = next(field for field in at.multiselect if (field.key or "").endswith("_find_dataset_ids"))
    offered = choice.options
    choice.set_value([GONE, base.id]).run()
    app = rt.call(apps.get_app(rt, workspace_id, app_id))
    graph = rt.call(workflows.get_draft(rt, app)).graph
    (data,) = [one["data"] for one in graph["nodes"] if one["id"] == "find"]
    assert data["dataset_ids"] == [GONE, base.id]
    again = next(field for field in at.multiselect if (field.key or "").endswith("_find_dataset_ids"))
    assert (again.key, again.options) == (choice.key, offered), "the open list would close"
