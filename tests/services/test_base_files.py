"""Knowledge bases go into a file and come out of it as they were, without being embedded again."""

import json
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import storage.knowledge.documents
import storage.knowledge.segments
from services.errors import DatasetNameTaken, InvalidInput
from services.knowledge import datasets, documents, ingest, metadata, tags
from services.knowledge.base_file import HEAD
from services.knowledge.exporting import export_base
from services.knowledge.importing import NOT_INDEXED, import_base
from services.knowledge.indexing import index
from services.knowledge.ingest import Ingest
from services.knowledge.permissions import Reader
from services.runtime import Runtime
from storage.knowledge.search import keyword_scores, read_vectors, searchable_units
from storage.records import Dataset, StoredDocument
from tests.services.knowing import LINES, add_base, add_document, contents, stored
from tests.services.test_ingest import Hands

TREE = {
    "mode": "hierarchical",
    "rules": {"segmentation": {"separator": "\n\n"}, "subchunk_segmentation": {"separator": "\n"}},
}


@pytest.fixture
async def knowing(rt: Runtime, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Runtime]:
    monkeypatch.setattr(ingest, "LOOK", 0.01)
    rt.ingest = Ingest(rt, Hands(index))
    await rt.ingest.start()
    yield rt
    await rt.ingest.stop()


async def filled(rt: Runtime, workspace_id: str, **values: Any) -> Dataset:
    """Return a base with two documents."""
    base = await add_base(rt, workspace_id, **values)
    rule = TREE if base.doc_form == "hierarchical_model" else LINES
    for name, text in (("ferry.txt", "The ferry leaves.\nAt nine."), ("渡轮.md", "渡轮九点出发。\n\n五点返回。")):
        await add_document(rt, base, text, name=name, rule=rule)
    await rt.ingest.idle()
    return await datasets.get(rt, Reader(workspace_id), base.id)


async def moved(rt: Runtime, base: Dataset, folder: Path, name: str = "Copy") -> Dataset:
    target = folder / "base.zip"
    await export_base(rt, base, target)
    return (await import_base(rt, base.workspace_id, target, name=name)).dataset


def rows(rt: Runtime, base: Dataset) -> list[StoredDocument]:
    return storage.knowledge.documents.all_documents(rt.db, base.workspace_id, base.id)


