"""Kept answers and budgets over HTTP: set, shown and used up."""

import pytest

from tests.api import apps
from tests.api.client import Api, expect
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_app_keeps_answers_when_the_console_says_so(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.asking())
    before = expect(await app.console("GET"), 200)["answer_cache"]
    assert before == {"mode": "off", "seconds": 3600, "threshold": 0.95, "most": 1000}
    changed = expect(await app.console("PUT", "", {"answer_cache": {"mode": "exact", "seconds": 60}}), 200)
    assert changed["answer_cache"] == {**before, "mode": "exact", "seconds": 60}
    streamed = [await app.stream("Hi"), await app.stream("Hi")]
    texts = ["".join(event["answer"] for event in one if event["event"] == "message") for one in streamed]
    assert texts[0] == texts[1] != ""
    ends = [next(event for event in one if event["event"] == "message_end") for one in streamed]
    assert [end["metadata"]["usage"]["total_tokens"] > 0 for end in ends] == [True, False]
    nodes = [event["data"] for event in streamed[1] if event["event"] == "node_finished"]
    (told,) = [node["execution_metadata"]["answer_cache"] for node in nodes if node["node_type"] == "llm"]
    assert told["match"] == "exact"
    figures = expect(await app.console("GET", "/answer-cache"), 200)
    assert (figures["kept"], figures["exact"], figures["saved_tokens"]) == (1, 1, told["saved_tokens"])
    assert expect(await app.console("DELETE", "/answer-cache"), 200) == {"cleared": 1}
    refused = expect(await app.console("PUT", "", {"answer_cache": {"mode": "often"}}), 400)
    assert "answer_cache.mode" in refused["message"]


async def test_a_key_and_the_workspace_have_budgets(api: Api) -> None:
    app = await api.app(apps.asking())
    made = expect(await app.console("POST", "/api-keys", {"name": "ci", "monthly_tokens": 1}), 201)
    assert (made["monthly_tokens"], made["monthly_budget"]) == (1, "0")
    first = await api.send("POST", "/v1/chat-messages", app.request(), key=made["token"])
    assert expect(first, 429)["code"] == "budget_exceeded"
    refused = await api.send("POST", "/v1/chat-messages", app.request(), key=made["token"])
    assert "the API key 'ci'" in expect(refused, 429)["message"]
    assert int(refused.headers["retry-after"]) > 0
    used = expect(await app.console("GET", f"/api-keys/{made['id']}/usage"), 200)["total_tokens"]
    assert used > 1
    expect(await app.console("PATCH", f"/api-keys/{made['id']}", {"monthly_tokens": 0, "monthly_budget": "2.5"}), 200)
    expect(await api.send("POST", "/v1/chat-messages", app.request(), key=made["token"]), 200)

    try:
        expect(await api.console("PUT", "/workspaces/current/budget", {"monthly_tokens": 1}), 200)
        assert "of the workspace" in expect(await app.run(), 429)["message"]
    finally:
        here = expect(await api.console("PUT", "/workspaces/current/budget", {"monthly_tokens": 0}), 200)
    assert (here["monthly_tokens"], here["used"]["total_tokens"] > used) == (0, True)
    expect(await app.run(), 200)
