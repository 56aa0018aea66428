"""Answers of models that apps keep to give again, what that has saved, and what deleted apps have cost."""

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Record):
    """What a model wrote once; `id` is made by `answer_id`."""

    table: ClassVar[str] = "answers"

    id: str
    workspace_id: str
    app_id: str
    surroundings: str  # hash of all of the request but its last question
    question: str
    vector: bytes | None = None  # of the question: float32, of length 1
    vector_model: str = ""  # provider and name
    pieces: list[Any]  # [kind, text], in their order
    tokens: int = 0  # that it took
    created_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFigures(Record):
    """What keeping answers has brought an app."""

    table: ClassVar[str] = "answer_figures"

    app_id: str
    workspace_id: str
    asked: int = 0  # how often an answer was looked for
    exact: int = 0  # how often the same request was found,
    alike: int = 0  # and how often one like it
    saved_tokens: int = 0
    created_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSpending(Record):
    """What runs of a deleted app have cost on one day, by currency."""

    table: ClassVar[str] = "past_spending"

    id: str = field(default_factory=new_id)
    workspace_id: str
    currency: str = "USD"
    price: Decimal = Decimal(0)
    tokens: int = 0
    spent_at: float = field(default_factory=now)


def answer_id(app_id: str, request: str) -> str:
    """Return the id of the one answer that an app keeps for a request, by the request's hash."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{app_id}:{request}"))
