"""kill -9 leaves the rows of runs under way; the next start tells what became of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.dsl import dump
from tests.process.console import ENV, console, post
from tests.process.server import Server, running_app, wait_for
from tests.services.parts import document, graph, llm, node
from tests.vendor.rules import Reply
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.process

SLOW = document(
    "workflow",
    graph(
        node("start", "start", variables=[{"variable": "topic", "type": "text-input", "label": "Topic"}]),
        node("words", "template-transform", template="about {{#start.topic#}}"),
        llm("{{#words.output#}}"),
        node("end", "end"),
    ),
)


def runs(server: Server, app_id: str, rest: str = "") -> Any:
    return console(server, f"/apps/{app_id}/workflow-runs{rest}", method="GET")


def test_a_killed_run_is_failed_at_the_next_start_with_what_its_nodes_read(tmp_path: Path, vendor: Vendor) -> None:
    vendor.script.default = Reply(text="word " * 10_000, chunk_delay=0.05)
    with running_app(data_dir=tmp_path, env={**ENV, "MILLRACE_ALLOW_PRIVATE_ADDRESSES": "127.0.0.1"}) as server:
        console(
            server,
            "/workspaces/current/model-providers",
            provider="openai_api_compatible",
            credentials={"api_key": "sk-test", "base_url": f"{vendor.url}/v1"},
            models=[{"model": "small", "model_type": "llm"}],
            model_overrides="*",
        )
        app_id = console(server, "/apps/imports", mode="yaml-content", yaml_content=dump(SLOW))["app_id"]
        console(server, f"/apps/{app_id}/workflows/publish")
        key = console(server, f"/apps/{app_id}/api-keys")["token"]
        body = {"inputs": {"topic": "ferries"}, "user": "u", "response_mode": "streaming"}
        answer = post(server, "/v1/workflows/run", body, key)
        run_id = json.loads(answer.readline()[6:])["workflow_run_id"]
        wait_for(lambda: runs(server, app_id)["data"], story=lambda: server.log[-2000:])
        assert [run["status"] for run in runs(server, app_id)["data"]] == ["running"]
        server.process.kill()
        server.process.wait()
    with running_app(data_dir=tmp_path, env=ENV) as server:
        run = runs(server, app_id, f"/{run_id}")
        assert run["status"] == "failed"
        assert run["error"] == "The server stopped while the run was under way."
        rows = runs(server, app_id, f"/{run_id}/node-executions")["data"]
        assert [(row["node_id"], row["status"]) for row in rows] == [
            ("start", "succeeded"),
            ("words", "succeeded"),
            ("llm", "failed"),
        ]
        assert rows[2]["inputs"] == {"#words.output#": "about ferries"}
