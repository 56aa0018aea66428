"""Tags of apps and knowledge bases."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.knowledge.access import reader_of_login
from api.knowledge.shapes import tag_of
from services.knowledge import tags

router = APIRouter(tags=["Metadata and tags"])

SUCCESS = {"result": "success"}


class TagFields(Body):
    """A tag."""

    name: str
    type: str = "knowledge"


class TagBinding(Body):
    """Tags and what they are on."""

    tag_ids: list[str] | None = None
    tag_id: str | None = None
    target_id: str
    type: str = "knowledge"

    def wanted(self) -> list[str]:
        """Return the ids of the tags."""
        return self.tag_ids or ([self.tag_id] if self.tag_id else [])


@router.get("/tags")
async def list_tags(caller: Console, rt: Server, type: str = "knowledge", keyword: str = "") -> Response:
    """Return the tags of a type with how often each is used."""
    found = await tags.page(rt, caller.workspace.id, type, keyword=keyword)
    return JsonAnswer([tag_of(tag, uses) for tag, uses in found])


@router.post("/tags", openapi_extra=accepts(TagFields))
async def create_tag(request: Request, caller: Console, rt: Server) -> Response:
    """Make a tag."""
    body = parsed(TagFields, await json_object(request))
    made = await tags.add(rt, caller.workspace.id, body.name, type=body.type, account_id=caller.account_id)
    return JsonAnswer(tag_of(made, 0))


@router.patch("/tags/{tag_id}", openapi_extra=accepts(TagFields))
async def rename_tag(tag_id: str, request: Request, caller: Console, rt: Server) -> Response:
    """Give a tag another name."""
    body = parsed(TagFields, await json_object(request))
    return JsonAnswer(tag_of(*await tags.rename(rt, caller.workspace.id, tag_id, body.name)))


@router.delete("/tags/{tag_id}", status_code=204)
async def delete_tag(tag_id: str, caller: Console, rt: Server) -> Response:
    """Delete a tag and take it off everything."""
    await tags.delete(rt, caller.workspace.id, tag_id)
    return Response(status_code=204)


@router.post("/tag-bindings", openapi_extra=accepts(TagBinding))
@router.post("/tag-bindings/create", openapi_extra=accepts(TagBinding), include_in_schema=False)
async def bind_tags(request: Request, caller: Console, rt: Server) -> Response:
    """Put tags on an app or a base; unknown ones are skipped."""
    body = parsed(TagBinding, await json_object(request))
    await tags.bind(rt, reader_of_login(caller), body.target_id, body.wanted(), type=body.type)
    return JsonAnswer(SUCCESS)


@router.post("/tag-bindings/remove", openapi_extra=accepts(TagBinding))
async def unbind_tags(request: Request, caller: Console, rt: Server) -> Response:
    """Take tags off an app or a base."""
    body = parsed(TagBinding, await json_object(request))
    await tags.unbind(rt, reader_of_login(caller), body.target_id, body.wanted(), type=body.type)
    return JsonAnswer(SUCCESS)
