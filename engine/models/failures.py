"""Makes one error tree of the vendors' many."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from engine.errors import (
    ModelAuthError,
    ModelBadRequest,
    ModelError,
    ModelQuotaExceeded,
    ModelRateLimited,
    ModelTimedOut,
    ModelUnavailable,
)

_LONGEST_MESSAGE = 500  # characters of a vendor's own words

# What vendors write into `code`, `type`, `status` or a detail's `reason`, where the HTTP status does not say enough.
_BY_WORD: Mapping[str, type[ModelError]] = {
    "insufficient_quota": ModelQuotaExceeded,
    "billing_error": ModelQuotaExceeded,
    "billing_hard_limit_reached": ModelQuotaExceeded,
    "insufficient_balance": ModelQuotaExceeded,
    "rate_limit_error": ModelRateLimited,
    "rate_limit_exceeded": ModelRateLimited,
    "authentication_error": ModelAuthError,
    "invalid_api_key": ModelAuthError,
    "permission_error": ModelAuthError,
    "invalid_request_error": ModelBadRequest,
    "context_length_exceeded": ModelBadRequest,
    "not_found_error": ModelBadRequest,
    "request_too_large": ModelBadRequest,
    "API_KEY_INVALID": ModelAuthError,
    "UNAUTHENTICATED": ModelAuthError,
    "PERMISSION_DENIED": ModelAuthError,
    "RESOURCE_EXHAUSTED": ModelRateLimited,
    "INVALID_ARGUMENT": ModelBadRequest,
}


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor's name, and how its library says what went wrong."""

    id: str
    label: str
    any_error: type[Exception]
    timeout: type[Exception]
    connection: type[Exception]
    status: type[Exception]  # has `status_code`, `response` and `body`

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Return what a call may raise: errors of the library, of the transport, and of reading."""
        return (self.any_error, httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, ValueError)

    def translate(self, error: Exception) -> ModelError:
        """Return `error` as one of ours."""
        if isinstance(error, ModelError):
            return error
        if isinstance(error, self.timeout | httpx2.TimeoutException):
            return ModelTimedOut(f"{self.label} did not answer in time", provider=self.id)
        if isinstance(error, self.status):
            return self._of_status(error)
        if isinstance(error, self.connection | httpx2.HTTPError | httpx2.StreamError | httpx2.InvalidURL):
            reason = str(error.__cause__ or error) or type(error).__name__
            return ModelUnavailable(f"{self.label} cannot be reached: {reason}", provider=self.id)
        return ModelUnavailable(
            f"{self.label} sent an answer that cannot be read: {_cut(str(error))}", provider=self.id
        )

    def failure(self, status: int, body: Any, *, retry_after: float | None = None) -> ModelError:
        """Return the error that a status and the body of a refusal stand for.

        `status` below 400 means that the failure came inside an answer that had begun well.
        """
        kind = _kind(status, body)
        message = f"{self.label}: {_cut(_message(body))}"
        return kind(message, provider=self.id, retry_after=retry_after)

    def _of_status(self, error: Any) -> ModelError:
        wait = _seconds(error.response.headers.get("retry-after"))
        body = error.body if error.body is not None else error.message
        return self.failure(error.status_code, body, retry_after=wait)


def _kind(status: int, body: Any) -> type[ModelError]:
    by_word = _by_word(body)
    if by_word is ModelQuotaExceeded or status == 402:
        return ModelQuotaExceeded
    if status in (401, 403) or (status == 400 and by_word is ModelAuthError):
        return ModelAuthError
    if status == 429:
        return ModelRateLimited
    if status >= 500 or status == 408:
        return ModelUnavailable
    return ModelBadRequest if status >= 400 else by_word or ModelUnavailable


def _by_word(body: Any) -> type[ModelError] | None:
    return next((_BY_WORD[word] for word in _words(_detail(body)) if word in _BY_WORD), None)


def _words(error: Any) -> list[str]:
    if not isinstance(error, Mapping):
        return []
    details = error.get("details") if isinstance(error.get("details"), list) else []
    reasons = [one.get("reason") for one in details or () if isinstance(one, Mapping)]
    return [str(word) for word in (*reasons, error.get("code"), error.get("type"), error.get("status"))]


def _detail(body: Any) -> Any:
    """Return the error itself; some vendors wrap it in `error`."""
    return body.get("error", body) if isinstance(body, Mapping) else body


def _message(body: Any) -> str:
    detail = _detail(body)
    if isinstance(detail, Mapping):
        detail = detail.get("message") or detail.get("detail") or detail
    return str(detail)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[:_LONGEST_MESSAGE] + "…"


def _seconds(text: str | None) -> float | None:
    """Return a `Retry-After` that is a number of seconds; dates are rare and not worth a clock."""
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:
        return None
