"""Files and speech of visitors."""

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter
from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Server
from api.bodies import Body, as_uuid, json_object, parsed
from api.documentation import FORM, accepts
from api.json_text import JsonAnswer
from api.service.audio import SOUND
from api.uploads import FORM_BYTES, most_bytes, only_file, read_form, upload_of
from api.web.access import CallingVisitor, VisitorRoute
from services.chats import speech
from services.errors import AudioTooLarge, FileTooLarge, NoAudio, NoFile, UnsupportedAudio, UnsupportedFile
from services.files import remote_files
from services.files.given_files import upload_as
from services.publishing.rates import check_aside
from services.publishing.visitors import Visitor
from services.runtime import Runtime
from storage.records import Upload

router = APIRouter(tags=["Shared pages"], route_class=VisitorRoute)


class Address(Body):
    """A file elsewhere."""

    url: str = Field(min_length=1, max_length=4096, description="Where the file is.")


class Speech(Body):
    """What to say, and how."""

    message_id: Annotated[str, AfterValidator(as_uuid)] | None = Field(
        None, description="The message whose answer is spoken, instead of `text`."
    )
    text: str = Field("", description="What is spoken.")
    voice: str = Field("", description="The voice, instead of the app's.")


@router.post("/files/upload", status_code=201, openapi_extra=FORM)
async def upload_file(request: Request, visitor: CallingVisitor, rt: Server) -> Response:
    """Upload a file; only runs of this visitor may be given it."""
    await check_aside(rt, visitor)
    async with read_form(request, most=most_bytes(rt)) as form:
        part = only_file(form)
        row = await upload_as(
            rt,
            visitor.app,
            account_id=None,
            data=part.file,
            filename=part.filename or "",
            mime_type=part.content_type or "",
            **visitor.who,
        )
    return JsonAnswer(_shown(rt, row), 201)


@router.post("/remote-files/upload", status_code=201, openapi_extra=accepts(Address))
async def upload_remote_file(request: Request, visitor: CallingVisitor, rt: Server) -> Response:
    """Fetch a file from a public address and keep it for runs of this visitor."""
    await check_aside(rt, visitor)
    body = parsed(Address, await json_object(request))
    row = await _fetched(rt, visitor, body.url)
    return JsonAnswer({**_shown(rt, row), "url": _shown(rt, row)["source_url"]}, 201)


@router.get("/remote-files/{url:path}")
async def remote_file(url: str, request: Request, visitor: CallingVisitor, rt: Server) -> Response:
    """Return the type and the size, in bytes, of a file at a public address."""
    await check_aside(rt, visitor)
    found = await remote_files.look(rt, _as_written(request, url))
    return JsonAnswer({"file_type": found.mime_type, "file_length": found.size})


@router.post("/audio-to-text", openapi_extra=FORM)
async def audio_to_text(request: Request, visitor: CallingVisitor, rt: Server) -> Response:
    """Return what is said in a recording, when the app listens."""
    await speech.check_listens(rt, visitor.app)
    await check_aside(rt, visitor)
    try:
        async with read_form(request, most=speech.largest_recording(rt) + FORM_BYTES) as form:
            part = only_file(form)
            audio, filename, mime_type = await part.read(), part.filename or "", part.content_type or ""
    except NoFile as error:
        raise NoAudio("Please upload your audio, in a part named file.") from error
    except FileTooLarge as error:
        raise AudioTooLarge(str(error)) from error
    except UnsupportedFile as error:
        raise UnsupportedAudio(str(error)) from error
    text = await speech.transcribe(rt, visitor.app, audio, filename=filename, mime_type=mime_type)
    return JsonAnswer({"text": text})


@router.post("/text-to-audio", openapi_extra=accepts(Speech) | SOUND)
async def text_to_audio(request: Request, visitor: CallingVisitor, rt: Server) -> Response:
    """Return a text, or a message's answer, as a recording (MP3), when the app speaks."""
    await check_aside(rt, visitor)
    body = parsed(Speech, await json_object(request))
    sound = await speech.speak(
        rt, visitor.app, text=body.text, message_id=body.message_id, voice=body.voice, **visitor.who
    )
    return Response(sound, media_type=speech.SPOKEN_TYPE)


def _as_written(request: Request, url: str) -> str:
    """Return an address in a path as it was sent: in the path that routes go by, doubled slashes count once."""
    raw = request.scope.get("raw_path") or b""
    return unquote(raw.partition(b"/remote-files/")[2].decode("ascii", "ignore")) or url


async def _fetched(rt: Runtime, visitor: Visitor, url: str) -> Upload:
    found = await remote_files.fetch(rt, url)
    return await upload_as(
        rt,
        visitor.app,
        account_id=None,
        data=found.data,
        filename=found.filename,
        mime_type=found.mime_type,
        **visitor.who,
    )


def _shown(rt: Runtime, row: Upload) -> dict[str, Any]:
    """Return an upload as its visitor sees it: nothing of the workspace that keeps it."""
    return {**upload_of(rt, row), "tenant_id": None}
