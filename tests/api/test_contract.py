"""The published contract: every operation is called once, every event of every mode is read, all held beside the file."""

import json
import re
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from api.samples import RECORDED
from engine.dsl import dump
from engine.events import Event, TextDelta
from services.chats.autoplay import SpeechEnded, SpokenPiece
from tests.api import apps
from tests.api.client import ROUTES, USER, Api, Json, PublishedApp, expect
from tests.api.knowledge import Knowledge
from tests.api.published_document import PUBLISHED, answer_schema, documented_answer, faults, operations, plain_path
from tests.api.test_wire import BARE_EVENTS, CHAT, COMPLETION, FLOW, GRAPH_EVENTS, MESSAGE_EVENTS, WORKFLOW, sent
from tests.api.walk import Walk
from tests.services import waiting
from tests.vendor import Vendor

pytestmark = pytest.mark.skipif(not list(operations()), reason="the published document is not here")
loop = pytest.mark.asyncio(loop_scope="session")

OPERATIONS = list(operations())
IDS = [f"{method} {path}" for method, path in OPERATIONS]
FAMILIES = {"workflow": "ChunkWorkflowEvent", "completion": "ChunkCompletionEvent"}  # else of chats


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def walk(shared_api: Api, knowledge: Knowledge, _vendor_server: Vendor) -> Walk:
    _vendor_server.reset()
    _vendor_server.rule(when="JSON array", reply='["What next?"]')
    walk = Walk(shared_api)
    await walk.through(knowledge)
    return walk


def test_there_are_82_operations():
    assert len(OPERATIONS) == 82


@loop
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=IDS)
async def test_an_operation_answers_as_it_is_documented(walk: Walk, method: str, path: str) -> None:
    answer = walk.answers[method, plain_path(path)]
    content = documented_answer(method, path, answer.status_code).get("content", {})
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if not content:
        assert (answer.status_code, answer.content) == (204, b"")
    elif kind == "application/json":
        assert faults(answer_schema(method, path) or {}, answer.json()) == []
    else:
        assert kind in content or "application/octet-stream" in content


@loop
async def test_the_recorded_examples_of_the_document_are_as_the_answers(walk: Walk) -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    for (method, path), answer in walk.answers.items():
        if answer.headers.get("content-type", "").startswith("application/json"):
            assert same_keys(recorded[f"{method} /v1{path}"], answer.json()), f"{path}: run docs/api_examples.py"


