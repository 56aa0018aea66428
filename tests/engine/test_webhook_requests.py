"""A request to a webhook becomes the outputs of its trigger, or is refused with the name of what is wrong."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.errors import InvalidInputs
from engine.nodes.trigger_webhook import BYTES, FORM, JSON, MULTIPART, RAW, TEXT, TriggerWebhook
from engine.triggers.example import example_call
from engine.triggers.sample import sample_form, sample_outputs
from engine.triggers.webhook import SUCCESS, FilePart, WebhookRequest, answer_of, outputs_of
from tests.engine.alone import node

PDF = FilePart(filename="a.pdf", mime_type="application/pdf", data=b"%PDF")


def config(**data: Any) -> TriggerWebhook.Config:
    return TriggerWebhook.Config.model_validate(data)


def request(content: Any = None, *, method: str = "POST", content_type: str = "", **parts: Any) -> WebhookRequest:
    """Return a request; `content` is JSON unless it is bytes."""
    body = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
    headers = {**parts.pop("headers", {}), **({"Content-Type": content_type} if content_type else {})}
    return WebhookRequest(method=method, headers=headers, body=body, **parts)


def one(name: str, type: str = "string", *, required: bool = False) -> list[dict[str, Any]]:
    return [{"name": name, "type": type, "required": required}]


def test_headers_parameters_and_body_become_variables() -> None:
    made = outputs_of(
        config(
            headers=[{"name": "X-Event-Id", "required": True}],
            params=one("page", "number"),
            body=[*one("user", "object"), *one("tags", "array[string]"), *one("note")],
        ),
        request(
            {"user": {"name": "Ann"}, "tags": ["a", "b"], "more": 1},
            content_type="application/json; charset=utf-8",
            headers={"x-event-id": "42"},
            query=[("page", "3"), ("other", "x")],
        ),
    )
    raw = made.pop(RAW)
    assert made == {"X_Event_Id": "42", "page": 3, "user": {"name": "Ann"}, "tags": ["a", "b"], "note": None}
    assert (raw["method"], raw["query"]) == ("POST", {"page": "3", "other": "x"})
    assert raw["body"] == {"user": {"name": "Ann"}, "tags": ["a", "b"], "more": 1}
    assert raw["headers"]["x-event-id"] == "42"


@pytest.mark.parametrize(
    ("settings", "given", "named"),
    [
        ({"method": "get"}, request({}), "HTTP method mismatch: expected GET, got POST"),
        ({}, request(b"a=1", content_type=FORM), "Content type mismatch: expected application/json, got"),
        ({"content_type": TEXT}, request({}), "expected text/plain, got application/json"),
        ({"headers": [{"name": "X-Key", "required": True}]}, request(), "Required header missing: X-Key"),
        ({"params": one("page", required=True)}, request(), "Required query parameter missing: page"),
        ({"body": one("user", required=True)}, request({}), "Required body parameter missing: user"),
        ({"body": one("user", required=True)}, request({"user": None}), "Required body parameter missing: user"),
        ({"content_type": TEXT, "body": one("text", required=True)}, request(), "body parameter missing: text"),
        ({"content_type": BYTES, "body": one("file", "file", required=True)}, request(), "missing: file"),
        ({"params": one("page", "number")}, request(query=[("page", "x")]), "page must be number, got 'x'"),
        ({"params": one("page", "number")}, request(query=[("page", "nan")]), "page must be number, got 'nan'"),
        ({"params": one("on", "boolean")}, request(query=[("on", "maybe")]), "on must be boolean, got 'maybe'"),
        ({"body": one("n", "number")}, request({"n": "1"}), "n must be number, got '1'"),
        ({"body": one("n", "number")}, request({"n": True}), "n must be number, got True"),
        ({"body": one("n", "array[number]")}, request({"n": [1, False]}), "n must be array[number]"),
        ({"body": one("o", "object")}, request({"o": [1]}), "o must be object"),
        ({"body": one("s")}, request({"s": 1}), "s must be string, got 1"),
        ({"body": one("s")}, request([1]), "The body is no JSON object"),
        ({"body": one("s")}, request(b"{"), "The body is no usable JSON"),
        ({}, request(b"[" * 5000), "nested deeper than 100 levels"),
        ({"content_type": FORM}, request(b"&".join([b"a=1"] * 2000), content_type=FORM), "no usable form"),
    ],
)
def test_a_request_that_does_not_fit_is_refused(settings: dict[str, Any], given: WebhookRequest, named: str) -> None:
    with pytest.raises(InvalidInputs) as caught:
        outputs_of(config(**settings), given)
    assert named in str(caught.value)


def test_what_comes_as_text_is_read_as_its_type() -> None:
    declared = [
        *(one("n", "number") + one("f", "number") + one("b", "boolean") + one("l", "array[number]")),
        *(one("s") + one("blank", "number")),
    ]
    pairs = [("n", "12"), ("f", "1.5"), ("b", "YES"), ("l", "1"), ("l", "2"), ("s", "x"), ("s", "y"), ("blank", "")]
    form = "&".join(f"{name}={text}" for name, text in pairs).encode()
    expected = {"n": 12, "f": 1.5, "b": True, "l": [1, 2], "s": "x", "blank": None}
    sent = request(form, content_type=FORM)
    assert outputs_of(config(content_type=FORM, body=declared), sent) == {
        **expected,
        RAW: {
            "method": "POST",
            "headers": {"Content-Type": FORM},
            "query": {},
            "body": {"n": "12", "f": "1.5", "b": "YES", "l": ["1", "2"], "s": ["x", "y"], "blank": ""},
        },
    }
    by_address = outputs_of(config(params=declared), request(query=pairs))
    assert {name: by_address[name] for name in expected} == expected
    in_parts = outputs_of(
        config(content_type=MULTIPART, body=declared), request(fields=pairs, content_type=f"{MULTIPART}; boundary=x")
    )
    assert {name: in_parts[name] for name in expected} == expected


def test_a_text_is_the_declared_variable() -> None:
    sent = request("grüße".encode("cp1252"), content_type="text/plain; charset=windows-1252")
    made = outputs_of(config(content_type=TEXT, body=one("note", required=True)), sent)
    assert (made["note"], made[RAW]["body"]) == ("grüße", "grüße")
    number = outputs_of(config(content_type=TEXT, body=one("n", "number")), request(b" 7 ", content_type=TEXT))
    assert number["n"] == 7


def test_files_of_a_multipart_body_stand_for_their_variables() -> None:
    declared = [*one("paper", "file", required=True), *one("more", "array[file]"), *one("none", "file"), *one("who")]
    made = outputs_of(
        config(content_type=MULTIPART, body=declared),
        request(
            content_type=MULTIPART,
            fields=[("who", "ann")],
            files=[("paper", PDF), ("more", PDF), ("more", PDF), ("unasked", PDF)],
        ),
    )
    assert (made["paper"], made["more"], made["none"], made["who"]) == (PDF, [PDF, PDF], None, "ann")
    assert made[RAW]["body"]["more"] == ["a.pdf", "a.pdf"]


def test_a_body_of_bytes_is_a_file() -> None:
    made = outputs_of(config(content_type=BYTES, body=one("blob", "file")), request(b"\0\1", content_type=BYTES))
    assert (made["blob"].data, made["blob"].mime_type, made[RAW]["body"]) == (b"\0\1", BYTES, {"size": 2})


def test_a_request_without_a_body_needs_no_content_type() -> None:
    made = outputs_of(config(method="GET", content_type=FORM), request(method="get"))
    assert made[RAW] == {"method": "GET", "headers": {}, "query": {}, "body": {}}


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"content_type": FORM, "body": one("o", "object")}, "only application/json"),
        ({"content_type": TEXT, "body": one("o", "object")}, "only application/json"),
        ({"body": one("f", "file")}, "which only multipart/form-data and"),
        ({"headers": [{"name": "X-Id"}], "params": one("X_Id")}, "X_Id is given more than once"),
        ({"params": one("o", "object")}, "Input should be"),
        ({"status_code": 404}, "less than or equal to 399"),
    ],
)
def test_settings_that_no_request_can_meet_are_refused(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        config(**settings)


def test_names_in_other_spellings_are_known() -> None:
    known = config(method="PATCH", content_type="form-urlencoded", response_body=None, webhook_url=None)
    assert (known.method, known.content_type, known.response_body) == ("patch", FORM, "")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("", SUCCESS),
        ('{"ok": true}', {"ok": True}),
        (" [1, 2]", [1, 2]),
        ("Thank you", {"message": "Thank you"}),
        ("{not json", {"message": "{not json"}),
    ],
)
def test_text_of_the_answer_is_wrapped_unless_it_is_json(text: str, body: Any) -> None:
    assert answer_of(config(response_body=text)) == body


def test_values_given_by_hand_make_a_request_of_their_own() -> None:
    hook = node(
        "trigger-webhook", headers=[{"name": "X-Id"}], params=one("page", "number"), body=one("note", required=True)
    )
    assert sample_outputs(hook, {"X_Id": "7", "page": 2, "note": "Hi", "unknown": 1}) == {
        "X_Id": "7",
        "page": 2,
        "note": "Hi",
        RAW: {"method": "POST", "headers": {"X-Id": "7"}, "query": {"page": 2}, "body": {"note": "Hi"}},
    }
    with pytest.raises(InvalidInputs, match="Required value missing: note"):
        sample_outputs(hook, {})
    with pytest.raises(InvalidInputs, match="page must be number"):
        sample_outputs(hook, {"note": "x", "page": "2"})


def test_files_given_by_hand_are_files_of_the_run() -> None:
    hook = node("trigger-webhook", content_type=MULTIPART, body=[*one("paper", "file"), *one("more", "array[file]")])
    given = {"transfer_method": "remote_url", "url": "https://example.com/a.pdf"}
    made = sample_outputs(hook, {"paper": given, "more": [given]})
    assert (made["paper"].filename, [file.type for file in made["more"]]) == ("a.pdf", ["document"])
    with pytest.raises(InvalidInputs, match="paper in input form must be a file"):
        sample_outputs(hook, {"paper": "a.pdf"})


def test_a_person_is_asked_for_what_a_trigger_would_give() -> None:
    hook = node(
        "trigger-webhook",
        headers=[{"name": "X-Id", "required": True}],
        params=[*one("page", "number"), *one("on", "boolean")],
        body=[*one("note", required=True), *one("user", "object"), *one("tags", "array[string]")],
    )
    asked = [(item["variable"], item["type"], item["required"]) for item in sample_form(hook)]
    assert asked == [
        ("X_Id", "text-input", True),
        ("page", "number", False),
        ("on", "checkbox", False),
        ("note", "text-input", True),
        ("user", "json_object", False),
        ("tags", "json_object", False),
    ]
    schema = {"properties": {"text": {"type": "string"}, "parts": {"type": "array"}}, "required": ["text"]}
    event = node("trigger-plugin", output_schema=schema)
    asked = [(item["variable"], item["type"], item["required"]) for item in sample_form(event)]
    assert asked == [("text", "text-input", True), ("parts", "json_object", False)]
    assert sample_outputs(event, {"text": "x"}) == {"text": "x"}
    assert sample_form(node("trigger-schedule")) == []
    assert sample_outputs(node("trigger-schedule"), {"x": 1}) == {}


def test_the_example_call_has_every_parameter() -> None:
    settings = config(
        headers=[{"name": "X-Id"}], params=one("q"), body=[*one("n", "number"), *one("tags", "array[string]")]
    )
    assert example_call(settings, "http://here/triggers/webhook/c") == (
        "curl -X POST 'http://here/triggers/webhook/c?q=text' \\\n"
        "  -H 'X-Id: text' \\\n"
        "  -H 'Content-Type: application/json' \\\n"
        '  -d \'{"n": 1, "tags": ["text"]}\''
    )


@given(
    st.sampled_from([JSON, FORM, MULTIPART, TEXT, BYTES]),
    st.binary(max_size=200) | st.text(max_size=80).map(str.encode),
    st.sampled_from(["", "; charset=utf-16", "; charset=idna", "; charset=undefined", "; charset=zip"]),
)
def test_any_body_gives_outputs_or_a_refusal(content_type: str, body: bytes, charset: str) -> None:
    settings = config(content_type=content_type, body=one("x"))
    try:
        made = outputs_of(settings, request(body, content_type=content_type + charset))
    except InvalidInputs:
        return
    assert made.keys() == {"x", RAW}
