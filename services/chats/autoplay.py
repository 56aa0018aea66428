"""Answers that are spoken while they come: recordings of their sentences, put between the events of a run."""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from engine.errors import EngineError
from engine.events import Event, MessageReplaced, RunError, TextDelta
from services.apps.serving import features_of
from services.chats.speech import speak
from services.errors import ServiceError
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

SHORTEST: Final = 40  # characters: what is shorter is spoken with the sentence after it
LONGEST: Final = 800  # characters: a sentence without an end is cut here

_ENDS = re.compile(r"[.!?…](?=\s)|[。！？；\n]")

Batches = AsyncGenerator[Sequence[Event], None]
Say = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPiece(Event):
    """A piece of the answer as a recording (MP3)."""

    audio: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEnded(Event):
    """All of the answer has been spoken; nothing comes after it."""


SPEECH: Final = (SpokenPiece, SpeechEnded)  # what is no event of the run itself


async def voice_of(rt: "Runtime", app: App, user: str) -> Say | None:
    """Return what speaks the answers of an app to `user`, None for an app that is silent until it is asked."""
    feature = (await features_of(rt, app)).get("text_to_speech") or {}
    if not feature.get("enabled") or feature.get("autoPlay") != "enabled":
        return None

    return partial(_spoken_text, rt, app, user)


async def _spoken_text(rt: "Runtime", app: App, user: str, text: str) -> bytes:
    return await speak(rt, app, user, text=text)


async def spoken(batches: Batches, say: Say) -> Batches:
    """Yield `batches` as they come, between them `SpokenPiece`s in the order of the text, and `SpeechEnded` last.

    A run that ends in an error falls silent: its error stays the last event. When a text cannot be spoken, no
    further one is, and the run's events are told all the same.
    """
    speech = _Speech(say)
    work = asyncio.create_task(speech.carry_out(batches), name="speech")
    try:
        while (batch := await speech.ready.get()) is not None:
            yield batch
        await work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


class Sentences:
    """Cuts a text that comes in pieces into parts that sound whole."""

    def __init__(self) -> None:
        self._text = ""

    def add(self, text: str) -> list[str]:
        """Return the parts that are complete with `text`."""
        self._text += text
        parts = []
        while (at := self._cut()) is not None:
            parts.append(self._text[:at])
            self._text = self._text[at:]
        return [part for part in parts if part.strip()]

    def rest(self) -> list[str]:
        """Return what is left, in one part or none; nothing is left then."""
        text, self._text = self._text, ""
        return [text] if text.strip() else []

    def _cut(self) -> int | None:
        found = _ENDS.search(self._text, SHORTEST)
        if found is not None and found.end() <= LONGEST:
            return found.end()
        return LONGEST if len(self._text) > LONGEST else None


class _Speech:
    """Reads events and speaks their text at the same time; both come out of `ready`, which None ends."""

    def __init__(self, say: Say) -> None:
        self.ready: asyncio.Queue[Sequence[Event] | None] = asyncio.Queue()
        self._say = say
        self._texts: asyncio.Queue[str | None] = asyncio.Queue()
        self._sentences = Sentences()
        self._has_failed = False

    async def carry_out(self, batches: Batches) -> None:
        """Do both to the end. Raises what reading raises."""
        speaking = asyncio.create_task(self._speak(), name="speech of sentences")
        try:
            await self._read(batches)
            if not self._has_failed:
                await speaking
                self.ready.put_nowait([SpeechEnded()])
        finally:
            speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)
            self.ready.put_nowait(None)

    async def _read(self, batches: Batches) -> None:
        async with aclosing(batches):
            async for batch in batches:
                self.ready.put_nowait(batch)
                for event in batch:
                    self._hear(event)
        for text in (*self._sentences.rest(), None):
            self._texts.put_nowait(text)

    def _hear(self, event: Event) -> None:
        if isinstance(event, RunError):
            self._has_failed = True
        if isinstance(event, MessageReplaced):
            self._sentences = Sentences()
            self._silence()
        if isinstance(event, TextDelta | MessageReplaced):
            for text in self._sentences.add(event.text):
                self._texts.put_nowait(text)

    def _silence(self) -> None:
        """Forget what is not yet spoken."""
        while not self._texts.empty():
            self._texts.get_nowait()

    async def _speak(self) -> None:
        while (text := await self._texts.get()) is not None:
            try:
                audio = await self._say(text)
            except (ServiceError, EngineError) as error:
                logger.warning("An answer falls silent. error=%s", error)
                return
            self.ready.put_nowait([SpokenPiece(audio=audio)])
