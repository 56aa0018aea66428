"""The question classifier: which branch a reply takes."""

import json
from typing import Any

import pytest

from engine.errors import ModelUnavailable, NodeError
from engine.models import ModelRegistry
from engine.models.base import Abilities, ImagePart
from engine.nodes.base import Result
from engine.resources import Resources, RunInfo, Turn
from engine.values import File
from tests.engine.alone import node, run_alone
from tests.engine.models import Failing, Scripted

CLASSES = [{"id": "a", "name": "Refunds of {{#start.kind#}}", "label": "Refund"}, {"id": "2", "name": "Other"}]
POOL = {"sys": {"query": "Where is my money?"}, "start": {"kind": "orders"}}


async def classify(model: Any, *, info: RunInfo | None = None, pool: Any = None, **data: Any) -> Result:
    """Run a classifier with two classes."""
    resources = Resources(models=model if isinstance(model, Scripted) else Scripted(model))
    settings = {"query_variable_selector": ["sys", "query"], "classes": CLASSES, **data}
    return await run_alone("question-classifier", {**POOL, **(pool or {})}, resources=resources, info=info, **settings)


def reply(category_id: Any, name: str = "whatever") -> str:
    return json.dumps({"category_id": category_id, "category_name": name})


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        (reply("2"), "2"),
        (reply(2), "2"),
        (f"<think>{reply('a')}</think>{reply('2')}", "2"),
        (f"I would say:\n```json\n{reply('2')}\n```\n", "2"),
        ("{'category_id': '2', 'category_name': 'Other',}", "2"),
        (reply("99"), "a"),
        ('{"category_id": "2"}', "a"),
        ('{"category_name": "Other"}', "a"),
    ],
    ids=["id", "number", "thought", "fenced", "mended", "unknown", "no-name", "no-id"],
)
async def test_the_id_in_the_reply_decides_and_the_first_class_stands_for_what_is_unknown(text, chosen):
    result = await classify(text)
    assert (result.handle, result.outputs["class_id"]) == (chosen, chosen)


async def test_outputs_are_the_rendered_name_the_label_and_the_usage():
    result = await classify(reply("a", "not this"))
    outputs = dict(result.outputs)
    assert outputs.pop("usage")["total_tokens"] == 7
    assert outputs == {"class_name": "Refunds of orders", "class_label": "Refund", "class_id": "a"}
    assert set(result.outputs) == set(node("question-classifier").declared_outputs())


async def test_a_class_without_a_label_is_called_by_its_place():
    assert (await classify(reply("2"))).outputs["class_label"] == "CLASS 2"


async def test_a_reply_that_is_no_json_fails_the_node_and_leaves_a_trace():
    with pytest.raises(NodeError, match="no JSON object") as caught:
        await classify("That is about refunds.")
    assert "Where is my money?" in caught.value.process_data["prompts"][1]["text"]


async def test_a_failing_model_fails_the_node():
    with pytest.raises(ModelUnavailable):
        await classify(Failing(ModelUnavailable("down")))


async def test_the_model_is_told_classes_and_instruction_with_their_variables():
    model = Scripted(reply("a"))
    await classify(model, instruction="Orders are {{#start.kind#}}.")
    (role, text) = model.prompt[1]
    assert role == "user"
    assert json.loads(text) == {
        "input_text": ["Where is my money?"],
        "categories": [
            {"category_id": "a", "category_name": "Refunds of orders"},
            {"category_id": "2", "category_name": "Other"},
        ],
        "classification_instructions": ["Orders are orders."],
    }


async def test_a_missing_text_is_empty():
    model = Scripted(reply("2"))
    assert (await classify(model, query_variable_selector=["gone", "text"])).handle == "2"
    assert json.loads(model.prompt[1][1])["input_text"] == [""]


async def test_memory_adds_the_conversation_only_where_there_is_one():
    model = Scripted(reply("a"))
    turn = Turn("earlier question", "earlier answer")
    memory = {"window": {"enabled": True, "size": 1}}
    await classify(model, memory=memory, info=RunInfo(conversation_id="c", history=[Turn("first", "x"), turn]))
    system = model.prompt[0][1]
    assert "Human: earlier question\nAssistant: earlier answer" in system
    assert "first" not in system
    await classify(model, memory=memory, info=RunInfo(history=[turn]))
    assert "earlier" not in model.prompt[0][1]


async def test_vision_shows_the_files_before_the_text():
    cat = File(type="image", transfer_method="remote_url", remote_url="http://x/cat.png")
    model = Scripted(reply("a"), abilities=Abilities(vision=True))
    await classify(model, vision={"enabled": True}, pool={"sys": {"query": "q", "files": [cat]}})
    picture, text = model.prompt[1][1]
    assert picture == ImagePart("http://x/cat.png")
    assert json.loads(text)["input_text"] == ["q"]


async def test_the_demo_model_picks_a_fitting_class():
    classes = [{"id": "1", "name": "Refund and payment questions"}, {"id": "2", "name": "Technical problems"}]
    text = {"sys": {"query": "The program crashes with an error"}}
    model = {"provider": "demo", "name": "demo"}
    resources = Resources(models=ModelRegistry({}))
    result = await run_alone("question-classifier", text, resources=resources, classes=classes, model=model)
    assert result.handle == "2"


def test_every_class_is_a_handle_and_numbers_are_ids_too():
    classifier = node("question-classifier", classes=[{"id": 1, "name": "x"}, {"id": "b", "name": "{{#n.v#}}"}])
    assert list(classifier.handles()) == ["1", "b"]
    assert ("n", "v") in classifier.references()
