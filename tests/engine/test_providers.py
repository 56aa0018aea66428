"""One contract for every kind of provider, kept against a vendor that speaks its protocol."""

import asyncio
import json
from contextlib import aclosing

import httpx2
import pytest

from engine.errors import (
    ModelAuthError,
    ModelBadRequest,
    ModelError,
    ModelQuotaExceeded,
    ModelRateLimited,
    ModelUnavailable,
)
from engine.models import Credentials, ModelRegistry
from engine.models.base import ChatRequest, ImagePart, Message, TextPiece, ToolCall, ToolSpec
from engine.models.policy import CallPolicy
from tests.engine.models import Clock, ask, end_of, registry, text_of, thinking_of

KINDS = ("openai", "anthropic", "openai_api_compatible", "google", "cohere")
GATEWAYS = ("azure_openai", "bedrock")  # they speak OpenAI's protocol elsewhere, and keep the heart of the contract
CALCULATOR = ToolSpec("calculator", "Calculate", {"type": "object", "properties": {"expression": {"type": "string"}}})
SCHEMA = {
    "type": "object",
    "properties": {"n": {"type": "integer"}},
    "required": ["n"],
    "additionalProperties": False,
}


def everywhere(test):
    """Have a test run for gateways, too."""
    test.everywhere = True
    return test


def pytest_generate_tests(metafunc):
    if "kind" in metafunc.fixturenames:
        more = GATEWAYS if hasattr(metafunc.function, "everywhere") else ()
        metafunc.parametrize("kind", (*KINDS, *more))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def model(vendor, kind, clock):
    models = registry(vendor, kind, clock)
    yield models.chat(kind, "some-model")
    await models.close()


async def pieces_of(model, request):
    return [piece async for piece in model.stream(request)]


@everywhere
async def test_text_comes_in_pieces_and_ends_with_usage(vendor, model):
    vendor.rule(reply="It rains in 伦敦 today.")
    pieces = await pieces_of(model, ask("the weather?"))
    assert text_of(pieces) == "It rains in 伦敦 today."
    assert sum(isinstance(piece, TextPiece) for piece in pieces) > 3
    end = end_of(pieces)
    assert end.reason == "stop"
    assert end.usage.prompt_tokens > 0
    assert end.usage.completion_tokens > 0
    assert end.usage.latency >= end.usage.time_to_first_token > 0


@everywhere
async def test_an_answer_that_came_whole_reads_the_same(vendor, model):
    vendor.rule(reply="whole", thinking="why", tool_calls=[{"name": "add", "arguments": {"a": 1}}], whole=True)
    pieces = await pieces_of(model, ask())
    assert (text_of(pieces), thinking_of(pieces)) == ("whole", "why")
    assert [(p.name, json.loads(p.arguments)) for p in pieces if isinstance(p, ToolCall)] == [("add", {"a": 1})]


@everywhere
async def test_thinking_is_told_from_text(vendor, model):
    vendor.rule(reply="42", thinking="six times seven")
    pieces = await pieces_of(model, ask())
    assert (text_of(pieces), thinking_of(pieces)) == ("42", "six times seven")


@everywhere
async def test_tool_calls_come_whole_in_order(vendor, model):
    vendor.rule(tool_calls=[{"name": "add", "arguments": {"a": 1, "b": 2}}, {"name": "now", "arguments": {}}])
    tool = ToolSpec("add", "Add two numbers", {"type": "object", "properties": {"a": {"type": "number"}}})
    pieces = await pieces_of(model, ask(tools=[tool]))
    calls = [piece for piece in pieces if isinstance(piece, ToolCall)]
    assert [(call.name, json.loads(call.arguments)) for call in calls] == [("add", {"a": 1, "b": 2}), ("now", {})]
    assert end_of(pieces).reason == "tool"
    assert vendor.last.body["tools"]


