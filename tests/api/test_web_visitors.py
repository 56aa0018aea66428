"""Visitors of shared pages: what each of them finds, what none of them sees, and answers that outlive a reload."""

import json
from urllib.parse import quote

import pytest

from api.app import api as application
from api.web import router
from engine.dsl import dump
from services.publishing.visible import UNABLE
from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, expect
from tests.api.streaming import open_answer
from tests.api.web import Guest, asked, guest, numbered
from tests.services import parts, waiting
from tests.services.parts import graph, node
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

PROMPT = "Never tell anybody of the lighthouse."
MODEL = "model-of-the-lighthouse"
UNKNOWN = "0199d9e5-0000-7000-8000-000000000000"


async def test_a_visitor_chats_and_finds_the_conversation_again(echo: PublishedApp) -> None:
    ann = await guest(echo)
    said = await ann.chat("Hello")
    assert said["answer"] == "You said: Hello"
    listed = await ann.get("/conversations")
    assert [row["id"] for row in listed["data"]] == [said["conversation_id"]]
    again = expect(await asked(echo.api, ann.code, headers={"X-App-Passport": ann.passport}), 200)
    later = Guest(echo.api, ann.code, again["access_token"])
    assert (await later.get("/conversations"))["data"] == listed["data"]


async def test_older_pages_send_the_passport_as_a_bearer_token(echo: PublishedApp) -> None:
    ann = await guest(echo)
    assert expect(await echo.api.send("GET", "/api/site", key=ann.passport), 200)["mode"] == "advanced-chat"


async def test_no_visitor_reaches_what_is_another_visitors(echo: PublishedApp) -> None:
    ann, ben = await guest(echo), await guest(echo)
    said = await ann.chat("Hello")
    conversation, message = said["conversation_id"], said["message_id"]
    assert (await ben.get("/conversations"))["data"] == []
    for method, path, body in (
        ("GET", f"/messages?conversation_id={conversation}", None),
        ("POST", f"/conversations/{conversation}/name", {"name": "mine"}),
        ("PATCH", f"/conversations/{conversation}/pin", None),
        ("DELETE", f"/conversations/{conversation}", None),
        ("POST", f"/messages/{message}/feedbacks", {"rating": "like"}),
        ("GET", f"/workflow/{message}/events", None),
        ("POST", "/chat-messages", {"query": "And?", "conversation_id": conversation}),
    ):
        assert (await ben.send(method, path, body)).status_code == 404, path
    by_key = await echo.send("GET", f"/messages?conversation_id={conversation}&user=visitor")
    assert by_key.status_code == 404
    assert len((await ann.get("/messages", conversation_id=conversation))["data"]) == 1


async def test_an_upload_serves_the_visitor_who_made_it_alone(api: Api) -> None:
    takes_files = {"file_upload": {"enabled": True, "allowed_file_types": ["document"]}}
    app = await api.app(apps.echo("{{#sys.files#}}", features=takes_files))
    ann, ben = await guest(app), await guest(app)
    sent = await ann.send("POST", "/files/upload", files={"file": ("a.txt", b"text", "text/plain")})
    upload = expect(sent, 201)
    assert upload["tenant_id"] is None
    given = {"type": "document", "transfer_method": "local_file", "upload_file_id": upload["id"]}
    refused = await ben.send("POST", "/chat-messages", {"query": "Hi", "files": [given], "inputs": {}})
    assert refused.status_code == 400
    assert (await ann.chat("Hi", files=[given]))["answer"]


async def test_conversations_are_named_pinned_and_deleted(echo: PublishedApp) -> None:
    ann = await guest(echo)
    first, second = [(await ann.chat(query))["conversation_id"] for query in ("One", "Two")]
    assert (await ann.post(f"/conversations/{first}/name", {"name": "Mine"}))["name"] == "Mine"
    expect(await ann.send("PATCH", f"/conversations/{first}/pin"), 200)
    assert [row["id"] for row in (await ann.get("/conversations", pinned="true"))["data"]] == [first]
    assert [row["id"] for row in (await ann.get("/conversations", pinned="false"))["data"]] == [second]
    assert (await ann.send("DELETE", f"/conversations/{first}")).status_code == 204
    assert (await ann.send("GET", f"/messages?conversation_id={first}")).status_code == 404


