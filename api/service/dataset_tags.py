"""Tags of knowledge bases."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import Base, Caller
from api.knowledge.shapes import tag_of
from services.errors import InvalidInput
from services.knowledge import datasets, tags

router = APIRouter(prefix="/datasets", tags=["Metadata and tags"])


class NewTag(Body):
    """A tag to make."""

    name: str


class RenamedTag(Body):
    """A tag's new name."""

    tag_id: str
    name: str


class OneTag(Body):
    """A tag."""

    tag_id: str


class Binding(Body):
    """Tags to put on a base."""

    tag_ids: list[str]
    target_id: str


class Unbinding(Body):
    """Tags to take off a base; older clients name one."""

    tag_ids: list[str] | None = None
    tag_id: str | None = None
    target_id: str


@router.get("/tags")
async def list_tags(caller: Caller, rt: Server) -> Response:
    """Return all tags with how many bases have each."""
    return JsonAnswer([tag_of(tag, uses) for tag, uses in await tags.page(rt, caller.workspace_id)])


@router.post("/tags", openapi_extra=accepts(NewTag))
async def create_tag(request: Request, caller: Caller, rt: Server) -> Response:
    """Make a tag."""
    body = parsed(NewTag, await json_object(request))
    return JsonAnswer(tag_of(await tags.add(rt, caller.workspace_id, body.name, account_id=caller.account_id), 0))


@router.patch("/tags", openapi_extra=accepts(RenamedTag))
async def rename_tag(request: Request, caller: Caller, rt: Server) -> Response:
    """Give a tag another name."""
    body = parsed(RenamedTag, await json_object(request))
    return JsonAnswer(tag_of(*await tags.rename(rt, caller.workspace_id, body.tag_id, body.name)))


@router.delete("/tags", status_code=204, openapi_extra=accepts(OneTag))
async def delete_tag(request: Request, caller: Caller, rt: Server) -> Response:
    """Delete a tag and take it off every base."""
    body = parsed(OneTag, await json_object(request))
    await tags.delete(rt, caller.workspace_id, body.tag_id)
    return Response(status_code=204)


@router.post("/tags/binding", status_code=204, openapi_extra=accepts(Binding))
async def bind_tags(request: Request, caller: Caller, rt: Server) -> Response:
    """Put tags on a base; unknown ones are skipped."""
    body = parsed(Binding, await json_object(request))
    await tags.bind(rt, caller.reader, body.target_id, body.tag_ids)
    return Response(status_code=204)


@router.post("/tags/unbinding", status_code=204, openapi_extra=accepts(Unbinding))
async def unbind_tags(request: Request, caller: Caller, rt: Server) -> Response:
    """Take tags off a base."""
    body = parsed(Unbinding, await json_object(request))
    wanted = body.tag_ids or ([body.tag_id] if body.tag_id else [])
    if not wanted:
        raise InvalidInput("tag_ids is required.", param="tag_ids")
    await tags.unbind(rt, caller.reader, body.target_id, wanted)
    return Response(status_code=204)


@router.get("/{dataset_id}/tags")
async def tags_of_dataset(dataset: Base, rt: Server) -> Response:
    """Return the tags of a base."""
    (view,) = await datasets.views(rt, dataset.workspace_id, [dataset])
    found = [{"id": tag.id, "name": tag.name} for tag in view.tags]
    return JsonAnswer({"data": found, "total": len(found)})