@everywhere
async def test_a_conversation_with_a_tool_result_is_sent(vendor, model):
    vendor.rule(reply="3")
    call = ToolCall("call-1", "add", '{"a": 1}')
    messages = [
        Message("system", "be brief"),
        Message("user", "1+2?"),
        Message("assistant", "", tool_calls=[call]),
        Message("tool", "3", tool_call_id="call-1"),
    ]
    pieces = await pieces_of(model, ChatRequest(messages=messages))
    sent = json.dumps(vendor.last.body)
    assert text_of(pieces) == "3"
    assert all(text in sent for text in ("be brief", "1+2?", "call-1", "add"))


@everywhere
async def test_a_json_schema_is_passed_on(vendor, model):
    vendor.rule(reply='{"n": 3}')
    pieces = await pieces_of(model, ask(json_schema=SCHEMA))
    assert json.loads(text_of(pieces)) == {"n": 3}
    assert '"n"' in json.dumps(vendor.last.body)


async def test_azure_is_asked_at_its_deployments_with_its_own_header(vendor):
    vendor.rule(reply="x")
    stored = Credentials(api_key="sk-test", base_url=f"{vendor.url}/", extra={"api_version": "2025-04-01-preview"})
    models = ModelRegistry({"azure_openai": stored})
    await pieces_of(models.chat("azure_openai", "my-deployment"), ask())
    assert vendor.last.path == "/openai/deployments/my-deployment/chat/completions"
    assert vendor.last.query == {"api-version": ["2025-04-01-preview"]}
    assert vendor.last.headers["api-key"] == "sk-test"
    assert len(await models.embedding("azure_openai", "my-vectors").embed(["a", "b"])) == 2
    assert vendor.last.path == "/openai/deployments/my-vectors/embeddings"


async def test_bedrock_is_asked_wherever_its_address_says(vendor):
    vendor.rule(reply="x")
    models = registry(vendor, "bedrock")
    await pieces_of(models.chat("aws_bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0"), ask())
    assert vendor.last.path == "/openai/v1/chat/completions"
    assert vendor.last.headers["authorization"] == "Bearer sk-test"
    assert len(await models.embedding("bedrock", "amazon.titan-embed-text-v2:0").embed(["a"])) == 1


async def test_the_demo_model_keeps_the_contract_offline():
    model = ModelRegistry().chat("demo", "demo")
    asked = ask("What is 17 * 3?", tools=[CALCULATOR])
    pieces = await pieces_of(model, asked)
    assert [piece.name for piece in pieces if isinstance(piece, ToolCall)] == ["calculator"]
    assert end_of(pieces).reason == "tool"
    pieces = await pieces_of(model, ask("n is 3", json_schema=SCHEMA))
    assert set(json.loads(text_of(pieces))) == {"n"}
    picture = ImagePart("data:image/png;base64,AAAA")
    pieces = await pieces_of(model, ChatRequest(messages=[Message("user", [picture, "say more than one word"])]))
    assert sum(isinstance(piece, TextPiece) for piece in pieces) > 1
    assert end_of(pieces).usage.completion_tokens > 0
    async with aclosing(model.stream(ask("one two three"))) as stream:
        await anext(stream)


@everywhere
async def test_parameters_and_stop_words_are_passed_on_and_foreign_ones_left_out(vendor, model, kind):
    vendor.rule(reply="x")
    await pieces_of(model, ask(parameters={"temperature": 0.5, "max_tokens": 7, "mirostat": 1}, stop=["END"]))
    body = vendor.last.body.get("generationConfig", vendor.last.body)
    names = {"anthropic": ("max_tokens", "stop_sequences"), "google": ("maxOutputTokens", "stopSequences")}
    limit, stop = (names | {"cohere": names["anthropic"]}).get(kind, ("max_tokens", "stop"))
    assert (body["temperature"], body[limit], body[stop]) == (0.5, 7, ["END"])
    assert "mirostat" not in json.dumps(vendor.last.body)


