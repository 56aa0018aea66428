"""The demo model: offline, deterministic, honest, and of some use."""

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from engine.models import ModelRegistry
from engine.models.base import ChatRequest, Finished, Message, Role, TextPiece, ToolCall, ToolSpec
from engine.models.demo.arithmetic import expression_in, worked_out
from engine.models.demo.shapes import filled
from tests.engine.models import text_of

DOCUMENT = (
    "Millrace is a builder of LLM apps. Refunds are granted within 30 days of purchase. "
    "Shipping takes 5 to 7 days. The support team answers on weekdays. Version 3.5 came in May 2026."
)
CHINESE = (
    "我们的退款政策是：购买后三十天内可以全额退款。配送需要五到七个工作日。客服团队工作日提供服务。"
    "人工智能正在改变软件开发，人工智能工具可以帮助开发者编写代码。"
)
CALCULATOR = ToolSpec(
    "calculator",
    "Evaluates a math expression",
    {"type": "object", "properties": {"expression": {"type": "string"}}, "required": ["expression"]},
)


async def answer(*messages: tuple[Role, str] | Message, **options: Any) -> str:
    """Return what the demo model says."""
    prompt = [item if isinstance(item, Message) else Message(*item) for item in messages]
    return text_of(await pieces(ChatRequest(messages=prompt, **options)))


async def pieces(request: ChatRequest) -> list[Any]:
    return [piece async for piece in ModelRegistry().chat("any", "any").stream(request)]


@pytest.mark.parametrize("hello", ["Hello!", "你好"])
async def test_small_talk_says_once_what_is_talking(hello):
    first = await answer(("user", hello))
    assert re.search("demo model, no key configured|演示模型，尚未配置密钥", first)
    second = await answer(("user", hello), ("assistant", first), ("user", hello))
    assert not re.search("demo model, no key|演示模型", second)


@pytest.mark.parametrize(
    ("context", "question", "expected"),
    [
        pytest.param(DOCUMENT, "How long does shipping take?", "Shipping takes 5 to 7 days.", id="English"),
        pytest.param(
            DOCUMENT, "When do I get a refund?", "Refunds are granted within 30 days of purchase.", id="word forms"
        ),
        pytest.param(CHINESE, "配送要多久？", "配送需要五到七个工作日。", id="Chinese"),
    ],
)
@pytest.mark.parametrize(
    "frame", ["You are a helpful assistant. Use this:\n{}", "<context>\n{}\n</context>\nDo not lie."]
)
async def test_questions_are_answered_from_the_context(frame, context, question, expected):
    assert await answer(("system", frame.format(context)), ("user", question)) == expected


async def test_what_the_user_said_before_is_remembered():
    said = await answer(("user", "my name is Ada"), ("assistant", "Hi"), ("user", "what is my name?"))
    assert "Ada" in said


@pytest.mark.parametrize(
    ("prompt", "most"),
    [
        pytest.param([("user", f"Summarise this text in two sentences:\n\n{DOCUMENT}")], 2, id="English"),
        pytest.param([("system", "请总结用户提供的文档。"), ("user", CHINESE)], 3, id="Chinese"),
    ],
)
async def test_summaries_are_sentences_of_the_text(prompt, most):
    said = await answer(*prompt)
    found = re.findall(r".+?(?:[.](?=\s|$)|。)", said)
    assert 1 <= len(found) <= most
    assert all(sentence.strip() in DOCUMENT + CHINESE for sentence in found)


async def test_the_length_that_is_asked_for_is_kept():
    assert len(await answer(("user", f"请为以下文档生成摘要，不超过50字：\n\n{CHINESE}"))) <= 50


async def test_points_are_numbered():
    said = await answer(("user", f"List the key points of this text:\n{DOCUMENT}"))
    assert said.splitlines()[0].startswith("1. ")
    assert len(said.splitlines()) >= 3


@pytest.mark.parametrize(
    "prompt",
    [f"Extract 5-10 keywords from this text: {DOCUMENT}", f"请从以下文档中提取5-10个关键词，用逗号分隔：\n{CHINESE}"],
    ids=["English", "Chinese"],
)
async def test_keywords_are_a_list_of_five_to_ten(prompt):
    said = await answer(("user", prompt))
    found = re.split(r"[,，]\s*", said)
    assert 5 <= len(found) <= 10
    assert all(word in prompt for word in found)


async def test_translations_are_honest():
    said = await answer(("system", "Translate the user's text into French."), ("user", "The weather is nice."))
    assert "a real model would translate this into French" in said
    assert said.endswith("The weather is nice.")


@pytest.mark.parametrize(
    ("instruction", "text", "label"),
    [
        ("Classify the text into one of: technical support, billing, sales, other.", "I was charged twice", "billing"),
        (
            "Classify the text into one of: technical support, billing, sales, other.",
            "The app crashes",
            "technical support",
        ),
        ("Classify the text into one of: technical support, billing, other.", "Quite a day", "other"),
        ("请将用户问题分类，类别：技术支持、产品咨询、账户问题、其他。", "我忘记密码了", "账户问题"),
        ("Classify the sentiment as one of: positive, negative, neutral.", "I love it, it is great", "positive"),
        ("Classify the review as positive, negative or neutral.", "It broke, terrible", "negative"),
    ],
)
async def test_texts_are_put_into_one_of_the_classes(instruction, text, label):
    assert await answer(("system", instruction), ("user", text)) == label


