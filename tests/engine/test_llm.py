"""The llm node: what it sends, and what it makes of the answer."""

from typing import Any

import pytest

from engine.errors import ModelUnavailable, NodeError, VariableNotFound
from engine.models.base import Abilities, FilePart, ImagePart, TextPiece, ThinkingPiece
from engine.nodes.base import Context, Result
from engine.resources import Resources, RunInfo, Turn
from engine.values import File, Secret
from engine.variables import VariablePool
from tests.engine.alone import node
from tests.engine.models import Scripted, registry

SEES = Abilities(vision=True, documents=True)
CAT = File(
    type="image", transfer_method="remote_url", filename="cat.png", mime_type="image/png", remote_url="http://x/cat.png"
)
PAPER = File(
    type="document", transfer_method="local_file", filename="a.pdf", mime_type="application/pdf", url="/files/1"
)
POOL: dict[str, dict[str, Any]] = {
    "sys": {"query": "how?", "files": []},
    "start": {"text": "hi {{#sys.query#}}", "n": 2.5, "none": None, "list": ["a", "b"], "key": Secret("sk-0123456789")},
}


class Streamed:
    """Takes what a node streams."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.thoughts: list[tuple[str, bool]] = []
        self.closed = False

    def text(self, node_id: str, name: str, delta: str) -> None:
        self.texts.append(delta)

    def reasoning(self, node_id: str, delta: str, is_final: bool) -> None:
        self.thoughts.append((delta, is_final))

    def close(self, node_id: str, name: str) -> None:
        self.closed = True


async def ask(
    models: Any = None,
    /,
    *prompt: dict[str, Any],
    pool: dict[str, dict[str, Any]] | None = None,
    info: RunInfo | None = None,
    stream: Streamed | None = None,
    files: Any = None,
    **data: Any,
) -> Result:
    """Run an llm node with the prompt's items and other settings."""
    resources = Resources(models=models or Scripted(), files=files)
    variables = VariablePool({**POOL, **(pool or {})})
    ctx = Context("node", pool=variables, resources=resources, run=info or RunInfo(), stream=stream)
    data = {"model": {"provider": "openai", "name": "m", "mode": "chat"}, "prompt_template": list(prompt), **data}
    return await node("llm", **data).run(ctx)


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "text": text}


def turns(count: int) -> RunInfo:
    return RunInfo(conversation_id="c", history=[Turn(f"q{n}", f"a{n}") for n in range(count)])


async def test_items_are_sent_in_order_with_their_variables():
    model = Scripted()
    await ask(
        model,
        {"role": "system", "text": 'n={{#start.n#}} l={{#start.list#}} none=[{{#start.none#}}] {"x": "{{y}}"}'},
        {"role": "assistant", "text": "I see."},
        {"role": "user", "text": "{{#start.none#}}"},
        {"role": "user", "text": "go"},
    )
    assert model.prompt == [
        ("system", 'n=2.5 l=["a", "b"] none=[] {"x": "{{y}}"}'),
        ("assistant", "I see."),
        ("user", "go"),
    ]


async def test_a_reference_inside_a_value_is_never_looked_at():
    model = Scripted()
    context = {"enabled": True, "variable_selector": ["start", "text"]}
    await ask(model, user("{{#start.text#}} / {{#context#}}"), context=context)
    assert model.prompt == [("user", "hi {{#sys.query#}} / hi {{#sys.query#}}")]


async def test_a_missing_variable_fails_the_node():
    with pytest.raises(VariableNotFound, match=r"Variable start\.gone not found"):
        await ask(None, user("{{#start.gone#}}"))


async def test_jinja_items_see_native_values_and_the_context():
    model = Scripted()
    item = {
        "role": "system",
        "edition_type": "jinja2",
        "text": "{{#start.gone#}}",
        "jinja2_text": "{% for t in tags %}{{ t }};{% endfor %}{{#context#}}{{#start.n#}}",
    }
    config = {"jinja2_variables": [{"variable": "tags", "value_selector": ["start", "list"]}]}
    context = {"enabled": True, "variable_selector": ["start", "text"]}
    await ask(model, item, prompt_config=config, context=context)
    assert model.prompt == [("system", "a;b;hi {{#sys.query#}}2.5")]


