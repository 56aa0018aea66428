"""Health: every part is told, and each answer has the status that those who watch act on."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest
from starlette.applications import Starlette

from api import health
from services import accounts, models
from services.runtime import Runtime
from tests.api.client import running_api
from tests.vendor import Vendor


@pytest.fixture
async def rt(tmp_path: Path) -> AsyncIterator[Runtime]:
    async with running_api(tmp_path) as api:
        yield api.rt


@pytest.fixture
async def client(rt: Runtime) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(Starlette(routes=health.routes))
    async with httpx2.AsyncClient(transport=transport, base_url="http://server") as client:
        yield client


async def test_health_tells_of_every_part(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/health")
    body = answer.json()
    assert answer.status_code == 200
    assert list(body["checks"]) == ["database", "redis", "workers", "disk_space", "memory", "external_services"]
    assert body["checks"]["redis"]["status"] == "not used"
    assert body["checks"]["database"]["response_time_ms"] > 0


async def test_a_provider_that_is_down_is_named_and_takes_nothing_else_down(
    client: httpx2.AsyncClient, rt: Runtime, vendor: Vendor
) -> None:
    workspace_id = (await accounts.workspace(rt)).id
    assert (await client.get("/health")).json()["checks"]["external_services"]["status"] == "not used"
    signed = {"base_url": vendor.openai_url, "api_key": "sk-secret"}
    await models.register_provider(rt, workspace_id, "deepseek", signed, models=[])
    vendor.rule(times=1, status=401, reply="the key sk-secret is wrong")
    await models.test_model(rt, workspace_id, "deepseek", "m", "llm")
    answer = await client.get("/health")
    external = answer.json()["checks"]["external_services"]
    assert (answer.status_code, external["status"]) == (200, "unhealthy")
    assert external["message"] == "In trouble: deepseek."
    assert external["services"]["deepseek"]["error"] == "refuses the credentials"
    assert "sk-secret" not in answer.text
    await models.test_model(rt, workspace_id, "deepseek", "m", "llm")
    services = (await client.get("/health")).json()["checks"]["external_services"]["services"]
    assert services == {"deepseek": {"status": "healthy"}}


async def test_a_part_that_fails_makes_the_whole_unhealthy(client: httpx2.AsyncClient, rt: Runtime) -> None:
    rt.db.close()
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "unhealthy")
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["failed_check"]) == (503, "database")
    assert (await client.get("/health/live")).status_code == 200


@pytest.mark.parametrize(
    ("percent", "status"),
    [(79.9, "healthy"), (80.0, "healthy"), (80.1, "warning"), (90.0, "warning"), (90.1, "unhealthy")],
)
async def test_full_memory_is_told(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch, percent: float, status: str
) -> None:
    class Memory:
        def __init__(self) -> None:
            self.percent = percent

    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    body: dict[str, Any] = (await client.get("/health")).json()
    assert body["checks"]["memory"]["status"] == status


@pytest.mark.parametrize("path", ["/health/ready", "/ready"])
async def test_a_stopping_server_is_not_ready(client: httpx2.AsyncClient, rt: Runtime, path: str) -> None:
    assert (await client.get(path)).json()["status"] == "ready"
    rt.begin_stopping()
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["failed_check"]) == (503, "stopping")


async def test_metrics_are_in_the_text_form(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for name in ("dify_active_connections", "dify_cpu_usage_percent", 'dify_system_metrics{metric_type="disk"}'):
        assert name in answer.text
