"""The HTTP target: what apps fetch from in tests of their HTTP nodes."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from tests.vendor.http import Request, Response

Answer = Callable[[Request, Response, list[str]], Awaitable[None]]


class Targets:
    """Answers `/echo`, `/status/<code>`, `/json`, `/text`, `/unicode`, `/redirect`, `/slow/<ms>`, `/flaky/<key>/<n>`."""

    def __init__(self) -> None:
        self.attempts: Counter[str] = Counter()
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

    def find(self, path: str) -> Answer | None:
        """Return what answers `path`, None when nothing here does."""
        return self._answers.get(path.strip("/").split("/")[0])

    async def _echo(self, request: Request, response: Response, parts: list[str]) -> None:
        text = request.body.decode("utf-8", "replace")
        is_form = "form-urlencoded" in request.headers.get("content-type", "")
        shown = {
            "method": request.method,
            "path": request.path,
            "args": _single(request.query),
            "json": request.json,
            "form": _single(parse_qs(text, keep_blank_values=True)) if is_form else _multipart(request),
            "body": text,
            "headers": {k: v for k, v in request.headers.items() if k.startswith("x-") or k == "authorization"},
        }
        response.send_json(200, shown)

    async def _status(self, request: Request, response: Response, parts: list[str]) -> None:
        response.send(int(parts[1]), f"status {parts[1]}".encode(), "text/plain")

    async def _json(self, request: Request, response: Response, parts: list[str]) -> None:
        response.send_json(200, {"name": "Ada", "tags": ["x", "y"], "nested": {"n": 3}})

    async def _text(self, request: Request, response: Response, parts: list[str]) -> None:
        response.send(200, b"plain text body", "text/plain")

    async def _unicode(self, request: Request, response: Response, parts: list[str]) -> None:
        body = json.dumps({"greeting": "你好", "name": "Zoë"}, ensure_ascii=False).encode()
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


def _single(values: dict[str, list[str]]) -> dict[str, str]:
    return {name: items[-1] for name, items in values.items()}


def _multipart(request: Request) -> dict[str, str]:
    """Return the plain fields of a multipart form; files by their name."""
    kind = request.headers.get("content-type", "")
    if "multipart/form-data" not in kind or "boundary=" not in kind:
        return {}
    boundary = kind.split("boundary=", 1)[1].strip('"').encode()
    fields = {}
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
        name = head.decode().split('name="', 1)[1].split('"', 1)[0]
        fields[name] = value.decode("utf-8", "replace")
    return fields
