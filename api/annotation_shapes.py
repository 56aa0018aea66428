"""Annotations and their settings as JSON, and what requests say of them; programs and the console share both."""

from typing import Any

from fastapi import Query
from pydantic import Field
from starlette.requests import Request

from api.bodies import Body, json_object, parsed
from api.shapes import seconds
from services.apps.annotations import Counted
from services.paging import Page
from storage.records import AnnotationHit, AnnotationJob, AnnotationSetting

Json = dict[str, Any]

LONGEST_PAGE = 100  # a longer one is cut to this


class Pair(Body):
    """A question and the answer for it."""

    question: str = Field(description="What is asked.", examples=["When does the ferry leave?"])
    answer: str = Field(description="What is answered.", examples=["At nine."])


class Switch(Body):
    """How annotations are compared; also needed to switch them off."""

    score_threshold: float = Field(description="How alike questions must be, from 0 to 1.", ge=0, le=1)
    embedding_provider_name: str = Field(description="Who offers the embedding model.", examples=["local"])
    embedding_model_name: str = Field(description="The embedding model.", examples=["all-MiniLM-L6-v2"])


async def pair_of(request: Request) -> Pair:
    """Return the pair in a request's body. Raises ApiError."""
    return parsed(Pair, await json_object(request))


def page_length(limit: int = Query(20, ge=1, description="At most 100 are given.")) -> int:
    """Return how many annotations a page has (a dependency)."""
    return min(limit, LONGEST_PAGE)


def annotation_of(row: Counted) -> Json:
    """Return an annotation with the count of its hits."""
    return {
        "id": row.annotation.id,
        "question": row.annotation.question,
        "answer": row.annotation.answer,
        "hit_count": row.hits,
        "created_at": seconds(row.annotation.created_at),
    }


def page_of(found: Page[Any], data: list[Json]) -> Json:
    """Return a page of a list."""
    return {
        "data": data,
        "has_more": found.has_more,
        "limit": found.limit,
        "total": found.total,
        "page": found.page,
    }


def job_of(job: AnnotationJob) -> Json:
    """Return a job as it stands."""
    return {"job_id": job.id, "job_status": job.status, "error_msg": job.error}


def setting_of(setting: AnnotationSetting | None) -> Json:
    """Return how annotations are compared, or that they are not."""
    if setting is None or not setting.is_enabled:
        return {"enabled": False}
    return {
        "id": setting.id,
        "enabled": True,
        "score_threshold": setting.score_threshold,
        "embedding_model": {
            "embedding_provider_name": setting.embedding_provider,
            "embedding_model_name": setting.embedding_model,
        },
    }


def hit_of(row: AnnotationHit) -> Json:
    """Return one time that an annotation answered."""
    return {
        "id": row.id,
        "source": row.source,
        "score": row.score,
        "question": row.query,
        "match": row.question,
        "response": row.answer,
        "message_id": row.message_id,
        "created_at": seconds(row.created_at),
    }
