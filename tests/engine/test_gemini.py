"""What is Google's alone: signed calls, thoughts on demand, refusals of a prompt, keys that are refused with 400."""

import json

import pytest

from engine.errors import ModelAuthError, ModelError, ModelNotSupported
from engine.models.base import ChatRequest, FilePart, Message, ToolCall, ToolSpec
from engine.models.failures import Vendor
from engine.models.gemini_wire import GeminiReader, content_body
from engine.models.http_vendor import Refusal
from engine.models.metering import Meter, Timing
from tests.engine.models import ask, end_of, registry

VENDOR = Vendor("google", "Google", Refusal, TimeoutError, ConnectionError, Refusal)


def reader() -> GeminiReader:
    return GeminiReader(VENDOR, Meter(None, ask()))


async def test_a_signature_of_a_call_goes_back_with_it(vendor):
    vendor.rule(tool_calls=[{"name": "add", "arguments": {"a": 1}}])
    model = registry(vendor, "google").chat("google", "m")
    tool = ToolSpec("add", "Add", {"type": "object", "properties": {"a": {"type": "number"}}})
    pieces = [piece async for piece in model.stream(ask(tools=[tool]))]
    (call,) = [piece for piece in pieces if isinstance(piece, ToolCall)]
    said = [Message("user", "1?"), Message("assistant", tool_calls=[call]), Message("tool", "1", tool_call_id=call.id)]
    model_turn, user_turn = content_body(ChatRequest(messages=said))["contents"][1:]
    assert model_turn["parts"] == [
        {"functionCall": {"id": call.id, "name": "add", "args": {"a": 1}}, "thoughtSignature": "signed 0"}
    ]
    assert user_turn["parts"][0]["functionResponse"] == {"id": call.id, "name": "add", "response": {"result": "1"}}
    assert vendor.last.body["tools"][0]["functionDeclarations"][0]["parametersJsonSchema"] == tool.parameters
    assert vendor.last.headers["x-goog-api-key"] == "sk-test"


async def test_texts_are_embedded_in_batches(vendor):
    models = registry(vendor, "google")
    vectors = await models.embedding("google", "small-embedding").embed([f"text {n}" for n in range(130)])
    assert len(vectors) == 130
    assert vectors[0] == [6.0, 1.0]
    assert [len(request.body["requests"]) for request in vendor.model_requests] == [100, 30]
    with pytest.raises(ModelNotSupported):
        models.provider("google").rerank("m")


async def test_a_key_that_is_refused_with_400_is_a_matter_of_signing_in():
    body = {
        "error": {
            "code": 400,
            "status": "INVALID_ARGUMENT",
            "message": "no",
            "details": [{"reason": "API_KEY_INVALID"}],
        }
    }
    assert type(VENDOR.failure(400, body)) is ModelAuthError


def test_thoughts_are_asked_for_and_files_are_named():
    request = ask(parameters={"thinking": True, "thinking_budget": 64}, json_schema={"type": "object"})
    config = content_body(request)["generationConfig"]
    assert config["thinkingConfig"] == {"includeThoughts": True, "thinkingBudget": 64}
    assert config["responseMimeType"] == "application/json"
    paper = FilePart("https://example.com/a.pdf", "document", "application/pdf")
    turns = content_body(ChatRequest(messages=[Message("assistant", "Hi"), Message("user", [paper, ""])]))["contents"]
    assert [turn["role"] for turn in turns] == ["user", "model", "user"]
    assert turns[-1]["parts"] == [{"fileData": {"fileUri": paper.url, "mimeType": "application/pdf"}}]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"promptFeedback": {"blockReason": "SAFETY"}}, "content_filter"),
        ({"candidates": [{"finishReason": "RECITATION"}]}, "content_filter"),
        ({"candidates": [{"finishReason": "MAX_TOKENS"}]}, "length"),
        ({"candidates": [{"finishReason": "MALFORMED_FUNCTION_CALL"}]}, "stop"),
    ],
)
def test_how_an_answer_ends(event, reason):
    reading = reader()
    assert reading.read(event) == []
    assert reading.complete
    assert end_of(reading.finish(Timing(0.0))).reason == reason


@pytest.mark.parametrize("event", [{"error": {"code": 503, "message": "busy"}}, {"error": "odd"}])
def test_an_error_among_the_events_is_one(event):
    with pytest.raises(ModelError):
        reader().read(json.loads(json.dumps(event)))
