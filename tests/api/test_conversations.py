"""Conversations over HTTP: pages, messages, names, variables, and whose they are."""

from typing import Any

import pytest
import pytest_asyncio

from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, expect
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def app(shared_api: Api) -> PublishedApp:
    """A chatflow of the test's own, which says what it was told."""
    return await shared_api.app(apps.echo())


async def say(app: PublishedApp, query: str = "Hi", **fields: Any) -> Json:
    return dict(expect(await app.run(query, auto_generate_name=False, **fields), 200))


async def page(app: PublishedApp, path: str, **params: Any) -> Json:
    return dict(expect(await app.send("GET", path, params={"user": "ann", **params}), 200))


async def test_conversations_come_in_pages_the_last_one_spoken_in_first(app: PublishedApp) -> None:
    ids = [(await say(app))["conversation_id"] for _ in range(3)]
    await say(app, conversation_id=ids[0])
    first = await page(app, "/conversations", limit=2)
    assert (first["limit"], first["has_more"]) == (2, True)
    assert [row["id"] for row in first["data"]] == [ids[0], ids[2]]
    second = await page(app, "/conversations", limit=2, last_id=ids[2])
    assert (second["has_more"], [row["id"] for row in second["data"]]) == (False, [ids[1]])
    oldest = await page(app, "/conversations", sort_by="created_at")
    assert [row["id"] for row in oldest["data"]] == ids


async def test_messages_come_newest_page_first_and_oldest_first_inside(app: PublishedApp) -> None:
    first = await say(app, "one")
    for query in ("two", "three"):
        await say(app, query, conversation_id=first["conversation_id"])
    newest = await page(app, "/messages", conversation_id=first["conversation_id"], limit=2)
    assert [(row["query"], row["answer"]) for row in newest["data"]] == [
        ("two", "You said: two"),
        ("three", "You said: three"),
    ]
    assert newest["has_more"]
    older = {"conversation_id": first["conversation_id"], "first_id": newest["data"][0]["id"]}
    assert [row["query"] for row in (await page(app, "/messages", **older))["data"]] == ["one"]


async def test_messages_follow_each_other_and_name_the_parent_that_was_sent(app: PublishedApp) -> None:
    first = await say(app, "one")
    second = await say(app, "two", conversation_id=first["conversation_id"], parent_message_id=first["id"])
    rows = (await page(app, "/messages", conversation_id=first["conversation_id"]))["data"]
    assert [row["id"] for row in rows] == [first["id"], second["id"]]
    assert rows[1]["parent_message_id"] == first["id"]
    assert [row["created_at"] for row in rows] == [first["created_at"], second["created_at"]]


async def test_another_users_conversation_does_not_exist(app: PublishedApp) -> None:
    made = (await say(app))["conversation_id"]
    bob = {"user": "bob"}
    for method, path, body in (
        ("GET", f"/messages?user=bob&conversation_id={made}", None),
        ("GET", f"/conversations/{made}/variables?user=bob", None),
        ("GET", f"/conversations?user=bob&last_id={made}", None),
        ("POST", f"/conversations/{made}/name", {**bob, "name": "Mine"}),
        ("DELETE", f"/conversations/{made}", bob),
    ):
        assert expect(await app.send(method, path, body), 404)["code"] == "conversation_not_exists"
    assert expect(await app.run(user="bob", conversation_id=made), 404)["code"] == "conversation_not_exists"
    assert (await page(app, "/conversations"))["data"][0]["id"] == made


async def test_a_name_is_given_or_made(shared_api: Api, vendor: Vendor) -> None:
    app = await shared_api.app(apps.asking())
    vendor.rule(when="Hello", reply="Welcome.", times=1)
    vendor.rule(reply="A greeting")
    path = f"/conversations/{(await say(app, 'Hello'))['conversation_id']}/name"
    named = expect(await app.send("POST", path, {"user": "ann", "name": "Ferries"}), 200)
    assert named["name"] == "Ferries"
    made = expect(await app.send("POST", path, {"user": "ann", "auto_generate": True}), 200)
    assert made["name"] == "A greeting"
    assert expect(await app.send("POST", path, {"user": "ann"}), 400)["code"] == "invalid_param"


async def test_a_deleted_conversation_is_gone_at_once(app: PublishedApp) -> None:
    made = (await say(app))["conversation_id"]
    answer = await app.send("DELETE", f"/conversations/{made}", {"user": "ann"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await page(app, "/conversations"))["data"] == []
    expect(await app.send("GET", f"/messages?user=ann&conversation_id={made}"), 404)


async def test_whoever_names_no_user_is_the_shared_one(app: PublishedApp) -> None:
    await say(app)
    made = (await say(app, user="DEFAULT-USER"))["conversation_id"]
    nobody = expect(await app.send("GET", "/conversations"), 200)
    assert [row["id"] for row in nobody["data"]] == [made]
    deleted = await app.send("DELETE", f"/conversations/{made}", headers={"Content-Type": "application/json"})
    assert deleted.status_code == 204


async def test_variables_are_told_as_texts(remembering: PublishedApp) -> None:
    made = (await say(remembering, "the sea"))["conversation_id"]
    path = f"/conversations/{made}/variables"
    rows = (await page(remembering, path))["data"]
    assert {row["name"]: (row["value_type"], row["value"]) for row in rows} == {
        "last": ("string", "the sea"),
        "numbers": ("array[number]", "[1,2]"),
    }
    assert [row["name"] for row in (await page(remembering, path, variable_name="numbers"))["data"]] == ["numbers"]
    first = await page(remembering, path, limit=1)
    assert first["has_more"]
    assert len((await page(remembering, path, last_id=first["data"][0]["id"]))["data"]) == 1


async def test_a_variable_is_set_and_the_next_turn_reads_it(api: Api) -> None:
    app = await api.app(apps.remembering("{{#conversation.last#}} {{#conversation.numbers#}}"))
    made = await say(app, "the sea")
    path = f"/conversations/{made['conversation_id']}/variables"
    changed = expect(await app.send("PUT", f"{path}/v2", {"user": "ann", "value": [7]}), 200)
    assert (changed["id"], changed["value_type"], changed["value"]) == ("v2", "array[number]", "[7]")
    assert (await page(app, path, variable_name="numbers"))["data"][0]["value"] == "[7]"
    assert (await say(app, "the sky", conversation_id=made["conversation_id"]))["answer"] == "the sky - 7"


@pytest.mark.parametrize("value", ["seven", [True, "x"], None, {"a": 1}], ids=str)
async def test_a_variable_takes_values_of_its_type_only(remembering: PublishedApp, value: Any) -> None:
    made = (await say(remembering, "the sea"))["conversation_id"]
    body = {"user": "ann", "value": value}
    refused = expect(await remembering.send("PUT", f"/conversations/{made}/variables/v2", body), 400)
    assert refused["code"] == "bad_request"
    assert "numbers" in refused["message"]


async def test_only_variables_of_ones_own_are_set(remembering: PublishedApp) -> None:
    path = f"/conversations/{(await say(remembering))['conversation_id']}/variables"
    expect(await remembering.send("PUT", f"{path}/v9", {"user": "ann", "value": "x"}), 404)
    expect(await remembering.send("PUT", f"{path}/v1", {"user": "bob", "value": "x"}), 404)
    assert expect(await remembering.send("PUT", f"{path}/v1", {"user": "ann"}), 400)["params"] == "value"
