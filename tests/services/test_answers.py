"""Kept answers: off unless wanted, for the same request or one that means the same, and for nobody else."""

import time
from typing import Any

import numpy as np
import pytest

from engine.asking.earlier import may_repeat
from engine.events import NodeFinished, TextDelta
from engine.models.base import ChatRequest, FilePart, ImagePart, Message, ToolCall, ToolSpec
from services.answers import figures
from services.answers.cache import is_comparable, nearest
from services.apps import apps
from services.chats import chat
from services.errors import InvalidInput
from services.models import set_default_model
from services.runs.runs import DEBUGGER, LiveRun
from services.runtime import Runtime
from storage.answers import Question
from storage.records import App
from tests.services.parts import asking, chat_app, message_of, published, run_of, sign_in
from tests.vendor import Vendor


async def keeping(rt: Runtime, app: App, mode: str, **options: Any) -> App:
    return await apps.update_app(rt, app, settings={"answer_cache": {"mode": mode, **options}})


async def ask(rt: Runtime, app: App, query: str, **options: Any) -> LiveRun:
    live = await chat.start_turn(rt, app, query=query, inputs={}, user="ann", auto_generate_name=False, **options)
    await live.finished()
    return live


def told(live: LiveRun) -> dict[str, Any]:
    """Return what the trace of the model's node says of kept answers."""
    node = next(event for event in live.events if isinstance(event, NodeFinished) and event.kind == "llm")
    return dict(node.metadata.get("answer_cache") or {})


def calls(vendor: Vendor) -> int:
    return sum(one.path.endswith("/chat/completions") for one in vendor.requests)


@pytest.fixture
async def app(rt: Runtime, workspace_id: str, vendor: Vendor) -> App:
    listed = [{"model": "small", "model_type": "llm"}, {"model": "vectors", "model_type": "text-embedding"}]
    await sign_in(rt, workspace_id, vendor, models=listed)
    await set_default_model(rt, workspace_id, "text-embedding", "openai", "vectors")
    return await published(rt, workspace_id, asking())


async def test_no_answer_is_kept_unless_the_app_says_so(rt: Runtime, app: App, vendor: Vendor) -> None:
    for _ in range(2):
        assert told(await ask(rt, app, "hello")) == {}
    assert calls(vendor) == 2
    assert await figures.figures(rt, app) == figures.Figures()


async def test_the_same_request_gets_the_kept_answer_in_pieces_and_the_trace_says_so(
    rt: Runtime, app: App, vendor: Vendor
) -> None:
    app = await keeping(rt, app, "exact")
    first, again = await ask(rt, app, "hello"), await ask(rt, app, "hello", invoke_from=DEBUGGER)
    other = await ask(rt, app, "Hello!")
    assert calls(vendor) == 2
    assert told(first) == told(other) == {}
    before, now = await message_of(rt, first, app), await message_of(rt, again, app)
    saved = before.message_tokens + before.answer_tokens
    assert told(again) == {"match": "exact", "saved_tokens": saved}
    assert (now.answer, now.message_tokens, now.answer_tokens) == (before.answer, 0, 0)
    assert any(isinstance(event, TextDelta) for event in again.events)
    _, rows = await run_of(rt, again, app)
    assert any((row.metadata.get("answer_cache") or {}).get("match") == "exact" for row in rows)
    assert await figures.figures(rt, app) == figures.Figures(kept=2, asked=3, exact=1, saved_tokens=saved)


async def test_another_app_or_a_changed_prompt_gets_no_kept_answer(
    rt: Runtime, workspace_id: str, app: App, vendor: Vendor
) -> None:
    app, other = await keeping(rt, app, "exact"), await chat_app(rt, workspace_id, pre_prompt="Be kind.")
    other = await keeping(rt, other, "exact")
    await ask(rt, app, "hello")
    await ask(rt, other, "hello")
    config = {**(other.model_config or {}), "pre_prompt": "Be brief."}
    await ask(rt, await apps.save_model_config(rt, other, config), "hello")
    assert calls(vendor) == 3


