"""The OpenAPI document of our routes, and its page."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from api.documentation import operations
from tests.api import apps
from tests.api.client import Api, Json, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
async def document(api: Api) -> Json:
    return dict(expect(await api.send("GET", "/openapi.json"), 200))


def references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from references(member)


async def test_every_reference_of_the_document_leads_somewhere(document: Json) -> None:
    for reference in references(document):
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


async def test_every_operation_says_what_it_does_who_may_and_how_it_refuses(document: Json) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for path, operation in operations(document):
        assert operation["description"], path
        assert set(operation["tags"]) <= tags, path
        assert "422" not in operation["responses"], path
        assert "400" in operation["responses"], path
        assert "401" in operation["responses"] or not operation["security"], path
        assert "security" in operation, path
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) == len(set(ids))


async def test_every_operation_has_an_example(document: Json) -> None:
    for path, operation in operations(document):
        assert all("example" in parameter for parameter in operation.get("parameters", ())), path
        bodies = operation.get("requestBody", {}).get("content", {})
        assert all("example" in body for kind, body in bodies.items() if kind == "application/json"), path
    answers = [
        answer["content"]["application/json"].get("example")
        for path, operation in operations(document)
        for status, answer in operation["responses"].items()
        if path.startswith("/v1") and status.startswith("2") and "application/json" in answer.get("content", {})
    ]
    assert sum(answer is not None for answer in answers) >= 67


async def test_numbers_of_pages_are_bounded_by_what_the_database_can_count(document: Json) -> None:
    pages = [
        parameter["schema"]
        for _, operation in operations(document)
        for parameter in operation.get("parameters", ())
        if parameter["name"] == "page"
    ]
    assert len(pages) > 10
    assert all(schema["maximum"] < 2**31 for schema in pages)


async def test_runs_are_told_to_answer_in_two_ways(document: Json) -> None:
    told = document["paths"]["/v1/chat-messages"]["post"]
    assert told["responses"]["200"]["content"].keys() == {"application/json", "text/event-stream"}
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["required"]) == {"user", "inputs", "query"}


async def test_the_page_shows_every_operation_and_needs_no_other_file(api: Api, document: Json) -> None:
    answer = await api.send("GET", "/docs")
    assert (await api.send("GET", "/console/api/docs")).text == answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.count("<details") == len(list(operations(document)))
    assert not re.findall(r"<script|<link|@import|url\(|src=|href=.https?://", answer.text)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_runs_that_may_be_asked_for_later_say_how_they_are_taken_on(api: Api, document: Json) -> None:
    taken = {path for path, one in operations(document) if path.startswith("/v1") and "202" in one["responses"]}
    runs = ("chat-messages", "completion-messages", "workflows/run", "workflows/{workflow_id}/run")
    assert taken == {f"/v1/{path}" for path in runs}
    told = document["paths"]["/v1/chat-messages"]["post"]["responses"]["202"]["content"]["application/json"]
    app = await api.app(apps.echo())
    answer = expect(await app.run(response_mode="async"), 202)
    assert answer.keys() == told["example"].keys() == told["schema"]["properties"].keys()
