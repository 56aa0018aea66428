"""What can go wrong with a call, as one tree.

APIError
  ValidationError      400: the request does not fit the app; trying again is no use
  AuthenticationError  401: the key is missing, unknown or expired
  RateLimitError       429: too many requests; `retry_after` says when to come again
  ConnectionFailed     the server was not reached, or did not answer in time
  StreamError          the run failed after its stream had begun
"""

import json
from collections.abc import Mapping
from typing import Any


class APIError(Exception):
    """A call failed; `status` is the HTTP status, 0 when there was no answer, `code` the server's word for the reason."""

    def __init__(self, message: str, *, status: int = 0, code: str = "", body: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.body = dict(body or {})


class ValidationError(APIError):
    """The request does not fit the app (400)."""


class AuthenticationError(APIError):
    """The key is missing, unknown or expired (401)."""


class RateLimitError(APIError):
    """Too many requests (429); `retry_after` is in seconds, None when the server does not say."""

    def __init__(self, message: str, *, retry_after: float | None = None, **told: Any) -> None:
        super().__init__(message, **told)
        self.retry_after = retry_after


class ConnectionFailed(APIError):
    """The server was not reached, or did not answer in time."""


class StreamError(APIError):
    """The run failed after its stream had begun."""


_KINDS: Mapping[int, type[APIError]] = {400: ValidationError, 401: AuthenticationError, 429: RateLimitError}


def error_of(status: int, body: bytes, *, retry_after: float | None = None) -> APIError:
    """Return the error that an answer stands for."""
    told = _object(body)
    given: dict[str, Any] = {"status": status, "code": str(told.get("code") or ""), "body": told}
    message = str(told.get("message") or f"HTTP {status}")
    if status == 429:
        return RateLimitError(message, retry_after=retry_after, **given)
    return _KINDS.get(status, APIError)(message, **given)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
