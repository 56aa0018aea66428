"""Files of programs: uploads, and what messages of the app use."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth import CallingApp, Server
from api.counting import count_user
from api.documentation import FORM
from api.json_text import JsonAnswer
from api.uploads import content_of, most_bytes, only_file, read_form, stored, upload_of
from services.chats import conversations
from services.files import files

router = APIRouter(tags=["Files"])


@router.post("/files/upload", status_code=201, openapi_extra=FORM)
async def upload_file(request: Request, app: CallingApp, rt: Server) -> Response:
    """Upload a file for one user of the app; only requests for the same user may name it."""
    async with read_form(request, most=most_bytes(rt)) as form:
        part, named = only_file(form), form.get("user")
        user = named if isinstance(named, str) else ""
        await count_user(request, rt, app, user)
        owner = await conversations.end_user(rt, app, user)
        row = await stored(rt, part, workspace_id=app.workspace_id, app_id=app.id, role="end_user", created_by=owner.id)
    return JsonAnswer(upload_of(rt, row), 201)


@router.get("/files/{file_id}/preview")
async def preview_file(
    file_id: str, app: CallingApp, rt: Server, as_attachment: bool = False, user: str = ""
) -> Response:
    """Return the bytes of a file that a message of this app uses, whichever `user` asks."""
    return await content_of(rt, await files.shown_upload(rt, app, file_id), as_attachment=as_attachment)
