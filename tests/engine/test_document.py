"""The document: views of the DSL mapping that never change it."""

import pytest

from engine.document import Document, EdgeSpec, NodeSpec
from tests.engine.graphs import document


def with_graph(nodes, edges):
    return Document({"app": {"mode": "workflow"}, "workflow": {"graph": {"nodes": nodes, "edges": edges}}})


def test_notes_are_no_nodes_and_their_edges_no_edges():
    note = {"id": "note", "type": "custom-note", "data": {"type": "", "text": "hello"}}
    doc = with_graph(
        [{"id": "a", "data": {"type": "start"}}, note],
        [{"source": "a", "target": "note"}, {"source": "a", "target": "b"}],
    )
    assert [node.id for node in doc.nodes] == ["a"]
    assert [found.outer for found in doc.notes] == [note]
    assert [edge.target for edge in doc.edges] == ["b"]


def test_an_edge_without_handles_and_id_is_a_plain_one_with_an_id_of_its_own():
    edge = EdgeSpec.of({"source": "a", "target": "b"})
    assert (edge.source_handle, edge.target_handle, edge.id) == ("source", "target", "a-source-b-target")


def test_edges_with_equal_ids_are_told_apart():
    doc = with_graph([], [{"id": "e", "source": "a", "target": "b"}, {"id": "e", "source": "a", "target": "c"}])
    assert [(edge.id, edge.target) for edge in doc.edges] == [("e", "b"), ("e-2", "c")]


def test_an_edge_is_never_given_the_id_of_another():
    edges = [{"id": name, "source": "a", "target": "b"} for name in ("e", "e-2", "e", "e")]
    assert [edge.id for edge in with_graph([], edges).edges] == ["e", "e-2", "e-3", "e-4"]


def test_the_old_name_of_the_good_branch_is_source():
    assert EdgeSpec.of({"source": "a", "target": "b", "sourceHandle": "success-branch"}).source_handle == "source"


def test_an_aggregator_under_its_old_name_is_one_and_keeps_the_name_in_its_data():
    node = NodeSpec.of({"id": "a", "data": {"type": "variable-assigner"}})
    assert (node.kind, node.data["type"]) == ("variable-aggregator", "variable-assigner")


def test_new_node_data_makes_a_new_document_and_leaves_the_old_one():
    before = document({"a": {"type": "start"}, "b": {"type": "end", "outputs": []}}, ["a > b"])
    after = before.with_node_data("b", {"type": "end", "title": "Done"})
    assert (before.node("b").title, after.node("b").title) == ("b", "Done")
    assert after.node("a") == before.node("a")
    with pytest.raises(KeyError):
        before.with_node_data("nobody", {})


def test_parts_are_replaced_where_the_dsl_keeps_them():
    doc = document({}, []).replace(name="Bees", features={"opening_statement": "Hi"}, dependencies=[])
    assert (doc.raw["app"]["name"], doc.raw["workflow"]["features"], doc.raw["dependencies"]) == (
        "Bees",
        {"opening_statement": "Hi"},
        [],
    )
    with pytest.raises(TypeError, match="colour"):
        doc.replace(colour="red")


def test_the_start_form_of_a_configured_app_has_the_shape_of_a_start_node():
    form = [{"text-input": {"variable": "name", "label": "Name", "required": True}}]
    doc = Document({"app": {"mode": "chat"}, "model_config": {"user_input_form": form}})
    assert doc.start_form == [{"type": "text-input", "variable": "name", "label": "Name", "required": True}]


def test_documents_with_the_same_mapping_are_equal():
    assert document({"a": {"type": "start"}}, []) == document({"a": {"type": "start"}}, [])
    assert document({"a": {"type": "start"}}, []) != document({"b": {"type": "start"}}, [])


@pytest.mark.parametrize(("mode", "has", "lacks"), [("workflow", "timestamp", "query"), ("chat", "query", "timestamp")])
def test_system_variables_depend_on_the_mode(mode, has, lacks):
    names = Document({"app": {"mode": mode}}).system_variables
    assert has in names
    assert lacks not in names
    assert {"files", "datetime"} <= names


def test_a_mapping_of_nothing_is_an_empty_document():
    doc = Document({})
    assert (doc.nodes, doc.edges, doc.start_form, doc.name, doc.icon_type) == ((), (), [], "", "emoji")
