"""The body of an outgoing request, from its settings: what is sent, and how the trace shows it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import json_repair
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from engine.errors import NodeError
from engine.fields import Selector, Template
from engine.filestore import read_file
from engine.resources import Resources
from engine.templating.templates import render, render_log
from engine.values import File
from engine.variables import VariablePool

BodyType = Literal["none", "form-data", "x-www-form-urlencoded", "raw-text", "json", "binary"]

BOUNDARY = "boundary"  # in the trace; the one that is sent is random
_PLACEHOLDER = ("__multipart_placeholder__", ("", b"", "application/octet-stream"))

Part = tuple[str, tuple[str, bytes, str]]  # field, (filename, bytes, MIME type)


class RequestBodyError(NodeError):
    """The body cannot be made as it is configured."""


class FileFetchError(NodeError):
    """What is to be sent as a file is none."""


class BodyItem(BaseModel):
    """One field of a form, or the only part of another body."""

    model_config = ConfigDict(extra="allow")

    key: Template = Field(default=Template(""), description="The field's name; may name variables.")
    type: Literal["text", "file"] = Field(default="text", description="Whether it is a text or a file.")
    value: Template = Field(default=Template(""), description="The text; may name variables.")
    file: Selector = Field(default=Selector(), description="The variable that holds the file or files.")

    @field_validator("key", "value", mode="before")
    @classmethod
    def _no_text(cls, value: Any) -> Any:
        return "" if value is None else value

    @field_validator("file", mode="before")
    @classmethod
    def _no_file(cls, value: Any) -> Any:
        return value or []


class BodyConfig(BaseModel):
    """What the request carries."""

    model_config = ConfigDict(extra="allow")

    type: BodyType = Field(default="none", title="Kind", description="How the body is written.")
    data: list[BodyItem] = Field(
        default=[], title="Content", description="The fields of a form; the one text or file of any other body."
    )

    @field_validator("data", mode="before")
    @classmethod
    def _older_shapes(cls, value: Any, info: ValidationInfo) -> Any:
        if not value or info.data.get("type") == "none":
            return []
        return [{"type": "text", "value": value}] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that is ready: `content`, or a multipart form of `fields` and `parts`."""

    content: bytes = b""
    content_type: str | None = None  # None: nothing is said of it
    fields: Mapping[str, str] = field(default_factory=dict)
    parts: Sequence[Part] = ()
    shown: str = ""  # for the trace: secrets masked, files by name and size

    @property
    def is_multipart(self) -> bool:
        """Return whether it is a multipart form, whose boundary its encoder chooses."""
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a body takes its texts and files from."""

    pool: VariablePool
    resources: Resources
    most: int  # bytes of one file

    def text(self, template: str) -> str:
        """Return the text that is sent."""
        return render(template, self.pool)

    def shown(self, template: str) -> str:
        """Return the text for the trace."""
        return render_log(template, self.pool)

    async def bytes_of(self, file: File) -> bytes:
        """Return what a file holds."""
        return await read_file(file, self.resources, most=self.most)


async def body_of(config: BodyConfig | None, sources: Sources) -> Body:
    """Return the body as configured.

    Raises:
        RequestBodyError: it has not the one part that it needs, or its text is no JSON even when repaired.
        FileFetchError: a binary body names no file.
        FileDownloadError: the bytes of a file cannot be had.
    """
    return Body() if config is None else await _MAKERS[config.type](config, sources)


async def _none(config: BodyConfig, sources: Sources) -> Body:
    return Body()


async def _raw_text(config: BodyConfig, sources: Sources) -> Body:
    text = _only(config).value
    return Body(content=sources.text(text).encode(), content_type="text/plain", shown=sources.shown(text))


async def _json(config: BodyConfig, sources: Sources) -> Body:
    template = _only(config).value
    shown = sources.shown(template)
    try:
        value = await _parsed(sources.text(template))
        content = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise RequestBodyError(f"Failed to parse JSON: {shown:.1000}") from error
    return Body(content=content, content_type="application/json", shown=shown)


async def _parsed(text: str) -> Any:
    """Return the value of JSON text; inserted texts are not escaped, so it may need repair."""
    try:
        return json.loads(text)
    except ValueError:
        repaired = await asyncio.to_thread(json_repair.repair_json, text)  # it takes long for long texts
        return json.loads(repaired, strict=False)


async def _urlencoded(config: BodyConfig, sources: Sources) -> Body:
    fields, shown = _fields(config.data, sources)
    return Body(
        content=urlencode(fields).encode(),
        content_type="application/x-www-form-urlencoded",
        shown=urlencode(shown),
    )


async def _binary(config: BodyConfig, sources: Sources) -> Body:
    selector = _only(config).file
    file = sources.pool.get(selector)
    if not isinstance(file, File):
        raise FileFetchError(f"a binary body sends one file, and {'.'.join(selector) or 'nothing'} holds none")
    content = await sources.bytes_of(file)
    return Body(content=content, shown=f"<file {file.filename!r}, {len(content):,} bytes>")


async def _form_data(config: BodyConfig, sources: Sources) -> Body:
    fields, shown = _fields([item for item in config.data if item.type == "text"], sources)
    by_name = {sources.text(item.key): item.file for item in config.data if item.type == "file"}
    parts = [
        (name, (file.filename, await sources.bytes_of(file), file.mime_type or _PLACEHOLDER[1][2]))
        for name, selector in by_name.items()
        for file in _files(sources.pool.get(selector))
    ]
    return Body(fields=fields, parts=parts or [_PLACEHOLDER], shown=_shown_form(shown, parts))


def _only(config: BodyConfig) -> BodyItem:
    if len(config.data) != 1:
        raise RequestBodyError(
            f"a body of the kind {config.type} has exactly one item, this one has {len(config.data)}"
        )
    return config.data[0]


def _fields(items: Sequence[BodyItem], sources: Sources) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields by name, and how the trace shows them; of equal names the last wins."""
    sent = {sources.text(item.key): sources.text(item.value) for item in items}
    shown = {sources.shown(item.key): sources.shown(item.value) for item in items}
    return sent, shown


def _files(value: Any) -> list[File]:
    if isinstance(value, File):
        return [value]
    return [item for item in value if isinstance(item, File)] if isinstance(value, list) else []


def _shown_form(fields: Mapping[str, str], parts: Sequence[Part]) -> str:
    pieces = list(fields.items())
    pieces += [(name, f"<file {file!r}, {mime_type}, {len(data):,} bytes>") for name, (file, data, mime_type) in parts]
    lines = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}' for name, text in pieces]
    return "\r\n".join([*lines, f"--{BOUNDARY}--\r\n"])


_MAKERS: Mapping[str, Callable[[BodyConfig, Sources], Awaitable[Body]]] = {
    "none": _none,
    "form-data": _form_data,
    "x-www-form-urlencoded": _urlencoded,
    "raw-text": _raw_text,
    "json": _json,
    "binary": _binary,
}
