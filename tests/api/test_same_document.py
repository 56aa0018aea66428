"""Our OpenAPI document beside the published one: equal in the operations of both, but for what is said in the docs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.app import api as application
from api.documentation import document
from tests.api.client import Json
from tests.api.published_document import PUBLISHED, operations, plain_path, resolved

pytestmark = pytest.mark.skipif(not list(operations()), reason="the published document is not here")

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "service-api.md").read_text(encoding="utf-8")
OPERATIONS = list(operations())
OURS = {
    (method, plain_path(path)): (path, operation)
    for path, methods in document(application)["paths"].items()
    for method, operation in methods.items()
}

MORE: Mapping[str, set[str]] = {  # fields and parameters that we take besides
    "/chat-messages": {"trace_id", "parent_message_id"},
    "/completion-messages": {"trace_id"},
    "/workflows/run": {"trace_id"},
    "/workflows/{workflow_id}/run": {"trace_id"},
    "/datasets": {"doc_form", "icon_info", "partial_member_list", "ids"},
    "/datasets/{dataset_id}": {"doc_form", "icon_info", "provider"},
    "/datasets/{dataset_id}/documents": {"sort"},
    "/datasets/{dataset_id}/documents/{document_id}/update-by-text": {
        *("indexing_technique", "embedding_model", "embedding_model_provider")
    },
}
EXTERNAL = {"external_knowledge_id", "external_knowledge_api_id", "external_retrieval_model"}
FEWER: Mapping[str, set[str]] = {  # fields that belong to what is not here
    "/datasets": EXTERNAL - {"external_retrieval_model"} | {"summary_index_setting"},
    "/datasets/{dataset_id}": EXTERNAL,
    "/datasets/{dataset_id}/retrieve": {"external_retrieval_model", "attachment_ids"},
}
OPTIONAL: Mapping[str, set[str]] = {  # fields that may be left out here
    "/datasets/{dataset_id}/pipeline/run": {"is_published"},
    "/datasets/{dataset_id}/pipeline/datasource/nodes/{node_id}/run": {"is_published"},
}
REFUSALS = {"202", "400", "401", "403", "404", "409", "413", "415", "429", "500"}


def fields_of(schema: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Return the names of an object's fields, and of the required ones; what any branch has is a field."""
    schema = resolved(schema)
    names, required = set(schema.get("properties", {})), set(schema.get("required", ()))
    for kind in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(kind, ()):
            more, needed = fields_of(part)
            names |= more
            required |= needed if kind == "allOf" else set()
    return names, required


def asked_by(operation: Mapping[str, Any]) -> tuple[set[str], set[str], set[str]]:
    """Return the names of what an operation takes in query and body, the required ones, and the types of its body."""
    parameters = [resolved(one) for one in operation.get("parameters", ())]
    names = {one["name"] for one in parameters if one["in"] == "query"}
    required = {one["name"] for one in parameters if one["in"] == "query" and one.get("required")}
    content = resolved(operation.get("requestBody", {})).get("content", {})
    for body in content.values():
        more, needed = fields_of(body["schema"])
        names, required = names | more, required | needed
    return names, required, set(content)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_an_operation_is_described_as_in_the_published_document(method: str, path: str):
    theirs: Json = PUBLISHED["paths"][path][method]
    address, ours = OURS[method, plain_path(f"/v1{path}")]
    assert address == f"/v1{path}"
    names, required, content = asked_by(theirs)
    our_names, our_required, our_content = asked_by(ours)
    assert our_names - names <= MORE.get(path, set())
    assert names - our_names <= FEWER.get(path, set())
    assert our_required == required - OPTIONAL.get(path, set())
    assert our_content == content
    assert set(theirs["responses"]) <= set(ours["responses"])
    assert set(ours["responses"]) - set(theirs["responses"]) <= REFUSALS
    if method != "delete":
        (status,) = [status for status in theirs["responses"] if status.startswith("2")]
        assert set(resolved(theirs["responses"][status]).get("content", {})) <= set(
            ours["responses"][status].get("content", {})
        )


def test_every_difference_has_its_reason_in_the_docs():
    for differences in (MORE, FEWER, OPTIONAL):
        for path, names in differences.items():
            assert f"`{path}`" in DOCS
            assert all(f"`{name}`" in DOCS for name in names), path
