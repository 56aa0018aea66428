"""A run that waits for a person survives the end of the process, even by `kill -9`."""

import asyncio
import json
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
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
    with urllib.request.urlopen(request, timeout=60) as answer:
        return dict(json.load(answer))


def events_after(server: Server, key: str, run_id: str) -> list[Json]:
    """Return what follows in a run, to its next pause or its end."""
    path = f"/v1/workflow/{run_id}/events?user=ann"
    request = urllib.request.Request(server.url + path, headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
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


@dataclass(frozen=True)
class Begun:
    """Runs that waited when their server was killed: by kind the app's key and the events until then."""

    folder: Path
    keys: dict[str, str]
    events: dict[str, list[Json]]

    def run_id(self, kind: str) -> str:
        return str(self.events[kind][0]["workflow_run_id"])

    def form(self, kind: str) -> Json:
        return waiting_form(self.events[kind])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    folder = tmp_path_factory.mktemp("data")
    apps = {"loop": hand_off_in_a_loop(), "chat": waiting.hand_off(), "review": waiting.reviewed()}
    bodies: dict[str, Json] = {
        "loop": {"inputs": {"s": "ferries"}},
        "chat": {"inputs": {}, "query": "Help"},
        "review": {"inputs": {}},
    }
    with running_app(env=ENV, data_dir=folder) as server:
        keys = {kind: key_of(server, app) for kind, app in apps.items()}
        found = {}
        for kind, body in bodies.items():
            path = "/v1/chat-messages" if kind == "chat" else "/v1/workflows/run"
            asked = {**body, "user": "ann", "response_mode": "streaming"}
            found[kind] = events(post(server, path, asked, keys[kind]).read())
        kill(server)
    made = Begun(folder, keys, found)
    set_back(folder, made.run_id("review"))
    return made


@pytest.fixture(scope="module")
def again(begun: Begun) -> Iterator[Server]:
    """The next server on the same folder."""
    with running_app(env=ENV, data_dir=begun.folder) as server:
        yield server


def test_a_chat_goes_on_in_its_message_after_a_kill(begun: Begun, again: Server) -> None:
    key, first = begun.keys["chat"], begun.events["chat"]
    submit(again, key, begun.form("chat"), "Hello")
    wait_for(lambda: run_of(again, key, begun.run_id("chat"))["status"] == "succeeded", story=lambda: again.log[-2000:])
    query = urllib.parse.urlencode({"user": "ann", "conversation_id": first[0]["conversation_id"]})
    (message,) = call(again, f"/messages?{query}", key)["data"]
    assert (message["id"], message["answer"]) == (first[0]["message_id"], "One moment. Ann says: Hello")


def test_a_form_that_expired_while_the_server_was_down_takes_its_branch_at_the_next_start(
    begun: Begun, again: Server
) -> None:
    key, run_id = begun.keys["review"], begun.run_id("review")
    wait_for(lambda: run_of(again, key, run_id)["status"] == "succeeded", story=lambda: again.log[-2000:])
    assert run_of(again, key, run_id)["outputs"] == {"__action_id": ""}


def test_a_workflow_goes_on_after_a_kill_between_every_pause_and_its_answer(begun: Begun, again: Server) -> None:
    """It kills the server that the tests before it use."""
    key, run_id = begun.keys["loop"], begun.run_id("loop")
    rest = answered(again, key, run_id, begun.form("loop"), "round 1")
    assert rest[-1]["event"] == "workflow_paused"
    with running_app(env=ENV, data_dir=begun.folder) as server:
        rest = answered(server, key, run_id, waiting_form(rest), "round 2")
    assert rest[-1]["event"] == "workflow_finished"
    assert rest[-1]["data"]["outputs"] == {"rounds": 2}
    with running_app(env=ENV, data_dir=begun.folder) as server:
        run = run_of(server, key, run_id)
        assert (run["status"], run["outputs"], run["total_steps"]) == ("succeeded", {"rounds": 2}, 4)


def answered(server: Server, key: str, run_id: str, form: Json, note: str) -> list[Json]:
    """Answer the form of the loop, kill the server as soon as the run has gone on, and return what followed."""
    assert run_of(server, key, run_id)["status"] == "paused"
    shown = call(server, f"/form/human_input/{form['form_token']}", key)
    assert shown["form_content"] == "About ferries: {{#$output.note#}}"
    submit(server, key, form, note)
    rest = events_after(server, key, run_id)
    kill(server)
    return rest


def set_back(folder: Path, run_id: str) -> None:
    """Move the expiry of a run's forms to a second ago, as if the server had been down until then."""
    db = Database.open(folder / DATABASE, extensions=False)
    values = [as_time(time.time() - 1), run_id]
    asyncio.run(
        db.write(lambda cursor: cursor.execute("UPDATE human_forms SET expires_at = ? WHERE run_id = ?", values))
    )
    db.close()
