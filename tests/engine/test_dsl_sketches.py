"""Workflows as tutorials write them: the shape is made the exported one, bare names get their nodes."""

import pytest
import yaml

from engine.dsl import dump, load
from engine.errors import InvalidDsl
from engine.graph import validate
from tests.engine.test_dsl_loading import app, node

SKETCH = """
workflow_config:
  name: 报告
  description: From text to report
  nodes:
    - id: start
      type: start
      data:
        variables:
          - {variable: text, type: paragraph, required: true}
          - {variable: doc, type: file, allowed_file_types: [pdf, docx]}
    - id: prepare
      type: code
      data:
        code_language: python
        code: "def main(text): return {'cleaned': text}"
        outputs: [{variable: cleaned, type: string}, {variable: stats, type: object}, {variable: parts, type: array}]
    - id: router
      type: if-else
      data:
        conditions:
          logical_operator: and
          conditions: [{variable_selector: [start, text], comparison_operator: is, value: x}]
        if_else: {true: summarise, false: nowhere}
    - id: summarise
      type: llm
      data:
        model: {provider: openai, name: gpt-4, parameters: {temperature: 0.3}}
        prompt_template: [{role: user, text: "{{#cleaned#}} has {{#stats.words#}} words"}]
        outputs: [{variable: summary, type: string}]
    - id: report
      type: template-transform
      data:
        template: "{% if summary %}{{#summary#}}{% endif %}"
        outputs: [{variable: final_report, type: string}]
    - id: end
      type: end
      data: {outputs: [{variable: final_report, type: string}]}
  edges:
    - {source: start, target: prepare}
    - {source: prepare, target: router}
    - {source: router, target: summarise, condition: true}
    - {source: router, target: report, condition: false}
    - {source: summarise, target: report}
    - {source: report, target: end}
"""


@pytest.fixture(scope="module")
def document():
    return load(SKETCH).document


def test_a_bare_workflow_is_an_app(document):
    assert (document.mode, document.name, document.description) == ("workflow", "报告", "From text to report")


def test_kinds_move_into_the_data(document):
    kinds = ["start", "code", "if-else", "llm", "template-transform", "end"]
    assert [spec.kind for spec in document.nodes] == kinds
    assert {spec.outer["type"] for spec in document.nodes} == {"custom"}


def test_inputs_get_labels_and_extensions(document):
    text, doc = document.start_form
    assert text["label"] == "text"
    assert (doc["allowed_file_types"], doc["allowed_file_extensions"]) == (["custom"], [".pdf", ".docx"])


def test_code_gets_its_language_and_outputs(document):
    data = document.node("prepare").data
    assert data["code_language"] == "python3"
    assert {name: output["type"] for name, output in data["outputs"].items()} == {
        "cleaned": "string",
        "stats": "object",
        "parts": "array[string]",
    }


def script(code):
    nodes = [
        node(
            "s",
            "start",
            variables=[{"variable": name, "type": "paragraph", "label": name} for name in ("text", "mode")],
        ),
        node("c", "code", code=code, outputs={}),
    ]
    return load(app(nodes=nodes, edges=[{"source": "s", "target": "c"}])).document.node("c").data["variables"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("def main(text: str, other):\n    mode = 1\n    return {}", ["text"]),
        ("result = mode + text", ["mode", "text"]),
        ("def main():\n    return {'text': 1}", []),
    ],
)
def test_a_script_without_variables_gets_those_that_it_names(code, names):
    assert script(code) == [{"variable": name, "value_selector": ["s", name]} for name in names]


def test_conditions_become_a_case_and_edge_conditions_handles(document):
    (case,) = document.node("router").data["cases"]
    assert (case["case_id"], case["conditions"][0]["value"]) == ("true", "x")
    edges = [(edge.source_handle, edge.target) for edge in document.edges if edge.source == "router"]
    assert edges == [("true", "summarise"), ("false", "report"), ("false", "nowhere")]


def test_a_route_to_a_missing_node_is_reported_with_both_ids(document):
    errors = [str(problem) for problem in validate(document) if problem.field == "edges"]
    assert errors == ["router.edges: an edge leads from 'router' to 'nowhere', and there is no node 'nowhere'"]


def test_model_parameters_go_by_their_exported_name(document):
    assert document.node("summarise").data["model"] == {
        "mode": "chat",
        "provider": "langgenius/openai/openai",
        "name": "gpt-4",
        "completion_params": {"temperature": 0.3},
    }


def test_bare_names_get_their_nodes(document):
    assert document.node("summarise").data["prompt_template"][0]["text"] == (
        "{{#prepare.cleaned#}} has {{#prepare.stats.words#}} words"
    )


def test_names_that_a_sketch_gave_to_outputs_become_the_real_ones(document):
    report = document.node("report").data
    assert report["template"] == "{% if summary %}{{#summarise.text#}}{% endif %}"
    assert report["variables"] == [{"variable": "summary", "value_selector": ["summarise", "text"]}]
    assert document.node("end").data["outputs"][0]["value_selector"] == ["report", "output"]


def test_a_sketch_exports_as_an_app_and_comes_back_equal(document):
    text = dump(document)
    assert load(text).document == document
    assert "workflow_config" not in yaml.safe_load(text)


def test_a_prompt_of_one_text_becomes_a_user_message():
    llm = {
        "id": "m",
        "type": "llm",
        "data": {"model": {"provider": "openai", "name": "x"}, "prompt": "Say {{#sys.query#}}"},
    }
    data = load(app(nodes=[llm])).document.node("m").data
    assert data["prompt_template"] == [{"edition_type": "basic", "role": "user", "text": "Say {{#sys.query#}}"}]


def two_sources(text):
    """Return a workflow in which two nodes before the reader have an output `text`."""
    nodes = [
        node("s", "start", variables=[]),
        *(node(name, "template-transform", template=name, variables=[]) for name in ("a", "b")),
        node("e", "answer", answer=text),
    ]
    edges = [{"source": a, "target": b} for a, b in (("s", "a"), ("a", "b"), ("b", "e"))]
    return load(app("advanced-chat", nodes=nodes, edges=edges))


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            "{{#output#}}",
            "node e: the reference {{#output#}} names no node, and several nodes have such an output: a.output, b.output",
        ),
        (
            "{{#summary#}}",
            "node e: the reference {{#summary#}} names no node, and no node before it has such an output",
        ),
    ],
)
def test_a_bare_name_that_nobody_or_several_have_stays_and_is_warned_about(text, warning):
    loaded = two_sources(text)
    assert loaded.document.node("e").data["answer"] == text
    assert loaded.warnings == [warning]


@pytest.mark.parametrize(
    "text", ["{{#context#}} {{#histories#}} {{#query#}}", "{{#a.output#}}", "{{#sys.query#}}", "{{ x }}"]
)
def test_markers_and_full_references_are_left_alone(text):
    loaded = two_sources(text)
    assert loaded.document.node("e").data["answer"] == text
    assert loaded.warnings == []


def test_a_file_with_an_app_is_never_taken_for_a_sketch():
    with pytest.raises(InvalidDsl, match="needs the section `workflow`"):
        load("app: {mode: workflow}\nworkflow_config: {nodes: []}")
