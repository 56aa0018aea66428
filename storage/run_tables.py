"""Runs, executions of nodes and messages of a workspace as tables that people ask about: newest first, texts cut."""

from typing import Any, Final

from storage.database import Database

LONGEST: Final = 2_000  # characters of a text

_QUERIES: Final = {
    "runs": """
        SELECT id, (SELECT name FROM apps WHERE apps.id = app_id) AS app, status, left(error, $longest) AS error,
               elapsed, total_tokens, total_price::DOUBLE AS total_price, currency, total_steps, invoke_from, triggered_from,
               created_by_role, created_by, conversation_id, left(inputs::VARCHAR, $longest) AS inputs,
               left(outputs::VARCHAR, $longest) AS outputs, created_at, finished_at
        FROM runs WHERE workspace_id = $workspace ORDER BY created_at DESC, id LIMIT $rows
    """,
    "node_executions": """
        SELECT id, run_id, (SELECT name FROM apps WHERE apps.id = app_id) AS app, node_id, kind, title, status,
               left(error, $longest) AS error, elapsed, retry_index, created_at, finished_at
        FROM node_executions WHERE workspace_id = $workspace ORDER BY created_at DESC, id LIMIT $rows
    """,
    "messages": """
        SELECT id, conversation_id, workflow_run_id AS run_id, (SELECT name FROM apps WHERE apps.id = app_id) AS app,
               left(query, $longest) AS query, left(answer, $longest) AS answer, message_tokens, answer_tokens, total_price::DOUBLE AS total_price,
               currency, latency, status, left(error, $longest) AS error, invoke_from, end_user_id, account_id,
               created_at
        FROM messages WHERE workspace_id = $workspace ORDER BY created_at DESC, id LIMIT $rows
    """,
}


def run_tables(db: Database, workspace_id: str, *, rows: int) -> dict[str, Any]:
    """Return tables of Arrow by name, each of at most `rows` rows of the workspace."""
    params = {"workspace": workspace_id, "rows": rows, "longest": LONGEST}
    return {name: db.arrow(sql, params) for name, sql in _QUERIES.items()}
