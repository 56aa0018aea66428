"""The parameter extractor: what is asked for, and what becomes of the reply."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from engine.asking.extraction import Parameter, converted, violation
from engine.errors import ModelUnavailable
from engine.models import ModelRegistry
from engine.models.base import Abilities, ToolCall
from engine.nodes.base import Result
from engine.resources import Resources
from tests.engine.alone import node, run_alone
from tests.engine.models import Failing, Scripted

CITY = {"name": "city", "type": "string", "description": "a city", "required": True}
DAYS = {"name": "days", "type": "number", "description": "how many days", "required": False}
TAGS = {"name": "tags", "type": "array[string]", "description": "", "required": False}
SPEC = [CITY, DAYS, TAGS]


async def extract(model: Any, /, *, parameters: Any = None, mode: str = "prompt", **data: Any) -> Result:
    """Run an extractor."""
    resources = Resources(models=Scripted(model) if isinstance(model, str) else model)
    settings = {"query": ["sys", "query"], "parameters": parameters or SPEC, "reasoning_mode": mode, **data}
    return await run_alone(
        "parameter-extractor", {"sys": {"query": "Rome for 3 days"}}, resources=resources, **settings
    )


def values(result: Result) -> dict[str, Any]:
    return {name: value for name, value in result.outputs.items() if name != "__usage"}


async def test_all_found():
    result = await extract('{"city": "Rome", "days": 3, "tags": ["trip"]}')
    assert values(result) == {"city": "Rome", "days": 3, "tags": ["trip"], "__is_success": 1, "__reason": None}
    assert result.outputs["__usage"]["total_tokens"] == 7
    assert set(result.outputs) == set(node("parameter-extractor", parameters=SPEC).declared_outputs())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"city": "Oslo"}', {"city": "Oslo", "days": 0, "tags": []}),
        ('{"city": "Lima", "days": "4"}', {"city": "Lima", "days": 4, "tags": []}),
        ('Result:\n{"city": "Bern", "days": 1}\nthat is all', {"city": "Bern", "days": 1, "tags": []}),
        ("I do not know.", {"city": "", "days": 0, "tags": []}),
    ],
    ids=["optional-missing", "number-as-text", "inside-text", "nothing"],
)
async def test_a_reply_with_too_few_parameters_is_used_as_far_as_it_goes(text, found):
    assert values(await extract(text)) == {
        **found,
        "__is_success": 0,
        "__reason": "Invalid number of parameters",
    }


async def test_a_reply_without_json_says_so():
    result = await extract("I do not know.", parameters=[{**CITY, "required": False}])
    assert values(result)["__is_success"] == 0
    assert "no JSON object" in values(result)["__reason"]


def parameter(kind: str, **more: Any) -> Parameter:
    return Parameter(name="p", type=kind, **more)


@pytest.mark.parametrize(
    ("kind", "reply", "value"),
    [
        ("number", "4", 4),
        ("number", "4.50", 4.5),
        ("number", True, 1),
        ("number", "four", 0),
        ("boolean", 1, True),
        ("bool", "true", False),
        ("string", 5, ""),
        ("select", "green", "green"),
        ("array[number]", ["1", "x", 2.5], [1, 2.5]),
        ("array[string]", ["a", 1, None], ["a"]),
        ("array[object]", [{"a": 1}, "b"], [{"a": 1}]),
        ("array[boolean]", [True, "x"], [True]),
        ("array[string]", "a", []),
        ("string", None, ""),
    ],
)
def test_what_fits_is_converted_and_the_rest_is_empty(kind, reply, value):
    made = converted([parameter(kind, options=["red"])], {"p": reply})["p"]
    assert made == value
    assert type(made) is type(value)


@pytest.mark.parametrize(
    ("declared", "reply", "reason"),
    [
        (parameter("string", required=True), {"q": "x"}, "Parameter p is required"),
        (parameter("string"), {"q": "x"}, None),
        (parameter("number"), {"p": "4"}, "must be number"),
        (parameter("string"), {"p": None}, "must be string"),
        (parameter("array[string]"), {"p": ["a", 1]}, "must be array[string]"),
        (parameter("select", options=["red", "blue"]), {"p": "green"}, "must be one of red, blue"),
        (parameter("string"), {"p": "x", "q": "y"}, "Invalid number of parameters"),
        (parameter("boolean"), {"p": False}, None),
    ],
    ids=["required", "optional", "type", "null", "item", "option", "number", "fine"],
)
def test_the_first_broken_rule_is_named(declared, reply, reason):
    found = violation([declared], reply)
    assert found == reason if reason is None else found is not None and reason in found


async def test_a_model_with_tools_is_offered_one_function():
    call = ToolCall("1", "extract_parameters", '{"city": "Rome", "days": 3, "tags": []}')
    model = Scripted(call)
    result = await extract(model, mode="function_call")
    assert values(result)["__is_success"] == 1
    (tool,) = model.requests[0].tools
    assert tool.name == "extract_parameters"
    assert tool.parameters["required"] == ["city"]
    assert tool.parameters["properties"]["tags"] == {"type": "array", "items": {"type": "string"}, "description": ""}


async def test_without_tools_the_model_is_asked_for_text():
    model = Scripted('{"city": "Rome", "days": 3, "tags": []}', abilities=Abilities(tools=False))
    result = await extract(model, mode="function_call")
    assert values(result)["__is_success"] == 1
    assert model.requests[0].tools == ()
    assert "how many days" in model.prompt[0][1]


async def test_a_function_mode_reply_in_words_counts_too():
    result = await extract('{"city": "Rome", "days": 3, "tags": []}', mode="function_call")
    assert values(result)["city"] == "Rome"


@pytest.mark.parametrize("mode", ["function_call", "prompt"])
async def test_the_demo_model_finds_parameters(mode):
    model = {"provider": "demo", "name": "demo"}
    result = await extract(ModelRegistry({}), mode=mode, model=model)
    assert (result.outputs["city"], result.outputs["days"], result.outputs["__is_success"]) == ("Rome", 3, 1)


async def test_a_failing_model_fails_the_node_with_outputs_for_the_trace():
    with pytest.raises(ModelUnavailable) as caught:
        await extract(Failing(ModelUnavailable("down")))
    assert caught.value.outputs["__is_success"] == 0
    assert caught.value.outputs["__error"] == "down"


async def test_instruction_and_options_reach_the_model():
    model = Scripted("{}")
    await extract(
        model, parameters=[{"name": "c", "type": "select", "options": ["red"]}], instruction="See {{#sys.query#}}!"
    )
    system = model.prompt[0][1]
    assert "See Rome for 3 days!" in system
    assert json.loads(system[system.index("{") :])["properties"]["c"]["enum"] == ["red"]


@pytest.mark.parametrize("name", ["__reason", "__is_success", ""])
def test_reserved_and_empty_names_are_refused(name):
    with pytest.raises(ValidationError):
        node("parameter-extractor", parameters=[{"name": name, "type": "string"}])


def test_an_object_alone_is_no_type():
    with pytest.raises(ValidationError):
        node("parameter-extractor", parameters=[{"name": "x", "type": "object"}])
