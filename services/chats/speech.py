"""Apps that listen and speak."""

from typing import TYPE_CHECKING, Final

from engine.errors import ModelNotConfigured
from engine.models import Kind
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps.serving import features_of
from services.chats.messages import find_message
from services.errors import AudioTooLarge, InvalidInput, NoSpeechToText, SpeechToTextOff, UnsupportedAudio
from services.models import default_model, list_models, models_for
from services.runs.runs import SERVICE_API
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime

MB: Final = 2**20  # bytes
SPOKEN_TYPE: Final = "audio/mpeg"


async def check_listens(rt: "Runtime", app: App, *, draft: bool = False) -> None:
    """Raise SpeechToTextOff unless the app, or its `draft`, writes down what is said. Raises AppUnavailable, too."""
    if not ((await features_of(rt, app, draft=draft)).get("speech_to_text") or {}).get("enabled"):
        raise SpeechToTextOff("Speech to text is switched off in this app.")


@needs(Action.RUN)
async def transcribe(
    rt: "Runtime", app: App, audio: bytes, *, filename: str, mime_type: str, draft: bool = False
) -> str:
    """Return what is said in a recording, by the workspace's model for that.

    Raises:
        SpeechToTextOff, AppUnavailable: the app does not listen.
        UnsupportedAudio, AudioTooLarge: the recording is of another type than is taken, or too large.
        NoSpeechToText: the workspace has no model for that.
        ModelError: the model failed.
    """
    await check_listens(rt, app, draft=draft)
    _check_audio(rt, len(audio), mime_type)
    provider, model = await _model(rt, app, "speech2text")
    registry = await models_for(rt, app.workspace_id)
    return await registry.speech_to_text(provider, model).transcribe(audio, filename=filename, mime_type=mime_type)


@needs(Action.RUN)
async def speak(
    rt: "Runtime",
    app: App,
    user: str,
    *,
    text: str = "",
    message_id: str | None = None,
    voice: str = "",
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
    draft: bool = False,
) -> bytes:
    """Return a recording (MP3) of the answer of a message, else of `text`; without `voice` in the app's voice.

    Raises:
        AppUnavailable: the app serves nothing.
        InvalidInput: the app does not speak, there is nothing to say, or it is too long.
        NotFound: there is no such message of this user.
        ModelNotConfigured: the workspace has no model that speaks.
        ModelError: the model failed.
    """
    feature = (await features_of(rt, app, draft=draft)).get("text_to_speech") or {}
    if not feature.get("enabled"):
        raise InvalidInput("Text to speech is switched off in this app.")
    if message_id:
        found = await find_message(rt, app, user, message_id, invoke_from=invoke_from, account_id=account_id)
        text = found.answer
    _check_text(rt, text)
    provider, model = await _model(rt, app, "tts")
    registry = await models_for(rt, app.workspace_id)
    return await registry.text_to_speech(provider, model).speak(text, voice=voice or str(feature.get("voice") or ""))


def largest_recording(rt: "Runtime") -> int:
    """Return how large a recording may be, in bytes."""
    return rt.settings.speech_file_size_limit * MB


def _check_audio(rt: "Runtime", size: int, mime_type: str) -> None:
    family, _, kind = mime_type.partition(";")[0].strip().lower().partition("/")
    allowed = rt.settings.speech_file_types
    if family != "audio" or kind.removeprefix("x-") not in allowed:
        raise UnsupportedAudio(f"Recordings of the type {mime_type!r:.80} are not taken, but {', '.join(allowed)}.")
    if size > largest_recording(rt):
        most = rt.settings.speech_file_size_limit
        raise AudioTooLarge(f"The recording has {size / MB:.1f} MB; the limit is {most} MB.")


def _check_text(rt: "Runtime", text: str) -> None:
    if not text.strip():
        raise InvalidInput("There is nothing to say: text or the message's answer is empty.", param="text")
    if len(text) > rt.settings.speech_chars:
        message = f"The text has {len(text)} characters; the limit is {rt.settings.speech_chars}."
        raise InvalidInput(message, param="text")


async def _model(rt: "Runtime", app: App, kind: Kind) -> tuple[str, str]:
    """Return provider and name of the workspace's default model of a kind, else the first one."""
    default = await default_model(rt, app.workspace_id, kind)
    if default is not None:
        return default.provider, default.model
    for state, name in await list_models(rt, app.workspace_id, kind):
        return state.info.id, name
    if kind == "speech2text":
        raise NoSpeechToText("No model that writes down what is said is set up; add one under Models.")
    raise ModelNotConfigured("No model that speaks is set up; add one under Models.")
