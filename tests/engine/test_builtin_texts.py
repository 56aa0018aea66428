"""Built-in tools for JSON, texts and code."""

import json
import uuid
from typing import Any

import pytest

from engine import jsonpath
from engine.errors import NodeError
from engine.resources import CodeResult, Resources
from engine.tools.base import ToolInvokeError, ToolResult
from tests.engine.built_in import given

SHOP = {
    "books": [
        {"title": "Moby Dick", "price": 9, "tags": ["sea"], "author": {"name": "Melville"}},
        {"title": "红楼梦", "price": 22.5, "isbn": "7", "author": {"name": "曹雪芹"}},
        {"title": "Free", "price": None},
    ],
    "a key": True,
    "count-all": 3,
}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("$", [SHOP]),
        ("books[0].title", ["Moby Dick"]),
        ("$.books[-1].title", ["Free"]),
        ("$['a key']", [True]),
        ('$["books"][1]["author"].name', ["曹雪芹"]),
        ("$.count-all", [3]),
        ("$.books[*].price", [9, 22.5, None]),
        ("$.books.*.tags[*]", ["sea"]),
        ("$..name", ["Melville", "曹雪芹"]),
        ("$..tags[0]", ["sea"]),
        ("$.books[1:].title", ["红楼梦", "Free"]),
        ("$.books[::2].title", ["Moby Dick", "Free"]),
        ("$.books[?(@.price < 10)].title", ["Moby Dick"]),
        ("$.books[?(@.author.name == '曹雪芹')].price", [22.5]),
        ("$.books[?@.isbn].title", ["红楼梦"]),
        ("$.books[?(@.price == null)].title", ["Free"]),
        ("$.gone[0].x", []),
        ("$.books[9]", []),
    ],
)
def test_a_path_leads_to_values(path: str, values: list[Any]) -> None:
    assert [one.value for one in jsonpath.found(path, SHOP)] == values


@pytest.mark.parametrize(
    "path",
    [
        "$.",
        "$[",
        "$..",
        "$.a b",
        "$[?(@.a ~ 1)]",
        "$[?(@.a == b)]",
        "$[?(@.a =~ /x/)]",
        "$[?match(@.a, 'x')]",
        "x" * 1001,
    ],
)
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        jsonpath.found(path, {"a": [{"a": 1}]})


def test_a_path_that_leads_everywhere_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonpath, "MOST", 1_000)
    deep: Any = 0
    for _ in range(30):
        deep = [deep, deep, deep] if isinstance(deep, int) else [deep, 1, 2]
    with pytest.raises(ValueError, match="more than 1,000 values"):
        jsonpath.found("$..*..*..*", deep)


async def process(name: str, **arguments: Any) -> str:
    return (await given(Resources(), "langgenius/json_process/json_process", name, **arguments)).text


@pytest.mark.parametrize(
    ("content", "path", "text"),
    [
        (json.dumps(SHOP), "nextSearchTopic", ""),
        (json.dumps(SHOP), "$.books[0].title", "Moby Dick"),
        (json.dumps(SHOP), "$..name", '["Melville", "曹雪芹"]'),
        (json.dumps(SHOP), "$.books[0].tags", '["sea"]'),
        ('```json\n{"go": true,}\n```', "go", "True"),
    ],
)
async def test_json_is_read_by_a_path(content: str, path: str, text: str) -> None:
    assert await process("parse", content=content, json_filter=path) == text


@pytest.mark.parametrize(
    ("name", "arguments", "changed"),
    [
        ("json_delete", {"query": "$.list[*]"}, {"list": [], "deep": {"a": "x-y"}}),
        ("json_delete", {"query": "$..a"}, {"list": [1, 2], "deep": {}}),
        ("json_insert", {"query": "$.list", "new_value": "3", "value_decode": True}, {"list": [1, 2, 3]}),
        ("json_insert", {"query": "$.list", "new_value": "x", "index": 0}, {"list": ["x", 1, 2]}),
        (
            "json_insert",
            {"query": "$.deep", "new_value": '{"b": 1}', "value_decode": True},
            {"deep": {"a": "x-y", "b": 1}},
        ),
        ("json_insert", {"query": "$.new.b", "new_value": "1", "create_path": "True"}, {"new": {"b": "1"}}),
        ("json_insert", {"query": "$.new.b", "new_value": "1"}, {}),
        ("json_replace", {"query": "$.deep.a", "replace_pattern": "-", "replace_value": "+"}, {"deep": {"a": "x+y"}}),
        ("json_replace", {"query": "$.deep.a", "replace_value": "z", "replace_model": "value"}, {"deep": {"a": "z"}}),
        ("json_replace", {"query": "$.deep", "replace_value": "low", "replace_model": "key"}, {"low": {"a": "x-y"}}),
    ],
)
async def test_json_is_changed_at_a_path(name: str, arguments: dict[str, Any], changed: dict[str, Any]) -> None:
    before = {"list": [1, 2], "deep": {"a": "x-y"}}
    after = json.loads(await process(name, content=json.dumps(before), **arguments))
    if "low" in changed:
        before.pop("deep")
    assert after == {**before, **changed}


