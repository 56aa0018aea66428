"""Signed reasoning between the rounds of an agent: the vendor gets back what it wrote, nobody else sees it."""

from collections.abc import Sequence

import pytest

from engine.errors import EngineError
from engine.events import Usage
from engine.models import ModelRegistry
from engine.models.anthropic_wire import message_body
from engine.models.base import AsWritten, ChatRequest, Finished, Message, ToolCall
from engine.models.gemini_wire import content_body
from engine.models.openai_wire import chat_body
from engine.nodes.base import Result
from tests.engine.models import registry
from tests.engine.test_agent import CALCULATOR, work
from tests.vendor import Vendor

MODEL = {"provider": "anthropic", "model": "m", "completion_params": {"thinking": True, "thinking_budget": 1024}}
CALL = ToolCall("toolu_0", "calculator", '{"expression": "1 + 1"}')
THOUGHT = {"type": "thinking", "thinking": "Add.", "signature": "signed"}
USED = {"type": "tool_use", "id": "toolu_0", "name": "calculator", "input": {"expression": "1 + 1"}}


def calls(expression: str, **more: object) -> dict[str, object]:
    return {"tool_calls": [{"name": "calculator", "arguments": {"expression": expression}}], **more}


async def worked(vendor: Vendor, models: ModelRegistry, first: dict[str, object]) -> Result:
    """Let an agent that thinks call a tool twice and answer."""
    vendor.rule(replies=[first, calls("7 * 6", thinking="Twice."), {"reply": "It is 42.", "thinking": "Done."}])
    return await work(models, CALCULATOR, model=MODEL)


@pytest.mark.parametrize(
    ("first", "kinds"),
    [
        (calls("6 * 7", thinking="Six times seven.", reply="I multiply."), ["thinking", "text", "tool_use"]),
        (calls("6 * 7", thinking="So.", redacted="c2VjcmV0"), ["thinking", "redacted_thinking", "tool_use"]),
        (calls("6 * 7", redacted="c2VjcmV0", whole=True), ["redacted_thinking", "tool_use"]),
    ],
)
async def test_an_agent_that_thinks_ends_two_rounds_of_calls(
    vendor: Vendor, first: dict[str, object], kinds: Sequence[str]
) -> None:
    result = await worked(vendor, registry(vendor, "anthropic"), first)
    assert result.outputs["text"].endswith("It is 42.")
    assert "signed" not in repr(result)
    assert "c2VjcmV0" not in repr(result)
    bodies = [request.body for request in vendor.model_requests]
    assert [body["thinking"]["type"] for body in bodies] == ["enabled"] * 3
    answers = [turn["content"] for turn in bodies[-1]["messages"] if turn["role"] == "assistant"]
    assert [block["type"] for block in answers[0]] == kinds
    assert [block["type"] for block in answers[1]] == ["thinking", "tool_use"]


async def test_without_its_reasoning_the_vendor_refuses(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.models.anthropic_wire.as_written", lambda message, thinker: [])
    with pytest.raises(EngineError, match="Expected `thinking`"):
        await worked(vendor, registry(vendor, "anthropic"), calls("6 * 7", thinking="Six times seven."))


async def test_a_stand_in_is_told_nothing_and_later_rounds_do_without(vendor: Vendor) -> None:
    result = await worked(vendor, registry(vendor, "anthropic"), calls("6 * 7"))
    assert result.outputs["text"].endswith("It is 42.")
    assert [request.body["thinking"]["type"] for request in vendor.model_requests] == ["enabled", *["disabled"] * 2]


def under_way(writer: str, thinking: object = True) -> ChatRequest:
    """Return the request of a second round whose first one `writer` answered."""
    written = AsWritten(writer, [THOUGHT, USED])
    said = [
        Message("user", "1 + 1?"),
        Message("assistant", tool_calls=[CALL], as_written=written),
        Message("tool", "2", tool_call_id=CALL.id),
    ]
    return ChatRequest(messages=said, parameters={"thinking": thinking})


@pytest.mark.parametrize(
    ("writer", "thinking", "sent", "kind"),
    [
        ("anthropic", True, [THOUGHT, USED], "enabled"),
        ("anthropic", {"type": "adaptive"}, [THOUGHT, USED], "adaptive"),
        ("other", {"type": "adaptive"}, [USED], "adaptive"),
        ("other", True, [USED], "disabled"),
        ("anthropic", {"type": "disabled"}, [USED], "disabled"),
    ],
)
def test_only_the_vendor_that_wrote_it_sees_it_again_and_only_while_it_thinks(
    writer: str, thinking: object, sent: object, kind: str
) -> None:
    body = message_body("m", under_way(writer, thinking), "anthropic")
    assert body["messages"][1]["content"] == sent
    assert body["thinking"]["type"] == kind


def test_other_vendors_and_texts_for_people_have_none_of_it() -> None:
    request = under_way("anthropic")
    assert "signed" not in repr(chat_body("m", request, {}))
    assert "signed" not in repr(content_body(request))
    assert "signed" not in repr(request)
    assert "signed" not in repr(Finished("tool", Usage(), as_written=request.messages[1].as_written))
