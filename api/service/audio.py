"""Speech: what is said as text, and text spoken."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import CallingApp, Server
from api.bodies import Body, as_uuid, json_object, parsed
from api.documentation import FORM, accepts
from api.json_text import JsonAnswer
from api.uploads import FORM_BYTES, only_file, read_form
from services.chats import speech
from services.errors import AudioTooLarge, FileTooLarge, NoAudio, NoFile, UnsupportedAudio, UnsupportedFile

router = APIRouter(tags=["Speech"])

SOUND = {"responses": {"200": {"description": "A recording.", "content": {speech.SPOKEN_TYPE: {}}}}}


class Speech(Body):
    """What to say, and how."""

    message_id: Annotated[str, AfterValidator(as_uuid)] | None = Field(
        None, description="The message whose answer is spoken, instead of `text`."
    )
    text: str = Field("", description="What is spoken.")
    user: str = Field("", description="Whose message it is; without one, the shared user's.")
    voice: str = Field("", description="The voice, instead of the app's.")
    streaming: bool = Field(False, description="Taken from clients that send it; the recording comes as it is made.")


@router.post("/audio-to-text", openapi_extra=FORM)
async def audio_to_text(request: Request, app: CallingApp, rt: Server) -> Response:
    """Return what is said in a recording, when the app listens."""
    await speech.check_listens(rt, app)
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
    return JsonAnswer({"text": await speech.transcribe(rt, app, audio, filename=filename, mime_type=mime_type)})


@router.post("/text-to-audio", openapi_extra=accepts(Speech) | SOUND)
async def text_to_audio(request: Request, app: CallingApp, rt: Server) -> Response:
    """Return a text, or a message's answer, as a recording (MP3), when the app speaks."""
    body = parsed(Speech, await json_object(request))
    sound = await speech.speak(rt, app, body.user, text=body.text, message_id=body.message_id, voice=body.voice)
    return Response(sound, media_type=speech.SPOKEN_TYPE)
