"""App exports of other people: each imports, says what cannot run, and exports to an equal document."""

import csv
from pathlib import Path

import pytest

from engine.configured import as_graph
from engine.dsl import cannot_run, dump, load
from engine.dsl.reading import read_yaml
from engine.graph import Graph, validate
from engine.nodes.base import Node

FOLDER = Path(__file__).parents[3] / "shared" / "dsl" / "community"
INDEX = FOLDER / "index.csv"


def rows():
    if not INDEX.exists():
        return [pytest.param({}, marks=pytest.mark.skip("the community files are not here"))]
    with INDEX.open(encoding="utf-8") as file:
        return [pytest.param(row, id=row["file"]) for row in csv.DictReader(file)]


def text_of(row):
    return (FOLDER / row["file"]).read_bytes().decode()


def structure(raw):
    """Return what an import must keep: node ids and kinds, edges, variables; or prompt, model name and form."""
    workflow = raw.get("workflow")
    if not workflow:
        config = raw["model_config"]
        return [config.get("pre_prompt"), config["model"]["name"], config.get("user_input_form")]
    graph = workflow["graph"]
    keys = ("id", "source", "target", "sourceHandle", "targetHandle")
    variables = [
        (key, item["name"], item["value_type"])
        for key in ("environment_variables", "conversation_variables")
        for item in workflow.get(key) or []
    ]
    nodes = [(node["id"], node["data"].get("type")) for node in graph["nodes"]]
    return [nodes, [tuple(edge.get(key) for key in keys) for edge in graph["edges"]], variables]


@pytest.mark.parametrize("row", rows())
def test_community_file(row):
    loaded = load(text_of(row))
    document = loaded.document
    assert (loaded.status, document.mode) == (row["expected_import_status"], row["mode"])

    whole = dump(document, include_secrets=True)
    assert load(whole).document == document
    assert dump(load(whole).document, include_secrets=True) == whole
    public = dump(document)
    assert dump(load(public).document) == public
    assert structure(read_yaml(public)[0]) == structure(read_yaml(text_of(row))[0])

    graph = Graph.of(as_graph(document))
    assert graph.roots
    kinds = {spec.kind for spec in graph.nodes.values()}
    assert len(cannot_run(document)) == len(kinds - Node.registry.keys())
    assert all(problem.field == "type" for problem in validate(document) if problem.severity == "error")
