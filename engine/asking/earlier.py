"""Answers that were given before: a model that looks for one before it is asked, and offers what it wrote to be kept."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from itertools import groupby
from typing import Any, cast

from engine.events import Usage
from engine.models.base import ChatModel, ChatRequest, Finished, Message, Part, Piece, TextPiece, ThinkingPiece
from engine.resources import AnswerCache, EarlierAnswer, Written

_SLICE = 48  # characters of a piece when an answer is said again
_WHOLE = "stop"  # how answers end that are whole


class Remembering:
    """A model for one call: its answer may be one that was given before, and goes the same way in the same pieces.

    `found` is the earlier answer after the call, None where the model was asked.
    """

    def __init__(self, model: ChatModel, cache: AnswerCache) -> None:
        self.provider = model.provider
        self.name = model.name
        self.abilities = model.abilities
        self.found: EarlierAnswer | None = None
        self._model = model
        self._cache = cache
        self._request: ChatRequest | None = None  # of the answer that may be kept
        self._pieces: list[TextPiece | ThinkingPiece] = []
        self._usage = Usage()

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return about how many tokens `messages` take."""
        return self._model.count_tokens(messages)

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Yield an earlier answer, or what the model writes. Raises as the model does."""
        if not may_repeat(request):
            self.found = None
        else:
            began = time.perf_counter()
            self.found = await self._cache.look(self._model, request)
            if self.found is not None:
                for piece in _said_again(self.found.written):
                    yield piece
                seconds = time.perf_counter() - began
                yield Finished(_WHOLE, Usage(latency=seconds, time_to_first_token=seconds))
                return
            self._request = request
        async with aclosing(cast(AsyncGenerator[Piece], self._model.stream(request))) as pieces:
            async for piece in pieces:
                self._note(piece)
                yield piece

    async def keep(self) -> None:
        """Have what the model wrote kept, when it was asked and its answer is whole; call it once the answer is good."""
        if self._request is not None and self._pieces:
            answer = EarlierAnswer(written=_together(self._pieces), usage=self._usage)
            await self._cache.keep(self._model, self._request, answer)

    @property
    def metadata(self) -> dict[str, Any]:
        """Return what a trace says of an earlier answer: exact or alike, how alike, and the tokens that it saved."""
        if self.found is None:
            return {}
        told: dict[str, Any] = {"match": "exact" if self.found.similarity is None else "similar"}
        if self.found.similarity is not None:
            told["similarity"] = round(self.found.similarity, 4)
        return {"answer_cache": {**told, "saved_tokens": self.found.usage.total_tokens}}

    def _note(self, piece: Piece) -> None:
        """Remember a piece; an answer that calls tools, is cut short or comes of another model is not for keeping."""
        match piece:
            case TextPiece() | ThinkingPiece():
                self._pieces.append(piece)
            case Finished() if piece.reason == _WHOLE and not piece.answered_by:
                self._usage = piece.usage
            case _:
                self._request = None


def may_repeat(request: ChatRequest) -> bool:
    """Return whether an answer to `request` may be given again: it calls no tools, and holds the files that it shows."""
    if request.tools or any(message.role == "tool" or message.tool_calls for message in request.messages):
        return False
    return all(_is_held(part) for message in request.messages for part in _parts(message))


def _parts(message: Message) -> Sequence[Part]:
    return () if isinstance(message.content, str) else message.content


def _is_held(part: Part) -> bool:
    """Return whether a part says itself what it is; behind an address there may be something else the next time."""
    if isinstance(part, str):
        return True
    return part.url.startswith("data:")


def _together(pieces: Sequence[TextPiece | ThinkingPiece]) -> list[Written]:
    """Return what stands together as one text each."""
    runs = groupby(pieces, key=lambda piece: isinstance(piece, TextPiece))
    return [Written("text" if is_text else "thinking", "".join(one.text for one in run)) for is_text, run in runs]


def _said_again(written: Sequence[Written]) -> Iterator[Piece]:
    for one in written:
        make = TextPiece if one.kind == "text" else ThinkingPiece
        for start in range(0, len(one.text), _SLICE):
            yield make(one.text[start : start + _SLICE])