async def test_a_missing_jinja_variable_fails_the_node():
    item = {"role": "user", "edition_type": "jinja2", "jinja2_text": "{{ x }}"}
    config = {"jinja2_variables": [{"variable": "x", "value_selector": ["start", "gone"]}]}
    with pytest.raises(VariableNotFound):
        await ask(None, item, prompt_config=config)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("plain", "plain", id="text"),
        pytest.param(["a", {"content": "b", "summary": "s"}], "a\ns\nb", id="items"),
        pytest.param(None, "", id="none"),
        pytest.param(7, "", id="number"),
        pytest.param([], "", id="empty"),
    ],
)
async def test_context(value, text):
    model = Scripted()
    context = {"enabled": True, "variable_selector": ["kb", "result"]}
    await ask(model, user("[{{#context#}}]"), pool={"kb": {"result": value}}, context=context)
    assert model.prompt == [("user", f"[{text}]")]


async def test_context_items_without_content_fail():
    context = {"enabled": True, "variable_selector": ["kb", "result"]}
    with pytest.raises(NodeError, match="Invalid context structure"):
        await ask(None, user("x"), pool={"kb": {"result": [{"text": "x"}]}}, context=context)


async def test_knowledge_becomes_citations():
    item = {
        "content": "Rome",
        "title": "Cities",
        "metadata": {
            "_source": "knowledge",
            "position": 1,
            "dataset_id": "d",
            "document_name": "n",
            "score": 0.5,
            "segment_hit_count": 3,
        },
    }
    context = {"enabled": True, "variable_selector": ["kb", "result"]}
    result = await ask(None, user("{{#context#}}"), pool={"kb": {"result": [item, "free text"]}}, context=context)
    (citation,) = result.citations
    assert citation["dataset_id"] == "d"
    assert (citation["position"], citation["content"], citation["hit_count"], citation["score"]) == (1, "Rome", 3, 0.5)


async def test_memory_puts_history_after_the_prompt_and_the_query_last():
    model = Scripted()
    memory = {"query_prompt_template": "Q: {{#sys.query#}}"}
    await ask(model, {"role": "system", "text": "s"}, info=turns(2), memory=memory)
    assert [content for _, content in model.prompt] == ["s", "q0", "a0", "q1", "a1", "Q: how?"]


async def test_an_empty_query_template_is_the_query():
    model = Scripted()
    await ask(model, info=turns(0), memory={"query_prompt_template": "", "window": {"enabled": False}})
    assert model.prompt == [("user", "how?")]


async def test_the_window_limits_the_turns():
    model = Scripted()
    await ask(model, info=turns(5), memory={"window": {"enabled": True, "size": 2}})
    assert [content for _, content in model.prompt] == ["q3", "a3", "q4", "a4", "how?"]


async def test_old_turns_that_do_not_fit_the_model_are_left_out():
    model = Scripted(abilities=Abilities(context_size=120))
    info = RunInfo(conversation_id="c", history=[Turn(f"q{n} " + "w " * 30, "a") for n in range(4)])
    parameters = {"model": {"name": "m", "completion_params": {"max_tokens": 50}}}
    await ask(model, {"role": "system", "text": "s"}, info=info, memory={}, **parameters)
    queries = [content.split()[0] for role, content in model.prompt if role == "user"]
    assert queries == ["q2", "q3", "how?"]


async def test_without_a_conversation_there_is_no_history():
    model = Scripted()
    await ask(model, info=RunInfo(history=[Turn("q", "a")]), memory={})
    assert model.prompt == [("user", "how?")]


async def test_without_memory_no_user_message_is_added():
    with pytest.raises(NodeError, match="No prompt found"):
        await ask(None, {"role": "system", "text": ""})


async def test_files_to_look_at_come_first_in_the_last_user_message():
    model = Scripted(abilities=SEES)
    vision = {"enabled": True, "configs": {"detail": "low", "variable_selector": ["start", "pics"]}}
    await ask(model, {"role": "system", "text": "s"}, user("what?"), pool={"start": {"pics": [CAT]}}, vision=vision)
    assert model.prompt == [("system", "s"), ("user", [ImagePart("http://x/cat.png", "low"), "what?"])]


