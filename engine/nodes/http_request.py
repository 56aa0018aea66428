"""The HTTP node: calls a web service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import httpx2
from pydantic import BaseModel, ConfigDict, Field, field_validator

from engine.errors import NodeError
from engine.fields import Template
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.templating.templates import render_log
from engine.values import File
from engine.web.body import BodyConfig, Sources, body_of
from engine.web.guard import UNVERIFIED
from engine.web.head import Authorization, Headers, address, query, shown
from engine.web.reply import LIMITS, HttpLimits, Reply, read_reply

METHODS = ("get", "post", "put", "patch", "delete", "head")

_DEFAULT_LIMITS = HttpLimits()
_REUSABLE = ("get", "head")


class HttpRequestNodeError(NodeError):
    """The service cannot be reached, or broke off."""


class InvalidHttpMethodError(NodeError):
    """The method is none that is sent."""


class HTTPResponseCodeError(NodeError):
    """The service answered with a status that counts as a failure."""


class Timeout(BaseModel):
    """How long to wait; nothing and 0 mean the default."""

    model_config = ConfigDict(extra="allow")

    connect: float | None = Field(default=None, ge=0, description="Seconds to connect.")
    read: float | None = Field(default=None, ge=0, description="Seconds without an answer.")
    write: float | None = Field(default=None, ge=0, description="Seconds to send a piece.")


class HttpRequest(Node, kind="http-request"):
    """Call a web service and give its answer.

    Any status is a success, unless failed attempts are repeated or an error strategy is set: then only
    2xx is one. Redirects are followed. A text goes into `body`, a file into `files`.

    Outputs:
        status_code: the status.
        body: the text; empty when the answer is a file.
        headers: the answer's headers by lower-case name.
        files: the file, if the answer is one.

    Raises:
        NodeError: `error_type` says what: InvalidURLError, InvalidHttpMethodError, AuthorizationConfigError,
            RequestBodyError, FileFetchError, FileDownloadError, HttpRequestNodeError (network, time),
            ResponseSizeError, HTTPResponseCodeError.
    """

    fresh_because: ClassVar[str] = "Methods other than GET and HEAD change something outside."
    retries: ClassVar[bool] = True
    outputs: ClassVar[Mapping[str, str]] = {
        "status_code": "number",
        "body": "string",
        "headers": "object",
        "files": "array[file]",
    }

    class Config(NodeConfig):
        method: Literal["get", "post", "put", "patch", "delete", "head", "options"] = Field(
            default="get", description="What is asked for; `options` is not sent."
        )
        url: Template = Field(title="Address", description="Begins with http:// or https://; may name variables.")
        authorization: Authorization = Field(
            default=Authorization(), description="How the request proves who sends it."
        )
        headers: Template = Field(default=Template(""), description="One `name: value` per line.")
        params: Template = Field(
            default=Template(""), title="Query parameters", description="One `name: value` per line; names may repeat."
        )
        body: BodyConfig | None = Field(default=BodyConfig(), description="What the request carries.")
        timeout: Timeout | None = Field(default=Timeout(), title="Timeouts", description="How long to wait.")
        ssl_verify: bool | None = Field(
            default=True, title="Check certificates", description="Whether the service must prove who it is."
        )

        @field_validator("method", mode="before")
        @classmethod
        def _any_letter_case(cls, value: Any) -> Any:
            return value.lower() if isinstance(value, str) else value

        @field_validator("headers", "params", mode="before")
        @classmethod
        def _none_at_all(cls, value: Any) -> Any:
            return "" if value is None else value

        @field_validator("authorization", mode="before")
        @classmethod
        def _no_authorization(cls, value: Any) -> Any:
            return value or {}

    def is_reusable(self) -> bool:
        """Return whether the request only reads."""
        return self.config.method in _REUSABLE

    def ingredients(self, ctx: Context) -> Any:
        """Return whether another status than 2xx is a failure."""
        return self._is_strict

    @property
    def _is_strict(self) -> bool:
        return self.retry.retry_enabled or bool(self.error_strategy)

    async def run(self, ctx: Context) -> Result:
        """Send the request and read the answer."""
        client = ctx.resources.http
        if client is None:
            raise HttpRequestNodeError("no requests are sent from here")
        limits = ctx.resources.extras.get(LIMITS, _DEFAULT_LIMITS)
        prepared = await self._prepared(ctx, client, limits)
        process_data = {"request": prepared.shown}
        try:
            outputs = await _outputs(await _exchanged(client, prepared.request, limits), ctx)
            if not 200 <= outputs["status_code"] < 300 and self._is_strict:
                raise HTTPResponseCodeError(
                    f"Request failed with status code {outputs['status_code']}", outputs=outputs
                )
        except NodeError as error:
            error.process_data = process_data
            raise
        return Result(outputs, process_data=process_data)

    async def _prepared(self, ctx: Context, client: httpx2.AsyncClient, limits: HttpLimits) -> "Prepared":
        config = self.config
        if config.method not in METHODS:
            raise InvalidHttpMethodError(f"Invalid http method {config.method}; it must be one of {', '.join(METHODS)}")
        params, shown_params = query(config.params, ctx.pool)
        url = address(ctx.render(config.url), params)
        headers, shown_headers = self._headers(ctx)
        body = await body_of(config.body, Sources(ctx.pool, ctx.resources, limits.sent_bytes))
        for each in (headers, shown_headers):
            each.describe(body)
        request = client.build_request(
            config.method,
            url,
            headers=headers.encoded(),
            content=None if body.is_multipart else body.content,
            data=body.fields if body.is_multipart else None,
            files=list(body.parts) or None,
            timeout=_timeout(config.timeout, limits),
            extensions={UNVERIFIED: config.ssl_verify is False},
        )
        shown_url = render_log(config.url, ctx.pool)
        return Prepared(request, shown(config.method, shown_url, shown_params, shown_headers, body))

    def _headers(self, ctx: Context) -> tuple[Headers, Headers]:
        """Return the headers, and how the trace shows them."""
        authorization = self.config.authorization
        sent = Headers.of(ctx.render(self.config.headers))
        traced = Headers.of(render_log(self.config.headers, ctx.pool))
        value = authorization.value(ctx.pool)
        if value is not None:
            sent.put(authorization.header, value)
            traced.put(authorization.header, value)
        traced.star(authorization.header, "Authorization")
        return sent, traced


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that is ready, and how the trace shows it."""

    request: httpx2.Request
    shown: str


