"""The HTTP node: the bodies that it sends."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from engine.values import File
from engine.web.reply import LIMITS, HttpLimits
from tests.engine.calling import Caller, body, calling, item


@pytest.fixture
async def call() -> AsyncIterator[Caller]:
    async with calling() as caller:
        yield caller


async def test_json_is_repaired_where_inserted_text_breaks_it(call):
    call.variables["text"] = 'say "hi" now'
    sent = await call.sent(**body("json", item('{"t": "{{#s.text#}}", "n": [1,],}')))
    assert sent.json == {"t": 'say "hi" now', "n": [1]}
    assert sent.headers["content-type"] == "application/json"


async def test_whole_json_is_sent_as_it_is_in_compact_form(call):
    assert (await call.sent(**body("json", item('{"a": [1, 2], "b": "é\\n", "c": null}')))).body == (
        '{"a":[1,2],"b":"é\\n","c":null}'.encode()
    )


@pytest.mark.parametrize("text", ["", "no json at all", '{"a": NaN}'])
async def test_json_that_cannot_be_repaired_fails(call, text):
    error = await call.fails(**body("json", item(text)))
    assert error.error_type == "RequestBodyError"
    assert "Failed to parse JSON" in str(error)


@pytest.mark.parametrize("kind", ["json", "raw-text", "binary"])
@pytest.mark.parametrize("items", [[], [item("1"), item("2")]])
async def test_bodies_of_one_part_need_exactly_one(call, kind, items):
    assert "exactly one item" in str(await call.fails(**body(kind, *items)))


async def test_raw_text_is_rendered_and_says_so(call):
    call.variables["x"] = "ü"
    sent = await call.sent(**body("raw-text", item("<{{#s.x#}}>")))
    assert (sent.body.decode(), sent.headers["content-type"]) == ("<ü>", "text/plain")


async def test_content_type_of_the_user_counts_in_any_letter_case(call):
    sent = await call.sent(headers="content-TYPE: application/xml", **body("raw-text", item("<a/>")))
    assert sent.headers["content-type"] == "application/xml"


async def test_urlencoded_form_keeps_the_last_of_equal_keys(call):
    sent = await call.sent(**body("x-www-form-urlencoded", item("1", "a"), item("x & y", "b"), item("2", "a")))
    assert sent.body == b"a=2&b=x+%26+y"
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("data", [None, "", []])
async def test_no_body(call, data):
    sent = await call.sent(method="post", body={"type": "none", "data": data})
    assert (sent.body, "content-type" in sent.headers) == (b"", False)
    assert (await call.sent(method="post", body=None)).body == b""


async def test_body_of_older_files_is_one_text(call):
    assert (await call.sent(method="post", body={"type": "raw-text", "data": "old"})).body == b"old"


def parts_of(request: Any) -> list[tuple[str, bytes]]:
    boundary = request.headers["content-type"].split("boundary=")[1].encode()
    parts = [part.strip(b"\r\n").partition(b"\r\n\r\n") for part in request.body.split(b"--" + boundary)[1:-1]]
    return [(head.decode(), content) for head, _, content in parts]


async def test_multipart_form_carries_texts_and_files(call):
    call.variables["one"] = await call.keep(b"\x00bytes", "a.bin", "application/x-a")
    call.variables["two"] = [await call.keep(b"1", "1.txt"), await call.keep(b"2", "2.txt")]
    sent = await call.sent(
        headers="Content-Type: text/mine",
        **body(
            "form-data",
            item("x", "t"),
            item("y", "t"),
            {"type": "file", "key": "f", "value": "", "file": ["s", "one"]},
            {"type": "file", "key": "g", "file": ["s", "two"]},
            {"type": "file", "key": "none", "file": ["s", "gone"]},
        ),
    )
    assert sent.headers["content-type"].startswith("multipart/form-data; boundary=")
    heads = dict(parts_of(sent))
    assert heads['Content-Disposition: form-data; name="t"'] == b"y"
    assert heads['Content-Disposition: form-data; name="f"; filename="a.bin"\r\nContent-Type: application/x-a'] == (
        b"\x00bytes"
    )
    assert [content for head, content in parts_of(sent) if 'name="g"' in head] == [b"1", b"2"]
    assert len(heads) == 4


async def test_multipart_form_without_files_is_still_one(call):
    sent = await call.sent(**body("form-data", item("x", "t")))
    assert [head.partition("\r\n")[0].split("; ")[1] for head, _ in parts_of(sent)] == [
        'name="t"',
        'name="__multipart_placeholder__"',
    ]


async def test_binary_body_is_one_file(call):
    call.variables["file"] = await call.keep(b"\x00\x01", "a.bin")
    sent = await call.sent(**body("binary", {"type": "file", "file": ["s", "file"]}))
    assert (sent.body, "content-type" in sent.headers) == (b"\x00\x01", False)


@pytest.mark.parametrize("value", [None, "text", []], ids=repr)
async def test_binary_body_without_a_file_fails(call, value):
    call.variables["file"] = value
    error = await call.fails(**body("binary", {"type": "file", "file": ["s", "file"]}))
    assert error.error_type == "FileFetchError"


async def test_remote_file_is_fetched_before_it_is_sent(call):
    url = f"{call.site.url}/png"
    call.variables["file"] = File(type="image", transfer_method="remote_url", filename="p.png", remote_url=url)
    assert (await call.sent(**body("binary", {"type": "file", "file": ["s", "file"]}))).body == b"\x89PNG\r\n"


async def test_file_that_is_too_large_is_not_sent(call):
    call.resources.extras = {LIMITS: HttpLimits(sent_bytes=2)}
    call.variables["file"] = await call.keep(b"123", "a.bin")
    error = await call.fails(**body("binary", {"type": "file", "file": ["s", "file"]}))
    assert "holds 3 bytes; 2 is the limit" in str(error)


async def test_trace_names_files_and_leaves_their_bytes_out(call):
    call.variables["file"] = await call.keep(b"\x00secret", "a.bin", "application/x-a")
    result = await call.run(**body("form-data", item("x", "t"), {"type": "file", "key": "f", "file": ["s", "file"]}))
    shown = result.process_data["request"]
    assert 'name="t"\r\n\r\nx\r\n' in shown
    assert "<file 'a.bin', application/x-a, 7 bytes>" in shown
    assert "secret" not in shown
