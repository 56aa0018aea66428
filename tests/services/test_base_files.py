"""Knowledge bases go into a file and come out of it as they were, without being embedded again."""

import hashlib
import io
import json
import random
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import storage.knowledge.documents
import storage.knowledge.segments
from engine.models.demo.provider import DemoEmbedding
from services.errors import DatasetNameTaken, InvalidInput, ServiceError
from services.files import file_bytes
from services.knowledge import base_file, children, datasets, documents, ingest, metadata, segments, tags
from services.knowledge.base_file import HEAD
from services.knowledge.exporting import export_base
from services.knowledge.importing import NOT_INDEXED, import_base
from services.knowledge.indexing import index
from services.knowledge.ingest import Ingest
from services.knowledge.permissions import Reader
from services.knowledge.retrieval import retrieve
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


def with_document(**changes: Any) -> Callable[[bytes], bytes]:
    """Return what changes the columns of the first document; `original` is its file."""

    def change(data: bytes) -> bytes:
        head = json.loads(data)
        first = head["documents"][0]
        first["original"] = changes.get("original", first["original"])
        first["values"] |= {name: value for name, value in changes.items() if name != "original"}
        return json.dumps(head).encode()

    return change


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
        (HEAD, with_head(fields=[{"id": "a", "name": "n", "type": "string"}] * 2), "the same name or id"),
        (HEAD, with_head(fields=[{"id": "a", "name": "uploader", "type": "string"}]), "built-in field"),
        (HEAD, with_document(original={"entry": "../../etc/passwd", "name": "a.txt"}), r"lacks \.\./\.\./etc/passwd"),
        (HEAD, with_document(created_at=1e300), r"documents\.0\.values\.created_at"),
        (HEAD, with_document(archived="yes"), r"documents\.0\.values\.archived"),
        (HEAD, with_document(name="\ud800"), r"half of a surrogate pair"),
        (HEAD, with_document(process_rule={"mode": "graph"}), r"process_rule\.mode"),
        (HEAD, with_head(deep=json.loads("[" * 200 + "]" * 200)), "nested deeper than 100 levels"),
        (HEAD, with_head(documents=[{"id": "x", "values": {}}]), r"wrong at documents\.0\.values\.position"),
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


def everything(rt: Runtime, base: Dataset) -> list[Any]:
    """Return all rows that a base has, without ids, times of the move, and who made them."""
    documents = """
        SELECT * EXCLUDE (id, workspace_id, dataset_id, created_by, attempt, data_source, disabled_at, disabled_by,
            processing_started_at, parsing_completed_at, cleaning_completed_at, splitting_completed_at) FROM documents
    """
    segments = """
        SELECT * EXCLUDE (id, workspace_id, dataset_id, document_id, created_by, updated_by, disabled_by) FROM segments
    """
    children = """
        SELECT child_chunks.* EXCLUDE (id, workspace_id, dataset_id, document_id, segment_id), segments.content AS parent
        FROM child_chunks JOIN segments ON segments.id = segment_id
    """
    postings = """
        SELECT term, frequency, segments.content, child_chunks.content AS child FROM postings
        JOIN units ON number = unit JOIN segments ON segments.id = units.segment_id
        LEFT JOIN child_chunks ON child_chunks.id = child_id
    """
    queries = [
        f"{sql} WHERE {table}.dataset_id = ?" for sql, table in ((documents, "documents"), (segments, "segments"))
    ]
    queries += [f"{children} WHERE child_chunks.dataset_id = ?", f"{postings} WHERE units.dataset_id = ?"]
    return [rt.db.query(f"{sql} ORDER BY ALL", [base.id]) for sql in queries]


async def test_edits_keywords_and_child_chunks_move_with_their_vectors_bit_by_bit_and_nothing_is_embedded(
    knowing: Runtime, workspace_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt, rules = knowing, {"search_method": "hybrid_search", "top_k": 7}
    base = await filled(rt, workspace_id, doc_form="hierarchical_model", description="Ships", icon="⛴")
    base = await datasets.update(rt, base, datasets.DatasetChanges(retrieval_model=rules))
    ferry, other = rows(rt, base)
    segment = (await segments.page_of(rt, ferry)).items[0]
    edit = segments.SegmentChanges(content="Boats leave.\nAt ten.", keywords=["vaporetto"])
    segment = await segments.update(rt, base, ferry, segment, edit)
    await children.add(rt, base, ferry, segment, "A child of a person.")
    await segments.switch(rt, other, [(await segments.page_of(rt, other)).items[0].id], enabled=False)
    await documents.switch(rt, base, [other.id], "disable")
    asked: list[Any] = []
    monkeypatch.setattr(DemoEmbedding, "embed", lambda _self, texts: asked.append(texts))
    copy = await moved(rt, base, tmp_path)
    assert asked == []
    assert everything(rt, copy) == everything(rt, base)
    assert all(everything(rt, copy))
    vectors = [read_vectors(rt.db, one)[1] for one in (base, copy)]
    assert vectors[0].tobytes() == vectors[1].tobytes()
    monkeypatch.undo()
    found = await retrieve(rt, copy, "vaporetto", {"search_method": "full_text_search"})
    assert [record.segment.content for record in found] == ["Boats leave.\nAt ten."]
    kept = ("description", "icon", "retrieval_model", "process_rule", "doc_form", "embedding_model", "dimensions")
    assert [getattr(copy, name) for name in kept] == [getattr(base, name) for name in kept]


async def test_an_import_reaches_for_no_file_of_another_base(
    knowing: Runtime, workspace_id: str, tmp_path: Path
) -> None:
    base = await filled(knowing, workspace_id)
    target = tmp_path / "base.zip"
    await export_base(knowing, base, target)
    secret = rows(knowing, base)[1].data_source["upload_file_id"]
    rewritten(target, HEAD, with_document(original=None, data_source={"upload_file_id": secret, "url": "https://a.b"}))
    made = await import_base(knowing, workspace_id, target, name="Copy")
    assert rows(knowing, made.dataset)[0].data_source == {"url": "https://a.b"}


@pytest.mark.parametrize(
    ("limit", "least", "told"),
    [
        ("MOST_BYTES", 1000, "it unpacks to .* bytes, 1,000 is the limit"),
        ("MOST_HEAD", 100, r"base\.json is larger than 100 bytes"),
        ("MOST_ENTRIES", 3, "it has 6 entries, 3 is the limit"),
    ],
)
async def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    knowing: Runtime,
    workspace_id: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    limit: str,
    least: int,
    told: str,
) -> None:
    target = tmp_path / "base.zip"
    await export_base(knowing, await filled(knowing, workspace_id), target)
    monkeypatch.setattr(base_file, limit, least)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(InvalidInput, match=told):
        await import_base(knowing, workspace_id, target, name="Copy")


