"""Human input over HTTP: forms of paused runs, their answers, and following a run over its pauses."""

import asyncio
import re
from typing import Any

import pytest

from api.app import api as application
from engine.dsl import dump
from services.forms.mail import OUTBOX
from tests.api.client import Api, Json, PublishedApp, Response, events_of, expect, names
from tests.api.streaming import OpenAnswer, open_answer
from tests.api.test_runs import RUN
from tests.services import waiting

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORM = {"form_content", "inputs", "resolved_default_values", "user_actions", "expiration_time"}
FILES = [
    {"type": "paragraph", "output_variable_name": "note"},
    {"type": "select", "output_variable_name": "grade", "option_source": {"type": "constant", "value": ["A", "B"]}},
    {"type": "file-list", "output_variable_name": "proofs", "number_limits": 2, "allowed_file_types": ["document"]},
]


@pytest.fixture
async def reviewed(api: Api) -> PublishedApp:
    return await api.app(dump(waiting.reviewed()))


@pytest.fixture
async def hand_off(api: Api) -> PublishedApp:
    return await api.app(dump(waiting.hand_off()))


async def pause(app: PublishedApp, **fields: Any) -> Json:
    """Run an app until it waits; return the data of its form, with the ids of the run and its task."""
    events = await app.stream(**fields)
    required = next(event for event in events if event["event"] == "human_input_required")
    return {**required["data"], "run": required["workflow_run_id"], "task": required["task_id"]}


def path_of(form: Json) -> str:
    return f"/form/human_input/{form['form_token']}"


async def submit(app: PublishedApp, form: Json, action: str = "approve", **inputs: Any) -> Response:
    body = {"inputs": inputs or {"note": "fine"}, "action": action, "user": "ann"}
    return await app.send("POST", path_of(form), body)


async def ended(app: PublishedApp, run_id: str) -> Json:
    """Return a run once it has ended or waits again."""
    live = app.api.rt.live.get(run_id)
    if live is not None:
        await live.ended()
    return dict(expect(await app.send("GET", f"/workflows/run/{run_id}"), 200))


def following(app: PublishedApp, run_id: str, **query: str) -> Any:
    """Open the events of a run."""
    headers = {"Authorization": f"Bearer {app.key}"}
    path = f"/v1/workflow/{run_id}/events?" + "&".join(f"{k}={v}" for k, v in {"user": "ann", **query}.items())
    return open_answer(application, "GET", path, headers=headers)


async def read(answer: OpenAnswer, *, until: str = "") -> list[Json]:
    """Return the events of a stream to its end, or to one of a kind."""
    found = []
    async for event in answer.events():
        found.append(event)
        if event["event"] == until:
            break
    return found


async def test_a_stream_tells_the_form_then_the_pause_and_closes(reviewed: PublishedApp) -> None:
    events = await reviewed.stream(inputs={"s": "it"})
    assert names(events) == [
        "workflow_started",
        *("node_started", "node_finished", "node_started"),
        *("human_input_required", "workflow_paused"),
    ]
    form, paused = events[-2]["data"], events[-1]["data"]
    assert (form["node_id"], form["form_content"]) == ("ask", "Check it: {{#$output.note#}}")
    assert form["form_token"] == paused["reasons"][0]["form_token"]
    assert (paused["status"], paused["paused_nodes"]) == ("paused", ["ask"])
    assert "delivery_methods" not in events[-1]["data"]["reasons"][0]
    assert (await ended(reviewed, paused["workflow_run_id"]))["status"] == "paused"


async def test_a_form_is_read_by_its_token(reviewed: PublishedApp) -> None:
    form = await pause(reviewed, inputs={"s": "it"})
    shown = expect(await reviewed.send("GET", path_of(form)), 200)
    assert shown.keys() == FORM
    assert shown["user_actions"] == form["actions"]
    assert shown["inputs"][0]["output_variable_name"] == "note"


async def test_an_answer_lets_the_run_go_on(reviewed: PublishedApp) -> None:
    form = await pause(reviewed)
    assert expect(await submit(reviewed, form, note="ok"), 200) == {}
    run = await ended(reviewed, form["run"])
    assert (run["status"], run["outputs"]) == ("succeeded", {"note": "ok"})


