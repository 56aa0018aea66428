"""Limits are settings: each takes effect over HTTP, and its message names the value and the limit."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from engine.dsl import dump
from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, expect, running_api
from tests.api.uploads import local, uploaded
from tests.engine.site import Page, site
from tests.services.parts import document, graph, node

pytestmark = pytest.mark.asyncio(loop_scope="session")

SMALL: dict[str, Any] = {
    "http_text_mb": 0.001,
    "http_file_mb": 0.001,
    "http_redirects": 1,
    "document_chars": 10,
    "document_file_mb": 0.002,
    "template_transform_max_length": 10,
    "code_max_string_length": 10,
    "code_max_string_array_length": 2,
    "code_max_depth": 2,
    "code_max_precision": 2,
    "code_max_number": 100,
    "dsl_nodes": 4,
    "dsl_file_mb": 0.01,
    "max_variable_size": 50,
    "keys_per_app": 1,
    "run_max_steps": 3,
    "max_query_chars": 20,
    "max_files": 1,
    "max_inputs": 2,
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def small(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """A server on which every limit is small."""
    async with running_api(tmp_path_factory.mktemp("limits"), **SMALL) as api:
        yield api


async def failure(api: Api, middle: Json, **inputs: Any) -> str:
    """Return why the run of a workflow with one node between start and end failed."""
    start = node("start", "start", variables=[{"variable": "doc", "type": "file", "required": False}])
    app = await api.app(dump(document("workflow", graph(start, middle, node("end", "end", outputs=[])))))
    given = {
        name: local(await uploaded(app, content, "a.txt", "text/plain"), "document") for name, content in inputs.items()
    }
    body = expect(await app.run(inputs=given), 200)
    assert body["data"]["status"] == "failed"
    return str(body["data"]["error"])


def script(result: str, type: str) -> Json:
    """Return a code node that gives `result`."""
    return node("code", "code", code=f"def main():\n    return {{'x': {result}}}\n", outputs={"x": {"type": type}})


@pytest.mark.parametrize(
    ("result", "type", "words"),
    [
        ("'a' * 11", "string", ("10 characters", "got 11")),
        ("['a'] * 3", "array[string]", ("2 elements", "got 3")),
        ("101", "number", ("and 100", "got 101")),
        ("0.1234", "number", ("2 digits", "got 4")),
        ("{'a': {'b': {'c': 1}}}", "object", ("Depth limit 2",)),
    ],
    ids=["text", "list", "number", "precision", "depth"],
)
async def test_results_of_scripts_are_bounded(small: Api, result: str, type: str, words: tuple[str, ...]) -> None:
    told = await failure(small, script(result, type))
    assert all(word in told for word in words), told


@pytest.mark.parametrize(
    ("path", "words"),
    [("/text", ("2,000", "1,048")), ("/file", ("2,000", "1,048")), ("/round", ("more than 1 times",))],
    ids=["text", "file", "redirects"],
)
async def test_answers_of_services_are_bounded(small: Api, path: str, words: tuple[str, ...]) -> None:
    pages = {
        "/text": Page(body=b"x" * 2000),
        "/file": Page(body=b"\xff" * 2000, mime_type="image/png"),
        "/round": Page(status=302, headers={"Location": "/round"}),
    }
    async with site(pages) as web:
        told = await failure(small, node("call", "http-request", method="get", url=f"{web.url}{path}"))
    assert all(word in told for word in words), told


@pytest.mark.parametrize(
    ("size", "words"), [(11, ("11 characters", "10 is the limit")), (3000, ("3,000 bytes", "2,097 is the limit"))]
)
async def test_documents_are_bounded(small: Api, size: int, words: tuple[str, ...]) -> None:
    reader = node("text", "document-extractor", variable_selector=["start", "doc"])
    told = await failure(small, reader, doc=b"x" * size)
    assert all(word in told for word in words), told


@pytest.mark.parametrize("template", ["abcdefghijk", "{% for i in range(11) %}a{% endfor %}"])
async def test_texts_of_templates_are_bounded(small: Api, template: str) -> None:
    told = await failure(small, node("t", "template-transform", template=template, variables=[]))
    assert "11 characters or more; 10 is the limit" in told


async def test_steps_of_a_run_are_bounded(small: Api) -> None:
    second = node("two", "template-transform", template="b", variables=[])
    nodes = graph(node("start", "start"), node("t", "template-transform", template="a"), second, node("end", "end"))
    app = await small.app(dump(document("workflow", nodes)))
    assert "4 > 3" in expect(await app.run(), 200)["data"]["error"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (dump(document("workflow", graph(*(node(f"n{n}", "start") for n in range(5))))), ("5 entries", "limit is 4")),
        ("x" * 20_000, ("20,000 characters", "limit is 10,485")),
        (
            apps.workflow(environment_variables=[{"name": "v", "value_type": "string", "value": "x" * 60}]),
            ("62 bytes", "limit is 50"),
        ),
    ],
    ids=["nodes", "characters", "variable"],
)
async def test_app_files_are_bounded(small: Api, text: str, words: tuple[str, ...]) -> None:
    told = expect(await small.import_text(text), 400)["error"]
    assert all(word in told for word in words), told


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chatting(small: Api) -> PublishedApp:
    return await small.app(apps.echo())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"query": "x" * 21}, ("21 characters", "limit is 20")),
        ({"inputs": {"a": 1, "b": 2, "c": 3}}, ("3 entries", "limit is 2")),
        ({"files": [{}, {}]}, ("2 entries", "limit is 1")),
    ],
    ids=["query", "inputs", "files"],
)
async def test_requests_are_bounded(chatting: PublishedApp, fields: Json, words: tuple[str, ...]) -> None:
    told = expect(await chatting.run(**fields), 400)["message"]
    assert all(word in told for word in words), told


async def test_keys_of_an_app_are_bounded(chatting: PublishedApp) -> None:
    told = expect(await chatting.console("POST", "/api-keys"), 400)["message"]
    assert "at most 1 keys" in told