async def test_a_question_that_means_the_same_gets_the_kept_answer(rt: Runtime, app: App, vendor: Vendor) -> None:
    app = await keeping(rt, app, "similar", threshold=0.8)
    await ask(rt, app, "Where is my parcel?")
    found = told(await ask(rt, app, "Where is my parcel, please?"))
    assert found["match"] == "similar"
    assert found["similarity"] == pytest.approx(0.852, abs=0.001)  # by the vendor's vectors
    assert told(await ask(rt, app, "Who are you?")) == {}
    assert calls(vendor) == 2
    assert (await figures.figures(rt, app)).alike == 1


async def test_old_answers_are_not_given_and_the_oldest_over_the_number_go(
    rt: Runtime, app: App, vendor: Vendor
) -> None:
    app = await keeping(rt, app, "exact", most=2)
    for query in ("one", "two", "three"):
        await ask(rt, app, query)
    assert (await figures.figures(rt, app)).kept == 2
    assert told(await ask(rt, app, "one")) == {}
    app = await keeping(rt, app, "exact", seconds=60)
    old = time.time() - 61
    await rt.db.write(lambda cursor: cursor.execute("UPDATE answers SET created_at = to_timestamp(?)", [old]))
    assert told(await ask(rt, app, "three")) == {}
    assert await figures.clear(rt, app) == 1
    assert told(await ask(rt, app, "three")) == {}


async def test_a_question_that_is_asked_again_is_answered_anew(rt: Runtime, app: App, vendor: Vendor) -> None:
    app = await keeping(rt, app, "exact")
    first = await ask(rt, app, "hello", branches=True)
    again = await ask(rt, app, "hello", branches=True, conversation_id=first.conversation_id)
    assert told(again) == {}
    assert calls(vendor) == 2
    assert told(await ask(rt, app, "hello"))["match"] == "exact"


async def test_trouble_with_kept_answers_is_no_trouble_of_the_run(
    rt: Runtime, app: App, vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    app = await keeping(rt, app, "similar")
    vendor.rule(when="hello", unless="Be kind.", status=400)  # the vector of the question
    live = await ask(rt, app, "hello")
    assert (await message_of(rt, live, app)).status == "normal"
    assert "Kept answers were not looked up" in caplog.text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"mode": "always"}, "answer_cache.mode"),
        ({"mode": "exact", "seconds": 0}, "answer_cache.seconds"),
        ({"mode": "similar", "threshold": 0.3}, "answer_cache.threshold"),
        ({"mode": "exact", "most": 10**6}, "answer_cache.most"),
        ({"moed": "exact"}, "answer_cache.moed"),
    ],
)
async def test_settings_outside_their_range_are_refused(
    rt: Runtime, workspace_id: str, given: dict[str, Any], field: str
) -> None:
    plain = await apps.create_app(rt, workspace_id, name="Chat", mode="chat")
    with pytest.raises(InvalidInput) as refused:
        await apps.update_app(rt, plain, settings={"answer_cache": given})
    assert refused.value.param == field


HELD, REMOTE = ImagePart("data:image/png;base64,AA=="), FilePart("https://x/a.pdf", "document", "application/pdf")


@pytest.mark.parametrize(
    ("request_", "repeats", "compares"),
    [
        pytest.param(ChatRequest(messages=[Message("user", "hi")]), True, True, id="text"),
        pytest.param(ChatRequest(messages=[Message("user", [HELD, "hi"])]), True, False, id="a file that is held"),
        pytest.param(ChatRequest(messages=[Message("user", [REMOTE, "hi"])]), False, False, id="behind an address"),
        pytest.param(
            ChatRequest(messages=[Message("user", "hi")], tools=[ToolSpec("t", "", {})]), False, True, id="tools"
        ),
        pytest.param(
            ChatRequest(messages=[Message("assistant", "", [ToolCall("1", "t", "{}")]), Message("tool", "2")]),
            False,
            False,
            id="a round of an agent",
        ),
    ],
)
def test_which_requests_may_be_answered_again(request_: ChatRequest, repeats: bool, compares: bool) -> None:
    assert may_repeat(request_) is repeats
    assert is_comparable(request_) is compares


def test_questions_with_other_numbers_are_not_alike() -> None:
    same = np.asarray([1, 0], np.float32).tobytes()
    kept = [Question(id="a", question="Order 17?", vector=same), Question(id="b", question="Order 18?", vector=same)]
    assert nearest("order 18, please", same, kept) == ("b", 1.0)
    assert nearest("order 19?", same, kept) is None
