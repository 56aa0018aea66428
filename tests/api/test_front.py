"""The door: what is for programs goes to the API, everything else to the pages."""

from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.types import Receive, Scope, Send

from api import front
from api.front import Front, is_for_programs
from services import accounts
from services.caches import Caches
from services.platform.metrics import Metrics


class Running:
    """As much of a runtime as the door needs."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.caches = Caches()


async def item(request: Request) -> Response:
    if request.path_params["id"] == "broken":
        raise LookupError("broken")
    return PlainTextResponse("api", status_code=201)


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("pages")(scope, receive, send)


@pytest.fixture
def metrics(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Metrics:
    metrics = Metrics(tmp_path)
    monkeypatch.setattr(front, "current", lambda: Running(metrics))
    return metrics


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return whether a password is set, as the one item of a list that a test may change."""
    guarded = [False]

    async def needs_login(_rt: Any) -> bool:
        return guarded[0]

    monkeypatch.setattr(accounts, "needs_login", needs_login)
    return guarded


@pytest.fixture
def client(metrics: Metrics, guarded: list[bool]) -> TestClient:
    return client_of("http://127.0.0.1")


def client_of(address: str) -> TestClient:
    api = Starlette(routes=[Route("/v1/items/{id}", item)])
    return TestClient(Front(pages, api=api), raise_server_exceptions=False, base_url=address)


@pytest.mark.parametrize(
    ("path", "programs"),
    [
        ("/v1", True),
        ("/v1/", True),
        ("/v1/apps", True),
        ("/api", True),
        ("/console/api/login", True),
        ("/docs", True),
        ("/openapi.json", True),
        ("//v1//chat-messages/", True),
        ("//docs", True),
        ("/", False),
        ("//", False),
        ("/v10", False),
        ("/apis", False),
        ("/console", False),
        ("/chat", False),
        ("/_stcore/health", False),
    ],
)
def test_paths_are_told_apart_by_whole_segments(path: str, programs: bool) -> None:
    assert is_for_programs(path) is programs


def test_each_request_reaches_its_side(client: TestClient) -> None:
    assert client.get("/v1/items/1").text == "api"
    assert client.get("/apps").text == "pages"


def samples(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Return the request counters by method, endpoint and status."""
    return {
        (sample.labels["method"], sample.labels["endpoint"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(metrics.render().decode())
        for sample in family.samples
        if sample.name == "dify_requests_total"
    }


def test_requests_are_counted_by_route_and_not_by_path(client: TestClient, metrics: Metrics) -> None:
    for number in range(5):
        client.get(f"/v1/items/{number}")
    assert samples(metrics) == {("GET", "/v1/items/{id}", "201"): 5}


def test_a_failed_request_is_counted_too(client: TestClient, metrics: Metrics) -> None:
    client.get("/v1/items/broken")
    assert samples(metrics) == {("GET", "/v1/items/{id}", "500"): 1}
    assert "dify_active_connections 0.0" in metrics.render().decode()


def test_an_unknown_address_makes_no_series_of_its_own(client: TestClient, metrics: Metrics) -> None:
    client.get("/v1/one")
    client.get("/v1/two")
    assert samples(metrics) == {("GET", "unknown", "404"): 2}


@pytest.mark.parametrize("path", ["/v1/items/1", "/apps"])
def test_other_machines_are_barred_until_a_password_is_set(metrics: Metrics, guarded: list[bool], path: str) -> None:
    client = client_of("http://192.168.1.5")
    refused = client.get(path)
    assert (refused.status_code, "set-password" in refused.text) == (403, True)
    with pytest.raises(WebSocketDenialResponse), client.websocket_connect("/_stcore/stream"):
        pass
    guarded[0] = True
    assert client.get(path).text in ("api", "pages")
