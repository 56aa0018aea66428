"""Documents end as completed, in error or paused, whatever happens to who works on them."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import storage.knowledge.datasets
from services.errors import BadRequest
from services.knowledge import indexing, ingest, vectors
from services.knowledge.indexing import index
from services.knowledge.ingest import Ingest, _share
from services.knowledge.spool import STAGES, Attempt, Failure, Progress, Standing, attempts, machine
from services.runtime import Runtime
from storage.knowledge.search import read_vectors, searchable_units
from storage.records import StoredDocument
from tests.services.knowing import add_base, add_document, contents, stored

Work = Callable[[Attempt], Awaitable[None]]


class Hands:
    """A runner in this process: each attempt is given to the next of `works`, the last one for ever."""

    def __init__(self, *works: Work) -> None:
        self.works = list(works) or [index]
        self.given: list[str] = []
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self, attempt: Attempt) -> None:
        self.given.append(attempt.name)
        work = self.works.pop(0) if len(self.works) > 1 else self.works[0]
        self._tasks[attempt.name] = asyncio.create_task(_work(work, attempt))

    async def holds(self, attempt: Attempt) -> bool:
        return attempt.name in self._tasks and not self._tasks[attempt.name].done()

    async def has_workers(self) -> bool:
        return True

    async def close(self) -> None:
        for task in self._tasks.values():
            task.cancel()


async def _work(work: Work, attempt: Attempt) -> None:
    await work(attempt)


async def vanish(attempt: Attempt) -> None:
    """Take the attempt and do nothing: the worker was killed before it said a word."""


async def die(attempt: Attempt) -> None:
    """Die in the middle, as seen from another machine."""
    with attempt.taken():
        attempt.report(Progress(stage="parsing"))


async def stumble(attempt: Attempt) -> None:
    attempt.fail(Failure("the embedder is down", may_pass=True))


async def wait(attempt: Attempt) -> None:
    with attempt.taken():
        attempt.report(Progress(stage="indexing", done=1, total=4))
        async with asyncio.timeout(30):
            while attempt.wanted:
                attempt.touch()
                await asyncio.sleep(0.01)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def knowing(rt: Runtime, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Runtime]:
    """A runtime whose ingest looks often and loses patience soon."""
    for name, seconds in {"LOOK": 0.01, "DEAD": 0.2, "DOUBT": 0.05, "BACK_OFF": 0.01}.items():
        monkeypatch.setattr(ingest, name, seconds)
    monkeypatch.setattr(indexing, "HEARTBEAT", 0.05)
    rt.ingest = Ingest(rt, hands)
    await rt.ingest.start()
    yield rt
    await rt.ingest.stop()


async def given(ingest: Ingest, document: StoredDocument) -> Attempt:
    """Wait until an attempt is given out."""
    attempt = Attempt.of(ingest.spool, document.id, document.attempt)
    async with asyncio.timeout(30):
        while not attempt.wanted:
            await asyncio.sleep(0.01)
    return attempt


async def ended(rt: Runtime, document: StoredDocument) -> StoredDocument:
    async with asyncio.timeout(60):
        await rt.ingest.idle()
    return stored(rt, document)


async def test_a_document_becomes_searchable(knowing: Runtime, workspace_id: str) -> None:
    base = await add_base(knowing, workspace_id)
    begun = await add_document(knowing, base, "# Ferries\nBoats go hourly.\nTickets cost 3 euros.", name="a.md")
    assert begun.indexing_status == "waiting"
    document = await ended(knowing, begun)
    assert (document.indexing_status, document.progress, document.error) == ("completed", 1.0, None)
    assert contents(knowing, document) == ["# Ferries", "Boats go hourly.", "Tickets cost 3 euros."]
    assert document.total_segments == document.completed_segments == 3
    assert document.word_count == sum(map(len, contents(knowing, document)))
    times = [
        document.processing_started_at,
        document.parsing_completed_at,
        document.cleaning_completed_at,
        document.splitting_completed_at,
        document.completed_at,
    ]
    assert times == sorted(time for time in times if time is not None)
    base = storage.knowledge.datasets.get_dataset(knowing.db, workspace_id, base.id)
    assert base.dimensions == 384
    assert len(read_vectors(knowing.db, base)[0]) == len(searchable_units(knowing.db, base)) == 3
    assert knowing.base_versions[base.id] == 1
    assert list(attempts(knowing.ingest.spool)) == []


async def test_headings_and_keywords_go_with_segments(knowing: Runtime, workspace_id: str) -> None:
    base = await add_base(knowing, workspace_id)
    await ended(knowing, await add_document(knowing, base, "# Ferries\nBoats go hourly.", name="a.md"))
    row = knowing.db.query("SELECT headings, keywords FROM segments WHERE position = 2")[0]
    assert row == {"headings": ["Ferries"], "keywords": ["boats", "go", "hourly"]}


async def test_an_economical_base_has_no_vectors(knowing: Runtime, workspace_id: str) -> None:
    base = await add_base(knowing, workspace_id, indexing_technique="economy")
    document = await ended(knowing, await add_document(knowing, base, "one\ntwo"))
    assert document.indexing_status == "completed"
    assert storage.knowledge.datasets.get_dataset(knowing.db, workspace_id, base.id).dimensions is None
    assert len(searchable_units(knowing.db, base)) == 2


async def test_parents_are_read_and_children_compared(knowing: Runtime, workspace_id: str) -> None:
    base = await add_base(knowing, workspace_id, doc_form="hierarchical_model")
    rule = {
        "mode": "hierarchical",
        "rules": {"segmentation": {"separator": "\n\n"}, "subchunk_segmentation": {"separator": "\n"}},
    }
    document = await ended(knowing, await add_document(knowing, base, "a\nb\n\nc", rule=rule))
    assert contents(knowing, document) == ["a\nb", "c"]
    children = knowing.db.query("SELECT content, position FROM child_chunks ORDER BY content")
    assert [(row["content"], row["position"]) for row in children] == [("a", 1), ("b", 2), ("c", 1)]
    assert len(searchable_units(knowing.db, base)) == 3


async def test_questions_are_made_by_the_demo_model_too(knowing: Runtime, workspace_id: str) -> None:
    base = await add_base(knowing, workspace_id, doc_form="qa_model")
    document = await ended(knowing, await add_document(knowing, base, "The ferry leaves pier 4 at nine every day."))
    rows = knowing.db.query("SELECT content, answer FROM segments WHERE document_id = ?", [document.id])
    assert document.indexing_status == "completed", document.error
    assert "pier 4" in rows[0]["answer"]
    assert rows[0]["content"].endswith("?")


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.txt", "no text"),
        (b"  \n ", "a.txt", "no text"),
        (b"%PDF-1.4 broken", "a.pdf", "pdf|PDF"),
        (b"PK\x03\x04 broken", "a.docx", "docx|zip|archive"),
        (b"\x00\x01", "a.exe", "exe"),
    ],
)
async def test_what_cannot_be_read_ends_in_error_at_once_with_the_reason(
    knowing: Runtime, workspace_id: str, content: bytes, name: str, told: str
) -> None:
    base = await add_base(knowing, workspace_id)
    document = await ended(knowing, await add_document(knowing, base, content, name=name))
    assert document.indexing_status == "error"
    assert any(part in (document.error or "") for part in told.split("|")), document.error
    assert document.failures == 1


async def test_a_failure_that_may_pass_is_tried_again_until_it_has(
    knowing: Runtime, hands: Hands, workspace_id: str
) -> None:
    hands.works = [stumble, stumble, index]
    base = await add_base(knowing, workspace_id)
    document = await ended(knowing, await add_document(knowing, base, "one"))
    assert (document.indexing_status, document.failures, document.error) == ("completed", 0, None)
    assert len(hands.given) == 3


async def test_after_four_failures_a_document_ends_in_error_and_can_be_retried(
    knowing: Runtime, hands: Hands, workspace_id: str
) -> None:
    hands.works = [stumble]
    base = await add_base(knowing, workspace_id)
    document = await ended(knowing, await add_document(knowing, base, "one"))
    assert (document.indexing_status, document.error) == ("error", "the embedder is down")
    assert len(hands.given) == 4
    hands.works = [index]
    (retried,) = await knowing.ingest.retry([document])
    assert (await ended(knowing, retried)).indexing_status == "completed"


@pytest.mark.parametrize("work", [vanish, die])
async def test_an_attempt_whose_worker_died_is_begun_anew(
    knowing: Runtime, hands: Hands, workspace_id: str, work: Work
) -> None:
    hands.works = [work, index]
    base = await add_base(knowing, workspace_id)
    document = await ended(knowing, await add_document(knowing, base, "one\ntwo"))
    assert document.indexing_status == "completed"
    assert contents(knowing, document) == ["one", "two"]


async def test_pieces_of_an_overtaken_attempt_are_dropped(knowing: Runtime, hands: Hands, workspace_id: str) -> None:
    hands.works = [wait, index]
    base = await add_base(knowing, workspace_id)
    begun = await add_document(knowing, base, "one")
    old = await given(knowing.ingest, begun)
    await knowing.ingest.begin([begun])
    assert not old.wanted
    document = await ended(knowing, begun)
    assert document.attempt == begun.attempt + 1
    assert contents(knowing, document) == ["one"]


async def test_progress_is_stored_as_it_is_told(knowing: Runtime, hands: Hands, workspace_id: str) -> None:
    hands.works = [wait]
    document = await add_document(knowing, await add_base(knowing, workspace_id), "one")
    async with asyncio.timeout(30):
        while stored(knowing, document).indexing_status != "indexing":
            await asyncio.sleep(0.01)
    now = stored(knowing, document)
    assert (now.progress, now.completed_segments, now.total_segments) == (0.5, 1, 4)


def test_reading_is_a_fifth_splitting_two_and_embedding_four() -> None:
    ends = [_share(Progress(stage=stage, done=1, total=1)) for stage in STAGES]
    assert dict(zip(STAGES, ends, strict=True)) == {
        "waiting": 0.0,
        "parsing": 0.2,
        "cleaning": 0.2,
        "splitting": 0.4,
        "indexing": 0.8,
    }
    assert _share(Progress(stage="indexing", done=1, total=4)) == 0.5


async def test_pause_resume_and_cancel(knowing: Runtime, hands: Hands, workspace_id: str) -> None:
    hands.works = [wait]
    document = await add_document(knowing, await add_base(knowing, workspace_id), "one")
    paused = await knowing.ingest.pause(document)
    assert stored(knowing, document).indexing_status == "paused"
    with pytest.raises(BadRequest, match="'paused'"):
        await knowing.ingest.pause(paused)
    hands.works = [index]
    resumed = await knowing.ingest.resume(paused)
    document = await ended(knowing, resumed)
    assert document.indexing_status == "completed"
    with pytest.raises(BadRequest, match="'completed'"):
        await knowing.ingest.cancel(document)
    hands.works = [wait]
    (again,) = await knowing.ingest.begin([document])
    await knowing.ingest.cancel(again)
    cancelled = stored(knowing, again)
    assert (cancelled.indexing_status, cancelled.error) == ("error", "Indexing was cancelled.")
    assert contents(knowing, cancelled) == ["one"]  # what was there before stays


async def test_a_changed_document_keeps_the_ids_of_what_stayed_the_same(knowing: Runtime, workspace_id: str) -> None:
    base = await add_base(knowing, workspace_id)
    document = await ended(knowing, await add_document(knowing, base, "one\ntwo"))
    before = {row["content"]: row["id"] for row in knowing.db.query("SELECT content, id FROM segments")}
    other = await add_document(knowing, base, "two\nthree", begin=False)
    await knowing.db.write(
        lambda cursor: cursor.update("documents", {"id": document.id}, {"data_source": other.data_source})
    )
    (again,) = await knowing.ingest.begin([stored(knowing, document)])
    document = await ended(knowing, again)
    after = {row["content"]: row["id"] for row in knowing.db.query("SELECT content, id FROM segments")}
    assert set(after) == {"two", "three"}
    assert after["two"] == before["two"]


async def test_another_start_takes_up_what_was_left(rt: Runtime, workspace_id: str, knowing: Runtime) -> None:
    base = await add_base(rt, workspace_id)
    await rt.ingest.stop()
    rt.ingest = first = Ingest(rt, Hands(vanish))
    await first.start()
    document = await add_document(rt, base, "one")
    await given(first, document)
    await first.stop()
    complete = Attempt.of(first.spool, document.id, document.attempt)
    await index(complete)
    stray = Attempt.of(first.spool, "nobody", 3)
    stray.folder.mkdir(parents=True)
    rt.ingest = Ingest(rt, Hands())
    await rt.ingest.start()
    assert (await ended(rt, document)).indexing_status == "completed"
    assert not stray.folder.exists()


async def test_vectors_of_another_size_are_refused(knowing: Runtime, workspace_id: str) -> None:
    base = await add_base(knowing, workspace_id, dimensions=3)
    document = await ended(knowing, await add_document(knowing, base, "one"))
    assert document.indexing_status == "error"
    assert "384" in (document.error or "")
    assert "vectors of 3" in (document.error or "")


async def test_a_deleted_base_ends_its_documents(knowing: Runtime, hands: Hands, workspace_id: str) -> None:
    hands.works = [wait]
    base = await add_base(knowing, workspace_id)
    await add_document(knowing, base, "one")
    await storage.knowledge.datasets.delete_dataset(knowing.db, workspace_id, base.id)
    async with asyncio.timeout(30):
        await knowing.ingest.idle()
    assert not knowing.db.query("SELECT id FROM documents WHERE dataset_id = ?", [base.id])


async def test_tries_are_one_two_and_four_seconds_apart(
    knowing: Runtime, hands: Hands, workspace_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.works = [stumble]
    waits = []
    begin = knowing.ingest._begin

    async def noted(document: StoredDocument, *, after: float = 0.0, **more: Any) -> StoredDocument:
        waits.append(after)
        return await begin(document, after=after / 1000, **more)

    monkeypatch.setattr(ingest, "BACK_OFF", 1.0)
    monkeypatch.setattr(knowing.ingest, "_begin", noted)
    base = await add_base(knowing, workspace_id)
    await ended(knowing, await add_document(knowing, base, "one"))
    assert waits == [0.0, 1.0, 2.0, 4.0]


async def test_a_cancelled_worker_stops_at_the_next_batch_and_hands_over_nothing(
    knowing: Runtime, hands: Hands, workspace_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, may_go_on = asyncio.Event(), asyncio.Event()
    batches = []

    async def slow(model: Any, texts: Any, cache: Any) -> Any:
        batches.append(len(texts))
        reached.set()
        await may_go_on.wait()
        return await vectors.embed(model, texts, cache)

    monkeypatch.setattr(indexing, "embed", slow)
    base = await add_base(knowing, workspace_id)
    document = await add_document(knowing, base, "\n".join(map(str, range(300))))
    await asyncio.wait_for(reached.wait(), 30)
    attempt = Attempt.of(knowing.ingest.spool, document.id, document.attempt)
    await knowing.ingest.cancel(stored(knowing, document))
    may_go_on.set()
    while await hands.holds(attempt):
        await asyncio.sleep(0.01)
    assert (batches, attempt.folder.exists()) == ([indexing.BATCH], False)
    assert knowing.db.query("SELECT count(*) AS n FROM units") == [{"n": 0}]


async def test_a_document_whose_file_is_gone_fails_once(knowing: Runtime, hands: Hands, workspace_id: str) -> None:
    base = await add_base(knowing, workspace_id)
    document = await add_document(knowing, base, "one", begin=False)
    gone = replace(document, data_source={"upload_file_id": "gone"})
    await knowing.ingest.begin([gone])
    now = await ended(knowing, document)
    assert (now.indexing_status, now.failures, hands.given) == ("error", 1, [])
    assert "gone" in (now.error or "")


async def test_no_more_attempts_are_out_than_can_be_looked_after(
    knowing: Runtime, hands: Hands, workspace_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "MOST_OUT", 2)
    hands.works = [wait]
    base = await add_base(knowing, workspace_id)
    documents = [await add_document(knowing, base, str(number)) for number in range(3)]
    for document in documents[:2]:
        await given(knowing.ingest, document)
    third = Attempt.of(knowing.ingest.spool, documents[2].id, 1)
    assert not third.wanted
    await knowing.ingest.cancel(stored(knowing, documents[0]))
    await given(knowing.ingest, documents[2])
    assert hands.given[:2] == [f"{document.id}-1" for document in documents[:2]]
    for document in documents[1:]:
        await knowing.ingest.cancel(stored(knowing, document))


async def test_a_look_that_comes_late_changes_nothing_of_a_later_attempt(
    knowing: Runtime, hands: Hands, workspace_id: str
) -> None:
    hands.works = [wait]
    document = await add_document(knowing, await add_base(knowing, workspace_id), "one")
    await given(knowing.ingest, document)
    (later,) = await knowing.ingest.begin([document])
    await knowing.ingest._store(document, {"progress": 0.9})
    await knowing.ingest._fail(document, Failure("late", may_pass=False))
    hands.works = [index]
    knowing.ingest.runner = hands
    (again,) = await knowing.ingest.begin([later])
    assert (await ended(knowing, again)).indexing_status == "completed"


@pytest.mark.parametrize("is_here", [True, False])
def test_a_process_of_this_machine_that_left_an_attempt_is_known_to_be_dead(tmp_path: Path, is_here: bool) -> None:
    attempt = Attempt.of(tmp_path, "d", 1)
    attempt.folder.mkdir()
    (attempt.folder / "worker").write_text(
        json.dumps([machine() if is_here else "elsewhere", os.getpid() + 1])
    )  # nobody locks it
    assert attempt.standing().is_dead is is_here


def test_damaged_files_of_an_attempt_count_as_absent(tmp_path: Path) -> None:
    attempt = Attempt.of(tmp_path, "d", 1)
    assert (attempt.job(), attempt.standing()) == (None, Standing())
    attempt.folder.mkdir()
    for name in ("job.json", "worker", "progress.json", "failed.json"):
        (attempt.folder / name).write_text('{"stage": ')
    standing = attempt.standing()
    assert (attempt.job(), standing.progress, standing.failure, standing.is_dead) == (None, None, None, False)
