"""Answers and events have every key that the published description of the API documents."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from api.wire import Identity
from engine.events import Event, TextDelta
from tests.api.client import Json, PublishedApp, expect
from tests.api.test_wire import BARE_EVENTS, COMPLETION, FLOW, GRAPH_EVENTS, MESSAGE_EVENTS, WORKFLOW, sent
from tests.vendor import Vendor

loop = pytest.mark.asyncio(loop_scope="session")

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "reference" / "dify-openapi.json"
# What an app without the feature leaves out, as the reference allows.
ABSENT = {"text_to_speech.voice", "text_to_speech.language", "text_to_speech.autoPlay", "file_upload.image.detail"}

ANSWERS = [
    ("GET", "/parameters", "AppParametersResponse"),
    ("GET", "/info", "AppInfoResponse"),
    ("GET", "/meta", "AppMetaResponse"),
    ("GET", "/site", "WebAppSettingsResponse"),
    ("GET", "/conversations?user=ann", "ConversationsListResponse"),
    ("GET", "/messages?user=ann&conversation_id={conversation_id}", "ConversationHistoryResponse"),
    ("GET", "/conversations/{conversation_id}/variables?user=ann", "ConversationVariablesResponse"),
    ("POST", "/conversations/{conversation_id}/name", "ConversationListItem"),
    ("GET", "/workflows/run/{workflow_run_id}", "WorkflowRunDetailResponse"),
    ("POST", "/chat-messages", "ChatCompletionResponse"),
]


@pytest.fixture(scope="module")
def schemas() -> Json:
    if not PUBLISHED.exists():
        pytest.skip("the published description is not beside this project")
    return dict(json.loads(PUBLISHED.read_text(encoding="utf-8"))["components"]["schemas"])


@loop
@pytest.mark.parametrize(("method", "path", "schema"), ANSWERS, ids=[answer[2] for answer in ANSWERS])
async def test_an_answer_about_a_chatflow(
    remembering: PublishedApp, schemas: Json, method: str, path: str, schema: str
) -> None:
    first = (await remembering.stream())[0]
    body = {**remembering.request(), "name": "Ferries"} if method == "POST" else None
    answer = expect(await remembering.send(method, path.format_map(first), body), 200)
    assert set(missing(answer, schemas[schema], schemas)) <= ABSENT


@loop
async def test_a_blocking_workflow(workflow: PublishedApp, schemas: Json) -> None:
    answer = expect(await workflow.run(inputs={"topic": "x"}), 200)
    assert set(missing(answer, schemas["WorkflowBlockingResponse"], schemas)) == set()


@loop
async def test_a_blocking_completion(completion: PublishedApp, vendor: Vendor, schemas: Json) -> None:
    answer = expect(await completion.run(), 200)
    assert not set(missing(answer, schemas["CompletionResponse"], schemas))


EVENTS = [event for event, *_ in [*GRAPH_EVENTS, *BARE_EVENTS]]
MESSAGES = [event for event, *_ in MESSAGE_EVENTS]
STREAMS: list[tuple[Identity, str, list[Event]]] = [
    (FLOW, "ChunkChatEvent", [TextDelta(text="x"), *MESSAGES, *EVENTS]),
    (WORKFLOW, "ChunkWorkflowEvent", [TextDelta(text="x"), MESSAGES[-1], *EVENTS]),
    (COMPLETION, "ChunkCompletionEvent", [TextDelta(text="x"), *MESSAGES]),
]


@pytest.mark.parametrize(("identity", "family", "events"), STREAMS, ids=[stream[1] for stream in STREAMS])
def test_every_event(identity: Identity, family: str, events: list[Event], schemas: Json) -> None:
    kinds = schemas[family]["discriminator"]["mapping"]
    for event in events:
        told = sent(identity, event)
        assert not list(missing(told, {"$ref": kinds[told["event"]]}, schemas)), told["event"]


def missing(value: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """Yield the documented keys that `value` lacks, as dotted paths."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        for member in value:
            yield from missing(member, schema.get("items", {}), schemas, where)
    elif isinstance(value, Mapping):
        for name, field in properties(schema, schemas):
            place = f"{where}.{name}".strip(".")
            if name in value:
                yield from missing(value[name], field, schemas, place)
            else:
                yield place


def properties(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the documented keys of an object with their schemas."""
    for part in schema.get("allOf", ()):
        yield from properties(schemas[part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part, schemas)
    yield from schema.get("properties", {}).items()