def same_keys(one: Any, other: Any) -> bool:
    """Return whether two answers have the same keys, as far as both have objects."""
    if isinstance(one, dict) and isinstance(other, dict) and one and other:
        return one.keys() == other.keys() and all(same_keys(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return not one or not other or same_keys(one[0], other[0])
    return True


@loop
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=IDS)
async def test_an_operation_refuses_callers_without_its_key(api: Api, method: str, path: str) -> None:
    address = f"/v1{re.sub(r'{[^}]+}', 'x', path)}"
    for key in (None, "app-unknown", "dataset-unknown"):
        answer = await api.send(method.upper(), address, key=key)
        refused = expect(answer, 401)
        assert (refused["code"], refused["status"], set(refused)) == (
            "unauthorized",
            401,
            {"code", "message", "status"},
        )
        assert answer.headers["www-authenticate"] == 'Bearer realm="api"'


CALL = {"name": "calculator", "arguments": {"expression": "6 * 7"}}
CALCULATOR = {
    "enabled": True,
    "provider_type": "builtin",
    "provider_id": "calculator",
    "tool_name": "calculator",
    "tool_parameters": {"expression": ""},
}
WORDS = {
    "enabled": True,
    "type": "keywords",
    "config": {"keywords": "secret", "outputs_config": {"enabled": True, "preset_response": "Withheld."}},
}
SPEAKS = {"text_to_speech": {"enabled": True, "voice": "nova", "autoPlay": "enabled"}}
NODE = "node_started (text_chunk |message )*node_finished "
STREAMS: dict[str, tuple[str, str]] = {
    "chat": (apps.configured("chat"), "(message )+message_end "),
    "completion": (apps.configured("completion"), "(message )+message_end "),
    "agent": (
        apps.configured("agent-chat", agent_mode={"strategy": "function_call", "tools": [CALCULATOR]}),
        "(agent_thought (agent_message )*)+message_end ",
    ),
    "chatflow": (apps.asking(), f"workflow_started ({NODE})+workflow_finished message_end "),
    "chatflow that fails": (apps.failing(), f"workflow_started ({NODE})+workflow_finished error "),
    "workflow": (apps.writing(), f"workflow_started ({NODE})+workflow_finished "),
    "workflow that fails": (
        apps.workflow(apps.broken(), result=("code", "x")),
        f"workflow_started ({NODE})+workflow_finished ",
    ),
    "workflow that waits": (
        dump(waiting.reviewed()),
        f"workflow_started ({NODE}|node_started )+human_input_required workflow_paused ",
    ),
    "moderated question": (
        apps.configured("chat", sensitive_word_avoidance={**WORDS, "config": {
            "keywords": "Ahoy", "inputs_config": {"enabled": True, "preset_response": "No."}}}),
        "message message_end ",
    ),
    "moderated answer": (
        apps.configured("chat", sensitive_word_avoidance=WORDS),
        "(message )*message_replace message_end ",
    ),
    "speaking chat": (
        apps.configured("chat", **SPEAKS),
        "((tts_message )*message )+(tts_message )*message_end (tts_message )*tts_message_end ",
    ),
}  # fmt: skip


@loop
@pytest.mark.parametrize("name", STREAMS)
async def test_the_events_of_a_stream_come_in_their_order_and_shape(
    walk: Walk, base_url: str, vendor: Vendor, name: str
) -> None:
    vendor.rule(when=["Ahoy", "42"], reply="It is 42.")
    vendor.rule(when="Ahoy", reply="The secret is out.", tool_calls=[CALL] if name == "agent" else [])
    text, order = STREAMS[name]
    app = await walk.api.app(text)
    status, events = await streamed(base_url, app)
    assert status == 200
    assert re.fullmatch(order, "".join(f"{event['event']} " for event in events)), events
    for event in events:
        assert faults(event_schema(app.mode, event["event"]), event) == [], event["event"]
    for id in ("task_id", "message_id", "conversation_id", "workflow_run_id"):
        assert len({event[id] for event in events if id in event}) <= 1
    if app.mode != "workflow":
        assert all("created_at" in event for event in events if event["event"] != "error")


async def streamed(base_url: str, app: PublishedApp) -> tuple[int, list[Json]]:
    """Return the status and the events of a run, read from the port as a client reads them."""
    body = {"inputs": {"topic": "Ahoy", "s": "it"}, "query": "Ahoy", "user": USER, "auto_generate_name": False}
    events: list[Json] = []
    async with httpx2.AsyncClient(base_url=base_url, headers={"Authorization": f"Bearer {app.key}"}) as http:
        asked: Any = {"json": body | {"response_mode": "streaming"}}
        async with http.stream("POST", ROUTES[app.mode], **asked) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            async for line in answer.aiter_lines():
                assert line in ("", "event: ping") or line.startswith("data: {"), line
                events += [json.loads(line.removeprefix("data: "))] if line.startswith("data: ") else []
            return answer.status_code, events


def event_schema(mode: str, name: str) -> Json:
    """Return the published schema of an event in streams of a mode."""
    family = PUBLISHED["components"]["schemas"][FAMILIES.get(mode, "ChunkChatEvent")]
    return {"$ref": family["discriminator"]["mapping"][name]}


SPOKEN: list[Event] = [TextDelta(text="x"), SpokenPiece(audio=b"ID3"), SpeechEnded()]
MESSAGES = [*SPOKEN, *(event for event, *_ in MESSAGE_EVENTS)]
GRAPH = [event for event, *_ in [*GRAPH_EVENTS, *BARE_EVENTS]]


@pytest.mark.parametrize(
    ("identity", "events"),
    [
        (CHAT, MESSAGES),
        (FLOW, [*MESSAGES, *GRAPH]),
        (WORKFLOW, [*SPOKEN, MESSAGES[-1], *GRAPH]),
        (COMPLETION, MESSAGES),
    ],
    ids=["chat", "chatflow", "workflow", "completion"],
)
def test_every_kind_of_event_has_every_documented_key(identity: Any, events: list[Event]):
    for event in events:
        told = sent(identity, event)
        assert faults(event_schema(identity.mode, told["event"]), told) == [], told["event"]


REPLY = answer_schema("post", "/apps/annotation-reply/{action}") if OPERATIONS else {}


@pytest.mark.parametrize(
    ("schema", "value", "told"),
    [
        (REPLY, {}, [".job_id is missing", ".job_status is missing"]),
        (REPLY, {"job_id": 1, "job_status": "waiting"}, [".job_id is 1, no string"]),
        (REPLY, {"job_id": "x", "job_status": None}, []),
        ({"type": "string", "enum": ["asc", "desc"]}, "up", [" is 'up', none of asc, desc"]),
    ],
    ids=["keys", "type", "null", "choice"],
)
def test_what_an_answer_lacks_is_found(schema: Json, value: Any, told: list[str]):
    assert faults(schema, value) == told