async def test_what_cannot_be_read_or_changed_says_why() -> None:
    for name, arguments, message in (
        ("parse", {"content": "", "json_filter": "$"}, "the text is no JSON"),
        ("parse", {"content": "{}", "json_filter": "$.["}, "is no path"),
        ("json_delete", {"content": "{}", "query": "$"}, "is all of the JSON"),
        ("json_insert", {"content": "{}", "query": "$.a[0]", "new_value": "x", "create_path": "True"}, "leads nowhere"),
    ):
        with pytest.raises(ToolInvokeError, match=message):
            await process(name, **arguments)


async def text(name: str, **arguments: Any) -> ToolResult:
    return await given(Resources(), "text", name, **arguments)


async def test_texts_are_counted_split_and_replaced() -> None:
    counts = (await text("count_text", text="Hello big world.  你好，世界。\n\nIt's 3.5 metres!")).json[0]
    assert counts == {
        "characters": 42,
        "characters_without_spaces": 34,
        "words": 11,
        "sentences": 3,
        "lines": 3,
        "paragraphs": 2,
    }
    assert (await text("split_text", text="a, b,,c", separator=",")).json == [{"parts": ["a", " b", "c"], "count": 3}]
    assert (await text("split_text", text="a\nb")).text == '["a", "b"]'
    assert (await text("replace_text", text="a.b.c", find=".", replace_with="-")).text == "a-b-c"
    assert (
        await text("replace_text", text="2024-05-31", find=r"(\d+)-(\d+)", replace_with="$2/$1", use_regex=True)
    ).text == "05/2024-31"


async def test_an_expression_finds_matches_or_groups_in_good_time() -> None:
    names = [("text", "regex_extract"), ("langgenius/regex/regex", "regex_extract")]
    for name in names:
        found = await given(Resources(), *name, content="a1 b22, 价格 333", expression=r"\d+")
        assert found.json == [{"matches": ["1", "22", "333"]}]
    assert (await text("regex_extract", content="a=1 b=2", expression=r"(\w)=(\d)")).text == '[["a", "1"], ["b", "2"]]'
    assert (await text("regex_extract", content="a=1 b=2", expression=r"\w=(\d)")).text == '["1", "2"]'
    assert (await text("regex_extract", content="abc", expression="x")).text == "[]"
    assert (await text("regex_extract", content="a" * 50_000 + "!", expression="(a+)+$")).text == "[]"
    for expression in ("(", "(?=a)"):
        with pytest.raises(ToolInvokeError, match="is no regular expression that is read here"):
            await text("regex_extract", content="a", expression=expression)


async def test_hashes_base64_and_ids() -> None:
    assert (await text("hash_text", text="你好")).text.startswith("670d9743542cae3ea7ebe36af56bd536")
    assert (await text("hash_text", text="a", algorithm="md5")).text == "0cc175b9c0f1b6a831c399e269772661"
    encoded = (
        await given(Resources(), "bowenliang123/base64_codec/base64_codec", "base64_encoder", plain_text="你?>")
    ).text
    assert encoded == "5L2gPz4="
    assert (await text("base64_encoder", plain_text="??>", urlsafe_enabled="true")).text == "Pz8-"
    for written in ("Pz8-", "Pz8+", "5L2gPz4", "5L2g\nPz4="):
        assert (await text("base64_decoder", base64_text=written)).text in ("??>", "你?>")
    with pytest.raises(ToolInvokeError, match="no text in base64"):
        await text("base64_decoder", base64_text="ö")
    ids = (await text("make_uuid", count=2)).text.splitlines()
    assert len({uuid.UUID(one) for one in ids}) == 2


class Runner:
    """Runs no code: gives what a test says."""

    def __init__(self, result: CodeResult) -> None:
        self.result = result
        self.asked: tuple[Any, ...] = ()

    async def run(self, language: str, code: str, inputs: Any, *, outputs: Any = ()) -> CodeResult:
        """Give the result."""
        self.asked = (language, code, dict(inputs), tuple(outputs))
        return self.result


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (CodeResult({}, "2\n"), "2"),
        (CodeResult({"result": 6}), "6"),
        (CodeResult({"a": 1}, "so far\n"), 'so far\n{"a": 1}'),
        (CodeResult({}), "The program ended; it printed and gave nothing."),
    ],
)
async def test_what_code_prints_and_gives_is_told(result: CodeResult, text: str) -> None:
    runner = Runner(result)
    said = await given(Resources(code=runner), "langgenius/code/code", "simple_code", code="...", language="javascript")
    assert said.observation == text
    assert runner.asked == ("javascript", "...", {}, ("result",))


async def test_without_a_sandbox_no_code_runs() -> None:
    with pytest.raises(NodeError, match="no code is run here"):
        await given(Resources(), "code", "simple_code", code="1")
