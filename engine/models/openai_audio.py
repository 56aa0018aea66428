"""Speech over the OpenAI protocol: recordings to text, text to recordings; and its check of harmful texts."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from engine.models.calls import with_retries

if TYPE_CHECKING:
    from engine.models.openai import OpenAIProvider

LONGEST: Final = 4000  # characters of one request to speak; vendors refuse more than 4096
VOICE: Final = "alloy"

_SENTENCE_END = re.compile(r"(?<=[.!?。！？\n])")


class OpenAISpeechToText:
    """A model that writes down what is said. See `SpeechToText`."""

    def __init__(self, provider: "OpenAIProvider", name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        self._provider = provider

    async def transcribe(self, audio: bytes, *, filename: str, mime_type: str) -> str:
        """Return what is said in a recording."""
        owner = self._provider
        file = (filename, audio, mime_type)
        answer = await with_retries(
            lambda: owner.client.audio.transcriptions.create(model=self.name, file=file), owner.vendor, owner.policy
        )
        return answer.text


class OpenAITextToSpeech:
    """A model that speaks. See `TextToSpeech`."""

    def __init__(self, provider: "OpenAIProvider", name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        self._provider = provider

    async def speak(self, text: str, *, voice: str = "") -> bytes:
        """Return a recording of `text` as MP3; a long one is asked for in parts, which MP3 lets follow each other."""
        return b"".join([await self._speak(part, voice or VOICE) for part in parts_of(text)])

    async def _speak(self, text: str, voice: str) -> bytes:
        owner = self._provider
        answer = await with_retries(
            lambda: owner.client.audio.speech.create(model=self.name, input=text, voice=voice, response_format="mp3"),
            owner.vendor,
            owner.policy,
        )
        return await answer.aread()


class OpenAIModeration:
    """A model that finds harmful texts. See `ModerationModel`."""

    def __init__(self, provider: "OpenAIProvider", name: str) -> None:
        self.provider = provider.info.id
        self.name = name
        self._provider = provider

    async def flags(self, text: str) -> bool:
        """Return whether `text` is harmful."""
        owner = self._provider
        options: dict[str, Any] = {"model": self.name} if self.name else {}
        answer = await with_retries(
            lambda: owner.client.moderations.create(input=text, **options), owner.vendor, owner.policy
        )
        return any(result.flagged for result in answer.results)


def parts_of(text: str, longest: int = LONGEST) -> Sequence[str]:
    """Return `text` in parts of at most `longest` characters, cut after sentences where they are short enough."""
    parts = [""]
    for sentence in _SENTENCE_END.split(text):
        for piece in (sentence[start : start + longest] for start in range(0, len(sentence), longest)):
            if len(parts[-1]) + len(piece) > longest:
                parts.append("")
            parts[-1] += piece
    return [part for part in parts if part.strip()]
