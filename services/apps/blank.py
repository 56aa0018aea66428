"""What a new app starts with: the smallest document of each mode that does something."""

from itertools import pairwise
from typing import Any, Final

from engine.document import GRAPH_MODES, Document

COLUMN: Final = 304  # pixels between two nodes on the canvas
ROW: Final = 282

Item = dict[str, Any]

OFF: Final[Item] = {"enabled": False}
FEATURES: Final[Item] = {
    "opening_statement": "",
    "suggested_questions": [],
    "suggested_questions_after_answer": OFF,
    "speech_to_text": OFF,
    "text_to_speech": {"enabled": False, "voice": "", "language": ""},
    "retriever_resource": {"enabled": True},
    "sensitive_word_avoidance": OFF,
    "file_upload": {"enabled": False},
}


def blank_document(mode: str, *, provider: str, model: str) -> Document:
    """Return a new app of a mode that asks the given model; its name and icon are the caller's to set."""
    raw: Item = {"app": {"mode": mode}}
    if mode not in GRAPH_MODES:
        return Document({**raw, "model_config": _model_config(mode, provider, model)})
    graph = _chatflow(provider, model) if mode == "advanced-chat" else _workflow(provider, model)
    workflow = {"graph": graph, "features": FEATURES, "environment_variables": [], "conversation_variables": []}
    return Document({**raw, "workflow": workflow})


def _model_config(mode: str, provider: str, model: str) -> Item:
    form = [] if mode != "completion" else [{"paragraph": _input("query", "Query")}]
    agent: Item = {"enabled": mode == "agent-chat", "strategy": None, "tools": []}
    if mode == "agent-chat":
        agent |= {"strategy": "function_call", "max_iteration": 10}
    return {
        **FEATURES,
        "annotation_reply": OFF,
        "more_like_this": OFF,
        "external_data_tools": [],
        "model": _model(provider, model),
        "user_input_form": form,
        "dataset_query_variable": "",
        "pre_prompt": "{{query}}" if mode == "completion" else "",
        "agent_mode": agent,
        "prompt_type": "simple",
        "chat_prompt_config": {},
        "completion_prompt_config": {},
        "dataset_configs": {"retrieval_model": "multiple", "datasets": {"datasets": []}},
    }


def _chatflow(provider: str, model: str) -> Item:
    memory = {"window": {"enabled": False, "size": 50}, "query_prompt_template": "{{#sys.query#}}"}
    prompt = [{"id": "system", "role": "system", "text": "", "edition_type": "basic"}]
    return _row(
        _node("start", "start", "Start", variables=[]),
        _llm(provider, model, prompt, memory=memory),
        _node("answer", "answer", "Answer", answer="{{#llm.text#}}", variables=[]),
    )


def _workflow(provider: str, model: str) -> Item:
    prompt = [{"id": "user", "role": "user", "text": "{{#start.text#}}", "edition_type": "basic"}]
    outputs = [{"variable": "result", "value_selector": ["llm", "text"], "value_type": "string"}]
    return _row(
        _node("start", "start", "Start", variables=[{**_input("text", "Text"), "type": "paragraph", "options": []}]),
        _llm(provider, model, prompt),
        _node("end", "end", "End", outputs=outputs),
    )


def _llm(provider: str, model: str, prompt: list[Item], **further: Any) -> Item:
    return _node(
        "llm",
        "llm",
        "LLM",
        model=_model(provider, model),
        prompt_template=prompt,
        context={"enabled": False, "variable_selector": []},
        vision=OFF,
        **further,
    )


def _model(provider: str, model: str) -> Item:
    return {"provider": provider, "name": model, "mode": "chat", "completion_params": {"temperature": 0.7}}


def _input(variable: str, label: str) -> Item:
    return {"variable": variable, "label": label, "required": True, "default": "", "max_length": None}


def _node(id: str, kind: str, title: str, **data: Any) -> Item:
    return {"id": id, "type": "custom", "data": {"type": kind, "title": title, "desc": "", **data}}


def _row(*nodes: Item) -> Item:
    """Return a graph of nodes one after the other, placed from left to right."""
    placed = [{**node, "position": {"x": 80 + COLUMN * index, "y": ROW}} for index, node in enumerate(nodes)]
    edges = [_edge(left, right) for left, right in pairwise(nodes)]
    return {"nodes": placed, "edges": edges, "viewport": {"x": 0, "y": 0, "zoom": 1}}


def _edge(left: Item, right: Item) -> Item:
    return {
        "id": f"{left['id']}-source-{right['id']}-target",
        "type": "custom",
        "source": left["id"],
        "sourceHandle": "source",
        "target": right["id"],
        "targetHandle": "target",
        "data": {"sourceType": left["data"]["type"], "targetType": right["data"]["type"], "isInIteration": False},
    }
