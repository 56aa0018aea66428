"""Calls of the console API of a running product."""

import http.client
import json
from typing import Any

from tests.process.server import Server

ADMIN = "an-admin-key-for-tests"
ENV = {"ADMIN_API_KEY": ADMIN, "ADMIN_API_KEY_ENABLE": "true"}  # with which a product takes the key


def send(server: Server, method: str, path: str, body: dict[str, Any] | None, token: str) -> http.client.HTTPResponse:
    """Send a request on a connection of its own and return its answer, of which only the head has been read."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
    return connection.getresponse()


def post(server: Server, path: str, body: dict[str, Any], token: str) -> http.client.HTTPResponse:
    """Send a POST as `send` does."""
    return send(server, "POST", path, body, token)


def console(server: Server, path: str, *, method: str = "POST", **body: Any) -> dict[str, Any]:
    """Return the answer of a console call."""
    answer = send(server, method, f"/console/api{path}", body if method == "POST" else None, ADMIN)
    found: dict[str, Any] = json.loads(answer.read())
    assert answer.status < 300, found
    return found
