"""Knowledge bases: lists, details, changes, deletion."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller, Limit
from api.knowledge.answers import dataset_answer
from api.knowledge.bodies import DatasetFields
from api.knowledge.shapes import dataset_of, page_of
from api.paging import PageNumber
from services.knowledge import datasets
from services.paging import Page

router = APIRouter(prefix="/datasets", tags=["Knowledge bases"])


@router.get("")
async def list_datasets(
    caller: Caller,
    rt: Server,
    limit: Limit,
    page: PageNumber = 1,
    keyword: str = "",
    tag_ids: Annotated[list[str], Query()] = [],  # noqa: B006  # the framework copies it
    ids: Annotated[list[str], Query()] = [],  # noqa: B006  # as above
    include_all: Annotated[bool, Query(description="Owners: those of other people, too.")] = False,
) -> Response:
    """Return a page of knowledge bases, newest first: those with a name like `keyword` and all of the tags, or some by id."""
    if ids:
        rows = await datasets.find(rt, caller.reader, ids)
        found = Page(rows, 1, max(limit, len(rows)), len(rows))
    else:
        wanted: dict[str, Any] = {"keyword": keyword, "tag_ids": tag_ids, "include_all": include_all}
        found = await datasets.page_of(rt, caller.reader, **wanted, page=page, limit=limit)
    views = await datasets.views(rt, caller.workspace_id, found.items)
    return JsonAnswer(page_of(found, [dataset_of(view) for view in views]))


@router.get("/{dataset_id}")
async def get_dataset(dataset: Base, rt: Server) -> Response:
    """Return a knowledge base."""
    return await dataset_answer(rt, dataset)


@router.patch("/{dataset_id}", openapi_extra=accepts(DatasetFields))
async def update_dataset(request: Request, dataset: Base, caller: Caller, rt: Server) -> Response:
    """Change a knowledge base; with another embedding model its documents are indexed again."""
    body = parsed(DatasetFields, await json_object(request))
    changed = await datasets.update(rt, dataset, body.changes(), account_id=caller.account_id)
    return await dataset_answer(rt, changed)


@router.delete("/{dataset_id}", status_code=204)
async def delete_dataset(dataset: Base, caller: Caller, rt: Server) -> Response:
    """Delete a knowledge base with its documents, unless apps search it."""
    await datasets.delete(rt, dataset, account_id=caller.account_id)
    return Response(status_code=204)
