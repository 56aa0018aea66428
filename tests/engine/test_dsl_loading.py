"""From text to a document: versions, modes, variables, containers, and clear refusals."""

import json

import pytest

from engine.dsl import CURRENT_VERSION, load, missing_dependencies
from engine.errors import InvalidDsl
from engine.graph import Graph


def app(mode="workflow", *, version="0.6.0", nodes=(), edges=(), **parts):
    """Return the text of an app; JSON is YAML."""
    raw = {"kind": "app", "version": version, "app": {"mode": mode, "name": "Test"}}
    graph = {"nodes": list(nodes), "edges": list(edges)}
    if mode in {"workflow", "advanced-chat"}:
        raw["workflow"] = {"graph": graph, **parts.pop("workflow", {})}
    else:
        raw["model_config"] = parts.pop("model_config", {})
    merged = {**raw, **parts}
    return json.dumps({key: value for key, value in merged.items() if value is not None})


def node(node_id, kind, **data):
    outer = {key: data.pop(key) for key in ("parentId",) if key in data}
    return {"id": node_id, "type": "custom", **outer, "data": {"type": kind, **data}}


@pytest.mark.parametrize(
    ("version", "status"),
    [
        (None, "completed-with-warnings"),
        ("0.1.5", "completed-with-warnings"),
        ("0.5.9", "completed-with-warnings"),
        ("0.6.0", "completed"),
        ("0.6", "completed"),
        ("0.6.1", "pending"),
        ("0.7.0", "pending"),
        ("0.10.0", "pending"),
        ("1.0.0", "pending"),
        ("v0.6.0-beta1", "completed"),
    ],
)
def test_the_version_decides_how_an_import_ends(version, status):
    loaded = load(app(version=version))
    assert (loaded.status, loaded.imported_version) == (status, version or "0.1.0")
    assert loaded.document.version == CURRENT_VERSION


REFUSED = {
    "no mapping": ("- app\n- workflow", "must hold a mapping of an app, not list"),
    "nothing": ("", "not nothing"),
    "a version that is a number": ("version: 0.6\napp: {mode: workflow}\nworkflow: {}", "invalid version type"),
    "a version that is no version": (app(version="latest"), "Invalid version: 'latest'"),
    "no app": ("kind: app\nworkflow: {}", "no section `app`"),
    "no mode": ("app: {name: x}", r"app\.mode is missing"),
    "an unknown mode": (
        app(app={"mode": "foo"}),
        r"Invalid app mode: foo \(field app\.mode\).*workflow, advanced-chat",
    ),
    "no workflow": ("app: {mode: advanced-chat}", "mode advanced-chat needs the section `workflow`"),
    "no model_config": ("app: {mode: completion}", "mode completion needs the section `model_config`"),
    "a knowledge pipeline": (app(kind="rag_pipeline"), "knowledge pipeline"),
    "a graph that is a list": (app(workflow={"graph": []}), r"workflow\.graph must be a mapping, not list"),
    "nodes that are a mapping": (app(workflow={"graph": {"nodes": {}}}), r"graph\.nodes must be a list"),
    "a node that is text": (app(nodes=["start"]), r"graph\.nodes\[0\] must be a mapping, not text"),
    "a node without id": (app(nodes=[{"data": {}}]), r"graph\.nodes\[0\]\.id is missing"),
    "data that is a list": (app(nodes=[{"id": "a", "data": [1]}]), r"nodes\[0\]\.data must be a mapping"),
    "more nodes than anybody draws": (app(nodes=[{"id": "a"}] * 2001), "nodes has 2,001 entries; the limit is 2,000"),
    "features that are text": (app(workflow={"features": "x"}), r"workflow\.features must be a mapping"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_app_is_refused_with_field_and_value(text, reason):
    with pytest.raises(InvalidDsl, match=reason):
        load(text)


def test_another_kind_becomes_an_app_and_missing_looks_get_defaults():
    loaded = load(app(kind="blueprint", app={"mode": "workflow", "icon_type": "photo"}))
    doc = loaded.document
    assert doc.raw["kind"] == "app"
    assert (doc.icon_type, doc.icon_background, doc.raw["app"]["use_icon_as_answer_icon"]) == (
        "emoji",
        "#FFFFFF",
        False,
    )


def test_unknown_keys_survive_everywhere():
    start = {**node("a", "start", stray=[1]), "canvas": {"x": 1}}
    edge = {"id": "e", "source": "a", "target": "b", "data": {"odd": True}}
    loaded = load(app(nodes=[start, node("b", "end")], edges=[edge], extra=1, workflow={"rag_pipeline_variables": []}))
    raw = loaded.document.raw
    assert (raw["extra"], raw["workflow"]["rag_pipeline_variables"]) == (1, [])
    assert loaded.document.node("a").outer["canvas"] == {"x": 1}
    assert loaded.document.node("a").data["stray"] == [1]
    assert loaded.document.edges[0].outer == edge


def test_ids_that_are_numbers_become_text():
    edge = {"source": 1729, "target": 1730, "sourceHandle": True}
    doc = load(app(nodes=[node(1729, "if-else"), node(1730, "end")], edges=[edge])).document
    assert [n.id for n in doc.nodes] == ["1729", "1730"]
    assert (doc.edges[0].source, doc.edges[0].source_handle) == ("1729", "true")


# --- containers -------------------------------------------------------------------------------------


OLD_ITERATION = [
    node("it", "iteration", start_node_id="first", startNodeType="code"),
    node("first", "code", parentId="it", isIterationStart=True),
    node("second", "code", parentId="it"),
]


def test_an_old_iteration_gets_a_start_node_of_its_own():
    doc = load(app(nodes=OLD_ITERATION, edges=[{"source": "first", "target": "second"}])).document
    assert doc.node("it").data["start_node_id"] == "itstart0"
    start = doc.node("itstart0")
    assert (start.kind, start.data["iteration_id"], start.outer["parentId"]) == ("iteration-start", "it", "it")
    graph = Graph.of(doc)
    assert [edge.target for edge in graph.successors("itstart0")] == ["first"]
    assert set(graph.children("it")) == {"itstart0", "first", "second"}


def test_the_container_of_a_node_is_known_to_its_data():
    doc = load(app(nodes=OLD_ITERATION)).document
    assert doc.node("second").data["iteration_id"] == "it"


def test_a_container_that_names_no_start_gets_the_start_node_inside_it():
    nodes = [node("lp", "loop"), node("go", "loop-start", parentId="lp")]
    assert load(app(nodes=nodes)).document.node("lp").data["start_node_id"] == "go"


# --- variables --------------------------------------------------------------------------------------


def with_variable(**item):
    return app(workflow={"environment_variables": [item]})


def test_a_variable_gets_id_and_selector_always_the_same_ones():
    text = with_variable(name="BASE", value_type="string", value="x")
    first, again = (load(text).document.raw["workflow"]["environment_variables"][0] for _ in range(2))
    assert first == again
    assert first["selector"] == ["env", "BASE"]
    assert first["id"]


@pytest.mark.parametrize(("value", "number"), [("12", 12), ("2.5", 2.5), (7, 7)])
def test_a_number_given_as_text_becomes_one(value, number):
    variable = load(with_variable(name="N", value_type="number", value=value)).document.environment_variables[0]
    assert variable.value == number


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"value_type": "string", "value": "x"}, "has no name"),
        ({"name": "A", "value": "x"}, "Invalid value_type of env.A: None"),
        (
            {"name": "A", "value_type": "file", "value": {}},
            r"Invalid value_type of env.A: file. Allowed are .*array\[boolean\]",
        ),
        ({"name": "A", "value_type": "string"}, "env.A has no value"),
        ({"name": "A", "value_type": "number", "value": "many"}, "env.A must be a number, not 'many'"),
        ({"name": "A", "value_type": "string", "value": "x" * 204_800}, "env.A takes 204,802 bytes"),
    ],
)
def test_a_variable_that_breaks_its_rule_is_named(item, reason):
    with pytest.raises(InvalidDsl, match=reason):
        load(with_variable(**item))