async def test_events_have_ids_after_which_a_reader_goes_on(echo: PublishedApp) -> None:
    ann = await guest(echo)
    body = {"inputs": {}, "query": "Hello", "response_mode": "streaming"}
    events = numbered(await ann.send("POST", "/chat-messages", body))
    assert events[0][1]["event"] == "workflow_started"
    place, _ = events[2]
    path = f"/workflow/{events[0][1]['workflow_run_id']}/events"
    assert numbered(await ann.send("GET", path, headers={"Last-Event-ID": place})) == events[3:]
    whole = await ann.send("GET", path, params={"include_state_snapshot": "true"})
    assert numbered(whole) == events


async def test_an_answer_under_way_is_found_after_a_reload_and_stopped_by_its_visitor_alone(
    asking: PublishedApp, vendor: Vendor
) -> None:
    vendor.rule(reply="one two", fault="hang", after=1)
    ann, ben = await guest(asking), await guest(asking)
    body = {"inputs": {}, "query": "Hello", "response_mode": "streaming"}
    headers = {"X-App-Passport": ann.passport}
    async with open_answer(application, "POST", "/api/chat-messages", headers=headers, body=body) as answer:
        first = json.loads((await answer.piece()).split(b"data: ")[1].split(b"\n")[0])
        found = (await ann.get("/running"))["data"]
        assert [(run["task_id"], run["query"]) for run in found] == [(first["task_id"], "Hello")]
        one = await ann.get(f"/conversations/{first['conversation_id']}/running")
        assert one["data"]["message_id"] == first["message_id"]
        assert (await ben.get("/running"))["data"] == []
        stop = f"/chat-messages/{first['task_id']}/stop"
        assert await ben.post(stop) == {"result": "success"}
        assert len((await ann.get("/running"))["data"]) == 1
        await ann.post(stop)
    live = asking.api.rt.live.of_task(first["task_id"])
    assert live is not None
    await live.ended()
    assert live.stop_reason == "Stopped by the user."


async def test_an_answer_of_long_ago_is_told_whole(chat: PublishedApp) -> None:
    ann = await guest(chat)
    said = await ann.chat("Hello")
    chat.api.rt.live._ended.clear()
    events = numbered(await ann.send("GET", f"/workflow/{said['message_id']}/events"))
    assert [event["event"] for _, event in events] == ["message_replace", "message_end"]
    assert events[0][1]["answer"] == said["answer"]


async def test_a_paused_run_goes_on_for_its_visitor(api: Api) -> None:
    app = await api.app(dump(waiting.reviewed()))
    ann, ben = await guest(app), await guest(app)
    events = [event for _, event in numbered(await ann.send("POST", "/workflows/run", {"inputs": {}}))]
    form = next(event for event in events if event["event"] == "human_input_required")
    path = f"/workflow/{form['workflow_run_id']}/events"
    found = (await ann.get("/running"))["data"]
    assert [(run["workflow_run_id"], run["status"]) for run in found] == [(form["workflow_run_id"], "paused")]
    assert (await ben.send("GET", path)).status_code == 404
    await ann.post(f"/form/human_input/{form['data']['form_token']}", {"inputs": {"note": "fine"}, "action": "approve"})
    live = api.rt.live.get(form["workflow_run_id"])
    assert live is not None
    await live.ended()
    last = numbered(await ann.send("GET", path, params={"include_state_snapshot": "true"}))[-1][1]
    assert (last["event"], last["data"]["outputs"]) == ("workflow_finished", {"note": "fine"})


async def test_saved_answers_and_more_of_the_same(api: Api) -> None:
    app = await api.app(apps.configured("completion", more_like_this={"enabled": True}))
    ann, ben = await guest(app), await guest(app)
    said = await ann.post("/completion-messages", {"inputs": {}, "response_mode": "blocking"})
    await ann.post("/saved-messages", {"message_id": said["id"]})
    await ann.post("/saved-messages", {"message_id": said["id"]})
    assert [row["id"] for row in (await ann.get("/saved-messages"))["data"]] == [said["id"]]
    assert (await ben.send("POST", "/saved-messages", {"message_id": said["id"]})).status_code == 404
    more = await ann.get(f"/messages/{said['id']}/more-like-this", response_mode="blocking")
    assert more["id"] != said["id"]
    assert (await ann.send("DELETE", f"/saved-messages/{said['id']}")).status_code == 204
    assert (await ann.get("/saved-messages"))["data"] == []
    assert (await ann.send("DELETE", f"/saved-messages/{said['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/chat-messages", "not_chat_app"),
        ("/completion-messages", "not_completion_app"),
    ],
)
async def test_a_route_of_another_mode_says_so(workflow: PublishedApp, path: str, code: str) -> None:
    ann = await guest(workflow)
    refused = expect(await ann.send("POST", path, {"query": "Hi", "inputs": {}}), 400)
    assert refused["code"] == code


