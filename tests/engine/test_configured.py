"""Configured apps as graphs: the prompt they mean, said by the nodes that every app uses."""

import pytest

from engine.configured import as_graph, dataset_ids, is_agent
from engine.document import Document
from engine.dsl import load
from engine.templating.jinja import render_jinja
from engine.templating.templates import render
from engine.variables import VariablePool
from tests.engine.graphs import document
from tests.engine.test_dsl_loading import app

FORM = [{"text-input": {"variable": "name", "label": "Name"}}, {"select": {"variable": "语气", "label": "语气"}}]
POOL = VariablePool(
    {"start": {"name": "Ada {{#sys.query#}}", "语气": "温和"}, "sys": {"query": "why?", "datetime": "2030"}}
)


def chat(**config):
    return configured("chat", **config)


def configured(mode, **config):
    model = {"provider": "openai", "name": "gpt-4", "mode": "chat", "completion_params": {"temperature": 0.1}}
    config = {"model": model, "user_input_form": FORM, **config}
    return Document({"app": {"mode": mode, "name": "x"}, "model_config": config})


def llm(document):
    return as_graph(document).node("llm").data


async def rendered(data):
    """Return `(role, text)` of the prompt items, as an llm node makes them of `POOL`."""
    bound = {item["variable"]: POOL.get(item["value_selector"]) for item in data["prompt_config"]["jinja2_variables"]}
    template = data["prompt_template"]
    items = template if isinstance(template, list) else [{"role": "", **template}]
    return [
        (
            item["role"],
            await render_jinja(item["jinja2_text"], bound)
            if item["edition_type"] == "jinja2"
            else render(item["text"], POOL),
        )
        for item in items
    ]


def test_a_graph_app_is_its_own_graph():
    doc = document({"s": {"type": "start"}}, [])
    assert as_graph(doc) is doc


def test_the_graph_is_start_llm_answer_with_the_form_at_the_start():
    graph = as_graph(chat(opening_statement="Hi!", pre_prompt="Be kind."))
    assert [(node.id, node.kind) for node in graph.nodes] == [("start", "start"), ("llm", "llm"), ("answer", "answer")]
    assert [(edge.source, edge.target) for edge in graph.edges] == [("start", "llm"), ("llm", "answer")]
    assert graph.start_form == chat().start_form
    assert graph.mode == "advanced-chat"
    assert graph.features["opening_statement"] == "Hi!"
    assert "Hi!" not in str(graph.node("llm").data)


async def test_a_simple_chat_prompt_is_the_system_message_and_the_query_comes_after_the_history():
    data = llm(chat(pre_prompt="You help {{name}}. Be {{mood}}."))
    assert await rendered(data) == [("system", "You help Ada {{#sys.query#}}. Be {{mood}}.")]
    assert data["memory"]["query_prompt_template"] == "{{#sys.query#}}"
    assert data["model"]["completion_params"] == {"temperature": 0.1}


async def test_names_that_references_cannot_hold_are_filled_in_all_the_same():
    assert await rendered(llm(chat(pre_prompt="{{name}}：{{语气}}"))) == [("system", "Ada {{#sys.query#}}：温和")]


@pytest.mark.parametrize(
    "text",
    ["{{#node.output#}}", "{{#histories#}}", "{{ name }}", "{{unknown}}", "{% if x %}", "{{#a", "\\n \"q\" {{'x'}}"],
)
async def test_what_is_no_placeholder_comes_out_as_written(text):
    assert await rendered(llm(chat(pre_prompt=text + "{{name}}"))) == [("system", text + "Ada {{#sys.query#}}")]


async def test_system_variables_and_an_undeclared_query_are_filled_in():
    assert await rendered(llm(chat(pre_prompt="{{#sys.datetime#}} {{query}} {{#query#}}"))) == [
        ("system", "2030 why? why?")
    ]


async def test_a_declared_query_is_the_input():
    form = [{"paragraph": {"variable": "query", "label": "Q"}}]
    data = llm(chat(pre_prompt="{{query}}", user_input_form=form))
    assert data["prompt_template"][0]["text"] == "{{#start.query#}}"


async def test_a_completion_prompt_is_the_user_message_without_memory():
    data = llm(configured("completion", pre_prompt="Translate {{name}}"))
    assert await rendered(data) == [("user", "Translate Ada {{#sys.query#}}")]
    assert "memory" not in data


async def test_advanced_prompts_keep_their_order_and_a_last_query_is_the_turn_itself():
    items = [
        {"role": "system", "text": "For {{name}}"},
        {"role": "assistant", "text": "Yes"},
        {"role": "user", "text": "Q: {{#query#}}"},
    ]
    data = llm(chat(prompt_type="advanced", chat_prompt_config={"prompt": items}))
    assert await rendered(data) == [("system", "For Ada {{#sys.query#}}"), ("assistant", "Yes")]
    assert data["memory"]["query_prompt_template"] == "Q: {{#sys.query#}}"


async def test_an_advanced_prompt_without_the_query_is_followed_by_it():
    data = llm(chat(prompt_type="advanced", chat_prompt_config={"prompt": [{"role": "user", "text": "Hello"}]}))
    assert await rendered(data) == [("user", "Hello")]
    assert data["memory"]["query_prompt_template"] == "{{#sys.query#}}"


