"""What the calls of the service API send, the same for both clients."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
IDEMPOTENCY = "Idempotency-Key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request; `has_key` says that sending it twice does what sending it once does."""

    method: str
    path: str
    json: Json | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_key(self) -> bool:
        """Return whether the server does it once, however often it comes."""
        return IDEMPOTENCY in self.headers

    def options(self) -> Json:
        """Return the options of the HTTP client's request."""
        given: Json = {"headers": dict(self.headers)}
        parts = {"json": self.json, "params": self.params, "data": self.data, "files": self.files}
        return given | {name: value for name, value in parts.items() if value}


def message(
    inputs: Mapping[str, Any],
    query: str,
    user: str,
    *,
    conversation_id: str = "",
    files: Sequence[Mapping[str, Any]] = (),
    stream: bool,
) -> Call:
    """Return a message to a chat app."""
    more: Json = {"query": query, "conversation_id": conversation_id}
    return _run("/chat-messages", inputs, user, files, stream=stream, more=more)


def completion(inputs: Mapping[str, Any], user: str, *, files: Sequence[Mapping[str, Any]] = (), stream: bool) -> Call:
    """Return a request to a completion app."""
    return _run("/completion-messages", inputs, user, files, stream=stream)


def workflow(
    inputs: Mapping[str, Any],
    user: str,
    *,
    workflow_id: str = "",
    files: Sequence[Mapping[str, Any]] = (),
    stream: bool,
) -> Call:
    """Return a request to a workflow app; `workflow_id` names a published version."""
    path = f"/workflows/{workflow_id}/run" if workflow_id else "/workflows/run"
    return _run(path, inputs, user, files, stream=stream)


def stop(kind: str, task_id: str, user: str) -> Call:
    """Return the request that stops a task; `kind` is chat-messages, completion-messages or workflows/tasks."""
    return Call(method="POST", path=f"/{kind}/{task_id}/stop", json={"user": user})


def upload(file: Any, user: str) -> Call:
    """Return an upload: a (name, bytes, type) triple or an open file."""
    return Call(method="POST", path="/files/upload", files={"file": file}, data={"user": user})


def feedback(message_id: str, rating: str | None, user: str, content: str = "") -> Call:
    """Return a rating: like, dislike, or None to take it back."""
    body = {"rating": rating, "user": user, "content": content}
    return Call(method="POST", path=f"/messages/{message_id}/feedbacks", json=body)


def reading(path: str, **params: Any) -> Call:
    """Return a request that reads; empty parameters are left out."""
    return Call(
        method="GET", path=path, params={name: value for name, value in params.items() if value not in (None, "")}
    )


def _run(
    path: str,
    inputs: Mapping[str, Any],
    user: str,
    files: Sequence[Mapping[str, Any]],
    *,
    stream: bool,
    more: Json | None = None,
) -> Call:
    """Return a request that runs an app; the server carries it out once, so that it may be sent again."""
    body: Json = {
        "inputs": dict(inputs),
        "user": user,
        "response_mode": "streaming" if stream else "blocking",
        "files": [dict(file) for file in files],
        **(more or {}),
    }
    return Call(method="POST", path=path, json=body, headers={IDEMPOTENCY: str(uuid.uuid4())})