@everywhere
async def test_pictures_are_sent(vendor, model, kind):
    vendor.rule(reply="a cat")
    picture = ImagePart("data:image/png;base64,AAAA", detail="low")
    await pieces_of(model, ChatRequest(messages=[Message("user", [picture, "what is it?"])]))
    if kind == "google":
        parts = vendor.last.body["contents"][0]["parts"]
        assert parts == [{"inlineData": {"mimeType": "image/png", "data": "AAAA"}}, {"text": "what is it?"}]
    else:
        parts = vendor.last.body["messages"][0]["content"]
        assert [part["type"] for part in parts] in (["image_url", "text"], ["image", "text"])
        assert "AAAA" in json.dumps(parts)


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        pytest.param({"status": 401}, ModelAuthError, id="unauthorized"),
        pytest.param({"status": 403}, ModelAuthError, id="forbidden"),
        pytest.param({"status": 400, "reply": "too long"}, ModelBadRequest, id="bad request"),
        pytest.param({"status": 404, "reply": "no such model"}, ModelBadRequest, id="unknown model"),
        pytest.param({"status": 402}, ModelQuotaExceeded, id="payment required"),
        pytest.param({"status": 429, "error_code": "insufficient_quota"}, ModelQuotaExceeded, id="no quota"),
        pytest.param({"status": 429}, ModelRateLimited, id="rate limited"),
        pytest.param({"status": 500}, ModelUnavailable, id="server error"),
        pytest.param({"status": 529}, ModelUnavailable, id="overloaded"),
        pytest.param({"fault": "drop"}, ModelUnavailable, id="dropped"),
        pytest.param({"fault": "error"}, ModelUnavailable, id="error in the stream"),
        pytest.param(
            {"fault": "error", "error_code": "rate_limit_error"}, ModelRateLimited, id="rate limit in the stream"
        ),
        pytest.param({"fault": "bad_json"}, ModelUnavailable, id="no JSON"),
        pytest.param({"fault": "cut"}, ModelUnavailable, id="cut short"),
    ],
)
async def test_failures_become_one_tree(vendor, model, kind, refusal, error):
    vendor.rule(**refusal)
    with pytest.raises(ModelError) as caught:
        await pieces_of(model, ask())
    assert type(caught.value) is error
    assert caught.value.provider == kind
    assert "sk-test" not in str(caught.value)


@everywhere
async def test_the_vendors_own_words_are_kept(vendor, model):
    vendor.rule(status=400, reply="the prompt is too long")
    with pytest.raises(ModelBadRequest, match="the prompt is too long"):
        await pieces_of(model, ask())


@everywhere
async def test_slow_downs_are_waited_for_and_double(vendor, model, clock):
    vendor.rule(times=2, status=429)
    vendor.rule(reply="at last")
    assert text_of(await pieces_of(model, ask())) == "at last"
    assert clock.waits == [1.0, 2.0]


async def test_retry_after_is_honoured(vendor, model, clock):
    vendor.rule(times=1, status=503, retry_after=7)
    vendor.rule(reply="at last")
    assert text_of(await pieces_of(model, ask())) == "at last"
    assert clock.waits == [7.0]


async def test_a_vendor_that_asks_for_too_long_a_wait_is_not_waited_for(vendor, model, clock):
    vendor.rule(status=429, retry_after=3600)
    with pytest.raises(ModelRateLimited) as caught:
        await pieces_of(model, ask())
    assert (caught.value.retry_after, clock.waits) == (3600.0, [])


async def test_retries_end(vendor, model):
    vendor.rule(status=500, reply="overloaded")
    with pytest.raises(ModelUnavailable, match="overloaded"):
        await pieces_of(model, ask())
    assert len(vendor.model_requests) == 3


async def test_what_cannot_get_better_is_not_retried(vendor, model):
    vendor.rule(status=400)
    with pytest.raises(ModelBadRequest):
        await pieces_of(model, ask())
    assert len(vendor.model_requests) == 1


