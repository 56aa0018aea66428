"""Searches of one knowledge base."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller
from api.knowledge.answers import fields_of
from api.knowledge.bodies import Search
from api.knowledge.shapes import found_segment_of
from services.errors import InvalidInput
from services.knowledge import segments
from services.knowledge.retrieval import Record, retrieve
from services.runtime import Runtime
from storage.records import Dataset

router = APIRouter(prefix="/datasets/{dataset_id}", tags=["Knowledge bases"])


@router.post("/retrieve", openapi_extra=accepts(Search))
@router.post("/hit-testing", openapi_extra=accepts(Search), include_in_schema=False)
async def search(request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Return the chunks that fit a query, best first, each with its score."""
    body = parsed(Search, await json_object(request))
    if not body.query.strip():
        raise InvalidInput("query is required.", param="query")
    source = "api" if caller.is_program else "hit_testing"
    found = await retrieve(rt, dataset, body.query, body.retrieval_model, source=source)
    records = await _records(rt, dataset, found)
    return JsonAnswer({"query": {"content": body.query}, "records": records})


async def _records(rt: Runtime, dataset: Dataset, found: list[Record]) -> list[dict[str, Any]]:
    names = {field.id: field.name for field in await fields_of(rt, dataset)}
    views = await segments.views(rt, dataset.workspace_id, [record.segment for record in found])
    return [_record(record, view.hits, names) for record, view in zip(found, views, strict=True)]


def _record(record: Record, hits: int, names: dict[str, str]) -> dict[str, Any]:
    values = record.document.doc_metadata.items()
    metadata = {names[id]: value for id, value in values if id in names}
    return {
        "segment": found_segment_of(record.segment, record.document, hits, metadata),
        "child_chunks": [
            {"id": child.id, "content": child.content, "position": child.position, "score": score}
            for child, score in record.children
        ],
        "score": record.score,
        "scores": dict(record.scores),
        "tsne_position": None,
        "files": [],
        "summary": None,
    }
