"""The product starts with one command, serves everything on one port, and says why when it cannot."""

import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.process.server import Server, running_app, start_app, wait_for
from tests.process.websocket import page_session

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_app() as server:
        yield server


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/", "<!DOCTYPE html>"),
        ("/health/live", '"alive"'),
        ("/health/ready", '"ready"'),
        ("/ready", '"ready"'),
        ("/metrics", "dify_active_connections"),
        ("/docs", "openapi.json"),
        ("/openapi.json", '"paths"'),
    ],
)
def test_everything_is_served_on_one_port(server: Server, path: str, content: str) -> None:
    status, body = server.get(path)
    assert status == 200
    assert content in body


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/none", "/api", "/api/none", "/console/api", "/console/api/none"])
def test_an_unknown_address_of_the_api_is_refused_as_json(server: Server, path: str) -> None:
    status, body = server.get(path)
    assert status == 404
    assert json.loads(body)["code"] == "not_found"


def test_health_tells_of_every_part(server: Server) -> None:
    wait_for(lambda: json.loads(server.get("/health")[1])["checks"]["workers"]["message"].startswith("1 of 1"))
    status, body = server.get("/health")
    checks = json.loads(body)["checks"]
    assert status == 200
    assert {name: check["status"] for name, check in checks.items() if name in ("database", "redis", "workers")} == {
        "database": "healthy",
        "redis": "healthy",
        "workers": "healthy",
    }


def test_the_start_is_told_step_by_step(server: Server) -> None:
    for step in ("data folder", "storage", "secrets", "accounts", "redis", "workers"):
        assert f"Started. step={step}" in server.log
    assert f"Millrace is ready: {server.url}" in server.log


def test_answers_on_a_kept_connection_come_without_delay(server: Server) -> None:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
    times = []
    for _ in range(30):
        began = time.perf_counter()
        connection.request("POST", "/v1/none", body=b"{}", headers={"Content-Type": "application/json"})
        connection.getresponse().read()
        times.append((time.perf_counter() - began) * 1000)
    assert min(times[10:]) < 35, times  # a delayed acknowledgement holds up each after the first ones for 40


def test_a_page_runs_and_the_tree_stays_small(server: Server) -> None:
    with page_session(server.url) as tab:
        tab.run()
    main = psutil.Process(server.pid)
    resident = sum(process.memory_info().rss for process in (main, *main.children(recursive=True)))
    assert resident < 400e6, f"{resident / 1e6:.0f} MB"


def test_a_second_start_on_the_same_folder_ends_at_once_and_says_who_holds_it(server: Server) -> None:
    second = start_app(server.data_dir)
    assert second.process.wait(120) != 0
    story = f"the data folder {server.data_dir} is in use by process {server.pid}, which serves {server.url}"
    assert story in second.log
    assert server.get("/health/ready")[0] == 200


@pytest.mark.parametrize(
    ("env", "options", "reason"),
    [
        ({"MILLRACE_WORKERS": "-1"}, [], "MILLRACE_WORKERS: Input should be greater than or equal to 0"),
        ({}, ["--server.address=0.0.0.0"], "services.accounts set-password"),
        ({"REDIS_URL": "redis://127.0.0.1:1"}, [], "REDIS_URL does not answer"),
    ],
    ids=["setting out of range", "public without a password", "no Redis there"],
)
def test_a_start_that_fails_says_why_in_one_sentence(
    tmp_path: Path, env: dict[str, str], options: list[str], reason: str
) -> None:
    server = start_app(tmp_path, env=env, options=options)
    assert server.process.wait(120) != 0
    assert reason in server.log
    assert "Traceback" not in server.log


def test_a_public_server_starts_with_a_password(tmp_path: Path) -> None:
    with running_app(
        data_dir=tmp_path,
        env={"MILLRACE_ADMIN_PASSWORD": "a long passw0rd", "MILLRACE_EMBEDDED_REDIS": "false"},
        options=["--server.address=0.0.0.0"],
    ) as server:
        assert server.get("/health/ready")[0] == 200
