"""What users think of answers, and what they may ask next, over HTTP."""

from typing import Any

import pytest

from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, expect
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

SUGGESTING = {"suggested_questions_after_answer": {"enabled": True}}


async def rate(app: PublishedApp, message_id: str, rating: str | None, *, user: str = "ann", **fields: Any) -> Any:
    return await app.send("POST", f"/messages/{message_id}/feedbacks", {"user": user, "rating": rating, **fields})


async def shown(app: PublishedApp, message: Json) -> Any:
    params = {"user": "ann", "conversation_id": message["conversation_id"]}
    return expect(await app.send("GET", "/messages", params=params), 200)["data"][0]["feedback"]


async def test_a_rating_is_shown_replaced_and_taken_back(api: Api) -> None:
    app = await api.app(apps.echo())
    message = expect(await app.run(), 200)
    assert await shown(app, message) is None
    assert expect(await rate(app, message["id"], "like"), 200) == {"result": "success"}
    assert await shown(app, message) == {"rating": "like"}
    expect(await rate(app, message["id"], "dislike", content="Too short."), 200)
    (row,) = expect(await app.send("GET", "/app/feedbacks"), 200)["data"]
    assert (row["rating"], row["content"], row["from_source"]) == ("dislike", "Too short.", "user")
    assert (row["message_id"], row["conversation_id"]) == (message["id"], message["conversation_id"])
    assert row["created_at"].endswith("Z")
    assert row["from_end_user_id"]
    expect(await rate(app, message["id"], None), 200)
    assert await shown(app, message) is None
    assert expect(await app.send("GET", "/app/feedbacks"), 200)["data"] == []
    assert expect(await rate(app, message["id"], None), 400)["params"] == "rating"


async def test_a_member_rates_beside_the_user(api: Api) -> None:
    app = await api.app(apps.echo())
    message = expect(await app.run(), 200)
    expect(await rate(app, message["id"], "like"), 200)
    expect(await app.console("POST", "/feedbacks", {"message_id": message["id"], "rating": "dislike"}), 200)
    rows = expect(await app.send("GET", "/app/feedbacks"), 200)["data"]
    assert [(row["from_source"], row["rating"]) for row in rows] == [("admin", "dislike"), ("user", "like")]
    assert await shown(app, message) == {"rating": "like"}


async def test_only_who_asked_rates_and_with_a_word_that_is_known(echo: PublishedApp, completion: PublishedApp) -> None:
    message = expect(await echo.run(), 200)
    assert expect(await rate(echo, message["id"], "like", user="bob"), 404)["code"] == "not_found"
    assert expect(await rate(completion, message["id"], "like"), 404)["code"] == "not_found"
    assert expect(await rate(echo, message["id"], "great"), 400)["params"] == "rating"
    assert expect(await rate(echo, message["id"], "like", user=""), 400)["params"] == "user"
    await echo.send("DELETE", f"/conversations/{message['conversation_id']}", {"user": "ann"})
    assert expect(await rate(echo, message["id"], "like"), 404)["code"] == "not_found"


async def test_a_page_of_ratings_has_at_most_101(echo: PublishedApp) -> None:
    expect(await echo.send("GET", "/app/feedbacks?limit=101"), 200)
    assert expect(await echo.send("GET", "/app/feedbacks?limit=102"), 400)["params"] == "limit"


async def test_a_text_of_a_completion_app_is_rated(completion: PublishedApp, vendor: Vendor) -> None:
    message = expect(await completion.run(), 200)
    expect(await rate(completion, message["id"], "like"), 200)
    assert expect(await completion.send("GET", "/app/feedbacks"), 200)["data"][0]["conversation_id"] is None


async def test_questions_are_suggested_from_what_was_said(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.configured("chat", **SUGGESTING))
    vendor.rule(when="JSON array", reply='Sure: ["How long?", "How much?", " ", "When?", "Why?"]')
    vendor.rule(reply="There is a ferry.")
    first = expect(await app.run("Is there a ferry?"), 200)
    asked = {"user": "ann"}
    found = expect(await app.send("GET", f"/messages/{first['id']}/suggested", params=asked), 200)
    assert found == {"result": "success", "data": ["How long?", "How much?", "When?"]}
    told = str(vendor.last.body["messages"])
    assert "Is there a ferry?" in told
    assert "There is a ferry." in told


async def test_a_model_that_fails_suggests_nothing(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo(features=SUGGESTING))
    message = expect(await app.run(), 200)
    vendor.rule(when="JSON array", status=400)
    found = expect(await app.send("GET", f"/messages/{message['id']}/suggested", params={"user": "ann"}), 200)
    assert found["data"] == []


async def test_nothing_is_suggested_where_the_app_does_not_want_it(echo: PublishedApp, workflow: PublishedApp) -> None:
    message = expect(await echo.run(), 200)
    path = f"/messages/{message['id']}/suggested"
    assert expect(await echo.send("GET", path, params={"user": "ann"}), 400)["code"] == "bad_request"
    assert expect(await echo.send("GET", path), 400)["params"] == "user"
    assert expect(await workflow.send("GET", path, params={"user": "ann"}), 400)["code"] == "not_chat_app"
