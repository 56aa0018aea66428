"""Streams of apps that speak by themselves: recordings between the events, and their end last."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest

from engine.errors import ModelError
from engine.events import Event, MessageEnd, MessageReplaced, RunError, TextDelta, Usage
from services import models
from services.chats.autoplay import LONGEST, Sentences, SpeechEnded, SpokenPiece, spoken
from tests.api import apps
from tests.api.client import Api, names
from tests.api.web import guest, numbered
from tests.services.parts import llm
from tests.vendor import Vendor
from tests.vendor.openai_audio import SOUND

ON = {"text_to_speech": {"enabled": True, "voice": "nova", "autoPlay": "enabled"}}
FORM = [{"paragraph": {"variable": "topic", "label": "Text", "required": False}}]
SENTENCE = "It sails at seven from the northern quay. "
TEXT = (SENTENCE * 3).strip()

MODES = {
    "chat": lambda: apps.configured("chat", **ON, user_input_form=FORM),
    "agent-chat": lambda: apps.configured("agent-chat", **ON, agent_mode={"strategy": "function_call", "tools": []}),
    "completion": lambda: apps.configured("completion", **ON, user_input_form=FORM, pre_prompt="Say {{topic}}"),
    "advanced-chat": lambda: apps.asking(features=ON),
    "workflow": lambda: apps.workflow(llm("Write about {{#start.topic#}}"), result=("llm", "text"), features=ON),
}
COMMON = {
    "workflow": {"event", "task_id", "workflow_run_id", "created_at"},
    "completion": {"event", "task_id", "message_id", "created_at"},
}


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("mode", MODES)
async def test_an_answer_is_spoken_as_it_is_written(shared_api: Api, vendor: Vendor, mode: str) -> None:
    workspace_id = shared_api.rt.db.query("SELECT id FROM workspaces")[0]["id"]
    await models.set_default_model(shared_api.rt, workspace_id, "tts", "openai", "tts-1")
    vendor.rule(when="ferry", reply=TEXT)
    app = await shared_api.app(MODES[mode]())
    events = await app.stream("The ferry?", inputs={"topic": "ferry"})
    *rest, last = events
    pieces = [event for event in rest if event["event"] == "tts_message"]
    assert b"".join(b64decode(piece["audio"]).removeprefix(SOUND) for piece in pieces).decode() == TEXT
    assert (last["event"], last["audio"]) == ("tts_message_end", "")
    common = COMMON.get(mode, {"event", "task_id", "message_id", "conversation_id", "created_at"})
    assert {frozenset(event) for event in (*pieces, last)} == {frozenset(common | {"audio"})}
    assert names(events).index("workflow_finished" if mode == "workflow" else "message_end") < len(events) - 1
    assert await app_is_silent(app)


async def app_is_silent(app: Any) -> bool:
    """Return whether a blocking answer, or none, comes without recordings."""
    if app.mode == "agent-chat":
        return True
    return "audio" not in (await app.run("The ferry?", inputs={"topic": "ferry"})).text


async def told(*batches: Sequence[Event]) -> AsyncGenerator[Sequence[Event], None]:
    for batch in batches:
        yield batch


async def heard(*batches: Sequence[Event], say: Any = None) -> list[Event]:
    async def shout(text: str) -> bytes:
        return text.upper().encode()

    return [event for batch in [found async for found in spoken(told(*batches), say or shout)] for event in batch]


END = MessageEnd(usage=Usage())


async def test_sentences_are_spoken_before_the_answer_ends_and_in_order():
    spoke = asyncio.Event()

    async def say(text: str) -> bytes:
        spoke.set()
        return text.encode()

    async def slow() -> AsyncGenerator[Sequence[Event], None]:
        yield [TextDelta(text=SENTENCE)]
        await spoke.wait()
        yield [TextDelta(text="Bye."), END]

    found = [event for batch in [one async for one in spoken(slow(), say)] for event in batch]
    assert [event.audio for event in found if isinstance(event, SpokenPiece)] == [SENTENCE.strip().encode(), b" Bye."]
    assert isinstance(found[-1], SpeechEnded)


async def test_a_failed_run_falls_silent_and_its_error_stays_last():
    error = RunError(code="invalid_param", message="no")
    found = await heard([TextDelta(text=SENTENCE)], [error])
    assert [event for event in found if not isinstance(event, SpokenPiece)][-1] is error
    assert not any(isinstance(event, SpeechEnded) for event in found)


async def test_a_voice_that_fails_takes_nothing_from_the_answer():
    async def say(text: str) -> bytes:
        raise ModelError("hoarse")

    found = await heard([TextDelta(text=SENTENCE * 2)], [END], say=say)
    assert [type(event) for event in found] == [TextDelta, MessageEnd, SpeechEnded]


async def test_what_was_taken_back_is_not_spoken():
    found = await heard([TextDelta(text="The secret"), MessageReplaced(text="Withheld.", reason="x")], [END])
    assert [event.audio for event in found if isinstance(event, SpokenPiece)] == [b"WITHHELD."]


async def test_a_reader_who_leaves_ends_the_speaking():
    closed = asyncio.Event()

    async def endless() -> AsyncGenerator[Sequence[Event], None]:
        try:
            yield [TextDelta(text=SENTENCE)]
            await asyncio.Event().wait()
        finally:
            closed.set()

    async def say(text: str) -> bytes:
        return b""

    stream = spoken(endless(), say)
    await anext(stream)
    await stream.aclose()
    assert closed.is_set()


@pytest.mark.parametrize(
    ("pieces", "parts"),
    [
        (["Short. ", "Also short."], []),
        ([SENTENCE, "And"], [SENTENCE[:-1]]),
        (["渡轮" * 25 + "。还有"], ["渡轮" * 25 + "。"]),
        (["It costs 3.5 million " + "crowns " * 5, "now! Yes"], ["It costs 3.5 million " + "crowns " * 5 + "now!"]),
        (["x" * (LONGEST + 5)], ["x" * LONGEST]),
    ],
    ids=["short", "sentence", "chinese", "number", "endless"],
)
def test_a_text_is_cut_where_it_sounds_whole(pieces: list[str], parts: list[str]):
    sentences = Sentences()
    assert [part for piece in pieces for part in sentences.add(piece)] == parts
    assert "".join([*parts, *sentences.rest()]) == "".join(pieces)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_visitor_hears_the_answer_too_and_its_recordings_count_in_no_id(
    shared_api: Api, vendor: Vendor
) -> None:
    workspace_id = shared_api.rt.db.query("SELECT id FROM workspaces")[0]["id"]
    await models.set_default_model(shared_api.rt, workspace_id, "tts", "openai", "tts-1")
    vendor.rule(when="ferry", reply=TEXT)
    ann = await guest(await shared_api.app(MODES["advanced-chat"]()))
    body = {"inputs": {}, "query": "The ferry?", "response_mode": "streaming"}
    told = numbered(await ann.send("POST", "/chat-messages", body))
    pieces = [event for _, event in told if event["event"] == "tts_message"]
    assert b"".join(b64decode(piece["audio"]).removeprefix(SOUND) for piece in pieces).decode() == TEXT
    assert told[-1][1]["event"] == "tts_message_end"
    assert {id for id, event in told if event["event"].startswith("tts_")} == {""}
    silent = numbered(await ann.send("POST", "/chat-messages", {**body, "speaks": False}))
    assert not [event for _, event in silent if event["event"].startswith("tts_")]
    ids = [[id.partition("-")[2] for id, _ in one if id] for one in (told, silent)]
    assert ids[0] == ids[1]
