"""What scripts do to the product through the console API, beside what the pages show."""

import json
import urllib.request
from typing import Any

from tests.process.server import Server
from tests.vendor.vendor import Vendor

KEY = "automation-key-of-these-tests"
ADMIN = {
    "ADMIN_API_KEY_ENABLE": "true",
    "ADMIN_API_KEY": KEY,
    "MILLRACE_EMBEDDED_REDIS": "false",
    "MILLRACE_WORKERS": "0",
}  # with which a product starts quickly and takes the key
PROVIDER = "openai_api_compatible"
WORDS = " ".join(f"word{number}" for number in range(1, 81))
HELD: dict[str, Any] = {"reply": WORDS, "hold": 12}  # an answer that stops in its first words until `Vendor.go_on`


def console(site: Server, path: str, body: dict[str, Any] | None = None, *, method: str = "POST") -> dict[str, Any]:
    """Return the answer of the console to a request with the admin key, {} for one without content."""
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{site.url}/console/api{path}", content, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.loads(answer.read() or b"{}")
    return found


def use_vendor(site: Server, vendor: Vendor) -> None:
    """Send every model reference of the product to the vendor."""
    provider = {
        "provider": PROVIDER,
        "credentials": {"api_key": "sk-1", "base_url": vendor.openai_url},
        "models": [{"model": "small", "model_type": "llm"}],
        "model_overrides": "*",
    }
    console(site, "/workspaces/current/model-providers", provider)


def forget_vendor(site: Server) -> None:
    """Leave the product with its demo model, as it was."""
    console(site, f"/workspaces/current/model-providers/{PROVIDER}/credentials", method="DELETE")
