"""Ranking models: one contract for every server, its faults, and the one that needs no server."""

import json

import pytest

from engine.errors import ModelAuthError, ModelError, ModelNotConfigured, ModelRateLimited
from engine.models import Credentials, ModelRegistry
from engine.models.minilm.weights import model_folder
from engine.models.registry import known_providers
from tests.engine.models import Clock, registry
from tests.vendor import Vendor

TEXTS = ["the ferry leaves at nine", "income is taxed", "nine ferry boats"]
SERVERS = ["cohere", "jina", "siliconflow", "openai_api_compatible", "vllm", "xinference", "localai"]


@pytest.mark.parametrize("kind", SERVERS)
async def test_scores_come_in_the_order_of_the_texts(vendor: Vendor, kind: str):
    models = registry(vendor, kind)
    assert await models.rerank(kind, "ranker").rerank("ferry nine", TEXTS) == [1, 0, 1]
    sent = vendor.requests[-1]
    path = "/v2/rerank" if kind == "cohere" else "/v1/rerank"
    assert (sent.path, sent.headers["authorization"]) == (path, "Bearer sk-test")
    assert sent.body == {"model": "ranker", "query": "ferry nine", "documents": TEXTS, "top_n": 3}
    await models.close()


def test_these_are_all_providers_that_rank() -> None:
    ranking = {info.id for info in known_providers() if "rerank" in info.kinds}
    assert ranking == {*SERVERS, "demo", "local"}


async def test_without_texts_nobody_is_asked(vendor: Vendor):
    models = registry(vendor, "cohere")
    assert await models.rerank("cohere", "ranker").rerank("ferry", []) == []
    assert vendor.requests == []
    await models.close()


@pytest.mark.parametrize(("status", "kind"), [(401, ModelAuthError), (429, ModelRateLimited)])
async def test_refusals_are_told_as_they_are_for_other_models(vendor: Vendor, status: int, kind: type[ModelError]):
    vendor.rule(when="ferry", status=status)
    models = registry(vendor, "cohere", retries=0)
    with pytest.raises(kind):
        await models.rerank("cohere", "ranker").rerank("ferry", TEXTS)
    await models.close()


async def test_a_server_that_is_busy_is_asked_again(vendor: Vendor):
    vendor.rule(when="ferry", status=503, times=1)
    clock = Clock()
    models = registry(vendor, "jina", clock)
    assert len(await models.rerank("jina", "ranker").rerank("ferry", TEXTS)) == 3
    assert clock.waits == [1.0]
    await models.close()


@pytest.mark.parametrize(
    "answer",
    [
        {"data": []},
        {"results": [{"index": 0, "relevance_score": 1}]},
        {"results": [{"index": 5, "relevance_score": 1}] * 3},
        {"results": [{"index": n, "relevance_score": "x"} for n in range(3)]},
        [],
    ],
    ids=["other-shape", "too-few", "unknown-index", "no-number", "list"],
)
async def test_answers_that_make_no_sense_are_refused(vendor: Vendor, answer: object):
    vendor.rule(when="ferry", reply=json.dumps(answer))
    models = registry(vendor, "cohere", retries=0)
    with pytest.raises(ModelError, match="scores"):
        await models.rerank("cohere", "ranker").rerank("ferry", TEXTS)
    await models.close()


async def test_scores_without_bounds_are_squeezed_into_0_to_1(vendor: Vendor):
    logits = [{"index": place, "relevance_score": score} for place, score in enumerate((0.0, -400.0, 5.0))]
    vendor.rule(when="ferry", reply=json.dumps({"results": logits}))
    models = registry(vendor, "vllm")
    middle, least, most = await models.rerank("vllm", "ranker").rerank("ferry", TEXTS)
    assert 0 <= least < middle == 0.5 < most < 1
    await models.close()


async def test_the_demo_ranks_by_words_and_other_providers_not_at_all():
    models = ModelRegistry()
    assert await models.rerank("demo", "demo-rerank").rerank("ferry nine", TEXTS) == [1, 0, 1]
    with pytest.raises(ModelNotConfigured, match="no rerank models"):
        ModelRegistry({"anthropic": Credentials()}).rerank("anthropic", "x")


@pytest.mark.skipif(model_folder() is None, reason="the weights are not installed")
async def test_offline_a_text_counts_as_its_best_sentence_does():
    models = ModelRegistry()
    ranker = models.rerank("local", "sentences")
    filler = "Income is taxed by the state. The law says how much. Forms are sent in spring."
    hidden, other, same = await ranker.rerank(
        "When does the boat depart?", [f"{filler} The ferry leaves at nine.", filler, "The boat departs at nine."]
    )
    assert 0 <= other < hidden < same <= 1
    assert await ranker.rerank("anything", []) == []
    assert all(0 <= score <= 1 for score in await ranker.rerank("的", ["", "退款将在十四天内支付。"]))
    await models.close()
