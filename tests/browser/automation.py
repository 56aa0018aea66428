"""A running product that a script fills through the console API, with a model vendor of our own."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.process.server import Server, running_app
from tests.vendor.vendor import Vendor

KEY = "automation-key-of-these-tests"
ADMIN = {"ADMIN_API_KEY_ENABLE": "true", "ADMIN_API_KEY": KEY}
WORDS = " ".join(f"word{number}" for number in range(1, 81))  # an answer that takes its time


@pytest.fixture(scope="module", name="site")
def automated_site() -> Iterator[Server]:
    with running_app(env={**ADMIN, "MILLRACE_EMBEDDED_REDIS": "false", "MILLRACE_WORKERS": "0"}) as server:
        yield server


def console(site: Server, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of the console to a POST with the admin key."""
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{site.url}/console/api{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def use_vendor(site: Server, vendor: Vendor) -> None:
    """Send every model reference of the product to the vendor."""
    provider = {
        "provider": "openai_api_compatible",
        "credentials": {"api_key": "sk-1", "base_url": vendor.openai_url},
        "models": [{"model": "small", "model_type": "llm"}],
        "model_overrides": "*",
    }
    console(site, "/workspaces/current/model-providers", provider)