async def test_nothing_is_retried_after_the_first_piece(vendor, model):
    vendor.rule(reply="one two three four", fault="drop", after=6)
    with pytest.raises(ModelUnavailable):
        await pieces_of(model, ask())
    assert len(vendor.model_requests) == 1


async def test_an_answer_that_breaks_before_its_first_piece_is_asked_for_again(vendor, model):
    vendor.rule(times=1, reply="one", fault="error")
    vendor.rule(reply="two")
    assert text_of(await pieces_of(model, ask())) == "two"


@everywhere
async def test_closing_the_iterator_closes_the_connection(vendor, model):
    vendor.rule(reply="one two three four", fault="hang", after=6)
    async with aclosing(model.stream(ask())) as stream:
        await anext(stream)
    await asyncio.to_thread(vendor.wait_for, lambda: vendor.last.disconnected)


@everywhere
@pytest.mark.parametrize("after", [0, 6], ids=["before the first piece", "in the middle"])
async def test_a_cancelled_task_closes_the_connection(vendor, model, after):
    vendor.rule(reply="one two three four", fault="hang", after=after)
    task = asyncio.create_task(pieces_of(model, ask()))
    await asyncio.to_thread(vendor.wait_for, lambda: vendor.requests)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(vendor.wait_for, lambda: vendor.last.disconnected)


async def test_a_failed_attempt_closes_its_connection(vendor, model):
    vendor.rule(fault="stuck")
    with pytest.raises(ModelUnavailable):
        await pieces_of(model, ask())
    await asyncio.to_thread(vendor.wait_for, lambda: all(request.disconnected for request in vendor.model_requests))


async def test_connections_are_used_again(vendor, model):
    vendor.rule(reply="x")
    for _ in range(3):
        await pieces_of(model, ask())
    assert len({request.connection for request in vendor.model_requests}) == 1


async def test_a_vendor_that_is_not_there_is_unavailable():
    models = ModelRegistry({"openai": Credentials(base_url="http://127.0.0.1:9/v1")}, policy=CallPolicy(retries=0))
    with pytest.raises(ModelUnavailable, match="OpenAI cannot be reached"):
        await pieces_of(models.chat("openai", "m"), ask())


async def test_a_silent_vendor_times_out(vendor, kind):
    vendor.rule(fault="hang")
    models = registry(vendor, kind, retries=0, read_timeout=0.05)
    with pytest.raises(ModelUnavailable, match="in time"):
        await pieces_of(models.chat(kind, "m"), ask())


async def test_a_dripping_vendor_reaches_the_total_limit(vendor, kind):
    vendor.rule(reply="word " * 50, chunk_delay=0.01)
    models = registry(vendor, kind, total_timeout=0.1)
    with pytest.raises(ModelUnavailable, match="longer than the"):
        await pieces_of(models.chat(kind, "m"), ask())


@everywhere
async def test_the_models_of_a_vendor_are_listed(vendor, kind):
    assert "small-chat" in await registry(vendor, kind).provider(kind).list_models()


async def test_an_injected_client_carries_the_calls_and_stays_open(vendor, kind):
    seen: list[str] = []

    async def note(request: httpx2.Request) -> None:
        seen.append(request.url.path)

    async with httpx2.AsyncClient(event_hooks={"request": [note]}) as client:
        models = registry(vendor, kind, http_client=client)
        await pieces_of(models.chat(kind, "m"), ask())
        await models.close()
        assert seen
        assert not client.is_closed


async def test_many_streams_at_once_all_end(vendor, kind):
    vendor.rule(reply="one two three")
    model = registry(vendor, kind).chat(kind, "m")
    answers = await asyncio.gather(*(pieces_of(model, ask()) for _ in range(100)))
    assert {text_of(pieces) for pieces in answers} == {"one two three"}
