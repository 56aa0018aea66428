"""What the OpenAPI document says of answers: how operations refuse, and which of them answer with other things than JSON."""

from typing import Any, Final

Json = dict[str, Any]

REASONS: Final = {
    400: "A value is missing, of another type or out of range, or the app cannot do this.",
    401: "The key, token or login is missing, unknown or expired.",
    403: "The caller may not do this, or it is switched off.",
    404: "There is no such thing for this caller.",
    409: "It stands against what is there: a name that is taken, something in use.",
    412: "The form has its answer already, or its time is over.",
    413: "The body is too large.",
    415: "The body, or the file in it, is of a type that is not taken.",
    429: "Too many requests, or too many runs at one time; `Retry-After` says when to come again.",
    500: "The server failed; the message stays general.",
}

_RUN: Final = "7d0c3f5e-9c6b-4a1e-8f0d-2b5a6c7d8e9f"
_TAKEN: Final[Json] = {  # as `api.asked.accepted` writes it
    "run_id": _RUN,
    "task_id": "7d0c3f5e-9c6b-4a1e-8f0d-2b5a6c7d8ea0",
    "message_id": None,
    "conversation_id": None,
    "mode": "workflow",
    "status": "running",
    "created_at": 1_760_000_000,
    "poll_url": f"http://localhost:8501/v1/runs/{_RUN}?user=ann",
    "events_url": f"http://localhost:8501/v1/runs/{_RUN}/events?user=ann",
}
_TYPES: Final[Json] = {
    **{key: {"type": "string"} for key in _TAKEN},
    **{key: {"type": ["string", "null"]} for key in ("message_id", "conversation_id")},
    "created_at": {"type": "integer", "description": "Epoch seconds."},
    "poll_url": {"type": "string", "description": "Says how the run stands, and its answer once it has ended."},
    "events_url": {"type": "string", "description": "Its events, from any place on (`Last-Event-ID`)."},
}
TAKEN_ON: Final[Json] = {
    "description": "Taken on (`async`): the ids of the run, and where to ask for its answer.",
    "content": {
        "application/json": {
            "schema": {"type": "object", "required": list(_TYPES), "properties": _TYPES},
            "example": _TAKEN,
        }
    },
}

_WHOLE: Final = (  # operations of `/v1` that name things in their body or query
    *("/v1/chat-messages", "/v1/chat/completions", "/v1/conversations", "/v1/messages"),
    *("/v1/datasets/tags", "/v1/datasets/tags/binding", "/v1/datasets/tags/unbinding"),
)
_FAILING: Final = ("messages", "/run", "/completions", "/suggested", "/audio-to-text", "/text-to-audio", "/retrieve")
_OF_BASES: Final = ("/datasets", "/datasets/{dataset_id}")
_OPENAI: Final = ("/v1/chat/", "/v1/models")
_TOKENS: Final = ("/files/", "/api/", "/triggers/", "/mcp/")  # opened by a secret in the address
_KINDS: Final = {  # ends of addresses -> what they answer with
    "/text-to-audio": "audio/mpeg",
    "/preview": "application/octet-stream",
    "/download-zip": "application/zip",
    "/events": "text/event-stream",
    "/pipeline/datasource/nodes/{node_id}/run": "text/event-stream",
}


def describe(method: str, path: str, operation: Json) -> None:
    """Write down how an operation answers, in place."""
    answers = operation["responses"]
    answers.pop("422", None)  # the framework's own form, which no caller ever gets
    kind = next((kind for end, kind in _KINDS.items() if path.endswith(end)), None)
    if kind is not None and path.startswith("/v1"):
        answers["200"]["content"] = {kind: {"schema": {"type": "string", "format": "binary"}}}
    if _may_be_taken_on(operation):
        answers["202"] = TAKEN_ON
    error = "OpenAIError" if path.startswith(_OPENAI) else "Error"
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{error}"}}}
    for status in refusals(method, path, operation):
        answers.setdefault(str(status), {"description": REASONS[status], "content": content})


def _may_be_taken_on(operation: Json) -> bool:
    """Return whether a run may be asked for whose answer is fetched later."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    mode = content.get("schema", {}).get("properties", {}).get("response_mode", {})
    return "async" in mode.get("enum", ())


def refusals(method: str, path: str, operation: Json) -> list[int]:
    """Return the statuses by which an operation may refuse a request."""
    found = {400, *_of_callers(path, operation)}
    is_console = path.startswith("/console")
    if "{" in path or path in _WHOLE or is_console:
        found.add(404)
    if "requestBody" in operation:
        found |= {413, 415}
    if is_console or (method != "get" and path.endswith(_OF_BASES)):
        found.add(409)
    if "/form/" in path:
        found.add(412)
    if path.endswith(_FAILING) and (method == "post" or path.endswith("/suggested")):
        found.add(500)
    return sorted(found)


def _of_callers(path: str, operation: Json) -> set[int]:
    """Return the statuses that depend on who calls, and how often."""
    found = {401, 403} if operation.get("security") else set()
    if path.startswith(_TOKENS):
        found |= {403, 404, 429}
    if path.startswith("/api/") or path.endswith(("/login", "/refresh-token")):
        found.add(401)
    if path.startswith("/v1") or path.endswith(("/login", "/run", "/test")):
        found.add(429)
    return found
