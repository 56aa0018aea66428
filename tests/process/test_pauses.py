"""A run that waits for a person survives the end of the process, even by `kill -9`."""

import asyncio
import json
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from engine.document import Document
from engine.dsl import dump
from services.runtime import DATABASE
from storage.columns import as_time
from storage.database import Database
from tests.process.console import ENV, console, post
from tests.process.server import Server, running_app, wait_for
from tests.services import waiting
from tests.services.parts import document, node

pytestmark = pytest.mark.process

Json = dict[str, Any]


def hand_off_in_a_loop() -> Document:
    """Return a workflow that counts, hands off to a person in every round of a loop, and counts on."""
    inner = {"loop_id": "box"}
    nodes = waiting.wired(
        node("start", "start", variables=[waiting.TEXT]),
        node("words", "template-transform", template="About {{ s }}", variables=[selected("s", "start", "s")]),
        node("box", "loop", start_node_id="begin", loop_count=2),
        node("begin", "loop-start", **inner),
        waiting.asking_node(form_content="{{#words.output#}}: {{#$output.note#}}", **inner),
        node("end", "end", outputs=[{"variable": "rounds", "value_selector": ["box", "loop_round"]}]),
        edges=["start > words", "words > box", "begin > ask", "box > end"],
    )
    return document("workflow", nodes)


def selected(name: str, *selector: str) -> Json:
    return {"variable": name, "value_selector": list(selector)}


def key_of(server: Server, app: Document) -> str:
    app_id = console(server, "/apps/imports", mode="yaml-content", yaml_content=dump(app))["app_id"]
    console(server, f"/apps/{app_id}/workflows/publish")
    return str(console(server, f"/apps/{app_id}/api-keys")["token"])


def call(server: Server, path: str, key: str, body: Json | None = None) -> Json:
    """Return the JSON answer of the service API."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.url}/v1{path}", data, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return dict(json.load(answer))


def events_after(server: Server, key: str, run_id: str) -> list[Json]:
    """Return what follows in a run, to its next pause or its end."""
    path = f"/v1/workflow/{run_id}/events?user=ann"
    request = urllib.request.Request(server.url + path, headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return events(answer.read())


def events(lines: bytes) -> list[Json]:
    return [json.loads(line[6:]) for line in lines.split(b"\n\n") if line.startswith(b"data: ")]


def waiting_form(found: list[Json]) -> Json:
    """Return the one form that events tell of."""
    (form,) = [event["data"] for event in found if event["event"] == "human_input_required"]
    return dict(form)


def submit(server: Server, key: str, form: Json, note: str) -> None:
    body = {"inputs": {"note": note}, "action": "approve", "user": "ann"}
    assert call(server, f"/form/human_input/{form['form_token']}", key, body) == {}


def run_of(server: Server, key: str, run_id: str) -> Json:
    return call(server, f"/workflows/run/{run_id}", key)


def kill(server: Server) -> None:
    server.process.kill()
    server.process.wait()


def test_a_workflow_goes_on_after_a_kill_between_every_pause_and_its_answer(tmp_path: Path) -> None:
    with running_app(env=ENV, data_dir=tmp_path) as server:
        key = key_of(server, hand_off_in_a_loop())
        body = {"inputs": {"s": "ferries"}, "user": "ann", "response_mode": "streaming"}
        first = events(post(server, "/v1/workflows/run", body, key).read())
        run_id, form = first[0]["workflow_run_id"], waiting_form(first)
        kill(server)
    for number in (1, 2):
        with running_app(env=ENV, data_dir=tmp_path) as server:
            assert run_of(server, key, run_id)["status"] == "paused"
            shown = call(server, f"/form/human_input/{form['form_token']}", key)
            assert shown["form_content"] == "About ferries: {{#$output.note#}}"
            submit(server, key, form, f"round {number}")
            rest = events_after(server, key, run_id)
            if number == 1:
                form = waiting_form(rest)
                assert rest[-1]["event"] == "workflow_paused"
            kill(server)
    assert rest[-1]["event"] == "workflow_finished"
    assert rest[-1]["data"]["outputs"] == {"rounds": 2}
    with running_app(env=ENV, data_dir=tmp_path) as server:
        run = run_of(server, key, run_id)
        assert (run["status"], run["outputs"], run["total_steps"]) == ("succeeded", {"rounds": 2}, 4)


def test_a_chat_goes_on_in_its_message_after_a_kill(tmp_path: Path) -> None:
    with running_app(env=ENV, data_dir=tmp_path) as server:
        key = key_of(server, waiting.hand_off())
        body = {"inputs": {}, "query": "Help", "user": "ann", "response_mode": "streaming"}
        first = events(post(server, "/v1/chat-messages", body, key).read())
        kill(server)
    with running_app(env=ENV, data_dir=tmp_path) as server:
        submit(server, key, waiting_form(first), "Hello")
        run_id = first[0]["workflow_run_id"]
        wait_for(lambda: run_of(server, key, run_id)["status"] == "succeeded", story=lambda: server.log[-2000:])
        query = urllib.parse.urlencode({"user": "ann", "conversation_id": first[0]["conversation_id"]})
        (message,) = call(server, f"/messages?{query}", key)["data"]
        assert (message["id"], message["answer"]) == (first[0]["message_id"], "One moment. Ann says: Hello")


def test_a_form_that_expired_while_the_server_was_down_takes_its_branch_at_the_next_start(tmp_path: Path) -> None:
    with running_app(env=ENV, data_dir=tmp_path) as server:
        key = key_of(server, waiting.reviewed())
        body = {"inputs": {}, "user": "ann", "response_mode": "streaming"}
        first = events(post(server, "/v1/workflows/run", body, key).read())
        kill(server)
    set_back(tmp_path)
    with running_app(env=ENV, data_dir=tmp_path) as server:
        run_id = first[0]["workflow_run_id"]
        wait_for(lambda: run_of(server, key, run_id)["status"] == "succeeded", story=lambda: server.log[-2000:])
        assert run_of(server, key, run_id)["outputs"] == {"__action_id": ""}


def set_back(folder: Path) -> None:
    """Move the expiry of all forms to a second ago, as if the server had been down until then."""
    db = Database.open(folder / DATABASE, extensions=False)
    now = as_time(time.time() - 1)
    asyncio.run(db.write(lambda cursor: cursor.execute("UPDATE human_forms SET expires_at = ?", [now])))
    db.close()