async def test_files_without_a_user_message_make_one():
    model = Scripted(abilities=SEES)
    vision = {"enabled": True, "configs": {"variable_selector": ["start", "pic"]}}
    await ask(model, {"role": "system", "text": "s"}, pool={"start": {"pic": CAT}}, vision=vision)
    assert model.prompt[-1] == ("user", [ImagePart("http://x/cat.png")])


async def test_files_that_the_model_cannot_take_are_left_out():
    model = Scripted(abilities=Abilities(vision=False))
    vision = {"enabled": True, "configs": {"variable_selector": ["start", "pic"]}}
    await ask(model, user("what?"), pool={"start": {"pic": CAT}}, vision=vision)
    assert model.prompt == [("user", "what?")]


async def test_a_vision_variable_of_another_type_fails_the_node():
    vision = {"enabled": True, "configs": {"variable_selector": ["start", "text"]}}
    with pytest.raises(NodeError, match="vision needs a file"):
        await ask(None, user("x"), vision=vision)


async def test_a_file_inside_a_text_follows_it_as_a_message_of_its_own():
    model = Scripted(abilities=SEES)
    await ask(model, user("look: {{#start.pic#}}"), pool={"start": {"pic": CAT}})
    assert model.prompt == [("user", "look: "), ("user", [ImagePart("http://x/cat.png")])]


async def test_uploads_are_sent_by_their_bytes():
    class Store:
        async def read(self, file: File) -> bytes:
            return b"PDF"

    model = Scripted(abilities=SEES)
    await ask(model, user("{{#start.doc#}}x"), pool={"start": {"doc": PAPER}}, files=Store())
    assert model.prompt[-1][1] == [FilePart("data:application/pdf;base64,UERG", "document", "application/pdf", "a.pdf")]


async def test_one_text_holds_history_and_query():
    model = Scripted()
    await ask(
        model,
        model={"name": "m", "mode": "completion"},
        prompt_template={"text": "Talk:\n{{#histories#}}\nHuman: {{#sys.query#}}"},
        memory={"role_prefix": {"user": "Human", "assistant": "AI"}},
        info=turns(1),
    )
    assert model.requests[-1].completion
    assert model.prompt == [("user", "Talk:\nHuman: q0\nAI: a0\nHuman: how?")]


async def test_parameters_are_resolved_and_cast_and_stop_words_taken_out():
    model = Scripted()
    parameters = {"temperature": "{{#start.n#}}", "seed": 3, "user": "{{#start.text#}}", "stop": ["END"]}
    await ask(model, user("x"), model={"name": "m", "completion_params": parameters})
    request = model.requests[-1]
    assert request.parameters == {"temperature": 2.5, "seed": 3, "user": "hi {{#sys.query#}}"}
    assert request.stop == ("END",)


async def test_the_answer_streams_and_comes_back_whole():
    stream = Streamed()
    result = await ask(Scripted("Hel", "lo ", "you"), user("x"), stream=stream)
    assert stream.texts == ["Hel", "lo ", "you"]
    assert stream.closed
    assert (result.outputs["text"], result.outputs["finish_reason"]) == ("Hello you", "stop")
    assert result.outputs["usage"]["total_tokens"] == 7
    assert result.usage is not None
    assert result.usage.total_tokens == 7


async def test_the_trace_shows_the_prompt_as_sent_and_no_secrets_among_the_inputs():
    result = await ask(None, user("{{#start.key#}}"))
    assert result.inputs == {"#start.key#": "sk-012************89"}
    assert result.process_data["prompts"] == [{"role": "user", "text": "sk-0123456789", "files": []}]
    assert result.process_data["model_name"] == "scripted"


SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
SHAPED = {"structured_output_switch_on": True, "structured_output": {"schema": SCHEMA}}


async def test_a_model_that_takes_a_schema_is_given_it():
    model = Scripted('{"city": "Rome"}', abilities=Abilities(structured_output=True))
    result = await ask(model, user("x"), **SHAPED)
    assert model.requests[-1].json_schema == SCHEMA
    assert result.outputs["structured_output"] == {"city": "Rome"}