async def test_a_class_with_an_id_is_answered_as_json():
    classes = [{"category_id": "17", "category_name": "Returns"}, {"category_id": "18", "category_name": "Shipping"}]
    asked = json.dumps({"input_text": ["My package never arrived"], "categories": classes})
    said = json.loads(await answer(("system", "Answer in JSON."), ("user", asked)))
    assert (said["category_id"], said["category_name"]) == ("18", "Shipping")


async def test_a_schema_is_filled_from_the_text():
    schema = {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "days": {"type": "integer"},
            "email": {"type": "string"},
            "tone": {"enum": ["formal", "casual"]},
            "tags": {"type": "array", "items": {"type": "string"}, "minItems": 2},
        },
        "required": ["city", "days"],
    }
    said = json.loads(await answer(("user", "Rome for 3 days, mail anna@x.org"), json_schema=schema))
    assert (said["city"], said["days"], said["email"]) == ("Rome", 3, "anna@x.org")
    Draft7Validator(schema).validate(said)


@pytest.mark.parametrize(
    "demand",
    [
        'Return JSON with the keys title, summary and "keywords".',
        'Answer in JSON like {"title": "x", "summary": "y", "keywords": "z"}',
        'JSON schema: {"type": "object", "properties": {"title": {"type": "string"}, "summary": {"type": "string"}, "keywords": {"type": "string"}}}',
    ],
    ids=["keys", "example", "schema"],
)
async def test_json_that_instructions_demand_is_given(demand):
    said = json.loads(await answer(("system", demand), ("user", DOCUMENT)))
    assert said.keys() == {"title", "summary", "keywords"}
    assert all(said.values())


VALUES = st.recursive(
    st.sampled_from([{"type": kind} for kind in ("string", "integer", "number", "boolean", "null")]),
    lambda inner: st.one_of(
        st.builds(lambda items: {"type": "array", "items": items, "minItems": 1}, inner),
        st.builds(
            lambda named: {"type": "object", "properties": named, "required": list(named)},
            st.dictionaries(st.sampled_from(["name", "days", "score", "tags", "ok"]), inner, max_size=3),
        ),
    ),
    max_leaves=6,
)


@given(schema=VALUES, text=st.text(max_size=60))
def test_every_shape_can_be_filled_from_any_text(schema, text):
    Draft7Validator(schema).validate(filled(schema, text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is 123 * 456?", "56088"),
        ("计算 (3+4)乘以2", "14"),
        ("10 divided by 4", "2.5"),
        ("2^10 please", "1024"),
        ("call 2024-05-06 or 555-1234", None),
        ("1 / 0", None),
        ("9 ^ 9 ^ 9 ^ 9", None),
        ("no numbers", None),
    ],
)
def test_arithmetic(text, value):
    expression = expression_in(text)
    assert (worked_out(expression) if expression else None) == value


async def test_an_offered_calculator_is_called_and_its_result_told():
    asked = Message("user", "What is 123 * 456?")
    call, end = await pieces(ChatRequest(messages=[asked], tools=[CALCULATOR]))
    assert isinstance(call, ToolCall)
    assert (call.name, json.loads(call.arguments), end.reason) == ("calculator", {"expression": "123 * 456"}, "tool")
    done = [asked, Message("assistant", tool_calls=[call]), Message("tool", "56088", tool_call_id=call.id)]
    assert await answer(*done, tools=[CALCULATOR]) == "The result is 56088."


async def test_answers_come_in_pieces_are_equal_every_time_and_count_tokens():
    request = ChatRequest(messages=[Message("system", DOCUMENT), Message("user", "How long does shipping take?")])
    first, second = await pieces(request), await pieces(request)
    assert text_of(first) == text_of(second)
    assert sum(isinstance(piece, TextPiece) for piece in first) > 3
    assert isinstance(first[-1], Finished)
    assert first[-1].usage.prompt_tokens > first[-1].usage.completion_tokens > 0


async def test_stop_words_end_the_answer():
    request = ChatRequest(
        messages=[Message("system", DOCUMENT), Message("user", "How long does shipping take?")], stop=["5"]
    )
    assert text_of(await pieces(request)) == "Shipping takes "


@given(st.lists(st.tuples(st.sampled_from(["system", "user", "assistant"]), st.text(max_size=40)), max_size=4))
async def test_any_prompt_gets_an_answer(prompt):
    assert isinstance((await pieces(ChatRequest(messages=[Message(*item) for item in prompt])))[-1], Finished)


