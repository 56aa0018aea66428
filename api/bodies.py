"""Request bodies: read once and bounded, checked by a model, lenient where callers are known to differ."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from starlette.requests import Request

from api.errors import ApiError, described
from engine.strict_json import json_value
from services.runtime import current

Model = TypeVar("Model", bound="Body")


class Body(BaseModel):
    """A JSON object from a caller: unknown keys are ignored, and null for an optional field means absent."""

    model_config = ConfigDict(extra="ignore")

    null_means: ClassVar[frozenset[str]] = frozenset()  # fields for which null says something

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, values: Any) -> Any:
        if not isinstance(values, Mapping):
            return values
        return {name: value for name, value in values.items() if value is not None or name in cls.null_means}


def parsed(model: type[Model], values: Mapping[str, Any]) -> Model:
    """Return `values` as `model`; limits that are settings reach its validators as their context.

    Raises:
        ApiError: 400 `invalid_param` with every fault in its message.
    """
    try:
        return model.model_validate(values, context=current().settings)
    except ValidationError as error:
        message, field = described(error.errors(include_url=False, include_context=False))
        raise ApiError(400, "invalid_param", message, params=field) from error


async def json_object(request: Request, *, optional: bool = False) -> dict[str, Any]:
    """Return the request's JSON object; it is read once and remembered. The content type is not asked.

    Raises:
        ApiError: 413 too large, 415 neither JSON nor called so, 400 no JSON object.
    """
    if not hasattr(request.state, "json_object"):
        request.state.json_object = await _read(request)
    found: dict[str, Any] | ApiError | None = request.state.json_object
    if isinstance(found, ApiError):
        raise found
    if found is None and not optional:
        raise ApiError(400, "bad_request", "The request has no body; a JSON object is expected.")
    return found or {}


async def _read(request: Request) -> dict[str, Any] | ApiError | None:
    """Return what the body says, or what is wrong with it, which is remembered as well."""
    try:
        body = await whole_body(request, most_mb=current().settings.max_body_mb)
        return _decoded(body, request.headers.get("content-type", ""))
    except ApiError as error:
        return error


async def whole_body(request: Request, *, most_mb: int) -> bytes:
    """Return all of the body. Raises ApiError: 413, it is larger than `most_mb` millions of bytes."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most_mb * 1_000_000:
            raise ApiError(413, "request_too_large", f"The request is larger than {most_mb} MB.")
        parts.append(part)
    return b"".join(parts)


def _decoded(body: bytes, content_type: str) -> dict[str, Any] | None:
    """Return the object that `body` writes, None for an empty body."""
    if not body.strip():
        return None
    try:
        value = json_value(body)
    except ValueError as error:
        if content_type and "json" not in content_type:
            raise ApiError(415, "unsupported_media_type", f"The body is no JSON but {content_type}.") from error
        raise ApiError(400, "bad_request", f"The body is no usable JSON: {error}.") from error
    if not isinstance(value, dict):
        raise ApiError(400, "bad_request", "The body is no JSON object.")
    return value


def as_uuid(text: str) -> str:
    """Return an id in its usual form.

    Raises:
        ValueError: `text` is no UUID.
    """
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise ValueError(f"{text!r:.80} is no UUID") from None