def test_an_empty_secret_is_legal_and_warned_about():
    warnings = load(with_variable(name="KEY", value_type="secret", value="")).warnings
    assert "the secret env.KEY is empty; fill it in before the app runs" in warnings


# --- dependencies and what cannot run ------------------------------------------------------------------

LLM = node("m", "llm", model={"provider": "openai", "name": "gpt-4"})
TOOL = node("t", "tool", provider_type="builtin", provider_id="jina")


def plugins(loaded):
    return [entry["value"]["marketplace_plugin_unique_identifier"] for entry in loaded.document.dependencies]


def test_dependencies_of_old_files_come_from_the_graph():
    assert plugins(load(app(version="0.1.5", nodes=[LLM, TOOL]))) == ["langgenius/jina_tool", "langgenius/openai"]


def test_newer_files_say_their_dependencies_themselves():
    assert load(app(version="0.3.0", nodes=[LLM])).document.dependencies == []
    given = [{"type": "package", "value": {"plugin_unique_identifier": "me/local:0.1"}}]
    assert load(app(version="0.1.0", nodes=[LLM], dependencies=given)).document.dependencies == given


@pytest.mark.parametrize(
    "value",
    [
        {"marketplace_plugin_unique_identifier": "langgenius/google:0.0.3@abc"},
        {"github_plugin_unique_identifier": "someone/plugin:1.2@abc", "repo": "someone/plugin"},
        {"plugin_unique_identifier": "me/local:0.1"},
    ],
    ids=["marketplace", "github", "package"],
)
def test_dependencies_that_nothing_here_stands_for_are_missing(value):
    given = {"type": "marketplace", "current_identifier": None, "value": value}
    here = [
        {"type": "marketplace", "value": {"marketplace_plugin_unique_identifier": f"langgenius/{name}:0.0.7@abc"}}
        for name in ("openai", "gemini", "time", "agent", "tavily", "maths")
    ]
    document = load(app(version="0.6.0", nodes=[LLM], dependencies=[*here, given])).document
    assert missing_dependencies(document) == [given]


def test_an_unknown_node_kind_imports_and_is_warned_about():
    loaded = load(app(nodes=[node("x", "teleport")]))
    assert loaded.status == "completed"
    assert loaded.warnings == ['the node kind "teleport" cannot run yet (1 node)']


def test_agents_import_without_a_warning():
    loaded = load(app("agent-chat", model_config={"agent_mode": {"enabled": True, "strategy": "react"}}))
    assert loaded.warnings == []


def test_the_model_and_tools_of_a_configured_app_get_full_names():
    tools = [{"provider_type": "builtin", "provider_id": "time"}, {"dataset": {"id": "d"}}]
    config = {"model": {"provider": "google", "name": "gemini"}, "agent_mode": {"tools": tools}}
    loaded = load(app("chat", version="0.1.0", model_config=config))
    assert loaded.document.model_config["model"]["provider"] == "langgenius/gemini/google"
    assert loaded.document.model_config["agent_mode"]["tools"][0]["provider_id"] == "langgenius/time/time"
    assert plugins(loaded) == ["langgenius/gemini", "langgenius/time"]
