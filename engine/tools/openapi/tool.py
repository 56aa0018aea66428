"""An operation of a service as a tool."""

import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from engine.resources import Resources
from engine.tools.base import Json, Log, Made, Parameter, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.openapi.auth import SignIn
from engine.tools.openapi.document import READING, Operation
from engine.tools.openapi.request import Asked, asked
from engine.values import as_text
from engine.web.reply import HttpLimits, Reply, read_reply

LIMITS: Final = HttpLimits(text_bytes=1024 * 1024, file_bytes=15 * 1024 * 1024)
MOST_REDIRECTS: Final = 3
HIDDEN: Final = "********"
_LONGEST_REASON: Final = 500  # characters of what a service says when it refuses


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service that its workspace added: where it is, and how it is shown who calls."""

    provider: str  # the id by which documents name it
    server: str
    sign_in: SignIn
    timeout: float = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class OperationTool:
    """Calls one operation; its answer is text, JSON or a file."""

    service: Service
    operation: Operation
    use_cases: Sequence[str] = ()
    credentials: Sequence[Parameter] = field(default=(), init=False)  # the service holds its own
    repeatable: bool = field(default=False, init=False)
    version: int = field(default=1, init=False)

    @property
    def provider(self) -> str:
        """Return the id of the service."""
        return self.service.provider

    @property
    def name(self) -> str:
        """Return the operation's name."""
        return self.operation.name

    @property
    def label(self) -> str:
        """Return the operation's summary where it is short, else its name."""
        summary = self.operation.summary
        return summary if 0 < len(summary) <= 60 else self.operation.name

    @property
    def description(self) -> str:
        """Return what the document says of it."""
        said = [text for text in (self.operation.summary, self.operation.description) if text]
        return "\n".join(dict.fromkeys(said)) or f"{self.operation.method} {self.operation.path}"

    @property
    def parameters(self) -> Sequence[Parameter]:
        """Return what it takes."""
        return [argument.parameter for argument in self.operation.arguments]

    @property
    def has_side_effects(self) -> bool:
        """Return whether its method is one that changes something."""
        return self.operation.changes_something

    @property
    def timeout(self) -> float | None:
        """Return the service's time, in seconds."""
        return self.service.timeout

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Send the request; a token that is refused is renewed once.

        Raises:
            ToolInvokeError: the service cannot be reached, refused, or answered with too much.
        """
        http = _client(ctx.resources)
        request = await asked(self.operation, self.service.server, arguments, ctx.resources)
        label = f"{request.method} {request.url}"
        yield Log("request", label, "start")
        began = time.perf_counter()
        reply = await self._reply(http, request)
        if reply.status == 401 and self.service.sign_in.renews:
            self.service.sign_in.forget()
            reply = await self._reply(http, request)
        status = "success" if reply.status < 400 else "error"
        seconds = round(time.perf_counter() - began, 3)
        yield Log("request", label, status, data={"status": reply.status, "seconds": seconds})
        if reply.status >= 400:
            reason = self._hidden(reply.text if not reply.is_file else "")[:_LONGEST_REASON]
            raise ToolInvokeError(
                f"{self.name}: the service answered with status {reply.status}: {reason}".rstrip(": ")
            )
        for message in await self._messages(reply, ctx.resources):
            yield message

    async def _reply(self, http: httpx2.AsyncClient, request: Asked) -> Reply:
        try:
            async with self._sent(http, request) as response:
                return await read_reply(response, LIMITS)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            reason = self._hidden(str(error)) or type(error).__name__
            raise ToolInvokeError(f"{self.name}: the service cannot be reached: {reason}") from error

    @asynccontextmanager
    async def _sent(self, http: httpx2.AsyncClient, asked_for: Asked) -> AsyncIterator[httpx2.Response]:
        """Send a request and follow redirects; what signs in, and what is sent, goes to no other host."""
        request = http.build_request(
            asked_for.method,
            asked_for.url,
            params=[*asked_for.query, *self.service.sign_in.query.items()] or None,
            headers={
                "Accept": "application/json, */*;q=0.8",
                **asked_for.headers,
                **await self.service.sign_in.headers(http),
            },
            timeout=self.service.timeout,
            **_body(asked_for),
        )
        response = await http.send(request, stream=True, follow_redirects=False)
        for _ in range(MOST_REDIRECTS):
            following = _following(response, http)
            if following is None:
                break
            await response.aclose()
            response = await http.send(following, stream=True, follow_redirects=False)
        try:
            if response.next_request is not None:
                raise ToolInvokeError(
                    f"{self.name}: the service sends the request on to {response.next_request.url.host!r}, "
                    "which is not followed"
                )
            yield response
        finally:
            await response.aclose()

    async def _messages(self, reply: Reply, resources: Resources) -> list[ToolMessage]:
        if reply.is_file:
            if resources.files is None:
                raise ToolInvokeError(f"{self.name}: the service answered with a file, and no files are kept here")
            return [Made(await resources.files.write(reply.body, filename=reply.filename, mime_type=reply.mime_type))]
        text = self._hidden(reply.text)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return [Text(text)]
        if not isinstance(value, dict | list):
            return [Text(text)]
        return [Text(as_text(value)), Json(value, is_repeat=True)]

    def _hidden(self, text: str) -> str:
        """Return what a service says without our secrets, which some of them repeat."""
        for secret in self.service.sign_in.secrets:
            text = text.replace(secret, HIDDEN)
        return text


def _client(resources: Resources) -> httpx2.AsyncClient:
    if resources.http is None:
        raise ToolInvokeError("no services are called from here")
    return resources.http


def _body(request: Asked) -> dict[str, Any]:
    if request.form or request.files:
        texts = [(name, (None, text)) for name, value in request.form.items() for text in _listed(value)]
        return {"files": [*texts, *request.files]}
    return {} if request.content is None else {"content": request.content}


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _following(response: httpx2.Response, http: httpx2.AsyncClient) -> httpx2.Request | None:
    """Return the request that follows a redirect, None where none is followed.

    Inside one origin the request goes on as it is. To another one only what reads goes on, and it says nothing of us.
    """
    following = response.next_request
    if following is None:
        return None
    sent, to = response.request, following.url
    if (to.scheme, to.host, to.port) == (sent.url.scheme, sent.url.host, sent.url.port):
        return following
    if (
        sent.method not in READING
        or to.scheme not in ("http", "https")
        or (sent.url.scheme, to.scheme) == ("https", "http")
    ):
        return None
    bare = to.copy_with(userinfo=b"")
    return http.build_request(
        sent.method, bare, headers={"Accept": "*/*"}, extensions={"timeout": sent.extensions.get("timeout")}
    )
