"""From a document to text: readable, without secrets, and back to the same document."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.document import Document
from engine.dsl import dump, load
from tests.engine.test_dsl_loading import OLD_ITERATION, app, node


def exported(text, **options):
    """Return the plain mapping that comes out of import and export."""
    return yaml.safe_load(dump(load(text).document, **options))


def data_of(raw, node_id):
    return next(item["data"] for item in raw["workflow"]["graph"]["nodes"] if item["id"] == node_id)


def test_text_is_readable_and_keys_are_sorted():
    text = dump(load(app(app={"mode": "workflow", "name": "🤖 客服\nsecond line"})).document)
    assert text.startswith("app:\n  description: ''\n")
    assert "  name: |-\n    🤖 客服\n    second line\n" in text
    assert text.index("kind: app") < text.index("version: 0.6.0")


def test_secrets_leave_only_when_asked_for():
    secret = {"name": "KEY", "value_type": "secret", "value": "s3cret"}
    text = app(workflow={"environment_variables": [secret]})
    assert "s3cret" not in dump(load(text).document)
    assert "s3cret" in dump(load(text).document, include_secrets=True)


TOOL = node("t", "tool", credential_id="c1", tool_name="x")
AGENT = node("a", "agent", agent_parameters={"tools": {"value": [{"credential_id": "c1", "tool_name": "x"}]}})
HOOK = node("w", "trigger-webhook", webhook_url="http://x/1", webhook_debug_url="http://x/2", method="post")
PLUGIN = node("p", "trigger-plugin", subscription_id="s1")
SCHEDULE = node("s", "trigger-schedule", mode="cron", cron_expression="0 9 * * *", timezone="Asia/Tokyo")
UPLOAD = {"upload_file_id": "f1", "transfer_method": "local_file"}
REMOTE = {"url": "http://x/a.pdf", "transfer_method": "remote_url"}
START = node(
    "b", "start", variables=[{"variable": "d", "default": UPLOAD}, {"variable": "e", "default": [UPLOAD, REMOTE]}]
)


def test_what_belongs_to_this_house_stays_in_it():
    raw = exported(app(nodes=[TOOL, AGENT, HOOK, PLUGIN, SCHEDULE, START]))
    assert "credential_id" not in data_of(raw, "t")
    assert "credential_id" not in data_of(raw, "a")["agent_parameters"]["tools"]["value"][0]
    assert (data_of(raw, "w")["webhook_url"], data_of(raw, "w")["webhook_debug_url"]) == ("", "")
    assert data_of(raw, "w")["method"] == "post"
    assert data_of(raw, "p")["subscription_id"] == ""
    assert (data_of(raw, "s")["frequency"], data_of(raw, "s")["timezone"]) == ("daily", "UTC")
    assert "cron_expression" not in data_of(raw, "s")
    assert [item["default"] for item in data_of(raw, "b")["variables"]] == [None, [REMOTE]]


def test_a_full_copy_keeps_them():
    raw = exported(app(nodes=[TOOL, HOOK, SCHEDULE]), include_secrets=True)
    assert data_of(raw, "t")["credential_id"] == "c1"
    assert data_of(raw, "w")["webhook_url"] == "http://x/1"
    assert data_of(raw, "s")["cron_expression"] == "0 9 * * *"


@pytest.mark.parametrize("include_secrets", [True, False])
def test_credentials_of_an_agent_app_never_leave(include_secrets):
    config = {"agent_mode": {"tools": [{"tool_name": "x", "credential_id": "c1"}]}}
    raw = exported(app("agent-chat", model_config=config), include_secrets=include_secrets)
    assert raw["model_config"]["agent_mode"]["tools"] == [{"tool_name": "x"}]


def test_the_start_node_that_import_added_leaves_again():
    edges = [{"source": "first", "target": "second"}]
    raw = exported(app(nodes=OLD_ITERATION, edges=edges))
    assert [item["id"] for item in raw["workflow"]["graph"]["nodes"]] == ["it", "first", "second"]
    assert raw["workflow"]["graph"]["edges"] == edges
    assert data_of(raw, "it")["start_node_id"] == "first"


def test_an_added_start_node_that_leads_to_two_nodes_stays():
    document = load(app(nodes=OLD_ITERATION)).document
    second = {"id": "x", "source": "itstart0", "target": "second"}
    document = document.replace(graph={**document.graph, "edges": [*document.graph["edges"], second]})
    kept = [item["id"] for item in yaml.safe_load(dump(document))["workflow"]["graph"]["nodes"]]
    assert "itstart0" in kept
    assert load(dump(document)).document == document


def test_a_document_without_dependencies_gets_those_of_its_models():
    bare = load(app(nodes=[node("m", "llm", model={"provider": "openai", "name": "x"})])).document
    raw = {key: value for key, value in bare.raw.items() if key != "dependencies"}
    plugin = {"marketplace_plugin_unique_identifier": "langgenius/openai"}
    assert [entry["value"] for entry in yaml.safe_load(dump(Document(raw)))["dependencies"]] == [plugin]


AWKWARD = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(
    " \n\t:#-'\"|>\\\r\x85\u2028a", max_size=20
)


@given(AWKWARD, AWKWARD)
def test_any_text_comes_back_as_it_was(first, second):
    document = load(app()).document.replace(name=first, features={"opening_statement": second, first or "k": [second]})
    assert load(dump(document)).document == document


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | AWKWARD,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5).filter(str.isprintable), inner, max_size=3)
    ),
    max_leaves=12,
)


@st.composite
def graphs(draw):
    """Draw a DAG of nodes with free data: each edge leads from an earlier node to a later one."""
    count = draw(st.integers(1, 8))
    kinds = st.sampled_from(["start", "end", "if-else", "iteration", "llm", "tool", "http-request", "unheard-of"])
    nodes = [
        {"id": f"n{place}", "data": {"type": draw(kinds), "title": draw(AWKWARD), "free": draw(PLAIN)}}
        for place in range(count)
    ]
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    edges = [
        {"source": f"n{a}", "target": f"n{b}", "sourceHandle": draw(st.sampled_from(["source", "true"]))}
        for a, b in chosen
    ]
    return nodes, edges


@given(graphs())
def test_import_of_export_is_the_identity(drawn):
    nodes, edges = drawn
    document = load(app(version="0.1.0", nodes=nodes, edges=edges)).document
    text = dump(document, include_secrets=True)
    assert load(text).document == document
    assert dump(load(text).document, include_secrets=True) == text
