"""A request to a webhook, read as its trigger declares it: the outputs of the trigger, or why it is refused."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from engine.errors import InvalidInputs
from engine.frames.table import IDENTITY_KEY
from engine.nodes.trigger_webhook import BYTES, FILES, FORM, JSON, MULTIPART, RAW, TEXT, BodyParameter, TriggerWebhook
from engine.strict_json import json_value
from engine.values import fits

Pairs = Sequence[tuple[str, str]]
Values = dict[str, Any]
Config = TriggerWebhook.Config

MOST_FIELDS = 1000  # of a form
NO_CHARSETS = ("", "idna", "punycode")  # the last two are for host names, and slow
TRUE, FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off")
SUCCESS = {"status": "success", "message": "Webhook processed successfully"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """A file as it came with a request, not stored yet."""

    filename: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class WebhookRequest:
    """A request as it came; of a multipart body `fields` and `files` are the parts, and `body` is empty."""

    method: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Pairs = ()
    body: bytes = b""
    fields: Pairs = ()
    files: Sequence[tuple[str, FilePart]] = ()

    @cached_property
    def plain_headers(self) -> Mapping[str, str]:
        """Return the headers by `plain_name`."""
        return {plain_name(name): value for name, value in self.headers.items()}

    @property
    def content_type(self) -> str:
        """Return the content type without its parameters, "" where none is given."""
        return self.plain_headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def has_body(self) -> bool:
        """Return whether anything came besides the address and the headers."""
        return bool(self.body or self.fields or self.files)


def plain_name(header: str) -> str:
    """Return the name of a header in the one form by which it is found: lower case, with dashes."""
    return header.lower().replace("_", "-")


def outputs_of(config: Config, request: WebhookRequest) -> Values:
    """Return the outputs of a trigger for a request; where files are declared they hold `FilePart`s.

    Raises:
        InvalidInputs: method or content type differ, the body cannot be read, or a parameter is missing or of
            another type; the message names it.
    """
    _check_kind(config, request)
    values, body = _READERS[config.content_type](config, request)
    outputs: Values = {}
    for header in config.headers:
        text = request.plain_headers.get(plain_name(header.name))
        outputs[header.variable] = needed("header", header.name, text, required=header.required)
    for parameter in config.params:
        value = _of_texts(parameter.name, parameter.type, _texts(request.query, parameter.name))
        outputs[parameter.name] = needed("query parameter", parameter.name, value, required=parameter.required)
    for part in config.body:
        outputs[part.name] = needed("body parameter", part.name, values[part.name], required=part.required)
    return outputs | {RAW: raw_request(request.method, dict(request.headers), _merged(request.query), body)}


def answer_of(config: Config) -> Any:
    """Return the configured body of the answer: JSON as it is, other text as the message of an object."""
    text = config.response_body.strip()
    if not text:
        return SUCCESS
    if text.startswith(("{", "[")):
        try:
            return json_value(text)
        except ValueError:
            return {"message": config.response_body}
    return {"message": config.response_body}


def _check_kind(config: Config, request: WebhookRequest) -> None:
    """Raise InvalidInputs unless method and content type are those of the trigger.

    A body without a content type is JSON; without a body the content type does not matter.
    """
    if request.method.lower() != config.method:
        expected = f"expected {config.method.upper()}, got {request.method.upper()}"
        raise InvalidInputs(f"HTTP method mismatch: {expected}", "method")
    if request.has_body and (request.content_type or JSON) != config.content_type:
        expected = f"expected {config.content_type}, got {request.content_type or JSON}"
        raise InvalidInputs(f"Content type mismatch: {expected}", "content_type")


def needed(what: str, name: str, value: Any, *, required: bool) -> Any:
    """Return `value`. Raises InvalidInputs when it is missing and required."""
    if value is None and required:
        raise InvalidInputs(f"Required {what} missing: {name}", name)
    return value


def _of_json(config: Config, request: WebhookRequest) -> tuple[Values, Any]:
    try:
        given = json_value(request.body) if request.body.strip() else {}
    except ValueError as error:
        raise InvalidInputs(f"The body is no usable JSON: {error}", "body") from error
    if config.body and not isinstance(given, dict):
        raise InvalidInputs("The body is no JSON object", "body")
    given = unmarked(given)
    types = {part.name: part.type for part in config.body}
    values = {name: given.get(name) for name in types}
    return {name: checked_type(name, declared, values[name]) for name, declared in types.items()}, given


def unmarked(value: Any) -> Any:
    """Return JSON from outside without the marks of files and frames: nobody names those of this house from there."""
    if isinstance(value, dict):
        return {name: unmarked(item) for name, item in value.items() if name != IDENTITY_KEY}
    return [unmarked(item) for item in value] if isinstance(value, list) else value


def _of_form(config: Config, request: WebhookRequest) -> tuple[Values, Any]:
    try:
        fields = parse_qsl(_text(request), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise InvalidInputs(f"The body is no usable form: {error}", "body") from error
    return _of_fields(config.body, fields), _merged(fields)


def _of_multipart(config: Config, request: WebhookRequest) -> tuple[Values, Any]:
    values = _of_fields([part for part in config.body if part.type not in FILES], request.fields)
    for part in config.body:
        if part.type in FILES:
            found = [file for name, file in request.files if name == part.name]
            several = part.type == "array[file]"
            values[part.name] = (found if several else found[0]) if found else None
    files = [(name, file.filename) for name, file in request.files]
    return values, _merged([*request.fields, *files])


def _of_text(config: Config, request: WebhookRequest) -> tuple[Values, Any]:
    text = _text(request)
    whole = [text] if request.body else []
    return {part.name: _of_texts(part.name, part.type, whole) for part in config.body}, text


def _of_bytes(config: Config, request: WebhookRequest) -> tuple[Values, Any]:
    file = FilePart(filename="body.bin", mime_type=BYTES, data=request.body) if request.body else None
    return {part.name: file for part in config.body}, {"size": len(request.body)}


_READERS: Mapping[str, Callable[[Config, WebhookRequest], tuple[Values, Any]]] = {
    JSON: _of_json,
    FORM: _of_form,
    MULTIPART: _of_multipart,
    TEXT: _of_text,
    BYTES: _of_bytes,
}


def _of_fields(parts: Sequence[BodyParameter], fields: Pairs) -> Values:
    return {part.name: _of_texts(part.name, part.type, _texts(fields, part.name)) for part in parts}


def _of_texts(name: str, declared: str, texts: Sequence[str]) -> Any:
    """Return the value of a parameter that came as text, None where none came; repeated ones make a list."""
    if declared.startswith("array["):
        return [_of_one_text(name, declared[6:-1], text) for text in texts] or None
    if not texts or (declared != "string" and not texts[0].strip()):
        return None
    return _of_one_text(name, declared, texts[0])


def _of_one_text(name: str, declared: str, text: str) -> Any:
    word = text.strip().lower()
    if declared == "string":
        return text.replace("\0", "")
    if declared == "boolean" and word in (*TRUE, *FALSE):
        return word in TRUE
    if declared == "number":
        try:
            number = float(word) if set(word) & set(".e") else int(word)
        except ValueError as error:
            raise _wrong(name, declared, text) from error
        if math.isfinite(number):
            return number
    raise _wrong(name, declared, text)


def checked_type(name: str, declared: str, value: Any) -> Any:
    """Return `value`, which may be None. Raises InvalidInputs when it is of another type."""
    if value is not None and not _is(value, declared):
        raise _wrong(name, declared, value)
    return value


def _is(value: Any, declared: str) -> bool:
    """Return whether a value is of a type; other than between nodes, a boolean is no number."""
    if declared.startswith("array["):
        return isinstance(value, list) and all(_is(item, declared[6:-1]) for item in value)
    return not (declared == "number" and isinstance(value, bool)) and fits(value, declared)


def _wrong(name: str, declared: str, value: Any) -> InvalidInputs:
    return InvalidInputs(f"{name} must be {declared}, got {value!r:.80}", name)


def _text(request: WebhookRequest) -> str:
    """Return the body as text: in its charset, else UTF-8; what does not decode becomes U+FFFD."""
    _, _, charset = request.plain_headers.get("content-type", "").lower().partition("charset=")
    name = charset.partition(";")[0].strip(' "')
    try:
        text = request.body.decode("utf-8" if name in NO_CHARSETS else name, "replace")
    except (LookupError, UnicodeError):
        text = request.body.decode("utf-8", "replace")
    return text.replace("\0", "")


def _texts(pairs: Pairs, name: str) -> list[str]:
    return [text for found, text in pairs if found == name]


def _merged(pairs: Pairs) -> dict[str, Any]:
    """Return pairs as an object; a name that stands there several times has a list."""
    merged: dict[str, list[str]] = {}
    for name, text in pairs:
        merged.setdefault(name, []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in merged.items()}


def raw_request(method: str, headers: Mapping[str, Any], query: Mapping[str, Any], body: Any) -> dict[str, Any]:
    """Return the value that shows a whole request."""
    return {"method": method.upper(), "headers": dict(headers), "query": dict(query), "body": body}
