"""What callers of an agent app read."""

import json

from api.sse import Encoder
from api.wire import Identity
from engine.events import AgentThought, MessageFile, TextDelta
from engine.values import File

AGENT = Identity(mode="agent-chat", task_id="t", message_id="m", conversation_id="c", created_at=1)
COMMON = {"task_id": "t", "message_id": "m", "conversation_id": "c", "created_at": 1}
PICTURE = File(type="image", transfer_method="tool_file", id="f1", related_id="r1", url="/files/f1")


def sent(*events):
    """Return the JSON objects of the lines that `events` become."""
    lines = Encoder(AGENT).encode(events).decode().strip().split("\n\n")
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def test_text_is_an_agent_message():
    assert sent(TextDelta(text="hi")) == [{"event": "agent_message", **COMMON, "id": "m", "answer": "hi"}]


def test_a_thought_has_the_published_fields():
    thought = AgentThought(
        id="1",
        position=2,
        thought="I see",
        tool="a;b",
        tool_labels={"a": {"en_US": "A"}},
        tool_input='{"a": {}}',
        observation="{}",
        files=[PICTURE],
    )
    assert sent(thought) == [
        {
            "event": "agent_thought",
            **COMMON,
            "id": "1",
            "position": 2,
            "thought": "I see",
            "observation": "{}",
            "tool": "a;b",
            "tool_labels": {"a": {"en_US": "A"}},
            "tool_input": '{"a": {}}',
            "message_files": ["r1"],
        }
    ]


def test_a_file_of_the_answer_is_sent_with_its_address():
    assert sent(MessageFile(id="f1", file=PICTURE)) == [
        {
            "event": "message_file",
            **COMMON,
            "id": "f1",
            "type": "image",
            "belongs_to": "assistant",
            "url": "/files/f1",
        }
    ]
