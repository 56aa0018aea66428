"""What the OpenAPI document describes is called with its own examples, and with values that nobody thought of.

Nothing may end in a fault of the server, or in a status that the document does not name. Longer: `make fuzz`.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from api.app import api as application
from api.documentation import document
from tests.api.client import Api, running_api
from tests.api.fuzzing import LEFT_OUT, Place, Tried, fuzzed, place_of
from tests.api.http_server import served_http
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def own_api(tmp_path_factory: pytest.TempPathFactory, _vendor_server: Vendor) -> AsyncIterator[Api]:
    """A runtime for this module alone: the calls change and delete whatever they reach."""
    async with running_api(tmp_path_factory.mktemp("fuzzed"), rate_limits=False) as api:
        await api.register(_vendor_server)
        yield api


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(own_api: Api) -> Place:
    return await place_of(own_api)


async def test_no_request_meets_a_fault_or_an_undocumented_status(own_api: Api, place: Place) -> None:
    async with served_http() as url:

        def run() -> list[Tried]:
            found = fuzzed(document(application), url, place, examples=2, start=1, prefixes=("/v1", "/mcp"))
            return list(found)

        tried = await asyncio.to_thread(run)
    assert [f"{one.operation}: {one.fault}" for one in tried if one.fault] == []
    statuses: Counter[int] = sum((Counter(one.statuses) for one in tried), Counter())
    assert len(tried) > 80
    assert statuses[200] > 30, "most requests reach nothing"


async def test_every_example_of_the_document_is_answered_as_it_says(own_api: Api, place: Place) -> None:
    paths = document(application)["paths"]
    operations = [(path, method, paths[path][method]) for path in paths for method in paths[path]]
    for path, method, operation in sorted(operations, key=lambda one: one[1] == "delete"):
        if path in LEFT_OUT:
            continue
        given = {one["in"] + one["name"]: one["example"] for one in operation.get("parameters", ())}
        address = path.format(**{name.removeprefix("path"): value for name, value in given.items()})
        query = {name.removeprefix("query"): value for name, value in given.items() if name.startswith("query")}
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
        answer = await own_api.send(method.upper(), address, body, key=place.key_for(path), params=query)
        assert str(answer.status_code) in operation["responses"], f"{method} {path}: {answer.status_code} {answer.text}"
        assert answer.status_code < 500, f"{method} {path}: {answer.text}"
