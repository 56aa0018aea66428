"""The head of an outgoing request, from its settings: address, query, headers, authorization."""

import base64
import re
from typing import Any, Literal, Self
from urllib.parse import urlencode

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from engine.errors import NodeError
from engine.fields import Template
from engine.templating.templates import render, render_log
from engine.variables import VariablePool
from engine.web.body import BOUNDARY, Body

Pairs = list[tuple[str, str]]

_ADDRESS = re.compile(r"(?:\w+://)?(?:[^/?#]*@)?(?P<host>[^/?#]*)(?P<path>[^#]*)")  # leaves out user and password


class AuthorizationConfigError(NodeError):
    """The key is missing."""


class InvalidURLError(NodeError):
    """The address is none of a web service."""


class AuthorizationConfig(BaseModel):
    """The key and how it is sent."""

    model_config = ConfigDict(extra="allow")

    type: Literal["bearer", "basic", "custom"] = Field(
        default="bearer", description="`Bearer <key>`, `Basic <key>` (user:password is encoded), or the key alone."
    )
    api_key: Template = Field(default=Template(""), title="Key", description="The key; may name a variable.")
    header: str | None = Field(default="", description="The header that carries it; Authorization when empty.")

    def value(self, key: str) -> str:
        """Return what the header says."""
        match self.type:
            case "bearer":
                return f"Bearer {key}"
            case "basic":
                return f"Basic {base64.b64encode(key.encode()).decode() if ':' in key else key}"
            case "custom":
                return key


class Authorization(BaseModel):
    """Whether the request proves who sends it."""

    model_config = ConfigDict(extra="allow")

    type: Literal["no-auth", "api-key"] = Field(default="no-auth", description="With or without a key.")
    config: AuthorizationConfig | None = Field(default=None, title="Key", description="The key and how it is sent.")

    @field_validator("config", mode="before")
    @classmethod
    def _unused_settings(cls, value: Any, info: ValidationInfo) -> Any:
        return None if info.data.get("type") == "no-auth" else value

    @property
    def header(self) -> str:
        """Return the name of the header that carries the key."""
        return (self.config and self.config.header and self.config.header.strip()) or "Authorization"

    def value(self, pool: VariablePool) -> str | None:
        """Return what the header says, None without authorization.

        Raises:
            AuthorizationConfigError: there is no key.
        """
        if self.type == "no-auth":
            return None
        key = render(self.config.api_key, pool) if self.config else ""
        if self.config is None or not key.strip():
            raise AuthorizationConfigError("API key is required for authorization but was empty")
        return self.config.value(key)


class Headers:
    """The headers of a request: of equal names, whatever their letter case, the last one counts."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[str, str]] = {}  # by lower-case name

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the headers that `name: value` lines give; without a colon the value is empty."""
        headers = cls()
        for name, value in _pairs(text):
            headers.put(name, value)
        return headers

    def put(self, name: str, value: str) -> None:
        """Set a header in place of one that is there."""
        self._lines[name.lower()] = (name, value)

    def describe(self, body: Body) -> None:
        """Say what the body is, unless that was said; the encoder of a multipart form says it itself."""
        if body.is_multipart:
            self._lines.pop("content-type", None)
        elif body.content_type is not None:
            self._lines.setdefault("content-type", ("Content-Type", body.content_type))

    def star(self, *names: str) -> None:
        """Make the values of headers unreadable."""
        for name in {name.lower() for name in names} & self._lines.keys():
            written, value = self._lines[name]
            self._lines[name] = (written, "*" * len(value))

    def encoded(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as they are sent; what is no ASCII goes as UTF-8."""
        return [(name.encode(), value.encode()) for name, value in self._lines.values()]

    def __str__(self) -> str:
        return "".join(f"{name}: {value}\r\n" for name, value in self._lines.values())


def query(template: str, pool: VariablePool) -> tuple[Pairs, Pairs]:
    """Return the query parameters that `name: value` lines give, and how the trace shows them.

    Each line is rendered by itself, so that a value with line breaks stays one; names may repeat.
    """
    pairs = _pairs(template)
    sent = [(render(name, pool), render(value, pool)) for name, value in pairs]
    return sent, [(render_log(name, pool), render_log(value, pool)) for name, value in pairs]


def address(text: str, params: Pairs) -> httpx2.URL:
    """Return the address with `params` in place of those of equal names in it.

    Raises:
        InvalidURLError: it is none of a web service.
    """
    if not text.startswith(("http://", "https://")):
        raise InvalidURLError("url should start with http:// or https://" if text else "url is required")
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL as error:
        raise InvalidURLError(f"the url is not valid: {error}") from error
    if not url.host or not 0 < (url.port or 80) < 65536:
        raise InvalidURLError("the url names no host, or no port between 1 and 65535")
    return url.copy_merge_params(tuple(params)) if params else url


def shown(method: str, url: str, params: Pairs, headers: Headers, body: Body) -> str:
    """Return a raw request for the trace; its parts come with secrets masked."""
    found = _ADDRESS.match(url)
    assert found is not None  # it matches any text
    path = found["path"] if found["path"].startswith("/") else f"/{found['path']}"
    if params:
        path += f"{'&' if '?' in path else '?'}{urlencode(params, safe='*')}"
    if body.is_multipart:
        headers.put("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    length = f"Content-Length: {len(body.shown)}\r\n" if body.shown else ""
    return f"{method.upper()} {path} HTTP/1.1\r\nHost: {found['host']}\r\n{headers}{length}\r\n{body.shown}"


def _pairs(text: str) -> Pairs:
    """Return name and value of each line; lines without a name are left out."""
    lines = (line.partition(":") for line in text.splitlines())
    return [(name.strip(), value.strip()) for name, _, value in lines if name.strip()]
