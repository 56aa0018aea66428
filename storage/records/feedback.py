"""Ratings of answers, and annotations: answers that people wrote for questions."""

import uuid
from dataclasses import dataclass, field
from typing import ClassVar

from storage.ids import new_id
from storage.records.base import Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(Record):
    """What one person thinks of one answer; `id` is made by `feedback_id`."""

    table: ClassVar[str] = "feedbacks"

    id: str
    workspace_id: str
    app_id: str
    conversation_id: str | None = None
    message_id: str
    rating: str  # like, dislike
    content: str | None = None
    from_source: str = "user"  # or admin
    end_user_id: str | None = None
    account_id: str | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Record):
    """A question and the answer that people wrote for it."""

    table: ClassVar[str] = "annotations"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    message_id: str | None = None  # whose question and answer it was made of
    question: str
    answer: str
    vector: bytes | None = None  # of the question: float32, length 1
    vector_key: bytes | None = None  # what it was made of: the question and the model, so that a later one tells
    account_id: str | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationHit(Record):
    """An annotation answered a question instead of the app; the pair is kept as it was then."""

    table: ClassVar[str] = "annotation_hits"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    annotation_id: str
    message_id: str
    source: str  # invoke_from of the turn
    query: str
    question: str
    answer: str
    score: float
    created_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationSetting(Record):
    """Whether the annotations of an app answer, and how alike questions must be for that."""

    table: ClassVar[str] = "annotation_settings"

    app_id: str
    id: str = field(default_factory=new_id)
    workspace_id: str
    is_enabled: bool
    score_threshold: float  # 0..1
    embedding_provider: str
    embedding_model: str
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationJob(Record):
    """Work under way that lets the annotations of an app answer, or no longer."""

    table: ClassVar[str] = "annotation_jobs"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    action: str  # enable, disable
    status: str = "waiting"  # then processing, completed or error
    error: str = ""
    score_threshold: float
    embedding_provider: str
    embedding_model: str
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


def feedback_id(message_id: str, rater: str) -> str:
    """Return the id of what somebody (an end user or account, by id) thinks of a message."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{message_id}:{rater}"))
