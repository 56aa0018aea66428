"""How much each model was asked, what it took and what it cost, over time; of the executions of nodes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from storage.app_figures import PLACE, Span
from storage.columns import as_time
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFigures:
    """What a model did in one step that begins at `at` (epoch seconds); a substitute counts under its own name."""

    at: float
    model: str  # provider and name with a slash between them
    calls: int
    failed: int
    prompt_tokens: int
    completion_tokens: int
    price: Decimal
    currency: str
    seconds: float | None  # of the usual call, None where none went well


_FIGURES: Final = f"""
    WITH used AS (
        SELECT {PLACE}, status IN ('failed', 'exception') AS failed, elapsed,
            coalesce(
                process_data->>'answered_by',
                concat(process_data->>'model_provider', '/', process_data->>'model_name')
            ) AS model,
            metadata->'usage' AS usage
        FROM node_executions
        WHERE workspace_id = $workspace AND created_at >= $since AND created_at < $until
          AND status NOT IN ('running', 'paused') AND (process_data->>'model_name') IS NOT NULL
          AND coalesce((metadata->>'reused')::BOOLEAN, false) = false
    )
    SELECT place AS at, model, count(*) AS calls, count(*) FILTER (failed) AS failed,
        coalesce(sum((usage->>'prompt_tokens')::BIGINT), 0)::BIGINT AS prompt_tokens,
        coalesce(sum((usage->>'completion_tokens')::BIGINT), 0)::BIGINT AS completion_tokens,
        coalesce(sum((usage->>'total_price')::DECIMAL(18, 10)), 0) AS price,
        coalesce(usage->>'currency', 'USD') AS currency,
        median(elapsed) FILTER (NOT failed) AS seconds
    FROM used GROUP BY ALL ORDER BY place, model
"""  # noqa: S608  # made of the texts above only


def model_figures(db: Database, workspace_id: str, span: Span) -> list[ModelFigures]:
    """Return what each model did in each step in which it did something, in order; results used again are no calls."""
    rows = db.query(
        _FIGURES,
        {
            "workspace": workspace_id,
            "since": as_time(span.since),
            "until": as_time(span.until),
            "step": span.step,
            "ahead": span.ahead,
        },
    )
    return [ModelFigures(**{**row, "price": Decimal(row["price"])}) for row in rows]
