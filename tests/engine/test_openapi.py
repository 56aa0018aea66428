"""Tools made of OpenAPI documents: what is read, what is sent, and what nobody else may see or do."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from engine.filestore import MemoryFiles
from engine.resources import Resources, RunInfo
from engine.tools.base import Json, Log, Made, Text, ToolContext, ToolInvokeError, ToolMessage, ToolParameterError
from engine.tools.calls import call
from engine.tools.openapi.auth import Auth, SignIn
from engine.tools.openapi.document import InvalidSpecification, read_specification
from engine.tools.openapi.tool import HIDDEN, OperationTool, Service
from engine.web.guard import guarded_client
from engine.web.reply import ResponseSizeError
from tests.engine.site import Page, Site, site

ORDERS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Orders", "description": "What people ordered."},
    "servers": [{"url": "/{stage}/api", "variables": {"stage": {"default": "live"}}}],
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "schemas": {
            "Order": {
                "type": "object",
                "required": ["customer"],
                "properties": {
                    "customer": {"type": "string", "description": "Whose it is."},
                    "count": {"type": "integer"},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}},
                    "colour": {"enum": ["red", "blue"]},
                },
            }
        },
    },
    "paths": {
        "/orders/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "readOrder",
                "summary": "Reads an order",
                "parameters": [
                    {"name": "fields", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                    {"name": "seen", "in": "cookie", "schema": {"type": "string"}},
                ],
            },
        },
        "/orders": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}
            },
            "put": {
                "operationId": "upload",
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "note": {"type": "string"},
                                    "paper": {"type": "string", "format": "binary"},
                                },
                            }
                        }
                    }
                },
            },
        },
    },
}
SWAGGER = """
swagger: "2.0"
info: {title: Pets}
host: pets.example
basePath: /v2
schemes: [https]
paths:
  /pets:
    get:
      parameters:
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: csv}
        - {name: limit, in: query, type: integer, default: 5}
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - {name: name, in: formData, type: string, required: true}
"""


def tools_of(document: Mapping[str, Any] | str, server: str = "", **auth: Any) -> dict[str, OperationTool]:
    text = document if isinstance(document, str) else json.dumps(document)
    found = read_specification(text, fetched_from="https://orders.example/openapi.json")
    service = Service(provider="orders", server=server or found.servers[0], sign_in=SignIn(Auth(**auth)))
    return {operation.name: OperationTool(service, operation) for operation in found.operations}


class Answers:
    """Answers requests as a test says and keeps them."""

    def __init__(self, *answers: httpx2.Response) -> None:
        self.requests: list[httpx2.Request] = []
        self._answers = list(answers)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


async def said(
    tool: OperationTool, answer: Callable[[httpx2.Request], httpx2.Response], **given: Any
) -> list[ToolMessage]:
    files = MemoryFiles()
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as http:
        ctx = ToolContext(Resources(http=http, files=files), RunInfo())
        return [message async for message in call(tool, given, ctx) if not isinstance(message, Log)]


def test_a_document_gives_a_tool_for_each_operation() -> None:
    found = read_specification(json.dumps(ORDERS), fetched_from="https://orders.example/openapi.json")
    assert (found.title, found.servers) == ("Orders", ["https://orders.example/live/api"])
    assert [operation.name for operation in found.operations] == ["readOrder", "upload", "orders_post"]
    assert found.auth == {"type": "api_key", "place": "header", "name": "X-Key"}
    tools = tools_of(ORDERS)
    assert (tools["readOrder"].label, tools["readOrder"].has_side_effects) == ("Reads an order", False)
    assert tools["orders_post"].has_side_effects
    about = {one.name: (one.type, one.required) for one in tools["orders_post"].parameters}
    assert about["customer"] == ("string", True)
    assert (about["count"], about["parts"], about["colour"]) == (("number", False), ("array", False), ("select", False))


def test_an_old_document_in_yaml_is_read_as_well() -> None:
    found = read_specification(SWAGGER)
    assert found.servers == ["https://pets.example/v2"]
    listing, adding = found.operations
    assert [(one.wire, one.place, one.explode) for one in listing.arguments] == [
        ("tags", "query", False),
        ("limit", "query", False),
    ]
    assert (adding.name, adding.media_type) == ("pets_post", "application/x-www-form-urlencoded")
    assert adding.arguments[0].parameter.required


def test_a_schema_that_holds_itself_ends() -> None:
    shape = next(one.shape for one in tools_of(ORDERS)["orders_post"].parameters if one.name == "parts")
    assert shape is not None
    assert shape["items"] == {"type": "object"}


def test_schemas_that_grow_with_each_level_are_cut() -> None:
    properties = {f"p{number}": {"$ref": "#/components/schemas/Wide"} for number in range(50)}
    grown = {f"L{level}": {"allOf": [{"$ref": f"#/components/schemas/L{level + 1}"}] * 9} for level in range(200)}
    schemas = {"Wide": {"type": "object", "properties": {**properties, "deep": {"$ref": "#/components/schemas/L0"}}}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wide"}}}}
    document = {
        "openapi": "3.0.0",
        "components": {"schemas": {**schemas, **grown}},
        "paths": {"/a": {"post": {"requestBody": body}}},
    }
    tool = tools_of(document, "https://a.example")["a_post"]
    assert len(json.dumps([one.shape for one in tool.parameters])) < 100_000


def test_references_to_other_documents_are_not_followed() -> None:
    body = {"content": {"application/json": {"schema": {"$ref": "http://169.254.169.254/latest"}}}}
    tool = tools_of({"openapi": "3.0.0", "paths": {"/a": {"post": {"requestBody": body}}}}, "https://a.example")
    assert [(one.name, one.type) for one in tool["a_post"].parameters] == [("body", "object")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello", "no mapping"),
        ("{", "no JSON"),
        ("a: [", "no valid YAML"),
        ('{"asyncapi": "3"}', "neither"),
        ('{"openapi": "3.0.0", "paths": {}}', "no operation"),
        ("[" * 100_000, "nested deeper"),
        ('{"a":' * 100_000, "no JSON"),
        (" " * 4_000_001, "the limit is"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidSpecification, match=reason):
        read_specification(text)


async def test_arguments_go_where_the_document_says() -> None:
    answers = Answers(httpx2.Response(200, json={"id": "a/b"}))
    tool = tools_of(ORDERS)["readOrder"]
    messages = await said(tool, answers, id="a/b", fields=["x", "y"], **{"X-Trace": "t1", "seen": "a b"})
    request = answers.requests[0]
    assert str(request.url) == "https://orders.example/live/api/orders/a%2Fb?fields=x&fields=y"
    assert (request.headers["x-trace"], request.headers["cookie"]) == ("t1", "seen=a%20b")
    assert messages == [Text('{"id": "a/b"}'), Json({"id": "a/b"}, is_repeat=True)]


@pytest.mark.parametrize(
    ("server", "called"),
    [("https://a.example/v2", "https://a.example/v2/x"), ("https://evil.example", "https://a.example/x")],
)
async def test_an_operation_is_not_called_at_another_host_than_its_service(server: str, called: str) -> None:
    answers = Answers(httpx2.Response(200, text="ok"))
    operation = {"operationId": "x", "servers": [{"url": server}]}
    document = {"openapi": "3.0.0", "paths": {"/x": {"get": operation}}}
    await said(tools_of(document, "https://a.example", type="bearer", value="secret1")["x"], answers)
    assert str(answers.requests[0].url) == called


async def test_a_body_is_put_together_from_its_fields() -> None:
    answers = Answers(httpx2.Response(201, text="made"))
    assert await said(tools_of(ORDERS)["orders_post"], answers, customer="Ann", count=2.0) == [Text("made")]
    assert json.loads(answers.requests[0].content) == {"customer": "Ann", "count": 2}
    await said(tools_of(SWAGGER)["pets_post"], answers, name="Rex & Co")
    assert answers.requests[1].content == b"name=Rex+%26+Co"


async def test_files_are_sent_as_parts_of_a_form_and_come_back_as_files() -> None:
    answers = Answers(httpx2.Response(200, content=b"\x89PNG", headers={"content-type": "image/png"}))
    files = MemoryFiles()
    paper = await files.write(b"%PDF", filename="a.pdf", mime_type="application/pdf")
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(answers)) as http:
        ctx = ToolContext(Resources(http=http, files=files), RunInfo())
        tool = tools_of(ORDERS)["upload"]
        messages = [one async for one in call(tool, {"note": "hi", "paper": paper}, ctx) if isinstance(one, Made)]
    content = answers.requests[0].content
    assert b'name="note"\r\n\r\nhi' in content
    assert b'filename="a.pdf"' in content
    assert b"%PDF" in content
    assert (messages[0].file.type, messages[0].file.size) == ("image", 4)


@pytest.mark.parametrize("given", [{"id": ".."}, {"id": "."}, {"id": "a", "X-Trace": "a\r\nX-Admin: 1"}, {}])
async def test_arguments_that_would_lead_elsewhere_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ToolParameterError):
        await said(tools_of(ORDERS)["readOrder"], Answers(httpx2.Response(200)), **given)


@pytest.mark.parametrize(
    ("auth", "header", "value"),
    [
        ({"type": "api_key", "name": "X-Key", "value": "secret1"}, "x-key", "secret1"),
        ({"type": "api_key", "name": "Auth", "prefix": "Key", "value": "secret1"}, "auth", "Key secret1"),
        ({"type": "bearer", "value": "secret1"}, "authorization", "Bearer secret1"),
        ({"type": "basic", "username": "ann", "password": "secret1"}, "authorization", "Basic YW5uOnNlY3JldDE="),
    ],
)
async def test_requests_are_signed_in(auth: dict[str, str], header: str, value: str) -> None:
    answers = Answers(httpx2.Response(200, text="ok"))
    await said(tools_of(ORDERS, **auth)["readOrder"], answers, id="1")
    assert answers.requests[0].headers[header] == value


@pytest.mark.parametrize(
    "auth",
    [
        {"type": "bearer"},
        {"type": "oauth2", "token_url": "ftp://a", "client_id": "a", "client_secret": "b"},
        {"type": "bearer", "value": "a\nb"},
        {"type": "api_key", "value": "secret1"},
    ],
)
def test_what_signs_in_is_whole(auth: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="required|token_url|line breaks"):
        Auth.model_validate(auth)


OAUTH = {"type": "oauth2", "token_url": "https://id.example/token", "client_id": "me", "client_secret": "secret1"}


class Issuer:
    """Sells tokens and takes the newest only; it forgets all it sold when a test says so."""

    def __init__(self) -> None:
        self.sold = 0
        self.valid: set[str] = set()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "id.example":
            self.sold += 1
            self.valid.add(f"token{self.sold}")
            return httpx2.Response(200, json={"access_token": f"token{self.sold}", "expires_in": 3600})
        token = request.headers["authorization"].removeprefix("Bearer ")
        return httpx2.Response(200 if token in self.valid else 401, text=f"hello {token}")


async def test_a_token_is_bought_once_and_once_more_when_it_is_refused() -> None:
    issuer, tool = Issuer(), tools_of(ORDERS, **OAUTH)["readOrder"]
    assert await said(tool, issuer, id="1") == await said(tool, issuer, id="1") == [Text(f"hello {HIDDEN}")]
    assert issuer.sold == 1
    issuer.valid.clear()
    await said(tool, issuer, id="1")
    assert issuer.sold == 2


async def test_a_service_that_refuses_every_token_is_not_asked_for_ever() -> None:
    issuer, tool = Issuer(), tools_of(ORDERS, **OAUTH)["readOrder"]
    issuer.valid = type("Nothing", (set,), {"add": lambda self, one: None})()
    with pytest.raises(ToolInvokeError, match="status 401"):
        await said(tool, issuer, id="1")
    assert issuer.sold == 2


async def test_a_token_is_not_used_after_its_time() -> None:
    now = [0.0]
    issuer = Issuer()
    sign_in = SignIn(Auth.model_validate(OAUTH), clock=lambda: now[0])
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(issuer)) as http:
        assert await sign_in.headers(http) == {"Authorization": "Bearer token1"}
        now[0] = 3590.0
        assert await sign_in.headers(http) == {"Authorization": "Bearer token2"}


async def test_secrets_that_a_service_repeats_are_not_told() -> None:
    answers = Answers(httpx2.Response(200, json={"you sent": "secret1"}), httpx2.Response(500, text="bad key secret1"))
    tool = tools_of(ORDERS, type="bearer", value="secret1")["readOrder"]
    assert (await said(tool, answers, id="1"))[1] == Json({"you sent": HIDDEN}, is_repeat=True)
    with pytest.raises(ToolInvokeError) as caught:
        await said(tool, answers, id="1")
    assert "status 500" in str(caught.value)
    assert "secret1" not in str(caught.value)


async def test_an_answer_that_is_too_large_is_refused() -> None:
    with pytest.raises(ResponseSizeError, match="is the limit"):
        await said(tools_of(ORDERS)["readOrder"], Answers(httpx2.Response(200, text="x" * 1_100_000)), id="1")


@asynccontextmanager
async def two_sites(first: Mapping[str, Page | Callable[[Site], Page]]) -> AsyncIterator[tuple[Site, Site, Resources]]:
    async with site({"/taken": Page(body=b"elsewhere")}) as other, site(first) as here:
        here.pages["/orders/moved"] = Page(status=302, headers={"location": f"{other.url}/taken"})
        here.pages["/orders"] = Page(status=307, headers={"location": f"{other.url}/taken"})
        async with guarded_client(allowed=["127.0.0.1"]) as http:
            yield here, other, Resources(http=http)


async def test_a_key_goes_to_no_other_host() -> None:
    inner = Page(status=302, headers={"location": "http://169.254.169.254/latest/meta-data"})
    async with two_sites({"/orders/inner": inner}) as (here, other, resources):
        tools = tools_of(ORDERS, here.url, type="api_key", name="X-Key", value="secret1")
        ctx = ToolContext(resources, RunInfo())
        found = [one async for one in call(tools["readOrder"], {"id": "moved"}, ctx) if isinstance(one, Text)]
        assert found == [Text("elsewhere")]
        assert here.last.headers["x-key"] == "secret1"
        assert "x-key" not in other.last.headers
        with pytest.raises(ToolInvokeError, match="no public|not a public"):
            [one async for one in call(tools["readOrder"], {"id": "inner"}, ctx)]
        with pytest.raises(ToolInvokeError, match="not followed"):
            [one async for one in call(tools["orders_post"], {"customer": "Ann"}, ctx)]
        assert [request.path for request in other.requests] == ["/taken"]
