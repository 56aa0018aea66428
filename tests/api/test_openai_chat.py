"""OpenAI's official client talks to apps of every mode."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
import pytest_asyncio

from engine.dsl import dump
from tests.api import apps
from tests.api.client import Api, PublishedApp, expect
from tests.services import parts, waiting
from tests.services.parts import graph, node
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK: Any = [{"role": "user", "content": "Ahoy"}]
PIXEL = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 30).decode()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def clients(base_url: str) -> AsyncIterator[Any]:
    made: list[openai.AsyncOpenAI] = []

    def client(key: str) -> openai.AsyncOpenAI:
        made.append(openai.AsyncOpenAI(api_key=key, base_url=f"{base_url}/v1", max_retries=0))
        return made[-1]

    yield client
    for one in made:
        await one.close()


async def streamed(client: openai.AsyncOpenAI, **asked: Any) -> list[Any]:
    answer = await client.chat.completions.create(model="any", messages=ASK, stream=True, **asked)
    return [chunk async for chunk in answer]


def text(chunks: list[Any]) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def every_mode(shared_api: Api) -> dict[str, PublishedApp]:
    agent = apps.configured("agent-chat", agent_mode={"strategy": "function_call", "tools": []})
    form = [{"paragraph": {"variable": "text", "label": "Text", "required": True}}]
    made = {
        "chat": apps.configured("chat"),
        "agent-chat": agent,
        "advanced-chat": apps.asking(),
        "completion": apps.configured("completion", user_input_form=form, pre_prompt="Go on: {{text}}"),
        "workflow": apps.writing(),
    }
    return {mode: await shared_api.app(text) for mode, text in made.items()}


@pytest.mark.parametrize("mode", ["chat", "agent-chat", "advanced-chat", "completion", "workflow"])
async def test_an_app_of_each_mode_answers_whole_and_as_a_stream(
    every_mode: dict[str, PublishedApp], clients: Any, vendor: Vendor, mode: str
) -> None:
    vendor.rule(when="Ahoy", reply="Ahoy yourself, sailor.")
    client = clients(every_mode[mode].key)
    whole = await client.chat.completions.create(model="any", messages=ASK, user="ann")
    assert whole.choices[0].message.content == "Ahoy yourself, sailor."
    assert whole.choices[0].finish_reason == "stop"
    assert whole.model == "any"
    assert 0 < whole.usage.prompt_tokens < whole.usage.total_tokens
    chunks = await streamed(client, user="ann", stream_options={"include_usage": True})
    assert text(chunks) == "Ahoy yourself, sailor."
    assert len([chunk for chunk in chunks if chunk.choices]) > 2
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage.total_tokens > 0
    assert {chunk.id for chunk in chunks} == {chunks[0].id}


async def test_the_blocking_client_reads_both_ways(
    every_mode: dict[str, PublishedApp], base_url: str, vendor: Vendor
) -> None:
    vendor.rule(when="Ahoy", reply="Ahoy yourself.")

    def ask() -> tuple[str, str]:
        with openai.OpenAI(api_key=every_mode["chat"].key, base_url=f"{base_url}/v1") as client:
            whole = client.chat.completions.create(model="any", messages=ASK)
            with client.chat.completions.create(model="any", messages=ASK, stream=True) as chunks:
                return whole.choices[0].message.content or "", text(list(chunks))

    assert await asyncio.to_thread(ask) == ("Ahoy yourself.", "Ahoy yourself.")


async def test_earlier_messages_are_what_the_app_remembers(
    every_mode: dict[str, PublishedApp], clients: Any, vendor: Vendor
) -> None:
    app = every_mode["chat"]
    said = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "My name is Ann."},
        {"role": "assistant", "content": "Hello Ann."},
        {"role": "user", "content": [{"type": "text", "text": "Who am I?"}]},
    ]
    answer = await clients(app.key).chat.completions.create(model="any", messages=said, user="ann")
    asked = vendor.last.body["messages"]
    assert [(one["role"], one["content"]) for one in asked[-3:]] == [
        ("user", "My name is Ann."),
        ("assistant", "Hello Ann."),
        ("user", "Who am I?"),
    ]
    assert "Be brief." not in str(asked)  # the app has instructions of its own
    stored = expect(await app.send("GET", f"/messages?user=ann&conversation_id={answer.conversation_id}"), 200)
    assert [message["query"] for message in stored["data"]] == ["Who am I?"]


async def test_a_conversation_goes_on_by_its_id(
    every_mode: dict[str, PublishedApp], clients: Any, vendor: Vendor
) -> None:
    vendor.rule(when="Ahoy", reply="Ahoy yourself.")
    create = clients(every_mode["chat"].key).chat.completions.create
    first = await create(model="any", messages=ASK, user="ann")
    body = {"conversation_id": first.conversation_id}
    second = await create(model="any", messages=ASK, user="ann", extra_body=body)
    assert second.conversation_id == first.conversation_id
    assert [one["content"] for one in vendor.last.body["messages"][-3:]] == ["Ahoy", "Ahoy yourself.", "Ahoy"]
    with pytest.raises(openai.NotFoundError):
        await create(model="any", messages=ASK, user="bob", extra_body=body)


async def test_instructions_go_into_the_input_that_is_there_for_them(api: Api, clients: Any, vendor: Vendor) -> None:
    form = [{"paragraph": {"variable": "system", "label": "Instructions", "required": False}}]
    app = await api.app(apps.configured("chat", user_input_form=form, pre_prompt="You help. {{system}}"))
    said = [{"role": "developer", "content": "Speak French."}, *ASK]
    await clients(app.key).chat.completions.create(model="any", messages=said)
    assert vendor.last.body["messages"][0]["content"] == "You help. Speak French."


async def test_pictures_reach_the_app(api: Api, clients: Any) -> None:
    upload = {"enabled": True, "allowed_file_types": ["image"], "allowed_file_upload_methods": ["local_file"]}
    app = await api.app(apps.echo("{{#sys.files#}}", features={"file_upload": upload}))
    parts = [{"type": "text", "text": "Look"}, {"type": "image_url", "image_url": {"url": PIXEL}}]
    answer = await clients(app.key).chat.completions.create(model="any", messages=[{"role": "user", "content": parts}])
    assert "picture.png" in answer.choices[0].message.content


async def test_a_workflow_with_several_outputs_answers_with_all_of_them(api: Api, clients: Any, vendor: Vendor) -> None:
    vendor.rule(when="Write", reply="Waves.")
    outputs = [
        {"variable": "topic", "value_selector": ["start", "topic"], "value_type": "string"},
        {"variable": "text", "value_selector": ["llm", "text"], "value_type": "string"},
    ]
    start = node("start", "start", variables=[apps.TOPIC])
    nodes = graph(start, parts.llm("Write about {{#start.topic#}}"), node("end", "end", outputs=outputs))
    app = await api.app(dump(parts.document("workflow", nodes)))
    client = clients(app.key)
    whole = await client.chat.completions.create(model="any", messages=ASK)
    assert whole.choices[0].message.content == '{"topic":"Ahoy","text":"Waves."}'
    assert text(await streamed(client)) == whole.choices[0].message.content


REFUSED: list[tuple[dict[str, Any], str | None, str]] = [
    ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools", "tools is not supported"),
    ({"n": 2}, "n", "n is not supported"),
    ({"response_format": {"type": "json_object"}}, "response_format", "response_format is not supported"),
    ({"messages": []}, "messages", "at least 1 item"),
    ({"messages": [{"role": "assistant", "content": "Hi"}]}, "messages", "last message must be the user's"),
    ({"messages": [{"role": "tool", "content": "7", "tool_call_id": "x"}, *ASK]}, "messages", "role tool"),
    (
        {"messages": [{"role": "user", "content": [{"type": "input_audio", "input_audio": {}}]}]},
        "messages",
        "'input_audio'",
    ),
    (
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": PIXEL}}]}]},
        "messages",
        "takes no pictures",
    ),
    (
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "file:///x"}}]}]},
        "messages",
        "must be an http(s) address",
    ),
    ({"messages": [{"role": "user", "content": ""}]}, "query", "query is required"),
]


@pytest.mark.parametrize(("asked", "param", "told"), REFUSED, ids=[f"{told}" for *_, told in REFUSED])
async def test_what_apps_do_not_do_is_refused_in_the_protocols_form(
    every_mode: dict[str, PublishedApp], clients: Any, asked: dict[str, Any], param: str, told: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        await clients(every_mode["chat"].key).chat.completions.create(**{"model": "any", "messages": ASK, **asked})
    assert told in refused.value.message
    assert (refused.value.param, refused.value.type) == (param, "invalid_request_error")


async def test_which_of_several_inputs_is_meant_must_be_said(api: Api, clients: Any) -> None:
    other = {**apps.TOPIC, "variable": "tone"}
    start = node("start", "start", variables=[apps.TOPIC, other])
    end = node("end", "end", outputs=[{"variable": "tone", "value_selector": ["start", "tone"]}])
    app = await api.app(dump(parts.document("workflow", graph(start, end))))
    create = clients(app.key).chat.completions.create
    with pytest.raises(openai.BadRequestError, match="topic, tone"):
        await create(model="any", messages=ASK)
    answer = await create(model="any", messages=ASK, extra_body={"inputs": {"topic": "sea"}})
    assert answer.choices[0].message.content == "Ahoy"


async def test_settings_of_the_app_rule_and_the_answer_says_so(
    every_mode: dict[str, PublishedApp], clients: Any, vendor: Vendor
) -> None:
    create = clients(every_mode["chat"].key).chat.completions.with_raw_response.create
    answer = await create(model="any", messages=ASK, temperature=0.1, max_tokens=5)
    assert answer.headers["x-unused-parameters"] == "temperature, max_tokens"
    assert "temperature" not in vendor.last.body


async def test_failures_have_the_protocols_form_before_and_in_a_stream(
    every_mode: dict[str, PublishedApp], clients: Any, vendor: Vendor
) -> None:
    with pytest.raises(openai.AuthenticationError, match="Access token is invalid"):
        await clients("app-of-nobody").models.list()
    vendor.rule(when="Ahoy", status=401, error_code="invalid_api_key")
    for mode in ("chat", "workflow"):
        client = clients(every_mode[mode].key)
        with pytest.raises(openai.BadRequestError):
            await client.chat.completions.create(model="any", messages=ASK)
        with pytest.raises(openai.APIError):
            await streamed(client)


async def test_an_answer_that_is_taken_back_ends_as_filtered(api: Api, clients: Any, vendor: Vendor) -> None:
    vendor.rule(when="Ahoy", reply="The secret is out.")
    config = {"keywords": "secret", "outputs_config": {"enabled": True, "preset_response": "Withheld."}}
    config["inputs_config"] = {"enabled": False}
    rules = {"enabled": True, "type": "keywords", "config": config}
    client = clients((await api.app(apps.configured("chat", sensitive_word_avoidance=rules))).key)
    whole = await client.chat.completions.create(model="any", messages=ASK)
    assert (whole.choices[0].message.content, whole.choices[0].finish_reason) == ("Withheld.", "content_filter")
    chunks = await streamed(client)
    assert text(chunks).endswith("Withheld.")
    assert chunks[-1].choices[0].finish_reason == "content_filter"


async def test_a_run_that_waits_for_somebody_says_so(api: Api, clients: Any) -> None:
    client = clients((await api.app(dump(waiting.reviewed()))).key)
    with pytest.raises(openai.BadRequestError, match="waits for a person"):
        await client.chat.completions.create(model="any", messages=ASK)
    with pytest.raises(openai.APIError, match="waits for a person"):
        await streamed(client)


async def test_the_app_is_the_one_model(every_mode: dict[str, PublishedApp], clients: Any) -> None:
    app = every_mode["chat"]
    client = clients(app.key)
    (listed,) = (await client.models.list()).data
    assert (listed.id, listed.name) == (app.id, "Test")
    assert (await client.models.retrieve(app.id)).id == app.id
    with pytest.raises(openai.NotFoundError):
        await client.models.retrieve("gpt-5")
