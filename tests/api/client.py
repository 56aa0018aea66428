"""The HTTP API of a running product, called in process: what tests want to say in one line."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from pydantic import SecretStr

from api.app import api as application
from config import Settings
from services import runtime
from services.runtime import Runtime
from tests.api.streaming import OpenAnswer, open_answer
from tests.vendor import Vendor

ADMIN_KEY = "admin-key-of-the-tests"
USER = "ann"
ROUTES = {
    "workflow": "/v1/workflows/run",
    "completion": "/v1/completion-messages",
    "chat": "/v1/chat-messages",
    "agent-chat": "/v1/chat-messages",
    "advanced-chat": "/v1/chat-messages",
}

Json = dict[str, Any]
Response = httpx2.Response


@dataclass(frozen=True)
class Api:
    """The API of `rt`; `console` calls with the admin key, `send` with whatever it is given."""

    rt: Runtime
    http: httpx2.AsyncClient

    async def send(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **options: Any
    ) -> Response:
        """Send a request; `body` goes as JSON, `key` as bearer token."""
        headers = dict(options.pop("headers", None) or {})
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        if body is not None:
            options["json"] = body
        return await self.http.request(method, path, headers=headers, **options)

    async def console(self, method: str, path: str, body: Any = None, **options: Any) -> Response:
        """Call a console route as the administrator."""
        return await self.send(method, f"/console/api{path}", body, key=ADMIN_KEY, **options)

    async def import_text(self, text: str, **fields: Any) -> Response:
        """Import a DSL file."""
        return await self.console("POST", "/apps/imports", {"mode": "yaml-content", "yaml_content": text, **fields})

    async def app(self, text: str, *, confirm: bool = False) -> "PublishedApp":
        """Import a DSL file, publish it where its mode asks for that, and make a key."""
        first = made = expect(await self.import_text(text), 200, 202)
        if first["status"] == "pending" and confirm:
            made = expect(await self.console("POST", f"/apps/imports/{made['id']}/confirm"), 200)
        app_id, mode = made["app_id"], made["app_mode"]
        if mode in ("workflow", "advanced-chat"):
            expect(await self.console("POST", f"/apps/{app_id}/workflows/publish"), 200)
        token = expect(await self.console("POST", f"/apps/{app_id}/api-keys"), 201)["token"]
        return PublishedApp(self, app_id, mode, token, imported=first)

    def open(self, path: str, body: Any, *, key: str) -> AbstractAsyncContextManager[OpenAnswer]:
        """Send a POST and give its answer while it is still coming."""
        return open_answer(application, "POST", path, headers={"Authorization": f"Bearer {key}"}, body=body)

    async def register(self, vendor: Vendor) -> None:
        """Send every model reference to the local vendor."""
        body = {
            "provider": "openai",
            "credentials": {"api_key": "sk-of-the-tests", "base_url": vendor.openai_url},
            "models": [{"model": "small-chat", "model_type": "llm"}],
            "model_overrides": "*",
        }
        expect(await self.console("POST", "/workspaces/current/model-providers", body), 201)


@dataclass(frozen=True)
class PublishedApp:
    """An app with its key; `imported` is the first answer to its import."""

    api: Api
    id: str
    mode: str
    key: str
    imported: Json = field(default_factory=dict)

    async def send(self, method: str, path: str, body: Any = None, **options: Any) -> Response:
        """Call a service route with the app's key."""
        return await self.api.send(method, f"/v1{path}", body, key=self.key, **options)

    async def console(self, method: str, path: str = "", body: Any = None, **options: Any) -> Response:
        """Call a route below the app's address in the console."""
        return await self.api.console(method, f"/apps/{self.id}{path}", body, **options)

    def request(self, query: str = "Hi", **fields: Any) -> Json:
        """Return the body of a request to run this app; no title is made unless `fields` ask for one."""
        body: Json = {"inputs": {}, "user": USER, "response_mode": "blocking"}
        if self.mode not in ("workflow", "completion"):
            body |= {"query": query, "auto_generate_name": False}
        return body | fields

    async def run(self, query: str = "Hi", **fields: Any) -> Response:
        """Run the app once; blocking unless `response_mode` says otherwise."""
        return await self.api.send("POST", ROUTES[self.mode], self.request(query, **fields), key=self.key)

    def open(self, query: str = "Hi", **fields: Any) -> AbstractAsyncContextManager[OpenAnswer]:
        """Run the app once and give its stream while it is still coming."""
        body = self.request(query, response_mode="streaming", **fields)
        return self.api.open(ROUTES[self.mode], body, key=self.key)

    async def stream(self, query: str = "Hi", **fields: Any) -> list[Json]:
        """Run the app once and return its events."""
        return events_of(await self.run(query, response_mode="streaming", **fields))


def expect(response: Response, *statuses: int) -> Any:
    """Return the JSON of an answer that has one of `statuses`."""
    assert response.status_code in statuses, f"{response.request.url}: {response.status_code} {response.text[:2000]}"
    return response.json()


def events_of(response: Response) -> list[Json]:
    """Return the events of a streamed answer, which must be framed as promised; pings are left out."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream"), response.text
    blocks = response.content.decode().split("\n\n")
    assert blocks.pop() == "", "the last event is not ended by an empty line"
    return [json.loads(block.removeprefix("data: ")) for block in blocks if not _is_ping(block)]


def _is_ping(block: str) -> bool:
    assert block == "event: ping" or (block.startswith("data: {") and "\n" not in block), block
    return block == "event: ping"


def said(events: list[Json]) -> str:
    """Return the joined pieces of an answer."""
    return "".join(event["answer"] for event in events if event["event"] == "message")


def names(events: list[Json]) -> list[str]:
    """Return the kinds of events."""
    return [event["event"] for event in events]


@asynccontextmanager
async def running_api(folder: Path, **settings: Any) -> AsyncIterator[Api]:
    """Start a runtime without Redis in `folder`, and give its API; the runtime before it is `current` again at the end."""
    before = runtime._current
    given: Mapping[str, Any] = {
        "data_dir": folder,
        "embedded_redis": False,
        "shutdown_seconds": 0.2,
        "rate_limits": False,
        "admin_api_key": SecretStr(ADMIN_KEY),
        "admin_api_key_enable": True,
        "allow_private_addresses": "*",
        **settings,
    }
    rt = await Runtime.start(Settings(**given))
    transport = httpx2.ASGITransport(app=application)
    try:
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
            yield Api(rt, http)
    finally:
        await rt.stop()
        runtime._current = before
