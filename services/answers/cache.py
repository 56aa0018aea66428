"""The answers that an app keeps: found by the request they answer, or by a question that means the same.

Nothing of this breaks a run. What cannot be looked up is asked of the model, and the log says why.
"""

import asyncio
import hashlib
import json
import logging
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import storage.answers
from engine.errors import EngineError
from engine.events import Usage
from engine.models.base import ChatModel, ChatRequest, Message
from engine.resources import EarlierAnswer, Written
from services.answers.settings import AnswerSettings, settings_of
from services.knowledge.choices import embedding_choice
from services.knowledge.vectors import embed
from services.models import models_for
from storage.answers import Question
from storage.errors import StorageError
from storage.records import Answer, App, answer_id

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

WAITING: Final = 5.0  # seconds for the vector of a question; after that the model is asked
LONGEST: Final = 200_000  # characters of an answer that is kept
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it is compared."""

    id: str
    surroundings: str  # hash of all but the question
    question: str
    vector: bytes | None = None
    vector_model: str = ""


class AppAnswers:
    """The answers of one app, for one of its runs; the engine's `AnswerCache`.

    Without `looks` none is given, and what the models answer takes the place of what is kept.
    """

    def __init__(self, rt: "Runtime", app: App, settings: AnswerSettings, *, looks: bool = True) -> None:
        self._rt = rt
        self._app = app
        self._settings = settings
        self._looks = looks
        self._asked: dict[str, _Asked] = {}  # what was looked for in vain, by id, with the vector made for it

    async def look(self, model: ChatModel, request: ChatRequest) -> EarlierAnswer | None:
        """Return an earlier answer, None when the model has to be asked."""
        asked = _as_asked(self._app.id, model, request)
        try:
            found = await self._same(asked) if self._looks else None
            if found is None and self._settings.mode == "similar" and is_comparable(request):
                asked = await self._with_vector(asked)
                found = await self._alike(asked) if self._looks else None
            if self._looks:
                await self._count(found)
        except (EngineError, StorageError, TimeoutError, ValueError) as error:  # ValueError: vectors of another size
            reason = str(error) or f"the vector of the question took longer than {WAITING:g} s"
            logger.warning("Kept answers were not looked up. app=%s reason=%s", self._app.id, reason)
            return None
        if found is None:
            self._asked[asked.id] = asked
        return found

    async def keep(self, model: ChatModel, request: ChatRequest, answer: EarlierAnswer) -> None:
        """Keep an answer to a request that was looked for."""
        asked = self._asked.pop(_as_asked(self._app.id, model, request).id, None)
        if asked is None or sum(len(one.text) for one in answer.written) > LONGEST:
            return
        row = Answer(
            id=asked.id,
            workspace_id=self._app.workspace_id,
            app_id=self._app.id,
            surroundings=asked.surroundings,
            question=asked.question,
            vector=asked.vector,
            vector_model=asked.vector_model,
            pieces=[asdict(one) for one in answer.written],
            tokens=answer.usage.total_tokens,
        )
        try:
            await storage.answers.keep(self._rt.db, row, since=self._since, most=self._settings.most)
        except StorageError as error:
            logger.warning("An answer was not kept. app=%s reason=%s", self._app.id, error)

    @property
    def _since(self) -> float:
        return time.time() - self._settings.seconds

    async def _same(self, asked: _Asked) -> EarlierAnswer | None:
        rt, app, since = self._rt, self._app, self._since
        found = await rt.db.read(
            lambda: storage.answers.find_kept(rt.db, app.workspace_id, app.id, asked.id, since=since)
        )
        return None if found is None else _earlier(found)

    async def _alike(self, asked: _Asked) -> EarlierAnswer | None:
        """Return the answer to the question that is most alike, if it is alike enough."""
        rt, app, since = self._rt, self._app, self._since
        questions = await rt.db.read(
            lambda: storage.answers.list_questions(
                rt.db,
                app.workspace_id,
                app.id,
                surroundings=asked.surroundings,
                vector_model=asked.vector_model,
                since=since,
            )
        )
        best = await asyncio.to_thread(nearest, asked.question, asked.vector or b"", questions)
        if best is None or best[1] < self._settings.threshold:
            return None
        kept_id, similarity = best
        found = await rt.db.read(
            lambda: storage.answers.find_kept(rt.db, app.workspace_id, app.id, kept_id, since=since)
        )
        return None if found is None else replace(_earlier(found), similarity=similarity)

    async def _with_vector(self, asked: _Asked) -> _Asked:
        async with asyncio.timeout(WAITING):
            provider, name = await embedding_choice(self._rt, self._app.workspace_id, "", "")
            model = (await models_for(self._rt, self._app.workspace_id)).embedding(provider, name)
            (vector,) = await embed(model, [asked.question])
        return replace(asked, vector=vector.tobytes(), vector_model=f"{model.provider}/{model.name}")

    async def _count(self, found: EarlierAnswer | None) -> None:
        counted = {} if found is None else {"saved_tokens": found.usage.total_tokens}
        if found is not None:
            counted["exact" if found.similarity is None else "alike"] = 1
        await storage.answers.count_look(self._rt.db, self._app.workspace_id, self._app.id, **counted)


def answers_of(rt: "Runtime", app: App, *, looks: bool = True) -> AppAnswers | None:
    """Return the answers that an app keeps, None when it keeps none."""
    settings = settings_of(app)
    return None if settings.mode == "off" else AppAnswers(rt, app, settings, looks=looks)


def is_comparable(request: ChatRequest) -> bool:
    """Return whether a request may be answered like another one: its last word is a question in plain text, no files."""
    texts = all(isinstance(message.content, str) for message in request.messages)
    return texts and bool(request.messages) and request.messages[-1].role == "user" and bool(_question(request).strip())


def nearest(question: str, vector: bytes, questions: Sequence[Question]) -> tuple[str, float] | None:
    """Return the id of the most similar of `questions` with its cosine; those with other numbers are passed over.

    Vectors are float32 and of length 1. A sentence with another number in it means nearly the same to a model of meanings, and never has the same answer.
    """
    numbers = _NUMBER.findall(question)
    fitting = [one for one in questions if _NUMBER.findall(one.question) == numbers]
    if not fitting:
        return None
    matrix = np.frombuffer(b"".join(one.vector for one in fitting), np.float32).reshape(len(fitting), -1)
    scores = matrix @ np.frombuffer(vector, np.float32)
    place = int(np.argmax(scores))
    return fitting[place].id, min(float(scores[place]), 1.0)


def _as_asked(app_id: str, model: ChatModel, request: ChatRequest) -> _Asked:
    messages = [_plain(message) for message in request.messages]
    settings = {
        "model": [model.provider, model.name],
        "parameters": dict(request.parameters),
        "stop": list(request.stop),
        "tools": [asdict(tool) for tool in request.tools],
        "schema": request.json_schema,
        "completion": request.completion,
    }
    around = [*messages[:-1], [request.messages[-1].role]] if messages else []
    return _Asked(
        id=answer_id(app_id, _hash([settings, messages])),
        surroundings=_hash([settings, around]),
        question=_question(request),
    )


def _question(request: ChatRequest) -> str:
    return request.messages[-1].text if request.messages else ""


def _plain(message: Message) -> list[Any]:
    content = message.content
    if isinstance(content, str):
        return [message.role, content]
    return [message.role, [part if isinstance(part, str) else asdict(part) for part in content]]


def _hash(value: Any) -> str:
    """Return a hash of JSON values that is the same in every process, whatever the order of keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _earlier(found: Answer) -> EarlierAnswer:
    written = [Written(piece["kind"], piece["text"]) for piece in found.pieces]
    return EarlierAnswer(written=written, usage=Usage(completion_tokens=found.tokens))