@pytest.mark.parametrize(
    ("action", "inputs", "message"),
    [("other", {"note": "x"}, "Invalid action"), ("approve", {"x": "y"}, "Missing required inputs: note")],
)
async def test_an_answer_that_does_not_fit_is_refused(
    reviewed: PublishedApp, action: str, inputs: Json, message: str
) -> None:
    form = await pause(reviewed)
    refused = expect(await submit(reviewed, form, action, **inputs), 400)
    assert (refused["code"], message in refused["message"]) == ("invalid_form_data", True)
    expect(await submit(reviewed, form), 200)


async def test_an_answer_needs_its_user(reviewed: PublishedApp) -> None:
    form = await pause(reviewed)
    body = {"inputs": {"note": "x"}, "action": "approve"}
    assert expect(await reviewed.send("POST", path_of(form), body), 400)["params"] == "user"


async def test_a_token_is_used_once(reviewed: PublishedApp) -> None:
    form = await pause(reviewed)
    expect(await submit(reviewed, form), 200)
    for answer in (await submit(reviewed, form), await reviewed.send("GET", path_of(form))):
        assert expect(answer, 412)["code"] == "human_input_form_submitted"


async def test_another_apps_key_finds_no_form(reviewed: PublishedApp, hand_off: PublishedApp) -> None:
    form = await pause(reviewed)
    for answer in (await submit(hand_off, form), await hand_off.send("GET", path_of(form))):
        assert expect(answer, 404)["code"] == "not_found"
    expect(await submit(reviewed, form), 200)


async def test_an_unknown_token_is_no_form(reviewed: PublishedApp) -> None:
    assert expect(await reviewed.send("GET", "/form/human_input/unknown"), 404)["code"] == "not_found"


async def test_a_blocking_call_answers_with_the_pause(reviewed: PublishedApp) -> None:
    body = expect(await reviewed.run(), 200)
    assert body["data"].keys() >= RUN
    assert (body["data"]["status"], body["data"]["outputs"], body["data"]["id"]) == (
        "paused",
        {},
        body["workflow_run_id"],
    )
    token = body["data"]["reasons"][0]["form_token"]
    expect(await submit(reviewed, {"form_token": token}), 200)


async def test_a_blocking_chat_answers_with_what_was_said_and_the_run(hand_off: PublishedApp) -> None:
    body = expect(await hand_off.run("Help"), 200)
    assert (body["answer"], body["event"]) == ("One moment. ", "message")
    assert (await ended(hand_off, body["workflow_run_id"]))["status"] == "paused"


async def test_a_chat_goes_on_in_its_message(hand_off: PublishedApp) -> None:
    events = await hand_off.stream("Help")
    form = {**events[-2]["data"], "run": events[-1]["workflow_run_id"]}
    async with following(hand_off, form["run"]) as answer:
        expect(await submit(hand_off, form, note="Hello"), 200)
        rest = await read(answer)
    assert names(rest)[:2] == ["workflow_started", "human_input_form_filled"]
    assert names(rest)[-2:] == ["workflow_finished", "message_end"]
    assert {event["message_id"] for event in rest} == {events[0]["message_id"]}
    assert {event["task_id"] for event in rest} == {events[0]["task_id"]}
    (message,) = await messages_of(hand_off, events[0]["conversation_id"])
    assert message["answer"] == "One moment. Ann says: Hello"


async def messages_of(app: PublishedApp, conversation_id: str) -> list[Json]:
    page = {"user": "ann", "conversation_id": conversation_id}
    return list(expect(await app.send("GET", "/messages", params=page), 200)["data"])


async def test_a_message_shows_what_it_asks_and_what_was_answered(hand_off: PublishedApp) -> None:
    events = await hand_off.stream("Help")
    form, conversation_id = events[-2]["data"], events[0]["conversation_id"]
    (content,) = (await messages_of(hand_off, conversation_id))[0]["extra_contents"]
    assert (content["type"], content["submitted"], content["form_submission_data"]) == ("human_input", False, None)
    assert content["form_definition"] == form
    expect(await submit(hand_off, form, note="Hello"), 200)
    await ended(hand_off, content["workflow_run_id"])
    (content,) = (await messages_of(hand_off, conversation_id))[0]["extra_contents"]
    assert (content["submitted"], content["form_definition"]) == (True, None)
    assert content["form_submission_data"] == {
        "node_id": "ask",
        "node_title": "ask",
        "rendered_content": "Help: Hello",
        "action_id": "approve",
        "action_text": "Approve",
    }


