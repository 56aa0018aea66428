"""Speech over HTTP: recordings to text, and texts to recordings."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from services import models
from services.publishing.visible import UNABLE
from tests.api import apps
from tests.api.client import Api, PublishedApp, expect, running_api
from tests.api.web import guest
from tests.vendor import Vendor
from tests.vendor.openai_audio import SOUND

pytestmark = pytest.mark.asyncio(loop_scope="session")

ON = {"speech_to_text": {"enabled": True}, "text_to_speech": {"enabled": True, "voice": "nova"}}
WAV = ("note.wav", b"RIFF sound", "audio/wav")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def app(shared_api: Api) -> PublishedApp:
    """A chatflow that listens and speaks."""
    workspace_id = shared_api.rt.db.query("SELECT id FROM workspaces")[0]["id"]
    for kind, name in (("speech2text", "whisper-1"), ("tts", "tts-1")):
        await models.set_default_model(shared_api.rt, workspace_id, kind, "openai", name)
    return await shared_api.app(apps.echo(features=ON))


@pytest_asyncio.fixture(loop_scope="session")
async def small_api(tmp_path: Path) -> AsyncIterator[Api]:
    """An API with small limits of speech, and no model for it."""
    async with running_api(tmp_path, speech_file_size_limit=1, speech_file_types="wav", speech_chars=5) as api:
        yield api


async def hear(app: PublishedApp, file: Any = WAV) -> Any:
    return await app.send("POST", "/audio-to-text", files={"file": file}, data={"user": "ann"})


async def test_a_recording_is_written_down(app: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(when="RIFF", reply="The ferry is late.")
    assert expect(await hear(app), 200) == {"text": "The ferry is late."}
    assert "whisper-1" in str(vendor.last.body)


async def test_a_text_is_spoken_in_the_apps_voice_or_another(app: PublishedApp, vendor: Vendor) -> None:
    answer = await app.send("POST", "/text-to-audio", {"text": "Hello.", "user": "ann"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mpeg")
    assert answer.content == SOUND + b"Hello."
    assert vendor.last.body["voice"] == "nova"
    await app.send("POST", "/text-to-audio", {"text": "Hello.", "voice": "echo"})
    assert vendor.last.body["voice"] == "echo"


async def test_a_message_is_spoken_to_its_user_alone(app: PublishedApp, vendor: Vendor) -> None:
    message = expect(await app.run("Ahoy"), 200)
    body = {"message_id": message["id"], "text": "something else"}
    assert (await app.send("POST", "/text-to-audio", body | {"user": "ann"})).content == SOUND + b"You said: Ahoy"
    assert expect(await app.send("POST", "/text-to-audio", body | {"user": "bob"}), 404)["code"] == "not_found"
    odd = expect(await app.send("POST", "/text-to-audio", {"message_id": "odd", "user": "ann"}), 400)
    assert odd["params"] == "message_id"


async def test_a_visitor_is_heard_and_spoken_to_and_told_nothing_of_the_models(
    app: PublishedApp, echo: PublishedApp, vendor: Vendor
) -> None:
    ann, ben = await guest(app), await guest(app)
    vendor.rule(when="RIFF", reply="The ferry is late.", times=1)
    assert expect(await ann.send("POST", "/audio-to-text", files={"file": WAV}), 200) == {"text": "The ferry is late."}
    message = {"message_id": (await ann.chat("Ahoy"))["id"]}
    assert (await ann.send("POST", "/text-to-audio", message)).content == SOUND + b"You said: Ahoy"
    assert (await ben.send("POST", "/text-to-audio", message)).status_code == 404
    vendor.rule(status=400, reply="whisper-1 refuses")
    for path, options in (("/audio-to-text", {"files": {"file": WAV}}), ("/text-to-audio", {"json": {"text": "Hi"}})):
        refused = expect(await ann.send("POST", path, **options), 400)
        assert refused["message"] == UNABLE
    silent = await guest(echo)
    assert (
        expect(await silent.send("POST", "/audio-to-text", files={"file": WAV}), 400)["code"]
        == "speech_to_text_disabled"
    )


async def test_an_app_that_does_neither_says_so(echo: PublishedApp) -> None:
    assert expect(await hear(echo), 400)["code"] == "speech_to_text_disabled"
    assert expect(await echo.send("POST", "/text-to-audio", {"text": "x"}), 400)["code"] == "invalid_param"


async def test_what_is_no_recording_is_refused(app: PublishedApp) -> None:
    assert expect(await hear(app, ("a.txt", b"x", "text/plain")), 415)["code"] == "unsupported_audio_type"
    assert expect(await app.send("POST", "/audio-to-text", data={"user": "ann"}), 400)["code"] == "no_audio_uploaded"
    assert expect(await app.send("POST", "/text-to-audio", {"text": " "}), 400)["params"] == "text"


async def test_a_vendor_that_fails_is_an_error_of_the_request(app: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(when="RIFF", status=400)
    assert expect(await hear(app), 400)["code"] == "completion_request_error"


async def test_limits_are_settings(small_api: Api) -> None:
    app = await small_api.app(apps.echo(features=ON))
    assert expect(await hear(app, ("a.wav", b"x" * (2**20 + 1), "audio/x-wav")), 413)["code"] == "audio_too_large"
    assert expect(await hear(app, ("a.wav", b"x" * (3 * 2**20), "audio/wav")), 413)["code"] == "audio_too_large"
    assert expect(await hear(app, ("a.mp3", b"x", "audio/mp3")), 415)["code"] == "unsupported_audio_type"
    assert "limit is 5" in expect(await app.send("POST", "/text-to-audio", {"text": "Hello!"}), 400)["message"]
    assert expect(await hear(app), 400)["code"] == "provider_not_support_speech_to_text"
    refused = expect(await app.send("POST", "/text-to-audio", {"text": "Ahoy"}), 400)
    assert refused["code"] == "provider_not_initialize"
