"""Chat and completion apps as graphs: start, what is fetched, the model, the answer.

They run through the same loop as every other app. The graph says exactly the prompt that the app's
`model_config` means; nothing here asks a model.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from engine.configured.prompt import CONTEXT, KNOWLEDGE, QUERY, START, model_and_prompt
from engine.document import Document, JsonObject

LLM, ANSWER, AGENT = "llm", "answer", "agent"
COLUMN = 304  # pixels between two nodes on the canvas

AGENT_STRATEGIES = frozenset({"function_call", "react", "cot"})
ROUTER_STRATEGIES = frozenset({"router", "react_router"})  # an old way to choose knowledge bases: no agent


def as_graph(document: Document) -> Document:
    """Return the graph app that a configured app runs as; a graph app is returned as it is.

    The nodes are `start`, `llm` and `answer`, with `knowledge` before the model when knowledge bases
    are bound. An agent has `agent` in place of the model. The form is the start node's.
    """
    if document.is_graph:
        return document
    config = document.model_config
    steps = [_start(document), *_external_tools(config), *_knowledge(document)]
    steps.append(_agent(document) if is_agent(document) else _llm(document))
    steps.append(_answer(str(steps[-1]["id"])))
    workflow = {
        "graph": {"nodes": _placed(steps), "edges": _chain(steps)},
        "features": config,
        "environment_variables": [],
        "conversation_variables": [],
    }
    raw = {key: value for key, value in document.raw.items() if key != "model_config"}
    return Document({**raw, "workflow": workflow}).replace(mode="advanced-chat")


def is_agent(document: Document) -> bool:
    """Return whether a configured app calls tools in rounds, whatever its mode says."""
    agent_mode = _mapping(document.model_config.get("agent_mode"))
    strategy = agent_mode.get("strategy")
    if document.mode == "agent-chat":
        return strategy not in ROUTER_STRATEGIES
    return document.mode == "chat" and bool(agent_mode.get("enabled")) and strategy in AGENT_STRATEGIES


def dataset_ids(config: Mapping[str, Any]) -> list[str]:
    """Return the knowledge bases that a `model_config` binds, by the current key or as an old tool."""
    datasets = _mapping(_mapping(config.get("dataset_configs")).get("datasets")).get("datasets")
    entries = [*_mappings(datasets), *_mappings(_mapping(config.get("agent_mode")).get("tools"))]
    bound = [_mapping(entry.get("dataset")) for entry in entries]
    return [str(dataset["id"]) for dataset in bound if dataset.get("id") and dataset.get("enabled", True)]


def _start(document: Document) -> JsonObject:
    form = [item for item in document.start_form if item.get("type") != "external_data_tool"]
    return _node(START, "start", title="Start", variables=form)


def _external_tools(config: JsonObject) -> list[JsonObject]:
    tools = [tool for tool in _mappings(config.get("external_data_tools")) if tool.get("enabled")]
    return [
        _node(f"external_{place}", "external-data-tool", title=str(tool.get("label") or "External data"), tool=tool)
        for place, tool in enumerate(tools)
    ]


def _knowledge(document: Document) -> list[JsonObject]:
    config = document.model_config
    ids = dataset_ids(config)
    if not ids or is_agent(document):
        return []
    named = config.get("dataset_query_variable")
    is_completion = document.mode == "completion"
    query = [START, str(named)] if is_completion and named else list(QUERY)
    return [
        _node(
            KNOWLEDGE,
            "knowledge-retrieval",
            title="Knowledge",
            query_variable_selector=query,
            dataset_ids=ids,
            **_retrieval(config),
        )
    ]


def _retrieval(config: JsonObject) -> JsonObject:
    """Turn `dataset_configs` into the settings of a knowledge-retrieval node; the app's model picks and filters."""
    settings = _mapping(config.get("dataset_configs"))
    model = _mapping(config.get("model"))
    reranker = _mapping(settings.get("reranking_model"))
    is_flat = settings.get("retrieval_model") == "vector"  # a form without switches: a threshold that is there holds
    has_threshold = settings.get("score_threshold_enabled", is_flat)
    multiple = {
        "top_k": settings.get("top_k", 4),
        "score_threshold": settings.get("score_threshold") if has_threshold else None,
        "reranking_enable": settings.get("reranking_enable", settings.get("reranking_enabled", True)),
        "reranking_mode": settings.get("reranking_mode") or "reranking_model",
        "reranking_model": {
            "provider": reranker.get("reranking_provider_name") or reranker.get("provider") or "",
            "model": reranker.get("reranking_model_name") or reranker.get("model") or "",
        },
        "weights": settings.get("weights"),
    }
    filters = {key: value for key, value in settings.items() if key.startswith("metadata_")}
    mode = "single" if settings.get("retrieval_model") == "single" else "multiple"
    return {
        "retrieval_mode": mode,
        "multiple_retrieval_config": multiple,
        "single_retrieval_config": {"model": model},
        **filters,
    }


def _agent(document: Document) -> JsonObject:
    """Return the agent; it is asked in messages, whatever the mode of its model, and searches by calls."""
    config = document.model_config
    model = {**_mapping(config.get("model")), "mode": "chat"}
    asked = Document({**document.raw, "model_config": {**config, "model": model}})
    return _node(
        AGENT,
        "agent-chat",
        title="Agent",
        agent_mode=_mapping(config.get("agent_mode")),
        dataset_ids=dataset_ids(config),
        retrieval=_retrieval(config)["multiple_retrieval_config"],
        vision=_vision(_mapping(config.get("file_upload"))),
        **model_and_prompt(asked, has_context=False),
    )


def _answer(source: str) -> JsonObject:
    return _node(ANSWER, "answer", title="Answer", answer="{{#" + source + ".text#}}")


def _llm(document: Document) -> JsonObject:
    config = document.model_config
    bound = bool(dataset_ids(config))
    return _node(
        LLM,
        "llm",
        title="LLM",
        context={"enabled": bound, "variable_selector": list(CONTEXT) if bound else []},
        vision=_vision(_mapping(config.get("file_upload"))),
        **model_and_prompt(document, has_context=bound),
    )


def _vision(upload: JsonObject) -> JsonObject:
    """Show the files of a turn to the model when the app takes pictures."""
    image = _mapping(upload.get("image"))
    configs = {"detail": image.get("detail") or "high", "variable_selector": ["sys", "files"]}
    return {"enabled": bool(upload.get("enabled") or image.get("enabled")), "configs": configs}


def _node(node_id: str, kind: str, **data: Any) -> JsonObject:
    return {"id": node_id, "type": "custom", "data": {"type": kind, **data}}


def _placed(steps: Sequence[JsonObject]) -> list[JsonObject]:
    return [{**step, "position": {"x": 80 + place * COLUMN, "y": 280}} for place, step in enumerate(steps)]


def _chain(steps: Sequence[JsonObject]) -> list[JsonObject]:
    return [_edge(source, target) for source, target in pairwise(steps)]


def _edge(source: JsonObject, target: JsonObject) -> JsonObject:
    return {
        "id": f"{source['id']}-source-{target['id']}-target",
        "type": "custom",
        "source": source["id"],
        "sourceHandle": "source",
        "target": target["id"],
        "targetHandle": "target",
        "data": {"sourceType": source["data"]["type"], "targetType": target["data"]["type"]},
    }


def _mapping(value: Any) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
