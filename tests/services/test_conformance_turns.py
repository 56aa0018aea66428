"""Lines of the checklist about turns: what is remembered of earlier ones, and what is told of sources."""

import pytest

from engine.events import MessageEnd, TextDelta
from services.apps import workflows
from services.chats import chat
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import asking, document, echo, events_of, graph, llm, message_of, node, published, sign_in
from tests.vendor import Vendor


async def say(rt: Runtime, app: App, query: str, conversation_id: str = "") -> str:
    """Play one turn to its end and return the conversation."""
    live = await chat.start_turn(
        rt, app, query=query, inputs={}, user="ann", conversation_id=conversation_id, auto_generate_name=False
    )
    await live.finished()
    return live.conversation_id


async def test_a_failed_turn_without_an_answer_is_not_remembered(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="second", unless="third", status=400, reply="no")
    vendor.rule(when="first", unless="second", reply="Noted.")
    app = await published(rt, workspace_id, asking())
    conversation_id = await say(rt, app, "first")
    await say(rt, app, "second", conversation_id)
    await say(rt, app, "third", conversation_id)
    prompt = [(message["role"], message["content"]) for message in vendor.last.body["messages"]]
    assert prompt[1:] == [("user", "first"), ("assistant", "Noted."), ("user", "third")]


async def test_what_a_turn_said_before_it_broke_off_is_remembered(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="first", unless="second", reply="one two three", fault="drop", after=2)
    app = await published(rt, workspace_id, asking())
    conversation_id = await say(rt, app, "first")
    await say(rt, app, "second", conversation_id)
    roles = [message["role"] for message in vendor.last.body["messages"]]
    assert roles == ["system", "user", "assistant", "user"]


FOUND = """
def main():
    metadata = {"_source": "knowledge", "position": 1, "dataset_id": "d", "document_name": "Cities", "score": 0.5}
    return {"result": [{"content": "Rome is old.", "title": "Cities", "metadata": metadata}]}
"""


@pytest.mark.parametrize(
    ("features", "told"),
    [({}, 1), ({"retriever_resource": {"enabled": True}}, 1), ({"retriever_resource": {"enabled": False}}, 0)],
    ids=["default", "on", "off"],
)
async def test_citations_are_told_and_kept_unless_the_app_hides_them(
    rt: Runtime, workspace_id: str, vendor: Vendor, features: dict[str, object], told: int
) -> None:
    await sign_in(rt, workspace_id, vendor)
    search = node("kb", "code", code=FOUND, outputs={"result": {"type": "array[object]"}}, variables=[])
    context = {"enabled": True, "variable_selector": ["kb", "result"]}
    parts = [node("start", "start"), search, llm("{{#context#}}", context=context)]
    answer = node("answer", "answer", answer="{{#llm.text#}}")
    app = await published(rt, workspace_id, document("advanced-chat", graph(*parts, answer), features=features))
    live = await chat.start_turn(rt, app, query="Rome?", inputs={}, user="ann", auto_generate_name=False)
    end = (await events_of(live))[-1]
    assert isinstance(end, MessageEnd)
    kept = (await message_of(rt, live, app)).metadata["retriever_resources"]
    assert [len(end.citations), len(kept)] == [told, told]
    assert "Rome is old." in str(vendor.last.body["messages"])


async def test_the_pieces_of_an_answer_together_are_the_stored_answer(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one two three four five")
    answer = node("answer", "answer", answer="Hi: {{#llm.text#}} {{#gone.x#}}!")
    app = await published(rt, workspace_id, document("advanced-chat", graph(node("start", "start"), llm(), answer)))
    live = await chat.start_turn(rt, app, query="Hello", inputs={}, user="ann")
    pieces = [event.text for event in await events_of(live) if isinstance(event, TextDelta)]
    assert len(pieces) > 4
    assert "".join(pieces) == (await message_of(rt, live, app)).answer == "Hi: one two three four five !"


async def test_a_variable_that_is_defined_later_reaches_old_conversations(rt: Runtime, workspace_id: str) -> None:
    first = {"id": "v1", "name": "first", "value_type": "string", "value": "a"}
    second = {"id": "v2", "name": "second", "value_type": "string", "value": "b"}
    app = await published(rt, workspace_id, echo("{{#conversation.first#}}", conversation_variables=[first]))
    conversation_id = await say(rt, app, "Hi")
    later = echo("{{#conversation.first#}} {{#conversation.second#}}")
    await workflows.save_draft(
        rt, app, graph=later.graph, conversation_variables=[{**first, "value": "changed"}, second]
    )
    await workflows.publish(rt, app)
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", conversation_id=conversation_id)
    await live.finished()
    assert (await message_of(rt, live, app)).answer == "a b"