@pytest.mark.parametrize("form", ["text_model", "hierarchical_model", "qa_model"])
@pytest.mark.parametrize("technique", ["high_quality", "economy"])
async def test_a_base_comes_out_of_its_file_as_it_was(
    knowing: Runtime, workspace_id: str, tmp_path: Path, *, form: str, technique: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = knowing
    base = await filled(rt, workspace_id, doc_form=form, indexing_technique=technique)
    monkeypatch.setattr(rt.ingest, "begin", None)  # nothing is indexed, and so nothing embedded, from here on
    copy = await moved(rt, base, tmp_path)
    kept = ("indexing_technique", "embedding_model", "dimensions", "doc_form", "process_rule")
    assert [getattr(copy, name) for name in kept] == [getattr(base, name) for name in kept]
    for old, new in zip(rows(rt, base), rows(rt, copy), strict=True):
        assert (new.name, new.indexing_status, new.tokens, new.process_rule) == (
            (old.name, old.indexing_status, old.tokens, old.process_rule)
        )
        assert contents(rt, new) == contents(rt, old) != []
        assert {new.id, new.data_source["upload_file_id"]}.isdisjoint({old.id, old.data_source["upload_file_id"]})
    if technique == "high_quality":
        assert np.array_equal(read_vectors(rt.db, copy)[1], read_vectors(rt.db, base)[1])
    assert len(searchable_units(rt.db, copy)) == len(searchable_units(rt.db, base)) > 0
    scores = [keyword_scores(rt.db, one, ["ferry", "渡轮"])[1].tolist() for one in (base, copy)]
    assert scores[0] == scores[1] != []


async def test_edits_switches_fields_and_tags_move_along(knowing: Runtime, workspace_id: str, tmp_path: Path) -> None:
    rt = knowing
    base = await filled(rt, workspace_id)
    first = rows(rt, base)[0]
    segment = storage.knowledge.segments.list_segments(rt.db, first)[0][0]
    await storage.knowledge.segments.set_segments(rt.db, first, [segment.id], enabled=False, is_edited=True)
    field = await metadata.add_field(rt, base, name="port", type="string")
    await storage.knowledge.documents.put_metadata(rt.db, {first.id: {field.id: "Kiel"}})
    tag = await tags.add(rt, workspace_id, "sea")
    await tags.bind(rt, Reader(workspace_id), base.id, [tag.id])
    await documents.switch(rt, base, [first.id], "archive")
    copy = await moved(rt, base, tmp_path)
    new = rows(rt, copy)[0]
    ((copied, uses),) = await metadata.fields_of(rt, copy)
    assert (copied.name, copied.id == field.id, uses) == ("port", False, 1)
    assert (new.doc_metadata, new.archived) == ({copied.id: "Kiel"}, True)
    (view,) = await datasets.views(rt, workspace_id, [copy])
    assert [one.name for one in view.tags] == ["sea"]
    again = storage.knowledge.segments.list_segments(rt.db, new)[0][0]
    assert (again.enabled, again.is_edited, again.headings) == (False, True, segment.headings)


async def test_a_moved_document_can_be_indexed_again_from_its_file(
    knowing: Runtime, workspace_id: str, tmp_path: Path
) -> None:
    copy = await moved(knowing, await filled(knowing, workspace_id), tmp_path)
    (again,) = await knowing.ingest.begin(rows(knowing, copy)[:1])
    await knowing.ingest.idle()
    assert stored(knowing, again).indexing_status == "completed"
    assert contents(knowing, again) == ["The ferry leaves.", "At nine."]


async def test_what_was_not_indexed_says_so_where_it_arrives(
    knowing: Runtime, workspace_id: str, tmp_path: Path
) -> None:
    base = await add_base(knowing, workspace_id)
    await add_document(knowing, base, "one", begin=False)
    copy = await moved(knowing, base, tmp_path)
    (document,) = rows(knowing, copy)
    assert (document.indexing_status, document.error) == ("error", NOT_INDEXED)


async def test_a_name_that_is_taken_is_refused_and_leaves_nothing(
    knowing: Runtime, workspace_id: str, tmp_path: Path
) -> None:
    base = await filled(knowing, workspace_id)
    files = knowing.db.query("SELECT count(*) AS n FROM uploads")
    with pytest.raises(DatasetNameTaken, match="Manuals"):
        await moved(knowing, base, tmp_path, name="")
    assert knowing.db.query("SELECT count(*) AS n FROM uploads") == files
    assert knowing.db.query("SELECT count(*) AS n FROM datasets") == [{"n": 1}]


def rewritten(source: Path, entry: str, change: Callable[[bytes], bytes]) -> None:
    """Change one entry of an archive."""
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries[entry] = change(entries[entry])
    with zipfile.ZipFile(source, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def with_head(**changes: Any) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps(json.loads(data) | changes).encode()


def with_base(**changes: Any) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        head = json.loads(data)
        return json.dumps(head | {"base": head["base"] | changes}).encode()

    return change


@pytest.mark.parametrize(
    ("entry", "change", "told"),
    [
        ("segments.arrow", lambda data: data[:-30] + b"x" * 30, r"segments\.arrow is not what it was"),
        ("files/0", lambda data: b"something else", "files/0 is not what it was"),
        (HEAD, lambda data: data[: len(data) // 2], r"base\.json is damaged"),
        (HEAD, lambda data: b"[]", "does not say 'millrace-knowledge'"),
        (HEAD, with_head(format="other"), "does not say 'millrace-knowledge'"),
        (HEAD, with_head(version=99), "of version 99, and this server reads version 1"),
        (HEAD, with_base(doc_form="graph"), r"wrong at base\.doc_form"),
        (HEAD, with_base(dimensions=7), r"units\.arrow has not the columns"),
        (HEAD, with_base(dimensions=10_000_000), "8192 is the limit"),
        (HEAD, with_base(retrieval_model={"top_k": -1}), r"retrieval_model\.top_k"),
        (HEAD, with_head(documents=[]), "document_id names nothing"),
        (HEAD, with_head(checksums={}), "is not what it was"),
        (HEAD, with_head(documents=[{"id": "x", "values": {}}]), "lacks something"),
    ],
)
async def test_damaged_and_foreign_files_are_refused_with_the_reason(
    knowing: Runtime, workspace_id: str, tmp_path: Path, *, entry: str, change: Callable[[bytes], bytes], told: str
) -> None:
    base = await filled(knowing, workspace_id)
    target = tmp_path / "base.zip"
    await export_base(knowing, base, target)
    rewritten(target, entry, change)
    before = [knowing.db.query(f"SELECT count(*) AS n FROM {table}") for table in ("datasets", "uploads", "segments")]
    with pytest.raises(InvalidInput, match=told):
        await import_base(knowing, workspace_id, target, name="Copy")
    after = [knowing.db.query(f"SELECT count(*) AS n FROM {table}") for table in ("datasets", "uploads", "segments")]
    assert after == before


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "no archive"), (b"%PDF-1.4", "no archive"), (b"PK\x05\x06" + b"\0" * 18, "no base.json")],
)
async def test_a_file_that_is_no_base_is_refused(
    knowing: Runtime, workspace_id: str, tmp_path: Path, content: bytes, told: str
) -> None:
    source = tmp_path / "other.zip"
    source.write_bytes(content)
    with pytest.raises(InvalidInput, match=told):
        await import_base(knowing, workspace_id, source)
