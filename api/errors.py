"""Errors at the edge: one table from class to status and code, and one envelope for all of them."""

import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.json_text import JsonAnswer
from engine.errors import (
    EngineError,
    InvalidDsl,
    InvalidInputs,
    InvalidWorkflow,
    ModelError,
    NodeError,
    RetrievalTimedOut,
    RunCancelled,
    RunLimitExceeded,
    RunTimedOut,
)
from engine.human_forms import InvalidSubmission
from services.errors import (
    AlreadySetUp,
    ArchivedDocument,
    AudioTooLarge,
    AuthenticationFailed,
    DatasetIndexing,
    DatasetInUse,
    DatasetNameTaken,
    FileAccessDenied,
    FileTooLarge,
    FormExpired,
    FormSubmitted,
    InvalidInput,
    NotAllowed,
    RequestChanged,
    RequestCutOff,
    SecretUnreadable,
    ServiceError,
    TooManyCalls,
    TooManyLogins,
    TooManyRequests,
    Unauthorized,
    UnsupportedAudio,
    UnsupportedFile,
)
from storage.errors import Conflict, DatabaseClosed, NotFound, QueryInterrupted, StorageError

log = logging.getLogger(__name__)

GENERAL_FAILURE = "The server met an internal error and could not finish the request."
REALM = {"WWW-Authenticate": 'Bearer realm="api"'}


class ApiError(Exception):
    """A request is refused here, before any service is asked."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        params: str | None = None,  # name of the faulty field
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.params = params
        self.headers = dict(headers or {})


# Class -> HTTP status and code; a subclass without a row of its own has its parent's. A code of None is the error's own.
STATUS: dict[type[Exception], tuple[int, str | None]] = {
    InvalidDsl: (400, "invalid_param"),
    InvalidWorkflow: (400, "invalid_param"),
    InvalidInputs: (400, "invalid_param"),
    InvalidSubmission: (400, None),
    NodeError: (400, "invalid_param"),
    RunLimitExceeded: (400, "invalid_param"),
    RunTimedOut: (400, None),
    RetrievalTimedOut: (400, None),
    RunCancelled: (400, "bad_request"),
    ModelError: (400, None),
    NotFound: (404, "not_found"),
    Conflict: (409, "conflict"),
    QueryInterrupted: (503, "service_unavailable"),
    DatabaseClosed: (503, "service_unavailable"),
    ServiceError: (400, None),
    Unauthorized: (401, None),
    AuthenticationFailed: (401, None),
    NotAllowed: (403, None),
    FileAccessDenied: (403, None),
    FileTooLarge: (413, None),
    DatasetNameTaken: (409, None),
    DatasetInUse: (409, None),
    DatasetIndexing: (409, None),
    ArchivedDocument: (403, None),
    UnsupportedFile: (415, None),
    AudioTooLarge: (413, None),
    UnsupportedAudio: (415, None),
    AlreadySetUp: (403, None),
    RequestChanged: (409, None),
    RequestCutOff: (409, None),
    FormSubmitted: (412, None),
    FormExpired: (412, None),
    TooManyLogins: (429, None),
    TooManyRequests: (429, None),
    SecretUnreadable: (500, "internal_server_error"),
}

# What is missing is named by its own code in these cases.
MISSING = {
    "conversation": "conversation_not_exists",
    "draft": "draft_workflow_not_exist",
    "end user": "end_user_not_found",
    "file": "file_not_found",
}

HTTP_CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "request_too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}


def refusal(error: Exception) -> tuple[int, str]:
    """Return the HTTP status and the code for `error`."""
    if isinstance(error, NotFound):
        return 404, MISSING.get(error.kind, "not_found")
    for kind in type(error).__mro__:
        if kind in STATUS:
            status, code = STATUS[kind]
            return status, code or error.code  # type: ignore[attr-defined]
    return 500, "internal_server_error"


def envelope(
    status: int, code: str, message: str, *, params: str | None = None, headers: Mapping[str, str] | None = None
) -> JsonAnswer:
    """Return the one body that every refused request gets."""
    body: dict[str, Any] = {"code": code, "message": message, "status": status}
    if params is not None:
        body["params"] = params
    return JsonAnswer(body, status, headers=dict(headers or {}))


def answer(error: Exception) -> JsonAnswer:
    """Return what the caller of a request that ended in `error` is told; faults of ours are logged here, once."""
    match error:
        case ApiError():
            return envelope(error.status, error.code, str(error), params=error.params, headers=error.headers)
        case RequestValidationError():
            message, field = described(error.errors(), skip=1)
            return envelope(400, "invalid_param", message, params=field)
        case HTTPException():
            code = HTTP_CODES.get(error.status_code, "bad_request")
            return envelope(error.status_code, code, _sentence(error), headers=error.headers)
    status, code = refusal(error)
    if status >= 500:
        log.error("A request failed. error=%s", type(error).__name__, exc_info=error)
        return envelope(status, code, GENERAL_FAILURE)
    return envelope(status, code, str(error), params=_faulty_field(error), headers=_headers(error, status))


def _faulty_field(error: Exception) -> str | None:
    match error:
        case InvalidInputs():
            return error.variable
        case InvalidInput():
            return error.param
    return None


def _headers(error: Exception, status: int) -> dict[str, str]:
    if isinstance(error, TooManyLogins | TooManyCalls):
        return {"Retry-After": str(math.ceil(error.retry_after))}
    return REALM if status == 401 else {}


async def refuse(_: Request, error: Exception) -> JsonAnswer:
    """Answer a request that ended in `error` (the signature is the framework's)."""
    return answer(error)


def described(errors: Sequence[Any], *, skip: int = 0) -> tuple[str, str | None]:
    """Return pydantic's `errors` as one sentence, and the path of the first faulty field.

    `skip` leading parts of each path (the framework's "query" or "path") are left out.
    """
    fields = [".".join(str(part) for part in error["loc"][skip:]) for error in errors]
    sentences = [_fault(field, error) for field, error in zip(fields, errors, strict=True)]
    return "; ".join(sentences), fields[0] or None


def _fault(field: str, error: Mapping[str, Any]) -> str:
    if error["type"] == "missing":
        return f"{field} is required"
    reason = str(error["msg"]).removeprefix("Value error, ")
    return f"{field}: {reason}" if field else reason


def _sentence(error: HTTPException) -> str:
    known = {404: "There is nothing at this address.", 405: "This address does not answer that method."}
    return known.get(error.status_code, str(error.detail))


HANDLERS: dict[int | type[Exception], Any] = dict.fromkeys(
    (ApiError, EngineError, StorageError, ServiceError, HTTPException, RequestValidationError), refuse
)