def _timeout(given: Timeout | None, limits: HttpLimits) -> httpx2.Timeout:
    given = given or Timeout()
    connect = given.connect or limits.connect
    return httpx2.Timeout(
        connect=connect, read=given.read or limits.read, write=given.write or limits.write, pool=connect
    )


async def _exchanged(client: httpx2.AsyncClient, request: httpx2.Request, limits: HttpLimits) -> Reply:
    try:
        response = await client.send(request, stream=True)
        try:
            return await read_reply(response, limits)
        finally:
            await response.aclose()
    except httpx2.HTTPError as error:
        raise HttpRequestNodeError(_failure(error, request, client.max_redirects)) from error
    except httpx2.InvalidURL as error:
        raise HttpRequestNodeError(f"{request.url.host} redirects to an invalid url: {error}") from error


def _failure(error: httpx2.HTTPError, request: httpx2.Request, redirects: int) -> str:
    """Return why no answer came; the whole address may hold secrets and stays out."""
    host, seconds = request.url.host, request.extensions["timeout"]
    match error:
        case httpx2.ConnectTimeout() | httpx2.PoolTimeout():
            return f"{host} cannot be reached within {seconds['connect']:g} s (connect timeout)"
        case httpx2.ReadTimeout():
            return f"{host} sent nothing for {seconds['read']:g} s (read timeout)"
        case httpx2.WriteTimeout():
            return f"{host} took nothing for {seconds['write']:g} s (write timeout)"
        case httpx2.TooManyRedirects():
            return f"{host} redirects more than {redirects} times"
    return f"the request to {host} failed: {error or type(error).__name__}"


async def _outputs(reply: Reply, ctx: Context) -> dict[str, Any]:
    files: list[File] = []
    if reply.is_file:
        if ctx.resources.files is None:
            raise HttpRequestNodeError(f"the answer is the file {reply.filename!r}, and no files are kept here")
        files = [await ctx.resources.files.write(reply.body, filename=reply.filename, mime_type=reply.mime_type)]
    return {
        "status_code": reply.status,
        "body": "" if reply.is_file else reply.text,
        "headers": reply.headers,
        "files": files,
    }
