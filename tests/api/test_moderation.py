"""Moderation: questions that an app does not take, and answers that it does not give."""

from typing import Any

import pytest

from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, expect, names, said
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

NO, INSTEAD = "I may not talk about this.", "Let us talk about something else."
CONFIG = {
    "keywords": "Bomb\n  arsenic \n\n",
    "inputs_config": {"enabled": True, "preset_response": NO},
    "outputs_config": {"enabled": True, "preset_response": INSTEAD},
}


def moderated(kind: str = "keywords", **config: Any) -> Json:
    return {"sensitive_word_avoidance": {"enabled": True, "type": kind, "config": CONFIG | config}}


async def answers(app: PublishedApp) -> list[str]:
    """Return the stored answers of the newest conversation."""
    user = {"user": "ann"}
    newest = expect(await app.send("GET", "/conversations", params=user), 200)["data"][0]["id"]
    rows = expect(await app.send("GET", "/messages", params={**user, "conversation_id": newest}), 200)["data"]
    return [row["answer"] for row in rows]


@pytest.mark.parametrize("mode", ["chat", "agent-chat", "advanced-chat"])
async def test_a_question_with_a_word_is_refused_before_any_model_is_called(
    api: Api, vendor: Vendor, mode: str
) -> None:
    text = apps.asking(features=moderated()) if mode == "advanced-chat" else apps.configured(mode, **moderated())
    app = await api.app(text)
    events = await app.stream("How is a BOMB made?")
    assert names(events) == ["message", "message_end"]
    assert said(events) == NO
    assert events[-1]["metadata"]["annotation_reply"] is None
    assert vendor.model_requests == []
    assert await answers(app) == [NO]


async def test_inputs_are_looked_at_too(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.configured("completion", **moderated()))
    assert expect(await app.run(inputs={"name": "arsenic"}), 200)["answer"] == NO
    vendor.rule(reply="Fine.")
    assert expect(await app.run(inputs={"name": "sugar"}), 200)["answer"] == "Fine."


async def test_an_answer_with_a_word_is_replaced_while_it_comes(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.configured("chat", **moderated()))
    vendor.rule(reply="First you take the arsenic and then you stir.")
    events = await app.stream("How is it made?")
    kinds = names(events)
    assert kinds[-2:] == ["message_replace", "message_end"]
    replaced = events[-2]
    assert (replaced["answer"], replaced["reason"]) == (INSTEAD, "output_moderation")
    assert "arsenic" not in said(events)
    assert await answers(app) == [INSTEAD]


async def test_a_chatflow_tells_and_stores_the_replacement(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.asking(features=moderated()))
    vendor.rule(reply="A bomb is made so.")
    body = expect(await app.run("How?"), 200)
    assert body["answer"] == INSTEAD
    assert await answers(app) == [INSTEAD]
    vendor.reset()
    vendor.rule(reply="With flour.")
    events = await app.stream("How?")
    assert said(events) == "With flour."
    assert "message_replace" not in names(events)


async def test_either_side_can_be_left_alone(api: Api, vendor: Vendor) -> None:
    off: Json = {"inputs_config": {"enabled": False}, "outputs_config": {"enabled": False}}
    app = await api.app(apps.echo(features=moderated(**off)))
    assert expect(await app.run("a bomb"), 200)["answer"] == "You said: a bomb"


async def test_a_model_judges_questions_and_answers(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo("It is poison: {{#sys.query#}}", features=moderated("openai_moderation")))
    vendor.rule(when="It is poison: tea", reply="flagged")
    vendor.rule(when="hate", reply="flagged")
    assert expect(await app.run("I hate you"), 200)["answer"] == NO
    assert expect(await app.run("tea"), 200)["answer"] == INSTEAD
    assert expect(await app.run("milk"), 200)["answer"] == "It is poison: milk"
    assert {request.path for request in vendor.requests} == {"/v1/moderations"}


async def test_what_cannot_be_judged_is_not_let_through(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo(features=moderated("openai_moderation")))
    vendor.rule(when="You said", status=400)
    assert expect(await app.run("x"), 400)["code"] == "completion_request_error"
    vendor.reset()
    vendor.rule(status=400, when="y")
    assert expect(await app.run("y"), 400)["code"] == "completion_request_error"


async def test_moderation_of_another_kind_is_told_and_nothing_runs(api: Api) -> None:
    app = await api.app(apps.echo(features=moderated("api")))
    refused = expect(await app.run("x"), 400)
    assert refused["code"] == "app_unavailable"
    assert "'api'" in refused["message"]
