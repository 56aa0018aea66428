"""What a worker does with one attempt: read, clean, split, embed, hand over. It never opens the database."""

import asyncio
import json
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from engine.chunking.cutting import Piece, cut
from engine.chunking.questions import pairs_of
from engine.chunking.rules import ProcessRule
from engine.errors import EngineError, ModelError
from engine.extract import Extracted, ExtractLimits, extract_apart
from engine.knowledge.terms import keywords, terms
from engine.models import LOCAL, Credentials, ModelRegistry
from engine.models.minilm.client import EncoderClient
from engine.models.tokens import count
from engine.plugins.knowledge import cut_apart
from services.knowledge.spool import (
    SEGMENTS,
    Assignment,
    Failure,
    Job,
    ModelChoice,
    Pieces,
    Progress,
    Stage,
    text_hash,
    units_schema,
)
from services.knowledge.vectors import VectorCache, embed
from services.secrets import Vault

logger = logging.getLogger(__name__)

Reader = Callable[..., Awaitable[Extracted]]  # with the arguments of `extract_apart`

HEARTBEAT: Final = 2.0  # seconds
BATCH: Final = 64  # texts that are embedded between two reports
EMPTY: Final = "the document holds no text that could be searched; a scanned document needs text recognition first"


class CalledOff(Exception):
    """The app does not want the attempt any more."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A segment to be, and what of it is compared."""

    content: str
    piece: Piece
    answer: str | None = None

    @property
    def units(self) -> list[tuple[str | None, str]]:
        """Return the texts that searches compare, each with the child chunk that it is."""
        if self.piece.children:
            return [(child, child) for child in self.piece.children]
        return [(None, self.content)]


async def index(attempt: Assignment, *, read: Reader = extract_apart) -> None:
    """Carry out an attempt; what comes of it, pieces or a failure, is in its folder."""
    job = attempt.job()
    if job is None or attempt.is_complete:
        return
    try:
        with attempt.taken(), _heartbeat(attempt):
            await _carry_out(attempt, job, read)
    except FileNotFoundError:
        logger.info("An attempt was called off. attempt=%s", attempt.name)
    except BlockingIOError:
        logger.warning("An attempt was given out twice; another process works on it. attempt=%s", attempt.name)


async def _carry_out(attempt: Assignment, job: Job, read: Reader) -> None:
    try:
        pieces = await _Indexing(attempt, job, read).run()
    except CalledOff:
        return
    except ModelError as error:
        _fail(attempt, str(error), may_pass=error.retryable)
    except EngineError as error:
        _fail(attempt, str(error), may_pass=False)
    except Exception as error:
        logger.exception("Indexing failed. document=%s attempt=%d", job.document_id, job.attempt)
        _fail(attempt, f"{type(error).__name__}: {error}", may_pass=True)
    else:
        if attempt.wanted:
            attempt.hand_over(pieces)


