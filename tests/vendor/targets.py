"""The HTTP target: what apps fetch from in tests of their HTTP nodes."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from tests.vendor.http import Request, Response

Answer = Callable[[Request, Response, list[str]], Awaitable[None]]


class Targets:
    """Answers `/echo`, `/status/<code>`, `/json`, `/text`, `/unicode`, `/redirect`, `/slow/<ms>`, `/flaky/<key>/<n>`."""

    def __init__(self) -> None:
        self.attempts: Counter[str] = Counter()
        self.seen: list[dict[str, Any]] = []  # every request, as `/echo` shows it
        self._answers: dict[str, Answer] = {
            "echo": self._echo,
            "status": self._status,
            "json": self._json,
            "text": self._text,
            "unicode": self._unicode,
            "redirect": self._redirect,
            "slow": self._slow,
            "flaky": self._flaky,
        }

    def reset(self) -> None:
        """Forget all requests."""
        self.attempts.clear()
        self.seen = []

    def find(self, path: str) -> Answer | None:
        """Return what answers `path`, None when nothing here does."""
        return self._answers.get(_parts(path)[0])

    async def answer(self, request: Request, response: Response) -> None:
        """Answer a request whose path `find` knows, and log it."""
        self.seen.append(shown(request))
        parts = _parts(request.path)
        await self._answers[parts[0]](request, response, parts)

    async def _echo(self, request: Request, response: Response, parts: list[str]) -> None:
        response.send_json(200, shown(request))

    async def _status(self, request: Request, response: Response, parts: list[str]) -> None:
        response.send(int(parts[1]), f"status {parts[1]}".encode(), "text/plain")

    async def _json(self, request: Request, response: Response, parts: list[str]) -> None:
        response.send_json(200, {"name": "Ada", "tags": ["x", "y"], "nested": {"n": 3}})

    async def _text(self, request: Request, response: Response, parts: list[str]) -> None:
        response.send(200, b"plain text body", "text/plain")

    async def _unicode(self, request: Request, response: Response, parts: list[str]) -> None:
        body = json.dumps({"greeting": "你好，世界", "emoji": "é"}, ensure_ascii=False).encode()
        response.send(200, body, "application/json; charset=utf-8")

    async def _redirect(self, request: Request, response: Response, parts: list[str]) -> None:
        response.send(302, b"", "text/plain", {"location": "/text"})

    async def _slow(self, request: Request, response: Response, parts: list[str]) -> None:
        await asyncio.sleep(int(parts[1]) / 1000)
        response.send(200, b"late", "text/plain")

    async def _flaky(self, request: Request, response: Response, parts: list[str]) -> None:
        self.attempts[parts[1]] += 1
        attempt = self.attempts[parts[1]]
        if attempt <= int(parts[2]):
            response.send(500, f"attempt {attempt} failed".encode(), "text/plain")
        else:
            response.send(200, f"attempt {attempt} ok".encode(), "text/plain")


def shown(request: Request) -> dict[str, Any]:
    """Return a request as JSON values; `json` and `form` are None when the body is none."""
    text = request.body.decode("utf-8", "replace")
    is_form = "form-urlencoded" in request.headers.get("content-type", "")
    return {
        "method": request.method,
        "path": request.path,
        "args": _values(request.query),
        "json": request.json,
        "form": _values(parse_qs(text, keep_blank_values=True)) if is_form else _multipart(request),
        "body": text,
        "content_type": request.headers.get("content-type", ""),
        "headers": {k: v for k, v in request.headers.items() if k.startswith("x-") or k == "authorization"},
    }


def _parts(path: str) -> list[str]:
    return path.strip("/").split("/")


def _values(values: dict[str, list[str]]) -> dict[str, str | list[str]]:
    """Return names and values; a name that came several times has a list."""
    return {name: items if len(items) > 1 else items[0] for name, items in values.items()}


def _multipart(request: Request) -> dict[str, str] | None:
    """Return the plain fields of a multipart form; files by their name."""
    kind = request.headers.get("content-type", "")
    if "multipart/form-data" not in kind or "boundary=" not in kind:
        return None
    boundary = kind.split("boundary=", 1)[1].strip('"').encode()
    fields = {}
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
        name = head.decode().split('name="', 1)[1].split('"', 1)[0]
        fields[name] = value.decode("utf-8", "replace")
    return fields
