"""The stand-in vendor speaks the protocols well enough for the vendors' own clients."""

import anthropic
import httpx2
import openai
import pytest

from tests.vendor import Vendor


@pytest.fixture
def client(vendor: Vendor) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(api_key="none", base_url=vendor.openai_url, max_retries=0)


async def test_the_openai_client_reads_a_streamed_answer(vendor, client):
    vendor.rule(when="weather", reply="It rains in 伦敦.")
    stream = await client.chat.completions.create(
        model="m",
        messages=[{"role": "user", "content": "the weather?"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "It rains in 伦敦."
    assert chunks[-1].usage.completion_tokens > 0


async def test_the_anthropic_client_reads_tools_and_thinking(vendor):
    vendor.rule(reply="so", thinking="hm", tool_calls=[{"name": "add", "arguments": {"a": 1}}])
    client = anthropic.AsyncAnthropic(api_key="none", base_url=vendor.url, max_retries=0)
    message = await client.messages.create(
        model="m", max_tokens=10, messages=[{"role": "user", "content": "x"}], stream=True
    )
    kinds = [event.delta.type async for event in message if event.type == "content_block_delta"]
    assert set(kinds) == {"thinking_delta", "signature_delta", "text_delta", "input_json_delta"}


async def test_embeddings_come_as_numbers_and_as_base64(vendor, client):
    plain = await client.embeddings.create(model="e", input=["a", "b"], encoding_format="float")
    packed = await client.embeddings.create(model="e", input=["a", "b"])
    assert plain.data[1].embedding == pytest.approx(packed.data[1].embedding, abs=1e-6)


async def test_rules_are_tried_in_order_and_used_up(vendor, client):
    vendor.mocks({"llm": [{"when": ["a"], "unless": "b", "times": 1, "reply": "first"}], "llm_default": "rest"})

    async def ask(text: str) -> str | None:
        answer = await client.chat.completions.create(model="m", messages=[{"role": "user", "content": text}])
        return answer.choices[0].message.content

    assert [await ask("ab"), await ask("a"), await ask("a")] == ["rest", "first", "rest"]


async def test_a_refusal_carries_status_and_retry_after(vendor, client):
    vendor.rule(status=429, retry_after=7, reply="slow down")
    with pytest.raises(openai.RateLimitError) as caught:
        await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
    assert caught.value.response.headers["retry-after"] == "7"


async def test_a_caller_that_leaves_is_seen_to_leave(vendor, client):
    vendor.rule(reply="one two three", fault="hang", after=2)
    async with await client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "x"}], stream=True
    ) as stream:
        await anext(aiter(stream))
    vendor.wait_for(lambda: vendor.last.disconnected)


async def test_the_http_target_echoes_and_recovers(vendor):
    async with httpx2.AsyncClient(base_url=vendor.url) as http:
        echo = (await http.post("/echo?q=1", json={"k": "v"}, headers={"x-a": "b"})).json()
        tries = [(await http.get("/flaky/key/1")).status_code for _ in range(2)]
        moved = await http.get("/redirect")
    assert (echo["args"], echo["json"], echo["headers"]) == ({"q": "1"}, {"k": "v"}, {"x-a": "b"})
    assert tries == [500, 200]
    assert moved.headers["location"] == "/text"


async def test_another_process_steers_it_by_the_control_routes(vendor, client):
    async with httpx2.AsyncClient(base_url=vendor.url) as http:
        await http.post("/_control/mocks", json={"llm_default": "scripted"})
        answer = await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
        log = (await http.get("/_control/log")).json()
    assert answer.choices[0].message.content == "scripted"
    assert log[0]["body"]["messages"] == [{"role": "user", "content": "x"}]