@dataclass(slots=True)
class _Indexing:
    """One attempt under way."""

    attempt: Assignment
    job: Job
    read: Reader
    times: dict[str, float] = field(default_factory=dict)

    async def run(self) -> Pieces:
        """Return the document's pieces; raises CalledOff as soon as nobody wants them."""
        self._enter("parsing", "processing_started_at")
        document = await self._read()
        self._enter("cleaning", "parsing_completed_at")
        rule = ProcessRule.parse(self.job.process_rule)
        self._enter("splitting", "cleaning_completed_at")
        texts = await self._texts(await self._pieces(document, rule))
        if not texts:
            raise EngineError(EMPTY)
        self._enter("indexing", "splitting_completed_at")
        return Pieces(_segments(texts), await self._units(texts))

    async def _pieces(self, document: Extracted, rule: ProcessRule) -> list[Piece]:
        if self.job.chunker is not None:
            return await cut_apart(self.job.chunker, document)
        return await asyncio.to_thread(cut, document, rule)

    async def _read(self) -> Extracted:
        data = await asyncio.to_thread(self.attempt.content, self.job)
        return await self.read(
            data,
            filename=self.job.filename,
            mime_type=self.job.mime_type,
            keep_markup=False,
            limits=ExtractLimits(**self.job.limits),
        )

    async def _texts(self, pieces: list[Piece]) -> list[_Text]:
        if self.job.doc_form != "qa_model" or self.job.questions is None:
            return [_Text(piece.content, piece) for piece in pieces]
        texts: list[_Text] = []
        async with self._models(self.job.questions) as models:
            model = models.chat(self.job.questions.provider, self.job.questions.name)
            for done, piece in enumerate(pieces):
                self._report("splitting", done, len(pieces))
                pairs = await pairs_of(model, piece.content, self.job.doc_language)
                texts += [_Text(pair.question, piece, pair.answer) for pair in pairs]
        return texts

    async def _units(self, texts: list[_Text]) -> pa.Table:
        plain = _unit_table(texts)
        if self.job.embedding is None:
            return plain
        embedded = [content for text in texts for _, content in text.units]
        return await self._with_vectors(plain, embedded, self.job.embedding)

    async def _with_vectors(self, units: pa.Table, texts: list[str], choice: ModelChoice) -> pa.Table:
        cache = VectorCache(Path(self.job.cache))
        parts = []
        async with self._models(choice) as models:
            model = models.embedding(choice.provider, choice.name)
            for start in range(0, len(texts), BATCH):
                self._report("indexing", start, len(texts))
                parts.append(await embed(model, texts[start : start + BATCH], cache))
        dimensions = int(parts[0].shape[1])
        flat = pa.concat_arrays([pa.array(part.reshape(-1), pa.float32()) for part in parts])
        vectors = pa.FixedSizeListArray.from_arrays(flat, dimensions)
        return pa.table([*units.columns, vectors], schema=units_schema(dimensions))

    def _models(self, choice: ModelChoice) -> "_Models":
        return _Models(self.job, choice)

    def _enter(self, stage: Stage, ended: str) -> None:
        self.times[ended] = time.time()
        self._report(stage, 0, 0)

    def _report(self, stage: Stage, done: int, total: int) -> None:
        if not self.attempt.wanted:
            raise CalledOff
        try:
            self.attempt.report(Progress(stage=stage, done=done, total=total, times=self.times))
        except FileNotFoundError as error:
            raise CalledOff from error


class _Models:
    """The models of one provider while a job uses them."""

    def __init__(self, job: Job, choice: ModelChoice) -> None:
        encoder = EncoderClient(Path(job.encoder), starts=job.starts_encoder)
        known = {LOCAL: Credentials(extra={"client": encoder})}
        if choice.credentials:
            values = json.loads(Vault.open(Path(job.data_dir)).decrypt(choice.credentials.encode()))
            known[choice.provider] = Credentials.from_mapping(values)
        self._registry = ModelRegistry(known)

    async def __aenter__(self) -> ModelRegistry:
        return self._registry

    async def __aexit__(self, *_: object) -> None:
        await self._registry.close()


def _unit_table(texts: list[_Text]) -> pa.Table:
    """Return what is compared of texts, without vectors; tokens are those of child chunks."""
    rows: list[dict[str, Any]] = []
    for place, text in enumerate(texts):
        for child, compared in text.units:
            hashed = text_hash(text.content, text.answer) if child is None else text_hash(compared)
            row = {"segment": place, "child": child, "tokens": 0 if child is None else count(compared), "hash": hashed}
            rows.append(row | {"terms": terms(compared if text.answer is None else f"{compared} {text.answer}")})
    return pa.Table.from_pylist(rows, units_schema(None))


def _segments(texts: list[_Text]) -> pa.Table:
    found = keywords([text.content for text in texts])
    rows = [
        {
            "content": text.content,
            "answer": text.answer,
            "page": text.piece.page,
            "headings": list(text.piece.headings),
            "keywords": words,
            "tokens": count(text.content),
            "hash": text_hash(text.content, text.answer),
        }
        for text, words in zip(texts, found, strict=True)
    ]
    return pa.Table.from_pylist(rows, SEGMENTS)


def _fail(attempt: Assignment, message: str, *, may_pass: bool) -> None:
    if attempt.wanted:
        attempt.fail(Failure(message, may_pass))


@contextmanager
def _heartbeat(attempt: Assignment) -> Iterator[None]:
    """Show that this process lives, also while a library computes."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT):
            if attempt.wanted:
                _unless_gone(attempt.touch)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _unless_gone(act: Callable[[], None]) -> None:
    try:
        act()
    except FileNotFoundError:
        logger.info("An attempt was called off while its worker reported.")
