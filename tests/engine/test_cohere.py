"""What is Cohere's alone: plans before calls, embeddings of texts, its addresses."""

import pytest

from engine.errors import ModelError, ModelUnavailable
from engine.models.base import ChatRequest, ImagePart, Message, ToolCall
from engine.models.cohere_wire import CohereReader, chat_body
from engine.models.failures import Vendor
from engine.models.http_vendor import Refusal
from engine.models.metering import Meter, Timing
from tests.engine.models import ask, end_of, registry

VENDOR = Vendor("cohere", "Cohere", Refusal, TimeoutError, ConnectionError, Refusal)


def reader() -> CohereReader:
    return CohereReader(VENDOR, Meter(None, ask()))


async def test_texts_are_embedded_in_batches(vendor):
    model = registry(vendor, "cohere").embedding("cohere", "m")
    vectors = await model.embed([f"text {n}" for n in range(100)])
    assert len(vectors) == 100
    assert [len(request.body["texts"]) for request in vendor.requests] == [96, 4]
    assert vendor.requests[0].body["embedding_types"] == ["float"]
    assert vendor.requests[0].headers["authorization"] == "Bearer sk-test"
    await model.embed(["who?"], purpose="query")
    assert [request.body["input_type"] for request in vendor.requests] == ["search_document"] * 2 + ["search_query"]


def test_a_call_goes_back_with_its_plan():
    call = ToolCall("1", "add", '{"a": 1}')
    body = chat_body("m", ChatRequest(messages=[Message("assistant", "I add.", tool_calls=[call])]))
    assert body["messages"] == [
        {
            "role": "assistant",
            "tool_plan": "I add.",
            "tool_calls": [{"id": "1", "type": "function", "function": {"name": "add", "arguments": '{"a": 1}'}}],
        }
    ]


def test_pictures_and_parameters_have_their_names():
    picture = ImagePart("data:image/png;base64,AA")
    asked = ChatRequest(messages=[Message("user", [picture, "what?"])], parameters={"top_p": 0.5, "top_k": 3})
    body = chat_body("m", asked)
    assert (body["p"], body["k"]) == (0.5, 3)
    assert body["messages"][0]["content"] == [
        {"type": "image_url", "image_url": {"url": picture.url}},
        {"type": "text", "text": "what?"},
    ]


@pytest.mark.parametrize(("reason", "ours"), [("MAX_TOKENS", "length"), ("ERROR_TOXIC", "content_filter")])
def test_how_an_answer_ends(reason, ours):
    reading = reader()
    assert reading.read({"type": "message-end", "delta": {"finish_reason": reason}}) == []
    assert end_of(reading.finish(Timing(0.0))).reason == ours


def test_an_answer_that_ends_in_an_error_is_none():
    with pytest.raises(ModelUnavailable, match="out of memory"):
        reader().read({"type": "message-end", "delta": {"finish_reason": "ERROR", "error": "out of memory"}})
    with pytest.raises(ModelError):
        reader().read({"message": "no"})