async def test_other_models_are_told_and_their_json_is_mended():
    model = Scripted("<think>hm {}</think>Sure:\n```json\n{'city': 'Rome',}\n```")
    result = await ask(model, {"role": "system", "text": "s"}, user("x"), **SHAPED)
    assert model.requests[-1].json_schema is None
    assert "JSON schema" in model.prompt[0][1]
    assert result.outputs["structured_output"] == {"city": "Rome"}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param("no idea", "holds no JSON object", id="no JSON"),
        pytest.param('{"city": 7}', "city: 7 is not of type 'string'", id="wrong type"),
        pytest.param("{}", "'city' is a required property", id="missing"),
    ],
)
async def test_an_answer_of_another_shape_fails_the_node(answer, reason):
    with pytest.raises(NodeError, match=reason):
        await ask(Scripted(answer), user("x"), **SHAPED)


async def test_a_schema_is_never_fetched_from_elsewhere(vendor):
    schema = {"type": "object", "properties": {"a": {"$ref": f"{vendor.url}/schema.json"}}}
    with pytest.raises(NodeError, match="refers to what is not in it"):
        await ask(
            Scripted('{"a": 1}'), user("x"), structured_output_switch_on=True, structured_output={"schema": schema}
        )
    assert vendor.requests == []


async def test_the_older_name_of_the_switch_counts():
    llm = node("llm", structured_output_enabled=True, structured_output={"schema": SCHEMA})
    assert "structured_output" in llm.declared_outputs()


async def test_tagged_reasoning_stays_in_the_text():
    result = await ask(Scripted(ThinkingPiece("why"), TextPiece("so")), user("x"))
    assert result.outputs["text"] == "<think>\nwhy\n</think>\nso"
    assert result.outputs["reasoning_content"] == ""


async def test_separated_reasoning_is_streamed_apart():
    stream = Streamed()
    model = Scripted(ThinkingPiece("first"), "<th", "ink>sec", "ond</thi", "nk>\n\nThe answer", " <b> is 1 < 2\n")
    result = await ask(model, user("x"), stream=stream, reasoning_format="separated")
    assert "".join(stream.texts) == result.outputs["text"] == "The answer <b> is 1 < 2"
    assert result.outputs["reasoning_content"] == "first\nsecond"
    assert "".join(text for text, _ in stream.thoughts) == "firstsecond"
    assert stream.thoughts[-1] == ("", True)


async def test_an_unclosed_tag_makes_the_rest_reasoning():
    result = await ask(Scripted("A<think>forever"), user("x"), reasoning_format="separated")
    assert (result.outputs["text"], result.outputs["reasoning_content"]) == ("A", "forever")


async def test_the_finish_reason_is_the_models_own(vendor):
    vendor.rule(reply="cut", finish="length")
    result = await ask(registry(vendor, "openai"), user("x"))
    assert result.outputs["finish_reason"] == "length"


async def test_a_failing_call_fails_the_node(vendor):
    vendor.rule(status=500, reply="overloaded")
    with pytest.raises(ModelUnavailable, match="overloaded"):
        await ask(registry(vendor, "openai"), user("x"))


def test_references_are_those_that_count():
    llm = node(
        "llm",
        model={"completion_params": {"temperature": "{{#a.b#}}"}},
        prompt_template=[
            {"role": "system", "text": "{{#c.d#}}"},
            {"role": "user", "text": "{{#no.no#}}", "edition_type": "jinja2", "jinja2_text": "{{ x }}"},
        ],
        prompt_config={"jinja2_variables": [{"variable": "x", "value_selector": ["e", "f"]}]},
        context={"enabled": False, "variable_selector": ["no", "no"]},
        memory={"query_prompt_template": "{{#sys.query#}}"},
        vision={"enabled": True, "configs": {"variable_selector": ["g", "h"]}},
    )
    assert llm.references() == {("a", "b"), ("c", "d"), ("e", "f"), ("sys", "query"), ("g", "h")}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"memory": None, "vision": None, "context": None, "prompt_config": None}, id="null"),
        pytest.param({"prompt_template": "just text"}, id="text"),
        pytest.param({"prompt_template": {"text": "x", "edition_type": "basic"}}, id="one item"),
        pytest.param({"structured_output": {"enabled": False}}, id="no schema"),
        pytest.param({"model": {"provider": "p", "name": "m", "parameters": {"temperature": 1}}}, id="parameters"),
    ],
)
def test_settings_of_many_files_are_read(data):
    assert node("llm", **data).declared_outputs()["text"] == "string"