async def test_events_opened_before_the_answer_tell_what_follows(reviewed: PublishedApp) -> None:
    form = await pause(reviewed)
    async with following(reviewed, form["run"]) as answer:
        expect(await submit(reviewed, form), 200)
        events = await read(answer)
    assert names(events) == [
        *("workflow_started", "human_input_form_filled", "node_finished"),
        *("text_chunk", "node_started", "node_finished", "workflow_finished"),
    ]
    assert events[0]["data"]["reason"] == "resumption"
    assert {event["task_id"] for event in events} == {form["task"]}
    filled = events[1]["data"]
    assert (filled["action_id"], filled["submitted_data"]) == ("approve", {"note": "fine"})


async def test_events_opened_after_the_run_has_ended_tell_its_end(reviewed: PublishedApp) -> None:
    form = await pause(reviewed)
    expect(await submit(reviewed, form), 200)
    await ended(reviewed, form["run"])
    async with following(reviewed, form["run"]) as answer:
        assert names(await read(answer)) == ["workflow_finished"]


async def test_events_end_with_the_next_pause(api: Api) -> None:
    app = await api.app(dump(waiting.two_forms()))
    events = await app.stream()
    forms = {event["data"]["node_id"]: event["data"] for event in events if event["event"] == "human_input_required"}
    run_id = events[-1]["workflow_run_id"]
    expect(await submit(app, forms["a"]), 200)
    await ended(app, run_id)
    async with following(app, run_id) as answer:  # opened after the second pause, of which nobody knows yet
        rest = await read(answer)
    assert names(rest)[:2] == ["workflow_started", "human_input_form_filled"]
    assert names(rest)[-2:] == ["human_input_required", "workflow_paused"]
    assert rest[-2]["data"]["form_token"] == forms["b"]["form_token"]
    async with following(app, run_id) as answer:  # and now what follows is waited for
        expect(await submit(app, forms["b"]), 200)
        assert names(await read(answer))[-1] == "workflow_finished"


async def test_events_go_on_over_pauses_when_they_are_to(api: Api) -> None:
    app = await api.app(dump(waiting.two_forms()))
    events = await app.stream()
    forms = [event["data"] for event in events if event["event"] == "human_input_required"]
    async with following(app, events[-1]["workflow_run_id"], continue_on_pause="true") as answer:
        expect(await submit(app, forms[0]), 200)
        first = await read(answer, until="workflow_paused")
        expect(await submit(app, forms[1]), 200)
        second = await read(answer)
    assert names(first)[-2:] == ["human_input_required", "workflow_paused"]
    assert (names(second)[0], names(second)[-1]) == ("workflow_started", "workflow_finished")
    assert second[-1]["data"]["outputs"] == {"a": "fine", "b": "fine"}


async def test_a_snapshot_tells_what_a_waiting_run_did(hand_off: PublishedApp) -> None:
    form = await pause(hand_off)
    async with following(hand_off, form["run"], include_state_snapshot="true") as answer:
        events = await read(answer)
    nodes = [event["data"]["node_id"] for event in events if event["event"] == "node_finished"]
    assert (nodes, names(events)[0]) == (["start", "first"], "workflow_started")
    assert [event["answer"] for event in events if event["event"] == "message"] == ["One moment. "]
    assert names(events)[-2:] == ["human_input_required", "workflow_paused"]
    assert events[-2]["data"]["form_token"] == form["form_token"]
    assert "ask" in [event["data"]["node_id"] for event in events if event["event"] == "node_started"]


async def test_a_snapshot_over_pauses_tells_each_event_once(hand_off: PublishedApp) -> None:
    form = await pause(hand_off)
    query = {"include_state_snapshot": "true", "continue_on_pause": "true"}
    async with following(hand_off, form["run"], **query) as answer:
        first = await read(answer, until="workflow_paused")
        expect(await submit(hand_off, form, note="Hi"), 200)
        events = first + await read(answer)
    said = "".join(event["answer"] for event in events if event["event"] == "message")
    assert said == "One moment. Ann says: Hi"
    finished = [event["data"]["node_id"] for event in events if event["event"] == "node_finished"]
    assert sorted(finished) == ["ask", "first", "second", "start"]


async def test_only_who_started_a_waiting_run_follows_it(reviewed: PublishedApp) -> None:
    form = await pause(reviewed)
    answer = await reviewed.send("GET", f"/workflow/{form['run']}/events", params={"user": "bob"})
    assert expect(answer, 404)["code"] == "not_found"