async def test_embeddings_put_like_texts_near_each_other():
    model = ModelRegistry().embedding("any", "any")
    texts = ["shipping costs and delivery", "costs of shipping", "gardens in spring", "配送费用", "配送的费用多少", ""]
    ship, costs, garden, chinese, chinese_too, empty = await model.embed(texts)
    assert len(ship) == 384
    assert math.hypot(*ship) == pytest.approx(1)
    assert math.hypot(*empty) == pytest.approx(1)
    assert dot(ship, costs) > 0.5
    assert dot(ship, garden) < 0.2
    assert dot(chinese, chinese_too) > 0.5


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


SEARCH = ToolSpec("web_search", "Searches the web.", {"type": "object", "properties": {"query": {"type": "string"}}})
WEATHER = ToolSpec("weather_query", "Tells the weather of a city.", {"properties": {"city": {"type": "string"}}})
QUERY = ToolSpec("database_query", "Asks a SQL query.", {"properties": {"sql": {"type": "string"}}})
MAIL = ToolSpec(
    "send_mail",
    "Writes an e-mail.",
    {"properties": {name: {"type": "string"} for name in ("send_to", "subject", "email_content")}},
)
TOOLS = [SEARCH, WEATHER, QUERY, MAIL, CALCULATOR]


@pytest.mark.parametrize(
    ("question", "name", "expected"),
    [
        ("What is the weather in Beijing today?", "weather_query", {"city": "Beijing"}),
        ("今天北京的天气怎么样？", "weather_query", {"city": "北京"}),
        ("Search for the latest AI technology", "web_search", {"query": "the latest AI technology"}),
        ("搜索最新的AI技术发展", "web_search", {"query": "最新的AI技术发展"}),
        ("帮我计算 123 * 456", "calculator", {"expression": "123 * 456"}),
        ("What is the total amount by city?", "database_query", {}),
        ("Send an email to ada@example.com saying hello", "send_mail", {"send_to": "ada@example.com"}),
    ],
)
async def test_the_tool_that_fits_is_called_with_what_the_question_says(question, name, expected):
    call, end = await pieces(ChatRequest(messages=[Message("user", question)], tools=TOOLS))
    assert (call.name, end.reason) == (name, "tool")
    assert expected.items() <= json.loads(call.arguments).items()


async def test_nothing_is_called_for_small_talk():
    assert "demo model" in await answer(Message("user", "Good morning to you"), tools=TOOLS)


TOLD = 'The tables and their columns:\norders(id VARCHAR, city VARCHAR, "amount" DOUBLE, stored_at DOUBLE)'


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("What is the total amount by city?", 'SELECT "city", sum("amount") AS "amount" FROM "orders" GROUP BY 1'),
        ("How many orders are there?", 'SELECT count(*) AS "count" FROM "orders"'),
        ("Which city has the highest average amount?", 'SELECT "city", round(avg("amount"), 2)'),
        ("Show me the table", 'SELECT * FROM "orders" LIMIT 5'),
    ],
)
async def test_a_query_is_written_once_the_columns_are_known(question, sql):
    first = ToolCall("c", "database_query", "{}")
    turn = [Message("user", question), Message("assistant", tool_calls=[first]), Message("tool", TOLD)]
    call, _ = await pieces(ChatRequest(messages=turn, tools=TOOLS))
    assert json.loads(call.arguments)["sql"].startswith(sql)
    rows = [*turn, Message("assistant", tool_calls=[call]), Message("tool", "| city |\n| --- |\n| Rome |")]
    assert (await answer(*rows, tools=TOOLS)).endswith("| Rome |")


async def test_another_tool_is_tried_where_one_fails_and_the_failure_is_told_where_none_is_left():
    asked = Message("user", "Search the data: how many orders?")
    first = ToolCall("a", "database_query", "{}")
    failed = [asked, Message("assistant", tool_calls=[first]), Message("tool", "The call failed: no table")]
    call, _ = await pieces(ChatRequest(messages=failed, tools=TOOLS))
    assert call.name == "web_search"
    again = [*failed, Message("assistant", tool_calls=[call]), Message("tool", "The call failed: no network")]
    assert await answer(*again, tools=TOOLS) == "The tool could not do that: no network"


async def test_a_call_is_announced_where_the_instructions_ask_for_it():
    turn = [Message("system", "请先说明你要做什么，然后调用相应的工具。"), Message("user", "帮我计算 123 * 456")]
    *said, call, _ = await pieces(ChatRequest(messages=turn, tools=TOOLS))
    assert "".join(piece.text for piece in said) == "我将使用 calculator。"
    assert call.name == "calculator"


async def test_a_known_question_gets_its_answer_alone():
    context = (
        "<context>\nquestion:How do I pay? \nanswer:By card.\nquestion:Where are you? \nanswer:In Rome.\n</context>"
    )
    assert await answer(("system", context), ("user", "How can I pay?")) == "By card."


async def test_figures_are_told_first_and_last():
    table = "| City | Amount |\n|---|---:|\n| Rome | 1,200.50 |\n| Oslo | 90 |\n"
    said = await answer(("system", "Say what stands out in the figures."), ("user", f"Figures:\n{table}"))
    assert said == "By amount, Rome is first with 1,200.50 and Oslo last with 90."