TEXT_MODEL = {"provider": "openai", "name": "davinci", "mode": "completion"}


async def test_a_text_model_gets_one_text_and_stops_where_the_user_begins():
    data = llm(chat(model=TEXT_MODEL, pre_prompt="Be kind."))
    text = data["prompt_template"]["text"]
    assert text.startswith("Be kind.")
    assert text.index("{{#histories#}}") < text.index("Human: {{#sys.query#}}")
    assert data["model"]["completion_params"]["stop"] == ["\nHuman:"]
    assert data["memory"]["role_prefix"] == {"user": "Human", "assistant": "Assistant"}


async def test_an_advanced_text_prompt_uses_its_own_prefixes():
    prompt = {"prompt": {"text": "{{#histories#}}\n{{#query#}}"}, "conversation_histories_role": {"user_prefix": "Q"}}
    data = llm(chat(model=TEXT_MODEL, prompt_type="advanced", completion_prompt_config=prompt))
    assert data["prompt_template"]["text"] == "{{#histories#}}\n{{#sys.query#}}"
    assert data["memory"]["role_prefix"] == {"user": "Q", "assistant": "Assistant"}


BOUND = {
    "dataset_configs": {
        "datasets": {
            "datasets": [{"dataset": {"id": "d1", "enabled": True}}, {"dataset": {"id": "d2", "enabled": False}}]
        },
        "top_k": 3,
        "score_threshold_enabled": True,
        "score_threshold": 0.7,
        "reranking_model": {"reranking_provider_name": "cohere", "reranking_model_name": "rerank"},
    }
}


def test_bound_knowledge_is_fetched_before_the_model_and_put_before_the_prompt():
    graph = as_graph(chat(pre_prompt="Be kind.", **BOUND))
    assert [node.id for node in graph.nodes] == ["start", "knowledge", "llm", "answer"]
    knowledge, data = graph.node("knowledge").data, graph.node("llm").data
    assert (knowledge["dataset_ids"], knowledge["query_variable_selector"]) == (["d1"], ["sys", "query"])
    settings = knowledge["multiple_retrieval_config"]
    assert (settings["top_k"], settings["score_threshold"], settings["reranking_model"]["provider"]) == (
        3,
        0.7,
        "cohere",
    )
    assert data["context"] == {"enabled": True, "variable_selector": ["knowledge", "result"]}
    text = data["prompt_template"][0]["text"]
    assert text.index("{{#context#}}") < text.index("Be kind.")


def test_a_prompt_that_places_the_context_itself_gets_no_second_one():
    text = llm(chat(pre_prompt="Known: {{#context#}}", **BOUND))["prompt_template"][0]["text"]
    assert text == "Known: {{#context#}}"


async def test_a_place_for_knowledge_is_empty_when_none_is_bound():
    assert await rendered(llm(chat(pre_prompt="Known: {{#context#}}{{语气}}"))) == [("system", "Known: 温和")]


def test_a_completion_searches_with_the_input_it_names():
    graph = as_graph(configured("completion", dataset_query_variable="name", **BOUND))
    assert graph.node("knowledge").data["query_variable_selector"] == ["start", "name"]


def test_an_old_dataset_tool_binds_a_knowledge_base():
    assert dataset_ids({"agent_mode": {"tools": [{"dataset": {"id": "old", "enabled": True}}]}}) == ["old"]


@pytest.mark.parametrize(
    ("mode", "agent_mode", "expected"),
    [
        ("agent-chat", {"strategy": "function_call"}, True),
        ("agent-chat", {"strategy": "router"}, False),
        ("agent-chat", {}, True),
        ("chat", {"enabled": True, "strategy": "react"}, True),
        ("chat", {"enabled": False, "strategy": "function_call"}, False),
        ("chat", {"enabled": True, "strategy": "react_router"}, False),
        ("completion", {"enabled": True, "strategy": "react"}, False),
    ],
)
def test_who_is_an_agent(mode, agent_mode, expected):
    doc = configured(mode, agent_mode=agent_mode)
    assert is_agent(doc) is expected
    assert ("agent-chat" in {node.kind for node in as_graph(doc).nodes}) is expected


def test_external_data_is_a_step_of_its_own():
    tools = [{"enabled": True, "type": "api", "variable": "stock", "label": "Stock"}, {"enabled": False}]
    graph = as_graph(chat(external_data_tools=tools))
    assert [node.kind for node in graph.nodes] == ["start", "external-data-tool", "llm", "answer"]


@pytest.mark.parametrize(
    ("upload", "enabled"),
    [({}, False), ({"image": {"enabled": True, "detail": "low"}}, True), ({"enabled": True}, True)],
)
def test_pictures_are_shown_to_the_model_when_the_app_takes_them(upload, enabled):
    vision = llm(chat(file_upload=upload))["vision"]
    assert (vision["enabled"], vision["configs"]["variable_selector"]) == (enabled, ["sys", "files"])


def test_an_imported_chat_app_becomes_a_graph():
    text = app("chat", model_config={"pre_prompt": "Hi {{name}}", "user_input_form": FORM, "model": {"name": "m"}})
    data = llm(load(text).document)
    assert data["prompt_template"][0]["text"] == "Hi {{#start.name#}}"
