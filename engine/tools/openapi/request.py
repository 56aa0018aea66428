"""A call of an operation as an HTTP request."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from engine.filestore import read_file
from engine.resources import Resources
from engine.tools.base import ToolParameterError
from engine.tools.openapi.document import Argument, Operation
from engine.values import File, as_text

Pairs = list[tuple[str, str]]

MOST_SENT: Final = 20 * 1024 * 1024  # bytes of one file
_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request without what signs it in."""

    method: str
    url: str  # without the query
    query: Pairs = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    form: Mapping[str, Any] = field(default_factory=dict)  # of a multipart body: its texts
    files: list[tuple[str, tuple[str, bytes, str]]] = field(default_factory=list)  # and its files


async def asked(operation: Operation, server: str, arguments: Mapping[str, Any], resources: Resources) -> Asked:
    """Return the request for an operation with checked arguments; what is None or missing is left out.

    Raises:
        ToolParameterError: a value cannot stand where it belongs.
        NodeError: a file cannot be read.
    """
    given = {
        argument.parameter.name: argument
        for argument in operation.arguments
        if arguments.get(argument.parameter.name) is not None
    }
    at: dict[str, list[tuple[Argument, Any]]] = {}
    for name, argument in given.items():
        at.setdefault(argument.place, []).append((argument, arguments[name]))
    headers = {one.wire: _line(one, _joined(one, value)) for one, value in at.get("header", ())}
    cookies = [f"{one.wire}={quote(_joined(one, value), safe='')}" for one, value in at.get("cookie", ())]
    request = Asked(
        method=operation.method,
        url=_server(operation.server, server).rstrip("/") + _path(operation.path, at.get("path", ())),
        query=[pair for one, value in at.get("query", ()) for pair in _pairs(one, value)],
        headers={**headers, **({"Cookie": "; ".join(cookies)} if cookies else {})},
    )
    return await _with_body(request, operation.media_type, at.get("body", []), resources)


def _server(own: str, usual: str) -> str:
    """Return where an operation is; one that its document puts on another host is not given our key there."""
    return own if own and urlsplit(own)[:2] == urlsplit(usual)[:2] else usual


def _path(template: str, values: "list[tuple[Argument, Any]] | tuple[()]") -> str:
    path = template if template.startswith("/") else f"/{template}"
    for argument, value in values:
        text = _joined(argument, value)
        if text in ("", ".", ".."):  # they would lead to another address
            raise ToolParameterError(f"the tool parameter {argument.parameter.name!r} cannot be {text!r} in an address")
        path = path.replace(f"{{{argument.wire}}}", quote(text, safe=""))
    if "{" in path:
        missing = path.partition("{")[2].partition("}")[0]
        raise ToolParameterError(f"the tool parameter {missing!r} is required: it is part of the address")
    return path


def _pairs(argument: Argument, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the parameters of a query that a value becomes, as its style says."""
    name = argument.wire
    if isinstance(value, Mapping) and argument.style == "deepObject":
        yield from ((f"{name}[{key}]", as_text(one)) for key, one in value.items())
    elif isinstance(value, Mapping) and argument.explode:
        yield from ((str(key), as_text(one)) for key, one in value.items())
    elif isinstance(value, list) and argument.explode:
        yield from ((name, as_text(one)) for one in value)
    else:
        yield name, _joined(argument, value)


def _joined(argument: Argument, value: Any) -> str:
    separator = _SEPARATORS.get(argument.style, ",")
    if isinstance(value, list):
        return separator.join(as_text(one) for one in value)
    if isinstance(value, Mapping):
        return separator.join(
            f"{key}{'=' if argument.explode else separator}{as_text(one)}" for key, one in value.items()
        )
    return _plain(value)


def _plain(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else as_text(value)


def _line(argument: Argument, text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise ToolParameterError(
            f"the tool parameter {argument.parameter.name!r} is a header: plain letters on one line"
        )
    return text


async def _with_body(
    request: Asked, media_type: str, values: list[tuple[Argument, Any]], resources: Resources
) -> Asked:
    if not media_type or not values:
        return request
    whole = next((value for argument, value in values if argument.wire == ""), None)
    fields = {argument.wire: value for argument, value in values if argument.wire}
    if media_type == "multipart/form-data":
        files = [(name, one) for name, value in fields.items() for one in _files(value)]
        texts = {name: _texts(value) for name, value in fields.items() if not _files(value)}
        parts = [(name, await _part(one, resources)) for name, one in files]
        return _replaced(request, form=texts, files=parts)
    if media_type == "application/x-www-form-urlencoded":
        content = urlencode({name: _texts(value) for name, value in fields.items()}, doseq=True).encode()
    elif isinstance(whole, File):
        content = await read_file(whole, resources, most=MOST_SENT)
    elif "json" in media_type:
        content = json.dumps(_whole(values, whole, fields), ensure_ascii=False, default=as_text).encode()
    else:
        content = as_text(whole).encode()
    return _replaced(request, content=content, headers={**request.headers, "Content-Type": media_type})


def _whole(values: list[tuple[Argument, Any]], whole: Any, fields: Mapping[str, Any]) -> Any:
    if whole is not None:
        return whole
    return {argument.wire: _typed(argument, fields[argument.wire]) for argument, _ in values}


def _typed(argument: Argument, value: Any) -> Any:
    """Return a whole number as one: models and forms write 5.0 where a service wants 5."""
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if is_whole and (argument.parameter.shape or {}).get("type") == "integer" else value


def _replaced(request: Asked, **changes: Any) -> Asked:
    return Asked(
        **{
            "method": request.method,
            "url": request.url,
            "query": request.query,
            "headers": request.headers,
            **changes,
        }
    )


def _files(value: Any) -> list[File]:
    items = value if isinstance(value, list) else [value]
    return items if items and all(isinstance(one, File) for one in items) else []


def _texts(value: Any) -> str | list[str]:
    return [_plain(one) for one in value] if isinstance(value, list) else _plain(value)


async def _part(file: File, resources: Resources) -> tuple[str, bytes, str]:
    data = await read_file(file, resources, most=MOST_SENT)
    return file.filename or "file", data, file.mime_type or "application/octet-stream"
