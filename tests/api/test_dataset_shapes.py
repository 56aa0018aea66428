"""Every documented key is in our answers: the published API's schemas beside what the routes of knowledge answer."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from api.app import api as application
from api.documentation import document, operations
from tests.api.client import Json, expect
from tests.api.knowledge import PARENTS, Knowledge

pytestmark = pytest.mark.asyncio(loop_scope="session")

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "reference" / "dify-openapi.json"
OF_KNOWLEDGE = ("/datasets", "/workspaces")


@pytest.fixture(scope="module")
def published() -> Json:
    if not PUBLISHED.exists():
        pytest.skip("the published OpenAPI file is not here")
    found: Json = json.loads(PUBLISHED.read_text())
    return found


def of_knowledge(path: str) -> bool:
    return path.startswith(OF_KNOWLEDGE)


def unnamed(path: str) -> str:
    """Return a path with the names of its parameters left out."""
    return re.sub(r"\{\w+\}", "{}", path)


def schema_of(published: Json, path: str, method: str, status: int) -> Json:
    answer = published["paths"][path][method.lower()]["responses"][str(status)]
    found: Json = answer["content"]["application/json"]["schema"]
    return found


def missing(published: Json, schema: Json, value: Any, place: str = "") -> Iterator[str]:
    """Yield the places of documented keys that an answer lacks; null has no keys."""
    if reference := schema.get("$ref"):
        schema = published["components"]["schemas"][reference.rpartition("/")[2]]
    if isinstance(value, list):
        for member in value:
            yield from missing(published, schema["items"], member, f"{place}[]")
    if not isinstance(value, Mapping):
        return
    for name, part in schema.get("properties", {}).items():
        if name in value:
            yield from missing(published, part, value[name], f"{place}.{name}")
        else:
            yield f"{place}.{name}"


async def test_every_published_operation_of_knowledge_is_served(published: Json) -> None:
    ours = {
        (unnamed(path.removeprefix("/v1")), method)
        for path, methods in document(application)["paths"].items()
        for method in methods
    }
    wanted = {
        (unnamed(path), method)
        for path, methods in published["paths"].items()
        for method in methods
        if of_knowledge(path) and method in ("get", "post", "put", "patch", "delete")
    }
    assert len(wanted) == 46
    assert wanted - ours == set()
    assert list(operations(document(application)))


async def test_answers_hold_every_documented_key(knowledge: Knowledge, published: Json) -> None:
    base = await knowledge.base("Shapes")
    of_base, of_document = f"/{base['id']}", "/datasets/{dataset_id}/documents/{document_id}"
    text = {"name": "a", "text": "One.\nTwo.", "process_rule": PARENTS}
    made = expect(await knowledge.send("POST", f"{of_base}/document/create-by-text", text), 200)
    await knowledge.idle()
    path = f"{of_base}/documents/{made['document']['id']}"
    tag = expect(await knowledge.send("POST", "/tags", {"name": "shapes"}), 200)
    expect(await knowledge.send("POST", f"{of_base}/metadata", {"name": "year", "type": "number"}), 201)
    await knowledge.send("POST", "/tags/binding", {"tag_ids": [tag["id"]], "target_id": base["id"]})
    expect(await knowledge.send("POST", f"{of_base}/metadata/built-in/enable"), 200)
    (segment,) = await knowledge.segments({"path": path})
    of_segment = f"{path}/segments/{segment['id']}"
    documented = f"{of_document}/segments/{{segment_id}}"
    question = {"query": "One", "retrieval_model": {"search_method": "full_text_search", "top_k": 1}}
    asked: list[tuple[str, str, str, Any]] = [
        ("GET", "", "/datasets", None),
        ("GET", of_base, "/datasets/{dataset_id}", None),
        ("PATCH", of_base, "/datasets/{dataset_id}", {"description": "x"}),
        ("GET", f"{of_base}/documents", "/datasets/{dataset_id}/documents", None),
        ("GET", path, of_document, None),
        ("GET", f"{path}/download", f"{of_document}/download", None),
        ("GET", f"{of_base}/documents/{made['batch']}/indexing-status", "/datasets/{dataset_id}/documents/{batch}/indexing-status", None),
        ("GET", f"{path}/segments", f"{of_document}/segments", None),
        ("POST", f"{path}/segments", f"{of_document}/segments", {"segments": [{"content": "Three."}]}),
        ("GET", of_segment, documented, None),
        ("POST", of_segment, documented, {"segment": {"content": "Four."}}),
        ("GET", f"{of_segment}/child_chunks", f"{documented}/child_chunks", None),
        ("POST", f"{of_segment}/child_chunks", f"{documented}/child_chunks", {"content": "Five."}),
        ("POST", f"{of_base}/retrieve", "/datasets/{dataset_id}/retrieve", question),
        ("GET", "/tags", "/datasets/tags", None),
        ("GET", f"{of_base}/tags", "/datasets/{dataset_id}/tags", None),
        ("GET", f"{of_base}/metadata", "/datasets/{dataset_id}/metadata", None),
        ("GET", f"{of_base}/metadata/built-in", "/datasets/{dataset_id}/metadata/built-in", None),
    ]  # fmt: skip
    assert (
        list(
            missing(
                published, schema_of(published, "/datasets/{dataset_id}/document/create-by-text", "post", 200), made
            )
        )
        == []
    )
    for method, ours, theirs, body in asked:
        answer = expect(await knowledge.send(method, ours, body), 200)
        assert answer, ours
        assert list(missing(published, schema_of(published, theirs, method, 200), answer)) == [], (method, theirs)


async def test_lists_of_models_hold_every_documented_key(knowledge: Knowledge, published: Json) -> None:
    path = "/workspaces/current/models/model-types/{model_type}"
    answer = await knowledge.api.send("GET", f"/v1{path.format(model_type='llm')}", key=knowledge.key)
    found = expect(answer, 200)
    assert found["data"]
    assert list(missing(published, schema_of(published, path, "get", 200), found)) == []
