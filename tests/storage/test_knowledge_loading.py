"""A document's new pieces take the place of its old ones: whole, once, and with the ids of what stayed the same."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from storage.changes import added
from storage.database import Database
from storage.errors import InvalidRow
from storage.ids import new_id
from storage.knowledge.loading import NewPieces, remove_document_pieces, replace_pieces
from storage.knowledge.units import unit_schema, vector_table
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

DATASET = Dataset(workspace_id="w", number=1, name="Manuals", dimensions=2)
OWN: dict[str, Any] = {"workspace_id": "w", "dataset_id": DATASET.id}


@pytest.fixture
async def document(db: Database) -> StoredDocument:
    document = StoredDocument(**OWN, position=1, batch="1", name="a.txt", attempt=1)
    await db.store(added(DATASET, document))
    return document


def pieces(document: StoredDocument, *texts: str, dataset: Dataset = DATASET) -> NewPieces:
    """Return new pieces of a document, one segment with one child chunk for each text."""
    segments = [segment(document, place, text) for place, text in enumerate(texts, 1)]
    children = [
        ChildChunk(
            **OWN, document_id=document.id, segment_id=one.id, position=1, content=one.content.split()[0], hash=one.hash
        )
        for one in segments
    ]
    return NewPieces(
        document=document,
        segments=segments,
        children=children,
        units=units(document, segments, dataset),
        changes={"indexing_status": "completed", "total_segments": len(texts)},
    )


def segment(document: StoredDocument, place: int, text: str) -> Segment:
    return Segment(**OWN, document_id=document.id, position=place, content=text, hash=f"hash of {text}")


def units(document: StoredDocument, segments: Sequence[Segment], dataset: Dataset = DATASET) -> pa.Table:
    rows = [
        {
            "document_id": document.id,
            "segment_id": one.id,
            "child_id": None,
            "hash": one.hash,
            "terms": one.content.split(),
            **({"vector": [1.0, float(one.position)]} if dataset.dimensions else {}),
        }
        for one in segments
    ]
    return pa.Table.from_pylist(rows, unit_schema(dataset.dimensions))


def stored(db: Database, table: str) -> list[dict[str, Any]]:
    return db.query(f"SELECT * FROM {table} ORDER BY ALL")


def segments_of(db: Database) -> list[tuple[int, str, str]]:
    rows = db.query("SELECT position, content, id FROM segments ORDER BY position")
    return [(row["position"], row["content"], row["id"]) for row in rows]


async def test_pieces_are_stored_with_terms_and_vectors(db: Database, document: StoredDocument) -> None:
    assert await replace_pieces(db, DATASET, pieces(document, "boats go", "go go home"))
    assert [content for _, content, _ in segments_of(db)] == ["boats go", "go go home"]
    assert [unit["terms"] for unit in stored(db, "units")] == [2, 3]
    counts = db.query("SELECT sum(frequency)::INTEGER AS n FROM postings WHERE term = hash('go')")
    assert counts[0]["n"] == 3
    assert [tuple(row["vector"]) for row in stored(db, vector_table(2))] == [(1.0, 1.0), (1.0, 2.0)]
    assert stored(db, "documents")[0]["indexing_status"] == "completed"
    assert len(stored(db, "child_chunks")) == 2


async def test_what_stays_the_same_keeps_its_id_and_nothing_is_left_of_the_rest(
    db: Database, document: StoredDocument
) -> None:
    await replace_pieces(db, DATASET, pieces(document, "one", "two", "three"))
    before = {content: id for _, content, id in segments_of(db)}
    await replace_pieces(db, DATASET, pieces(document, "zero", "three", "two"))
    after = segments_of(db)
    assert [content for _, content, _ in after] == ["zero", "three", "two"]
    assert [id == before.get(content) for _, content, id in after] == [False, True, True]
    for table in ("units", "child_chunks", vector_table(2), "postings"):
        assert len(stored(db, table)) == 3
    assert {unit["segment_id"] for unit in stored(db, "units")} == {id for _, _, id in after}


async def test_equal_texts_stay_apart(db: Database, document: StoredDocument) -> None:
    for _ in range(2):
        await replace_pieces(db, DATASET, pieces(document, "same", "same"))
        assert len({id for _, _, id in segments_of(db)}) == 2


async def test_an_attempt_that_was_overtaken_changes_nothing(db: Database, document: StoredDocument) -> None:
    await replace_pieces(db, DATASET, pieces(document, "new"))
    assert not await replace_pieces(db, DATASET, pieces(replace(document, attempt=0), "old"))
    assert [content for _, content, _ in segments_of(db)] == ["new"]


async def test_documents_that_are_loaded_together_are_as_if_each_was_loaded_alone(
    db: Database, document: StoredDocument
) -> None:
    others = [StoredDocument(**OWN, position=place, batch="1", name=f"{place}.txt", attempt=1) for place in (2, 3)]
    await db.store(added(*others))
    await replace_pieces(db, DATASET, pieces(document, "one", "two"))
    kept = segments_of(db)[1][2]
    overtaken = pieces(replace(others[1], attempt=0), "late")
    unknown = pieces(replace(document, id=new_id()), "nowhere")
    placed = await replace_pieces(
        db, DATASET, pieces(document, "two"), pieces(others[0], "two", "three"), overtaken, unknown
    )
    assert placed == {document.id, others[0].id}
    found = db.query("SELECT document_id, content, id FROM segments ORDER BY document_id, position")
    assert [(row["document_id"], row["content"]) for row in found] == [
        (document.id, "two"),
        (others[0].id, "two"),
        (others[0].id, "three"),
    ]
    assert found[0]["id"] == kept != found[1]["id"]
    states = db.query("SELECT indexing_status, total_segments FROM documents ORDER BY position")
    assert [tuple(row.values()) for row in states] == [("completed", 1), ("completed", 2), ("waiting", 0)]
    for table in ("units", "child_chunks", vector_table(2), "postings"):
        assert len(stored(db, table)) == 3


async def test_what_a_person_changed_stays_while_its_text_is_there(db: Database, document: StoredDocument) -> None:
    await replace_pieces(db, DATASET, pieces(document, "one", "two"))
    id = segments_of(db)[0][2]
    await db.write(lambda cursor: cursor.update("segments", {"id": id}, {"content": "ONE", "is_edited": True}))
    await replace_pieces(db, DATASET, pieces(document, "zero", "one"))
    assert [(place, content) for place, content, _ in segments_of(db)] == [(1, "zero"), (2, "ONE")]
    assert len(stored(db, "units")) == 2
    await replace_pieces(db, DATASET, pieces(document, "zero"))
    assert [content for _, content, _ in segments_of(db)] == ["zero"]


async def test_a_base_without_vectors_has_terms_alone(db: Database, document: StoredDocument) -> None:
    plain = replace(DATASET, dimensions=None)
    assert await replace_pieces(db, plain, pieces(document, "one two", dataset=plain))
    assert len(stored(db, "postings")) == 2


async def test_vectors_of_another_size_are_refused_and_the_old_pieces_stay(
    db: Database, document: StoredDocument
) -> None:
    await replace_pieces(db, DATASET, pieces(document, "one"))
    larger = pieces(document, "two", dataset=DATASET)
    wrong = replace(larger, units=larger.units.drop(["vector"]))
    with pytest.raises(InvalidRow, match="units of the base Manuals"):
        await replace_pieces(db, DATASET, wrong)
    assert [content for _, content, _ in segments_of(db)] == ["one"]


async def test_removing_a_document_removes_all_of_it_and_nothing_of_others(
    db: Database, document: StoredDocument
) -> None:
    other = StoredDocument(**OWN, position=2, batch="1", name="b.txt", attempt=1, id=new_id())
    await db.store(added(other))
    await replace_pieces(db, DATASET, pieces(document, "one", "two"))
    await replace_pieces(db, DATASET, pieces(other, "three"))
    await db.write(lambda cursor: remove_document_pieces(cursor, DATASET, document.id))
    for table in ("segments", "child_chunks", "units", "postings", vector_table(2)):
        assert len(stored(db, table)) == 1


async def test_the_tables_of_vectors_do_not_keep_the_file_from_opening(tmp_path: Any) -> None:
    db = Database.open(tmp_path / "m.duckdb", extensions=False)
    document = StoredDocument(**OWN, position=1, batch="1", name="a.txt", attempt=1)
    await db.store(added(document))
    await replace_pieces(db, DATASET, pieces(document, "one"))
    db.close()
    db = Database.open(tmp_path / "m.duckdb", extensions=False)
    assert len(stored(db, vector_table(2))) == 1
    db.close()


async def test_vectors_are_stored_uncompressed(tmp_path: Any) -> None:
    db = Database.open(tmp_path / "m.duckdb", extensions=False)
    document = StoredDocument(**OWN, position=1, batch="1", name="a.txt", attempt=1)
    await db.store(added(document))
    await replace_pieces(db, DATASET, pieces(document, *(f"text {number}" for number in range(3000))))
    db.close()
    db = Database.open(tmp_path / "m.duckdb", extensions=False)
    found = db.query("SELECT DISTINCT compression FROM pragma_storage_info('vectors_2') WHERE segment_type = 'FLOAT'")
    assert found == [{"compression": "Uncompressed"}]
    db.close()
