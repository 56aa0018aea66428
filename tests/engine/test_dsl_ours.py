"""Kinds of our own in files: notes for Dify, nodes again here."""

import json

import yaml

from engine.document import NOTE_TYPE, Document
from engine.dsl import dump, load

SQL = {
    "type": "millrace-sql",
    "title": "Totals",
    "query": "SELECT 1",
    "text": "a key of its own",
    "tables": [{"variable": "t", "value_selector": ["start", "rows"]}],
}

CODE = {
    "type": "code",
    "code": "def main(): return {}",
    "outputs": {"df": {"type": "dataframe", "children": None}, "n": {"type": "number"}},
}


def app() -> Document:
    nodes = [
        {"id": "start", "type": "custom", "position": {"x": 0, "y": 0}, "data": {"type": "start", "variables": []}},
        {"id": "sql", "type": "custom", "position": {"x": 300, "y": 0}, "data": SQL},
        {"id": "code", "type": "custom", "position": {"x": 450, "y": 0}, "data": CODE},
        {"id": "end", "type": "custom", "position": {"x": 600, "y": 0}, "data": {"type": "end", "outputs": []}},
        {"id": "note", "type": NOTE_TYPE, "position": {"x": 0, "y": 300}, "data": {"type": "", "text": "hello"}},
    ]
    edges = [
        {"id": "a", "source": "start", "target": "sql", "type": "custom"},
        {"id": "b", "source": "sql", "target": "end", "type": "custom"},
    ]
    return Document({"app": {"mode": "workflow", "name": "x"}, "workflow": {"graph": {"nodes": nodes, "edges": edges}}})


def test_in_a_file_a_node_of_our_own_kind_is_a_note_and_a_frame_a_list():
    for include_secrets in (False, True):
        file = yaml.safe_load(dump(app(), include_secrets=include_secrets))
        nodes = {node["id"]: node for node in file["workflow"]["graph"]["nodes"]}
        assert nodes["sql"]["type"] == NOTE_TYPE
        text = json.loads(nodes["sql"]["data"]["text"])["root"]["children"][0]["children"][0]["text"]
        assert text == "Totals: a node of Millrace (millrace-sql), which runs there only."
        kinds = {node["data"]["type"] for node in nodes.values() if node["type"] != NOTE_TYPE}
        assert kinds == {"start", "code", "end"}
        assert {name: output["type"] for name, output in nodes["code"]["data"]["outputs"].items()} == {
            "df": "array[object]",
            "n": "number",
        }


def test_loading_the_file_gives_the_node_and_its_edges_back():
    document = load(dump(app())).document
    assert document.node("sql").data == SQL
    assert document.node("sql").outer["type"] == "custom"
    assert document.node("code").data["outputs"] == CODE["outputs"]
    assert [(edge.source, edge.target) for edge in document.edges] == [("start", "sql"), ("sql", "end")]
    assert [note.id for note in document.notes] == ["note"]
    assert load(dump(document)).document == document