async def test_a_document_above_the_limit_of_uploads_keeps_the_whole_base_out(
    knowing: Runtime, workspace_id: str, tmp_path: Path
) -> None:
    def kept_files() -> list[Path]:
        return sorted((knowing.settings.data_dir / file_bytes.FOLDER).rglob("*"))

    target = tmp_path / "base.zip"
    base = await add_base(knowing, workspace_id)
    await add_document(knowing, base, "a" * 2_000_000, name="long.txt", begin=False)
    await add_document(knowing, base, "short", name="short.txt", begin=False)
    await export_base(knowing, base, target)
    kept, before = knowing.db.query("SELECT count(*) AS n FROM uploads"), kept_files()
    knowing.settings = knowing.settings.model_copy(update={"upload_file_size_limit": 1})
    with pytest.raises(ServiceError, match=r"long\.txt"):
        await import_base(knowing, workspace_id, target, name="Copy")
    assert knowing.db.query("SELECT count(*) AS n FROM uploads") == kept
    assert kept_files() == before


async def test_whatever_happens_to_the_bytes_of_a_file_it_is_refused_and_leaves_nothing(
    knowing: Runtime, workspace_id: str, tmp_path: Path
) -> None:
    base = await filled(knowing, workspace_id)
    target = tmp_path / "base.zip"
    await export_base(knowing, base, target)
    whole, chance = target.read_bytes(), random.Random(7)
    tables = ("datasets", "uploads", "segments", "documents", "units")
    before = [knowing.db.query(f"SELECT count(*) AS n FROM {table}") for table in tables]
    taken = 0
    for _ in range(120):
        data = bytearray(whole)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        else:
            for place in chance.choices(range(len(data)), k=chance.choice([1, 4, 16])):
                data[place] ^= chance.randrange(1, 256)
        try:  # without a name, so that even one that is whole again is refused: the first has it
            await import_base(knowing, workspace_id, io.BytesIO(data))
        except DatasetNameTaken:
            taken += 1  # what was changed is nothing that is read: a time of an entry, for instance
        except InvalidInput:
            continue
    assert taken < 60
    assert [knowing.db.query(f"SELECT count(*) AS n FROM {table}") for table in tables] == before


def retold(source: Path, entry: str, column: str, value: Any) -> None:
    """Have every row of a table say something else in a column; its checksum is right."""
    with zipfile.ZipFile(source) as archive:
        table = pa.ipc.open_file(archive.read(entry)).read_all()
    place = table.schema.get_field_index(column)
    changed = table.set_column(
        place, table.schema.field(place), pa.array([value] * len(table), table.schema[place].type)
    )
    out = io.BytesIO()
    with pa.ipc.new_file(out, changed.schema) as writer:
        writer.write_table(changed)
    checksum = hashlib.sha256(out.getvalue()).hexdigest()
    rewritten(source, entry, lambda _: out.getvalue())
    rewritten(source, HEAD, lambda data: with_head(checksums=json.loads(data)["checksums"] | {entry: checksum})(data))


@pytest.mark.parametrize(
    ("entry", "column", "value", "told"),
    [
        ("units.arrow", "vector", [2.0] + [0.0] * 383, "vectors that are not of length 1"),
        ("units.arrow", "vector", [float("nan")] * 384, "vectors that are not of length 1"),
        ("units.arrow", "vector", None, "vectors that are not of length 1"),
        ("units.arrow", "segment_id", "elsewhere", "segment_id names nothing that the file holds"),
        ("segments.arrow", "keywords", "5", "keywords that are no JSON list of texts"),
        ("segments.arrow", "keywords", "[1]", "keywords that are no JSON list of texts"),
        ("segments.arrow", "headings", "no JSON", "headings that are no JSON list of texts"),
        ("segments.arrow", "document_id", "elsewhere", "document_id names nothing that the file holds"),
    ],
)
async def test_tables_that_make_no_sense_are_refused_although_their_checksums_are_right(
    knowing: Runtime, workspace_id: str, tmp_path: Path, *, entry: str, column: str, value: Any, told: str
) -> None:
    target = tmp_path / "base.zip"
    await export_base(knowing, await filled(knowing, workspace_id), target)
    retold(target, entry, column, value)
    with pytest.raises(InvalidInput, match=told):
        await import_base(knowing, workspace_id, target, name="Copy")
    assert knowing.db.query("SELECT count(*) AS n FROM datasets") == [{"n": 1}]