async def test_stopping_a_waiting_run_ends_it_for_its_followers(reviewed: PublishedApp) -> None:
    form = await pause(reviewed)
    async with following(reviewed, form["run"]) as answer:
        stopped = await reviewed.send("POST", f"/workflows/tasks/{form['task']}/stop", {"user": "ann"})
        assert expect(stopped, 200) == {"result": "success"}
        events = await read(answer)
    assert (names(events), events[0]["data"]["status"]) == (["workflow_finished"], "stopped")
    assert expect(await submit(reviewed, form), 412)["code"] == "human_input_form_expired"


async def test_another_user_does_not_stop_a_waiting_turn(hand_off: PublishedApp) -> None:
    form = await pause(hand_off)
    await hand_off.send("POST", f"/chat-messages/{form['task']}/stop", {"user": "bob"})
    assert (await ended(hand_off, form["run"]))["status"] == "paused"
    await hand_off.send("POST", f"/chat-messages/{form['task']}/stop", {"user": "ann"})
    assert (await ended(hand_off, form["run"]))["status"] == "stopped"


async def test_two_answers_at_the_same_moment_have_one_winner(reviewed: PublishedApp) -> None:
    form = await pause(reviewed)
    answers = await asyncio.gather(*(submit(reviewed, form, note=str(n)) for n in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]


async def test_uploads_of_the_same_user_are_files_of_the_answer(api: Api) -> None:
    app = await api.app(dump(waiting.reviewed(inputs=FILES)))
    form = await pause(app)
    upload = await app.send(
        "POST", "/files/upload", data={"user": "ann"}, files={"file": ("a.txt", b"proof", "text/plain")}
    )
    proof = {"transfer_method": "local_file", "upload_file_id": expect(upload, 201)["id"], "type": "document"}
    given: Json = {"note": "n", "grade": "A", "proofs": [proof]}
    assert expect(await submit(app, form, **{**given, "proofs": [proof] * 3}), 400)["code"] == "invalid_form_data"
    expect(await submit(app, form, **given), 200)
    async with following(app, form["run"], include_state_snapshot="true") as answer:
        await read(answer)
    assert (await ended(app, form["run"]))["status"] == "succeeded"


async def test_the_web_api_needs_the_token_alone(reviewed: PublishedApp, api: Api) -> None:
    form = await pause(reviewed)
    path = f"/api/form/human_input/{form['form_token']}"
    shown = expect(await api.send("GET", path), 200)
    assert shown.keys() == FORM | {"site"}
    assert shown["site"]["site"]["title"] == "Test"
    assert expect(await api.send("POST", path, {"inputs": {"note": "x"}, "action": "reject"}), 200) == {}
    assert (await ended(reviewed, form["run"]))["outputs"] == {"__action_value": "No, thanks"}
    assert expect(await api.send("GET", path), 412)["code"] == "human_input_form_submitted"


async def test_the_console_answers_for_its_workspace(reviewed: PublishedApp, api: Api) -> None:
    form = await pause(reviewed)
    assert expect(await api.console("GET", path_of(form)), 200).keys() == FORM
    body = {"inputs": {"note": "x"}, "action": "approve"}
    assert expect(await api.console("POST", path_of(form), body), 200) == {}


async def test_the_page_of_a_form_shows_text_as_text(api: Api) -> None:
    content = "<script>alert(1)</script>\n{{#start.s#}}\n{{#$output.note#}}"
    app = await api.app(dump(waiting.reviewed(form_content=content, title="<b>Check</b>")))
    form = await pause(app, inputs={"s": '"><img src=x onerror=alert(2)>'})
    page = await api.send("GET", f"/form/{form['form_token']}")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert "<b>Check" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["referrer-policy"] == "no-referrer"
    assert re.findall(r'<button type="submit" name="action" value="(\w+)" class="(\w+)"', page.text) == [
        ("approve", "primary"),
        ("reject", "default"),
    ]


async def test_the_page_takes_an_answer_once(reviewed: PublishedApp, api: Api) -> None:
    form = await pause(reviewed)
    path, given = f"/form/{form['form_token']}", {"input.note": (None, "from the page"), "action": (None, "approve")}
    answer = await api.send("POST", path, files=given)
    assert (answer.status_code, "Thank you" in answer.text) == (200, True)
    assert (await ended(reviewed, form["run"]))["outputs"] == {"note": "from the page"}
    again = await api.send("POST", path, files=given)
    assert (again.status_code, "already been answered" in again.text) == (412, True)


async def test_the_page_says_what_is_missing_and_keeps_what_was_typed(api: Api) -> None:
    app = await api.app(dump(waiting.reviewed(inputs=FILES)))
    form = await pause(app)
    path = f"/form/{form['form_token']}"
    given: dict[str, Any] = {
        "input.note": (None, "kept <text>"),
        "input.grade": (None, "B"),
        "action": (None, "reject"),
    }
    answer = await api.send("POST", path, files=given)
    assert answer.status_code == 400
    assert "Fill in first: proofs." in answer.text
    assert "kept &lt;text&gt;" in answer.text
    assert "<option selected>B</option>" in answer.text
    given["input.proofs"] = ("a.txt", b"proof", "text/plain")
    assert (await api.send("POST", path, files=given)).status_code == 200
    assert (await ended(app, form["run"]))["status"] == "succeeded"


@pytest.mark.parametrize(
    ("headers", "query", "word"),
    [({"accept-language": "zh-CN,zh"}, "", "已关闭"), ({}, "?lang=zh", "已关闭"), ({}, "", "closed")],
)
async def test_the_page_speaks_two_languages(
    reviewed: PublishedApp, api: Api, headers: dict[str, str], query: str, word: str
) -> None:
    form = await pause(reviewed)
    expect(await submit(reviewed, form), 200)
    page = await api.send("GET", f"/form/{form['form_token']}{query}", headers=headers)
    assert (page.status_code, word in page.text) == (412, True)
    unknown = await api.send("GET", "/form/unknown")
    assert unknown.status_code == 404


async def test_a_mail_brings_the_address_of_the_form(api: Api) -> None:
    recipients = {"whole_workspace": False, "items": [{"type": "external", "email": "bob@example.com"}]}
    mail = {"recipients": recipients, "subject": "Check {{#start.s#}}", "body": "Open {{#url#}} now"}
    methods = [{"id": "m", "type": "email", "enabled": True, "config": mail}]
    app = await api.app(dump(waiting.reviewed(delivery_methods=methods)))
    form = await pause(app, inputs={"s": "it"})
    assert (form["form_token"], form["display_in_ui"]) == (None, False)
    await api.rt.background.idle()
    await api.rt.expiry._round()
    await api.rt.background.idle()
    (letter,) = [path for path in (api.rt.settings.data_dir / OUTBOX).glob("*.eml") if "bob@" in path.read_text()]
    text = letter.read_text()
    assert "Subject: Check it" in text
    token = re.search(r"/form/([\w-]+) now", text.replace("=\n", ""))
    assert token is not None
    expect(await app.send("GET", f"/form/human_input/{token[1]}"), 404)
    given = {"input.note": (None, "by mail"), "action": (None, "approve")}
    assert (await api.send("POST", f"/form/{token[1]}", files=given)).status_code == 200
    assert (await ended(app, form["run"]))["outputs"] == {"note": "by mail"}


async def test_a_node_of_the_draft_shows_its_form_and_takes_an_answer(api: Api, reviewed: PublishedApp) -> None:
    path = "/workflows/draft/human-input/nodes/ask/form"
    inputs = {"#start.s#": "the draft"}
    shown = expect(await reviewed.console("POST", f"{path}/preview", {"inputs": inputs}), 200)
    assert shown["form_content"] == "Check the draft: {{#$output.note#}}"
    body = {"inputs": inputs, "form_inputs": {"note": "good"}, "action": "approve"}
    row = expect(await reviewed.console("POST", f"{path}/run", body), 200)
    assert (row["status"], row["outputs"]["__rendered_content"]) == ("succeeded", "Check the draft: good")
    assert row["outputs"]["__action_id"] == "approve"
    refused = expect(await reviewed.console("POST", f"{path}/run", {**body, "action": "other"}), 400)
    assert refused["code"] == "invalid_form_data"
    waiting_row = expect(await reviewed.console("POST", "/workflows/draft/nodes/ask/run", {"inputs": inputs}), 200)
    assert waiting_row["status"] == "paused"


async def test_a_node_that_asks_nobody_has_no_form(reviewed: PublishedApp) -> None:
    answer = await reviewed.console("POST", "/workflows/draft/human-input/nodes/start/form/preview", {})
    assert "asks nobody" in expect(answer, 400)["message"]


async def test_the_console_stops_a_draft_that_waits(reviewed: PublishedApp) -> None:
    events = events_of(await reviewed.console("POST", "/workflows/draft/run", {"inputs": {}}))
    assert names(events)[-1] == "workflow_paused"
    expect(await reviewed.console("POST", f"/workflow-runs/tasks/{events[0]['task_id']}/stop"), 200)
    assert (await ended(reviewed, events[0]["workflow_run_id"]))["status"] == "stopped"
