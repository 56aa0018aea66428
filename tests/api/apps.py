"""The apps that tests of the API run, as DSL files."""

from typing import Any

from engine.document import Document
from engine.dsl import dump
from tests.services import parts
from tests.services.parts import graph, llm, node

MODEL = {"provider": "openai", "name": "small", "mode": "chat", "completion_params": {}}
TOPIC = {"variable": "topic", "label": "Topic", "type": "text-input", "required": True, "max_length": 20}


def echo(answer: str = "You said: {{#sys.query#}}", **workflow: Any) -> str:
    """Return a chatflow that asks no model; it answers with a template."""
    return dump(parts.echo(answer, **workflow))


def asking(**workflow: Any) -> str:
    """Return a chatflow that hands the query to a model."""
    return dump(parts.asking(**workflow))


def remembering(answer: str = "{{#conversation.last#}}", **workflow: Any) -> str:
    """Return a chatflow with a conversation variable `last`, into which it writes the query, and one `numbers`."""
    item = {"variable_selector": ["conversation", "last"], "operation": "over-write", "input_type": "variable"}
    assigner = node("assign", "assigner", version="2", items=[{**item, "value": ["sys", "query"]}])
    variables = [
        {"id": "v1", "name": "last", "value_type": "string", "value": "", "description": "what was said last"},
        {"id": "v2", "name": "numbers", "value_type": "array[number]", "value": [1, 2], "description": ""},
    ]
    nodes = graph(node("start", "start"), assigner, node("answer", "answer", answer=answer))
    return dump(parts.document("advanced-chat", nodes, conversation_variables=variables, **workflow))


def failing() -> str:
    """Return a chatflow whose script raises."""
    return dump(parts.document("advanced-chat", graph(node("start", "start"), broken(), node("answer", "answer"))))


def broken() -> dict[str, Any]:
    """Return a node whose script raises."""
    return node("code", "code", code="def main():\n    return {'x': 1 // 0}\n", outputs={"x": {"type": "number"}})


def broken_for(topic: str) -> dict[str, Any]:
    """Return a node whose script gives the topic back, and raises for one."""
    code = f"def main(topic):\n    assert topic != {topic!r}\n    return {{'x': topic}}\n"
    variables = [{"variable": "topic", "value_selector": ["start", "topic"]}]
    return node("code", "code", code=code, variables=variables, outputs={"x": {"type": "string"}})


def workflow(*middle: dict[str, Any], result: tuple[str, str] = ("start", "topic"), **fields: Any) -> str:
    """Return a workflow with the input `topic`; what `result` selects comes out as `result`."""
    end = node("end", "end", outputs=[{"variable": "result", "value_selector": list(result), "value_type": "string"}])
    nodes = graph(node("start", "start", variables=[TOPIC]), *middle, end)
    return dump(parts.document("workflow", nodes, **fields))


def writing() -> str:
    """Return a workflow that has a model write about its topic."""
    return workflow(llm("Write about {{#start.topic#}}"), result=("llm", "text"))


def configured(mode: str = "chat", **config: Any) -> str:
    """Return a chat, agent-chat or completion app with the input `name`."""
    form = [{"text-input": {"variable": "name", "label": "Name", "required": False, "default": "", "max_length": 10}}]
    model_config = {"model": MODEL, "pre_prompt": "Be kind to {{name}}.", "user_input_form": form, **config}
    return dump(Document({"app": {"mode": mode, "name": "Test"}, "model_config": model_config}))
