"""Apps that search stored knowledge bases: what the model is given, what is cited, what is kept."""

from typing import Any

import pytest

from engine.events import MessageEnd
from services import models
from services.chats import chat
from services.runtime import Runtime
from storage.knowledge.hits import list_retrievals
from storage.records import Dataset
from tests.services.bases import add_document, make_base
from tests.services.parts import chat_app, document, events_of, graph, llm, message_of, node, published, sign_in
from tests.vendor import Vendor

TEXTS = ["The ferry to the island leaves at nine.", "Income is taxed by the state.", "退款将在十四天内支付。"]


@pytest.fixture
async def base(rt: Runtime, workspace_id: str, vendor: Vendor) -> Dataset:
    await sign_in(rt, workspace_id, vendor)
    dataset = await make_base(rt, workspace_id, "Travel")
    await add_document(rt, dataset, TEXTS, name="guide.md")
    return dataset


def bound(*dataset_ids: str, **settings: Any) -> dict[str, Any]:
    """Return the `dataset_configs` of a chat app."""
    entries = [{"dataset": {"id": id, "enabled": True}} for id in dataset_ids]
    return {"retrieval_model": "multiple", "top_k": 1, "datasets": {"datasets": entries}, **settings}


async def test_a_chat_app_answers_from_its_bases_and_cites_them(rt: Runtime, base: Dataset, vendor: Vendor) -> None:
    app = await chat_app(rt, base.workspace_id, dataset_configs=bound(base.id))
    first = await chat.start_turn(rt, app, query="When does the ferry leave?", inputs={}, user="ann")
    await events_of(first)
    await rt.background.idle()
    live = await chat.start_turn(rt, app, query="When does the ferry leave?", inputs={}, user="ann")
    end = (await events_of(live))[-1]
    assert isinstance(end, MessageEnd)
    assert any(TEXTS[0] in str(request.body) for request in vendor.model_requests)
    (cited,) = (await message_of(rt, live, app)).metadata["retriever_resources"]
    assert cited == {
        **cited,
        "position": 1,
        "dataset_id": base.id,
        "dataset_name": "Travel",
        "document_name": "guide.md",
        "content": TEXTS[0],
        "segment_position": 1,
        "page": 1,
        "word_count": len(TEXTS[0]),
        "hit_count": 1,  # before this search
        "retriever_from": "workflow",
    }
    assert 0 < cited["score"] <= 1
    await rt.background.idle()
    log, total = list_retrievals(rt.db, base.workspace_id, base.id)
    assert (total, log[0].source, log[0].app_id) == (2, "app", app.id)


async def test_a_workflow_s_node_searches_stored_bases(rt: Runtime, base: Dataset, vendor: Vendor) -> None:
    search = node(
        "kb",
        "knowledge-retrieval",
        query_variable_selector=["sys", "query"],
        dataset_ids=[base.id, "gone"],
        multiple_retrieval_config={"top_k": 2, "score_threshold": 0.2},
    )
    context = {"enabled": True, "variable_selector": ["kb", "result"]}
    parts = [node("start", "start"), search, llm("{{#context#}}", context=context)]
    answer = node("answer", "answer", answer="{{#llm.text#}}")
    app = await published(rt, base.workspace_id, document("advanced-chat", graph(*parts, answer)))
    live = await chat.start_turn(rt, app, query="十四天内退款", inputs={}, user="ann")
    end = (await events_of(live))[-1]
    assert isinstance(end, MessageEnd)
    assert [cited["content"] for cited in end.citations] == [TEXTS[2]]


async def test_a_base_of_another_workspace_is_not_there(rt: Runtime, base: Dataset, vendor: Vendor) -> None:
    foreign = await make_base(rt, "another", "Foreign")
    await add_document(rt, foreign, ["The ferry leaves never."], vectors=[[1.0] + [0.0] * 383])
    app = await chat_app(rt, base.workspace_id, dataset_configs=bound(foreign.id))
    live = await chat.start_turn(rt, app, query="When does the ferry leave?", inputs={}, user="ann")
    end = (await events_of(live))[-1]
    assert isinstance(end, MessageEnd)
    assert end.citations == []
    assert "never" not in str([request.body for request in vendor.model_requests])


async def test_settings_of_the_flat_form_are_followed_and_the_log_tells_them(
    rt: Runtime, base: Dataset, vendor: Vendor
) -> None:
    model = {"provider": "cohere", "model": "rerank-multilingual-v2.0"}
    credentials = {"api_key": "key-of-the-tests", "base_url": vendor.openai_url}
    listed = [{"model": model["model"], "model_type": "rerank"}]
    await models.register_provider(rt, base.workspace_id, "cohere", credentials, models=listed)
    flat = {"retrieval_model": "vector", "top_k": 5, "score_threshold": 0.7, "reranking_enable": True}
    configs = {**bound(base.id), **flat, "reranking_model": model}
    app = await chat_app(rt, base.workspace_id, dataset_configs=configs)
    await events_of(await chat.start_turn(rt, app, query="ferry leaves nine", inputs={}, user="ann"))
    await rt.background.idle()
    settings = list_retrievals(rt.db, base.workspace_id, base.id)[0][0].settings
    assert (settings["top_k"], settings["score_threshold"]) == (5, 0.7)
    assert (settings["reranking"], settings["reranking_model"]) == ("reranking_model", list(model.values()))
    assert [request.path.rpartition("/")[2] for request in vendor.model_requests][:1] == ["rerank"]


async def test_what_a_base_says_stands_before_what_the_app_and_the_model_believe(
    rt: Runtime, base: Dataset, vendor: Vendor
) -> None:
    vendor.rule(when="leaves at nine", reply="At nine.")
    vendor.rule(when="ferry", reply="At noon, I believe.")
    prompt = "All ferries leave at noon."
    for configs, said in ((bound(base.id), "At nine."), (bound(), "At noon, I believe.")):
        app = await chat_app(rt, base.workspace_id, pre_prompt=prompt, dataset_configs=configs)
        live = await chat.start_turn(rt, app, query="When does the ferry leave?", inputs={}, user="ann")
        await events_of(live)
        assert (await message_of(rt, live, app)).answer == said
    system = str(vendor.model_requests[0].body)
    assert system.index("leaves at nine") < system.index(prompt)
