"""Whatever a file holds where: a document that can be checked and written, or a refusal in words."""

import copy
import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.configured import as_graph
from engine.dsl import cannot_run, dump, load
from engine.errors import InvalidDsl
from engine.graph import validate
from tests.engine.test_dsl_loading import OLD_ITERATION, app, node
from tests.engine.test_dsl_sketches import SKETCH

ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, True, 0, -1.5, "", "x", "start", [], [1], ["a", "b"], {}, {"id": []}, [[]], [{}], {"a": {}}]
)

GRAPH = app(
    nodes=[
        node("s", "start", variables=[{"variable": "a", "type": "file", "allowed_file_types": ["pdf"], "default": {}}]),
        node(
            "c",
            "if-else",
            cases=[{"id": "x", "conditions": [{"value": 1, "sub_variable_condition": {"conditions": []}}]}],
        ),
        node("m", "llm", model={"provider": "openai"}, prompt_template=[{"text": "{{#a#}}"}], vision={"enabled": True}),
        node("h", "http-request", body={"type": "form-data", "data": "a:1"}, timeout={"max_read_timeout": 0}),
        node("t", "tool", provider_type="builtin", provider_id="time", tool_configurations={"a": 1}),
        node("g", "agent", agent_parameters={"tools": {"value": [{"credential_id": "c"}]}}),
        node("k", "knowledge-retrieval", multiple_retrieval_config={"reranking_model": {"provider": "x"}}),
        node("l", "list-operator", filter_by={"conditions": [{"value": 1}]}),
        node("e", "end", outputs=[{"variable": "a"}], error_strategy="default-value", default_value=[{"key": "a"}]),
        *OLD_ITERATION,
        {"id": "note", "type": "custom-note", "data": {}},
    ],
    edges=[{"id": "x", "source": "s", "target": "c"}, {"source": "c", "target": "e", "sourceHandle": "x"}],
    workflow={"environment_variables": [{"name": "K", "value_type": "secret", "value": "s"}], "features": {}},
)
CHAT = app(
    "chat",
    model_config={
        "model": {"provider": "openai", "name": "m", "mode": "chat", "completion_params": {"stop": []}},
        "pre_prompt": "Hi {{name}}",
        "prompt_type": "advanced",
        "chat_prompt_config": {"prompt": [{"role": "user", "text": "{{#query#}}"}]},
        "completion_prompt_config": {"prompt": {"text": "x"}, "conversation_histories_role": {"user_prefix": "Q"}},
        "user_input_form": [{"text-input": {"variable": "name"}}],
        "dataset_configs": {"datasets": {"datasets": [{"dataset": {"id": "d"}}]}, "reranking_model": {}},
        "agent_mode": {"enabled": False, "tools": [{"provider_type": "builtin", "provider_id": "x"}]},
        "external_data_tools": [{"enabled": True, "label": "L"}],
        "file_upload": {"image": {"enabled": True}},
    },
)
FILES = {"graph": json.loads(GRAPH), "chat": json.loads(CHAT), "sketch": yaml.safe_load(SKETCH)}


def places(value, path=()):
    """Yield the path of everything inside `value`."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


def changed(raw, path, value):
    raw = copy.deepcopy(raw)
    inner = raw
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return raw


@pytest.mark.parametrize("name", FILES)
@given(st.data())
def test_a_file_with_something_odd_in_it_is_read_or_refused(name, data):
    raw = FILES[name]
    path = data.draw(st.sampled_from(list(places(raw))))
    text = json.dumps(changed(raw, path, data.draw(ODD)))
    with suppress(InvalidDsl):
        document = load(text).document
        assert load(dump(document, include_secrets=True)).document == document
        assert all(problem.message for problem in validate(document))
        cannot_run(document)
        as_graph(document)
