"""A visitor of a shared page, for tests: a passport, and the calls that go with it."""

import json
from dataclasses import dataclass
from typing import Any

from tests.api.client import Api, Json, PublishedApp, Response, expect


@dataclass(frozen=True)
class Guest:
    """Whoever holds `passport` of the site `code`."""

    api: Api
    code: str
    passport: str

    async def send(self, method: str, path: str, body: Any = None, **options: Any) -> Response:
        """Call a route of the web API."""
        headers = {"X-App-Code": self.code, "X-App-Passport": self.passport, **(options.pop("headers", None) or {})}
        return await self.api.send(method, f"/api{path}", body, headers=headers, **options)

    async def get(self, path: str, **query: Any) -> Any:
        """Return the JSON of a route that must answer well."""
        return expect(await self.send("GET", path, params=query), 200)

    async def post(self, path: str, body: Any = None) -> Any:
        """Return the JSON that a route answers a body with."""
        return expect(await self.send("POST", path, body or {}), 200, 201)

    async def chat(self, query: str = "Hi", **fields: Any) -> Json:
        """Return the blocking answer to a message."""
        body = {"inputs": {}, "query": query, "response_mode": "blocking", **fields}
        answer: Json = await self.post("/chat-messages", body)
        return answer


async def code_of(app: PublishedApp) -> str:
    """Return the code of an app's site."""
    return str(expect(await app.console("GET"), 200)["site"]["code"])


async def asked(api: Api, code: str, *, headers: Json | None = None, **query: str) -> Response:
    """Ask for a passport."""
    return await api.send("GET", "/api/passport", headers={"X-App-Code": code, **(headers or {})}, params=query)


async def guest(app: PublishedApp, *, headers: Json | None = None, **query: str) -> Guest:
    """Return a new visitor of an app."""
    code = await code_of(app)
    found = expect(await asked(app.api, code, headers=headers, **query), 200)
    return Guest(app.api, code, found["access_token"])


def numbered(response: Response) -> list[tuple[str, Json]]:
    """Return the events of a stream of the web API with their ids."""
    assert response.status_code == 200, response.text
    found = []
    for block in response.content.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        if "data" in fields:
            found.append((fields.get("id", ""), json.loads(fields["data"])))
    return found
