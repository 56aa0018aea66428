"""The HTTP node: what it asks, what it makes of the answer, how it fails."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from engine.errors import NodeError
from engine.events import NodeFinished
from engine.forms import form
from engine.web.guard import guarded_client
from engine.web.reply import LIMITS, HttpLimits, is_file_body
from tests.engine.alone import node, run_alone
from tests.engine.calling import PAGES, Caller, body, calling, item
from tests.engine.graphs import document, last, play
from tests.engine.site import site


@pytest.fixture
async def call() -> AsyncIterator[Caller]:
    async with calling() as caller:
        yield caller


async def test_answer_becomes_status_body_headers_and_no_files(call):
    outputs = (await call.run()).outputs
    assert (outputs["status_code"], outputs["body"], outputs["files"]) == (200, "hello", [])
    assert outputs["headers"]["x-answer"] == "yes"


@pytest.mark.parametrize("method", ["get", "POST", "Put", "patch", "delete", "HEAD"])
async def test_methods_in_any_letter_case(call, method):
    assert (await call.sent(method=method)).method == method.upper()


async def test_options_is_refused(call):
    assert (await call.fails(method="options")).error_type == "InvalidHttpMethodError"


@pytest.mark.parametrize("url", ["", "example.com", "ftp://example.com", "{{#s.gone#}}", "http://", "http://h:99999/"])
async def test_address_that_is_none_of_a_service_fails(call, url):
    assert (await call.fails(url=url)).error_type == "InvalidURLError"


async def test_address_is_a_template(call):
    call.variables["where"] = call.site.url
    assert (await call.run(url="{{#s.where#}}/moved")).outputs["body"] == "hello"


async def test_private_address_is_refused_where_none_is_allowed(call):
    async with guarded_client() as client:
        call.resources.http = client
        error = await call.fails()
    assert error.error_type == "HttpRequestNodeError"
    assert "not a public web address" in str(error)


async def test_headers_are_rendered_first_and_split_then(call):
    call.variables["more"] = "1\nX-Two: b:c"
    headers = (await call.sent(headers="X-One: {{#s.more#}}\n\nX-Empty\n : no name\nX-One: ü\nx-TWO: last")).headers
    assert headers["x-one"].encode("latin-1").decode() == "ü"
    assert headers["x-empty"] == ""
    assert headers["x-two"] == "last"


async def test_parameters_are_split_first_and_keep_duplicates_and_line_breaks(call):
    call.variables["v"] = "two\nlines: & more"
    sent = await call.sent("/?kept=1&tag=old", params="tag: a\n:no name\ntag: b\nv: {{#s.v#}}\nempty:\nlone")
    assert sent.query == {
        "kept": ["1"],
        "tag": ["a", "b"],
        "v": ["two\nlines: & more"],
        "empty": [""],
        "lone": [""],
    }


@pytest.mark.parametrize(
    ("config", "header", "value"),
    [
        ({"type": "bearer", "api_key": "k"}, "authorization", "Bearer k"),
        ({"type": "basic", "api_key": "user:pw"}, "authorization", "Basic dXNlcjpwdw=="),
        ({"type": "basic", "api_key": "done"}, "authorization", "Basic done"),
        ({"type": "custom", "api_key": "k", "header": "X-Key"}, "x-key", "k"),
        ({"type": "custom", "api_key": "k", "header": ""}, "authorization", "k"),
        ({"type": "bearer", "api_key": "{{#env.KEY#}}", "header": None}, "authorization", "Bearer sk-1234567890ab"),
    ],
)
async def test_authorization_takes_the_place_of_an_equal_header(call, config, header, value):
    sent = await call.sent(
        authorization={"type": "api-key", "config": config}, headers="AUTHORIZATION: mine\nX-KEY: mine"
    )
    assert sent.headers[header] == value


@pytest.mark.parametrize("config", [None, {}, {"type": "bearer", "api_key": " "}, {"api_key": "{{#s.none#}}"}])
async def test_blank_key_fails(call, config):
    call.variables["none"] = None
    error = await call.fails(authorization={"type": "api-key", "config": config})
    assert error.error_type == "AuthorizationConfigError"


async def test_settings_of_an_authorization_that_is_off_do_not_count(call):
    sent = await call.sent(authorization={"type": "no-auth", "config": {"type": "", "header": 3}})
    assert "authorization" not in sent.headers


async def test_redirects_are_followed(call):
    assert (await call.run("/moved")).outputs["body"] == "hello"


async def test_any_status_is_a_success_by_default(call):
    outputs = (await call.run("/404")).outputs
    assert (outputs["status_code"], outputs["body"]) == (404, "nothing here")


@pytest.mark.parametrize(
    "settings", [{"retry_config": {"retry_enabled": True, "max_retries": 0}}, {"error_strategy": "fail-branch"}]
)
async def test_other_status_than_2xx_fails_where_failures_are_handled(call, settings):
    error = await call.fails("/404", **settings)
    assert (str(error), error.error_type) == ("Request failed with status code 404", "HTTPResponseCodeError")
    assert (error.outputs["status_code"], error.outputs["body"]) == (404, "nothing here")
    assert "GET /404" in error.process_data["request"]


@pytest.mark.parametrize(
    ("path", "filename", "mime_type", "kind", "content"),
    [
        ("/png", "png.png", "image/png", "image", b"\x89PNG\r\n"),
        ("/report?x=1", "report.pdf", "application/pdf", "document", b"%PDF"),
        ("/attached", "bé.txt", "text/plain", "document", b"text"),
    ],
)
async def test_file_goes_into_files_and_the_body_stays_empty(call, *, path, filename, mime_type, kind, content):
    outputs = (await call.run(path)).outputs
    (file,) = outputs["files"]
    assert outputs["body"] == ""
    assert (file.filename, file.mime_type, file.type, file.size) == (filename, mime_type, kind, len(content))
    assert await call.resources.files.read(file) == content


@pytest.mark.parametrize(
    ("headers", "content", "expected"),
    [
        ({}, b"x", False),
        ({"content-type": "text/plain"}, b"\x00", False),
        ({"content-type": "text/csv"}, b"a,b", False),
        ({"content-type": "application/json"}, b"\xff", False),
        ({"content-type": "application/vnd.api+json; charset=utf-8"}, b"\xff", False),
        ({"content-type": "application/xhtml+xml"}, b"\xff", False),
        ({"content-type": "application/octet-stream"}, b'{"a": 1}', False),
        ({"content-type": "application/octet-stream"}, "é<".encode() * 400, False),
        ({"content-type": "application/octet-stream"}, b"plain words", True),
        ({"content-type": "application/octet-stream"}, b"{\xff\xfe", True),
        ({"content-type": "application/octet-stream"}, b"", False),
        ({"content-type": "IMAGE/SVG+XML"}, b"<svg/>", True),
        ({"content-type": "audio/mpeg"}, b"x", True),
        ({"content-type": "font/woff2"}, b"x", False),
        ({"content-disposition": "inline"}, b"x", False),
        ({"content-disposition": "inline; filename=a.txt"}, b"x", True),
        ({"content-disposition": "attachment"}, b"x", True),
    ],
)
def test_what_counts_as_a_file(headers, content, expected):
    assert is_file_body(headers, content) is expected


async def test_file_without_a_place_to_keep_it_fails(call):
    call.resources.files = None
    assert "no files are kept here" in str(await call.fails("/png"))


@pytest.mark.parametrize(
    ("path", "text"), [("/gbk", "你好，世界"), ("/latin", "é"), ("/strange", "é"), ("/csv", "a,b")]
)
async def test_text_is_decoded_as_the_answer_says_or_shows(call, path, text):
    assert (await call.run(path)).outputs["body"] == text


@pytest.mark.parametrize(
    ("limits", "path", "message"),
    [
        (HttpLimits(text_bytes=100), "/big", "the text of the response holds 5,000 bytes; 100 is the limit"),
        (HttpLimits(file_bytes=100), "/big.png", "the file of the response holds 5,000 bytes; 100 is the limit"),
        (HttpLimits(text_bytes=9, file_bytes=9), "/big", "it holds at least 5,000 bytes; 9 is the limit"),
    ],
)
async def test_size_limits_name_value_and_limit(call, limits, path, message):
    call.resources.extras = {LIMITS: limits}
    error = await call.fails(path)
    assert error.error_type == "ResponseSizeError"
    assert message in str(error)


async def test_service_that_does_not_answer_in_time_fails_with_the_time(call):
    call.resources.extras = {LIMITS: HttpLimits(read=0.02)}
    assert str(await call.fails("/never")) == "127.0.0.1 sent nothing for 0.02 s (read timeout)"


@pytest.mark.parametrize("timeout", [None, {}, {"connect": 0, "read": None}, {"max_read_timeout": 1}])
async def test_no_and_zero_timeouts_mean_the_defaults(call, timeout):
    asked = []

    async def note(request: httpx2.Request) -> None:
        asked.append(request.extensions["timeout"])

    call.resources.http.event_hooks = {"request": [note]}
    await call.run(timeout=timeout)
    assert asked == [{"connect": 10, "read": 600, "write": 600, "pool": 10}]


async def test_timeouts_of_the_node_win_over_the_defaults(call):
    assert "0.03 s" in str(await call.fails("/never", timeout={"connect": 5, "read": 0.03, "write": 5}))


async def test_service_that_is_not_there_fails(call):
    error = await call.fails(url="http://127.0.0.1:9/secret-path?key=1")
    assert error.error_type == "HttpRequestNodeError"
    assert "127.0.0.1" in str(error)
    assert "secret" not in str(error)


async def test_certificate_counts_unless_the_node_says_otherwise(call, tmp_path):
    async with site(PAGES, tls=tmp_path) as safe:
        assert (await call.run(url=safe.url, ssl_verify=False)).outputs["body"] == "hello"
        assert "certificate" in str(await call.fails(url=safe.url)).lower()


async def test_trace_shows_the_request_with_secrets_masked(call):
    call.variables["q"] = "a b"
    result = await call.run(
        "/?k={{#env.KEY#}}",
        params="q: {{#s.q#}}",
        headers="X-Key: {{#env.KEY#}}",
        authorization={"type": "api-key", "config": {"type": "bearer", "api_key": "{{#env.KEY#}}"}},
        **body("json", item('{"key": "{{#env.KEY#}}", "q": "{{#s.q#}}"}')),
    )
    masked = "sk-123************ab"
    text = f'{{"key": "{masked}", "q": "a b"}}'
    assert result.process_data["request"] == (
        f"POST /?k={masked}&q=a+b HTTP/1.1\r\nHost: {call.site.url[7:]}\r\nX-Key: {masked}\r\n"
        f"Authorization: {'*' * 22}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n{text}"
    )
    assert call.site.last.headers["x-key"] == "sk-1234567890ab"


async def test_authorization_and_passwords_are_never_shown(call):
    result = await call.run(
        url=call.site.url.replace("http://", "http://user:pass@"), headers="Authorization: Bearer literal"
    )
    assert "literal" not in result.process_data["request"]
    assert "pass" not in result.process_data["request"]


async def test_outputs_of_a_failed_request_are_shown_but_reach_no_other_node(call):
    http = {"type": "http-request", "url": f"{call.site.url}/404", "error_strategy": "fail-branch"}
    names = ("status_code", "body", "error_type")
    end = {"type": "end", "outputs": [{"variable": name, "value_selector": ["h", name]} for name in names]}
    nodes = {"s": {"type": "start", "variables": []}, "h": http, "e": end}
    events = await play(document(nodes, ["s > h", "h.fail-branch > e"]), resources=call.resources)
    assert last(events).outputs == {"status_code": None, "body": None, "error_type": "HTTPResponseCodeError"}
    assert last(events).status == "partial-succeeded"


async def test_every_attempt_of_a_repeated_request_shows_what_came_back(call):
    retry = {"retry_enabled": True, "max_retries": 1, "retry_interval": 1}
    http = {"type": "http-request", "url": f"{call.site.url}/404", "retry_config": retry}
    nodes = {"s": {"type": "start", "variables": []}, "h": http}
    events = await play(document(nodes, ["s > h"]), resources=call.resources)
    attempts = [event for event in events if isinstance(event, NodeFinished) and event.node_id == "h"]
    assert [(str(one.status), one.outputs["status_code"]) for one in attempts] == [("retry", 404), ("failed", 404)]
    assert len(call.site.requests) == 2


async def test_without_a_client_the_node_says_so():
    with pytest.raises(NodeError, match="no requests are sent from here"):
        await run_alone("http-request", {}, url="http://example.com")


def test_only_requests_that_read_may_be_reused():
    reusable = {method: node("http-request", url="http://h", method=method).is_reusable() for method in ("get", "post")}
    assert reusable == {"get": True, "post": False}


def test_references_are_found_in_every_part():
    one = node(
        "http-request",
        url="{{#a.u#}}",
        headers="x: {{#a.h#}}",
        params="x: {{#a.p#}}",
        authorization={"type": "api-key", "config": {"type": "bearer", "api_key": "{{#env.K#}}"}},
        body={"type": "form-data", "data": [item("{{#a.v#}}", "{{#a.k#}}"), {"type": "file", "file": ["a", "f"]}]},
    )
    names = ("u", "h", "p", "v", "k", "f")
    assert one.references() == {*(("a", name) for name in names), ("env", "K")}


def test_every_setting_of_the_form_has_words():
    def texts(fields: Any) -> list[tuple[str, str]]:
        return [pair for field in fields for pair in ((field.name, field.help), *texts(field.fields))]

    assert [name for name, words in texts(form("http-request")) if not words] == []
    assert json.dumps([field.name for field in form("http-request")]) == json.dumps(
        ["method", "url", "authorization", "headers", "params", "body", "timeout", "ssl_verify"]
    )
