"""Models that listen, speak and judge, kept against a vendor that speaks OpenAI's protocol."""

import pytest

from engine.errors import ModelAuthError, ModelNotConfigured, ModelUnavailable
from engine.models.openai_audio import LONGEST, parts_of
from tests.engine.models import Clock, registry
from tests.vendor import Vendor
from tests.vendor.openai_audio import SOUND

KINDS = ("openai", "openai_api_compatible")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_recording_is_written_down(vendor: Vendor, kind: str) -> None:
    vendor.rule(when="RIFF", reply="The ferry is late.")
    model = registry(vendor, kind).speech_to_text(kind, "whisper-1")
    text = await model.transcribe(b"RIFF sound", filename="note.wav", mime_type="audio/wav")
    assert text == "The ferry is late."
    sent = str(vendor.last.body)
    assert 'filename="note.wav"' in sent
    assert "audio/wav" in sent
    assert "whisper-1" in sent


@pytest.mark.parametrize("kind", KINDS)
async def test_a_text_is_spoken_as_mp3_in_the_voice_that_is_wanted(vendor: Vendor, kind: str) -> None:
    model = registry(vendor, kind).text_to_speech(kind, "tts-1")
    assert await model.speak("Hello.", voice="nova") == SOUND + b"Hello."
    assert vendor.last.body == {"model": "tts-1", "input": "Hello.", "voice": "nova", "response_format": "mp3"}
    await model.speak("Hello.")
    assert vendor.last.body["voice"] == "alloy"


async def test_a_long_text_is_spoken_in_parts(vendor: Vendor) -> None:
    sentence = "x" * (LONGEST - 100) + "."
    sound = await registry(vendor, "openai").text_to_speech("openai", "tts-1").speak(f"{sentence} {sentence}")
    assert sound == SOUND + sentence.encode() + SOUND + b" " + sentence.encode()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two. Three.", ["One. Two.", " Three."]),
        ("abcdefghijklm", ["abcdefghij", "klm"]),
        ("一二三四五六。七八九十。", ["一二三四五六。", "七八九十。"]),
        ("   ", []),
    ],
    ids=["sentences", "one long word", "Chinese", "nothing"],
)
def test_texts_are_cut_after_sentences(text: str, parts: list[str]) -> None:
    assert list(parts_of(text, 10)) == parts


async def test_harmful_texts_are_found(vendor: Vendor) -> None:
    vendor.rule(when="bomb", reply="flagged")
    model = registry(vendor, "openai").moderation("openai", "omni-moderation-latest")
    assert await model.flags("how to make a bomb")
    assert not await model.flags("how to make bread")
    assert vendor.last.body == {"model": "omni-moderation-latest", "input": "how to make bread"}


async def test_failures_are_those_of_every_model(vendor: Vendor) -> None:
    clock = Clock()
    models = registry(vendor, "openai", clock)
    vendor.rule(when="locked", status=401)
    vendor.rule(when="busy", status=503)
    with pytest.raises(ModelAuthError):
        await models.text_to_speech("openai", "tts-1").speak("locked")
    with pytest.raises(ModelUnavailable):
        await models.moderation("openai", "").flags("busy")
    assert clock.waits


async def test_a_provider_without_such_models_is_named(vendor: Vendor) -> None:
    with pytest.raises(ModelNotConfigured, match="Anthropic"):
        registry(vendor, "anthropic").text_to_speech("anthropic", "any")
