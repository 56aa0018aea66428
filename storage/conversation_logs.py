"""Conversations of an app as its log shows them: filtered by what was said, by whom, when, and what people think of it.

A message without a conversation, as completion apps have them, stands in the log as a conversation of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from storage.columns import as_time
from storage.database import Database

JUDGED: Final = """
    rated AS (
        SELECT message_id, count(*) FILTER (rating = 'like') AS likes, count(*) FILTER (rating = 'dislike') AS dislikes
        FROM feedbacks WHERE workspace_id = $workspace AND app_id = $app GROUP BY message_id
    ),
    noted AS (
        SELECT message_id FROM annotations
        WHERE workspace_id = $workspace AND app_id = $app AND message_id IS NOT NULL
        UNION SELECT message_id FROM annotation_hits WHERE workspace_id = $workspace AND app_id = $app
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFilter:
    """Which conversations of an app are wanted: those with a message that fits; None passes all.

    `keyword` is any part of name, questions, answers or inputs, `user` any part of what the user is called, both
    without regard to case. Times are epoch seconds, both included.
    """

    keyword: str | None = None
    status: str | None = None  # normal, error, stopped or paused
    sources: Sequence[str] | None = None  # `invoke_from`
    user: str | None = None
    since: float | None = None
    until: float | None = None
    rating: str | None = None  # like or dislike, `any` for both
    annotated: bool | None = None  # an annotation was made of an answer, or was the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedConversation:
    """A conversation in the log; `id` is its own, or that of the message that stands alone."""

    id: str
    name: str
    user: str  # what the end user or account is called, "" for nobody known
    invoke_from: str  # of its newest message
    messages: int
    errors: int  # messages that failed
    tokens: int
    price: Decimal
    currency: str
    likes: int
    dislikes: int
    annotated: int  # messages
    created_at: float
    updated_at: float


EVERY: Final = ConversationFilter()

WANTED: Final = f"""
    WITH {JUDGED},
    said AS (
        SELECT coalesce(conversation_id, id) AS id, id AS message_id, query, status, end_user_id, account_id,
            invoke_from, message_tokens + answer_tokens AS tokens, total_price, currency, created_at,
            $keyword IS NULL OR contains(lower(query), lower($keyword)) OR contains(lower(answer), lower($keyword))
                OR contains(lower(inputs::VARCHAR), lower($keyword)) AS fits
        FROM messages WHERE workspace_id = $workspace AND app_id = $app
          AND ($sources IS NULL OR list_contains($sources, invoke_from))
    ),
    held AS (
        SELECT id, arg_min(query, created_at) AS query, arg_max(invoke_from, created_at) AS invoke_from,
            any_value(end_user_id) AS end_user_id, any_value(account_id) AS account_id, bool_or(fits) AS fits,
            count(*) AS messages, count(*) FILTER (status = 'error') AS errors, sum(tokens)::BIGINT AS tokens,
            sum(total_price) AS price, arg_max(currency, total_price) AS currency,
            coalesce(sum(likes), 0)::BIGINT AS likes, coalesce(sum(dislikes), 0)::BIGINT AS dislikes,
            count(noted.message_id) AS annotated, min(created_at) AS created_at, max(created_at) AS updated_at
        FROM said LEFT JOIN rated USING (message_id) LEFT JOIN noted USING (message_id)
        GROUP BY id
        HAVING ($status IS NULL OR bool_or(status = $status))
           AND bool_or(($since IS NULL OR created_at >= $since) AND ($until IS NULL OR created_at <= $until))
    ),
    named AS (
        SELECT held.*, coalesce(conversations.name, query) AS name,
            coalesce(end_users.name, end_users.session_id, accounts.name, '') AS user,
            concat_ws(' ', end_users.name, end_users.session_id, accounts.name, accounts.email) AS called
        FROM held
        LEFT JOIN conversations ON conversations.id = held.id AND conversations.workspace_id = $workspace
        LEFT JOIN end_users ON end_users.id = held.end_user_id AND end_users.workspace_id = $workspace
        LEFT JOIN accounts ON accounts.id = held.account_id AND accounts.workspace_id = $workspace
        WHERE conversations.is_deleted IS NOT TRUE
    ),
    wanted AS (
        SELECT * EXCLUDE (query, end_user_id, account_id, fits, called) FROM named
        WHERE (fits OR contains(lower(name), lower($keyword)))
          AND ($user IS NULL OR contains(lower(called), lower($user)))
          AND ($annotated IS NULL OR (annotated > 0) = $annotated)
          AND CASE $rating WHEN 'like' THEN likes > 0 WHEN 'dislike' THEN dislikes > 0
                           WHEN 'any' THEN likes + dislikes > 0 ELSE true END
    )
"""  # noqa: S608  # made of the text above only


def list_logged_conversations(
    db: Database,
    workspace_id: str,
    app_id: str,
    *,
    wanted: ConversationFilter = EVERY,
    page: int = 1,
    limit: int = 20,
) -> list[LoggedConversation]:
    """Return one page of conversations, the latest use first; those that their users deleted are left out."""
    rows = db.query(
        f"{WANTED} SELECT * FROM wanted ORDER BY updated_at DESC, id DESC LIMIT $limit OFFSET $offset",  # noqa: S608  # as above
        {**_parameters(workspace_id, app_id, wanted), "limit": limit, "offset": (page - 1) * limit},
    )
    return [LoggedConversation(**row) for row in rows]


def count_logged_conversations(
    db: Database, workspace_id: str, app_id: str, *, wanted: ConversationFilter = EVERY
) -> int:
    """Return how many conversations `list_logged_conversations` has on all its pages."""
    sql = f"{WANTED} SELECT count(*) AS found FROM wanted"  # noqa: S608  # as above
    rows = db.query(sql, _parameters(workspace_id, app_id, wanted))
    return int(rows[0]["found"])


def annotated_messages(db: Database, workspace_id: str, app_id: str, message_ids: Sequence[str]) -> dict[str, str]:
    """Return by message the newest annotation, by its id, that was made of it or was its answer."""
    rows = db.query(
        """
        WITH found AS (
            SELECT message_id, id, created_at FROM annotations
            WHERE workspace_id = $workspace AND app_id = $app AND list_contains($messages, message_id)
            UNION ALL
            SELECT message_id, annotation_id, created_at FROM annotation_hits
            WHERE workspace_id = $workspace AND app_id = $app AND list_contains($messages, message_id)
        )
        SELECT message_id, arg_max(id, created_at) AS id FROM found GROUP BY message_id
        """,
        {"workspace": workspace_id, "app": app_id, "messages": list(message_ids)},
    )
    return {row["message_id"]: row["id"] for row in rows}


def _parameters(workspace_id: str, app_id: str, wanted: ConversationFilter) -> dict[str, Any]:
    return {
        "workspace": workspace_id,
        "app": app_id,
        "keyword": wanted.keyword,
        "status": wanted.status,
        "sources": None if wanted.sources is None else list(wanted.sources),
        "user": wanted.user,
        "since": None if wanted.since is None else as_time(wanted.since),
        "until": None if wanted.until is None else as_time(wanted.until),
        "rating": wanted.rating,
        "annotated": wanted.annotated,
    }