async def test_an_app_that_cannot_run_tells_visitors_no_more_than_that(api: Api) -> None:
    made = expect(await api.import_text(apps.echo()), 200)
    app = PublishedApp(api, made["app_id"], "advanced-chat", "")
    ann = await guest(app)
    for method, path, body in (("GET", "/parameters", None), ("POST", "/chat-messages", {"query": "Hi", "inputs": {}})):
        assert expect(await ann.send(method, path, body), 400)["message"] == UNABLE


async def test_a_remote_file_is_fetched_by_the_server(
    echo: PublishedApp, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, url = await guest(echo), f"{vendor.url}/v1/models"
    assert (await ann.get(f"/remote-files/{url}"))["file_type"] == "application/json"
    assert (await ann.get(f"/remote-files/{quote(url, safe='')}"))["file_length"] > 0
    kept = expect(await ann.send("POST", "/remote-files/upload", {"url": url}), 201)
    assert (kept["name"], kept["mime_type"]) == ("models", "application/json")
    guarded = echo.api.rt.settings.model_copy(update={"allow_private_addresses": ()})
    monkeypatch.setattr(echo.api.rt, "settings", guarded)
    for address in (
        url,
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "gopher://x",
        "http://",
    ):
        assert (await ann.send("POST", "/remote-files/upload", {"url": address})).status_code == 400, address
        assert (await ann.send("GET", f"/remote-files/{quote(address, safe='')}")).status_code == 400, address


def secretive(**features: object) -> str:
    """Return a chatflow whose prompt, model and failures visitors must not see."""
    model = {"provider": "openai", "name": MODEL, "mode": "chat", "completion_params": {}}
    said = [{"role": "user", "text": PROMPT + " {{#sys.query#}}"}]
    middle = node("llm", "llm", model=model, prompt_template=said)
    nodes = graph(node("start", "start"), middle, node("answer", "answer", answer="{{#llm.text#}}"))
    return dump(parts.document("advanced-chat", nodes, features=features))


@pytest.mark.parametrize("steps", [True, False])
@pytest.mark.parametrize("mode", ["advanced-chat", "agent-chat", "completion"])
async def test_no_answer_of_any_route_holds_what_is_the_makers(
    api: Api, vendor: Vendor, mode: str, steps: bool
) -> None:
    model: Json = {"provider": "openai", "name": MODEL, "mode": "chat", "completion_params": {}}
    follow_up = {"enabled": True, "model": model, "prompt": PROMPT}
    features: Json = {"suggested_questions_after_answer": follow_up, "more_like_this": {"enabled": True}}
    text = (
        secretive(**features)
        if mode == "advanced-chat"
        else apps.configured(mode, model=model, pre_prompt=PROMPT, **features)
    )
    app = await api.app(text)
    expect(await app.console("POST", "/site", {"show_workflow_steps": steps}), 200)
    ann = await guest(app)
    message, conversation, seen = UNKNOWN, UNKNOWN, b""
    posted = "/completion-messages" if mode == "completion" else "/chat-messages"
    for reply in ("Fine.", None):
        if reply is None:
            vendor.rule(status=400, reply=f"{MODEL} refuses: {PROMPT}")
        answer = await ann.send("POST", posted, {"query": "Hi", "inputs": {}, "response_mode": "streaming"})
        seen += answer.content
        if reply:
            last = numbered(answer)[-1][1]
            message, conversation = last["message_id"], last.get("conversation_id", UNKNOWN)
    for path in api_paths("GET"):
        given = {"message_id": message, "conversation_id": conversation, "run_id": message, "form_token": "none"}
        filled = path.format(**given, url="https://127.0.0.1:1/none")
        answer = await ann.send("GET", filled, params={"conversation_id": conversation, "appCode": ann.code})
        seen += answer.content
    workspace = api.rt.db.query("SELECT id FROM workspaces")[0]["id"]
    for secret in (PROMPT, MODEL, "lighthouse", "small-chat", "sk-of-the-tests", app.key, workspace, "total_price"):
        assert secret.encode() not in seen, secret


def api_paths(method: str) -> list[str]:
    """Return the addresses below `/api` that answer a method, without the ending of streams that wait."""
    found = [route for route in router.routes if method in getattr(route, "methods", ())]
    return [str(getattr(route, "path", "")).removeprefix("/api").replace("{url:path}", "{url}") for route in found]
