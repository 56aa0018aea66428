"""Bases, documents, segments, tags and fields as rows."""

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from storage.changes import added
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.knowledge import datasets, documents, segments
from storage.knowledge.search import searchable_units
from storage.knowledge.units import unit_schema
from storage.records import (
    ChildChunk,
    Dataset,
    MetadataField,
    Segment,
    SegmentHits,
    StoredDocument,
    Tag,
)


@pytest.fixture
async def base(db: Database) -> Dataset:
    return await datasets.add_dataset(db, Dataset(workspace_id="w", number=0, name="Manuals", dimensions=2))


@pytest.fixture
async def document(db: Database, base: Dataset) -> StoredDocument:
    (found,) = await documents.add_documents(db, [new_document(base, "a.txt")])
    return found


def new_document(base: Dataset, name: str, **values: Any) -> StoredDocument:
    given = {"indexing_status": "completed", **values}
    return StoredDocument(workspace_id="w", dataset_id=base.id, position=0, batch="1", name=name, **given)


def new_segment(document: StoredDocument, content: str, **values: Any) -> Segment:
    own: dict[str, Any] = {"workspace_id": "w", "dataset_id": document.dataset_id, "document_id": document.id}
    return Segment(**own, position=0, content=content, hash=content, word_count=len(content), **values)


def units(*found: Segment | ChildChunk) -> pa.Table:
    rows = [
        {
            "document_id": one.document_id,
            "segment_id": one.segment_id if isinstance(one, ChildChunk) else one.id,
            "child_id": one.id if isinstance(one, ChildChunk) else None,
            "hash": one.hash,
            "terms": one.content.split(),
            "vector": [1.0, 0.0],
        }
        for one in found
    ]
    return pa.Table.from_pylist(rows, unit_schema(2))


async def test_bases_are_numbered_and_names_are_taken_once_in_a_workspace(db: Database, base: Dataset) -> None:
    other = await datasets.add_dataset(db, replace(base, id="other", workspace_id="v"))
    assert other.number != base.number
    with pytest.raises(Conflict, match="'Manuals' is taken"):
        await datasets.add_dataset(db, replace(base, id="third"))
    third = await datasets.add_dataset(db, replace(base, id="third", name="Third"))
    with pytest.raises(Conflict):
        await datasets.update_dataset(db, "w", third.id, name="Manuals")
    assert (await datasets.update_dataset(db, "w", third.id, name="Third", description="x")).description == "x"


async def test_bases_are_found_by_name_and_by_all_of_the_tags(db: Database, base: Dataset) -> None:
    other = await datasets.add_dataset(db, replace(base, id="other", name="Recipes"))
    red, blue = (Tag(workspace_id="w", name=name) for name in ("red", "blue"))
    for tag in (red, blue):
        await datasets.add_tag(db, tag)
    await datasets.bind_tags(db, "w", base.id, [red.id, blue.id])
    await datasets.bind_tags(db, "w", other.id, [red.id, red.id])

    def names(**options: Any) -> list[str]:
        return [one.name for one in datasets.list_datasets(db, "w", **options)[0]]

    assert sorted(names()) == ["Manuals", "Recipes"]
    assert names(keyword="CIP") == ["Recipes"]
    assert names(tag_ids=[red.id, blue.id]) == ["Manuals"]
    assert datasets.list_datasets(db, "w", limit=1)[1] == 2
    assert [(tag.name, uses) for tag, uses in datasets.list_tags(db, "w")] == [("blue", 1), ("red", 2)]
    assert [tag.name for tag in datasets.tags_of(db, "w", [base.id])[base.id]] == ["blue", "red"]
    await datasets.unbind_tag(db, "w", base.id, blue.id)
    await datasets.delete_tag(db, "w", red.id)
    assert names(tag_ids=[blue.id]) == []
    assert datasets.tags_of(db, "w", [base.id])[base.id] == []


async def test_a_deleted_base_leaves_nothing(db: Database, base: Dataset, document: StoredDocument) -> None:
    one = new_segment(document, "one")
    await segments.put_segments(db, base, document.id, [one], children=[], units=units(one))
    await datasets.add_field(db, MetadataField(workspace_id="w", dataset_id=base.id, name="year", type="number"))
    await datasets.delete_dataset(db, "w", base.id)
    for table in ("datasets", "documents", "segments", "units", "postings", "vectors_2", "metadata_fields"):
        assert db.query(f"SELECT * FROM {table}") == []
    with pytest.raises(NotFound):
        datasets.get_dataset(db, "w", base.id)


async def test_a_field_goes_with_its_values(db: Database, base: Dataset, document: StoredDocument) -> None:
    year, place = (
        MetadataField(workspace_id="w", dataset_id=base.id, name=name, type="string") for name in ("year", "place")
    )
    for field in (year, place):
        await datasets.add_field(db, field)
    with pytest.raises(Conflict):
        await datasets.rename_field(db, "w", base.id, year.id, "place")
    await documents.put_metadata(db, {document.id: {year.id: 2024, place.id: "Rome"}})
    await datasets.delete_field(db, "w", base.id, year.id)
    assert documents.get_document(db, "w", base.id, document.id).doc_metadata == {place.id: "Rome"}
    assert [field.name for field in datasets.list_fields(db, "w", base.id)] == ["place"]


async def test_documents_follow_one_another_and_are_listed_by_what_they_show(db: Database, base: Dataset) -> None:
    found = await documents.add_documents(
        db,
        [
            new_document(base, "ready.txt"),
            new_document(base, "waiting.txt", indexing_status="waiting"),
            new_document(base, "off.txt", enabled=False),
            new_document(base, "old.txt", archived=True),
        ],
    )
    assert [one.position for one in found] == [1, 2, 3, 4]
    (later,) = await documents.add_documents(db, [new_document(base, "later.txt", word_count=7)])
    assert later.position == 5

    def names(**options: Any) -> list[str]:
        return [one.name for one in documents.list_documents(db, "w", base.id, **options)[0]]

    assert names(display_status="available", sort="position") == ["ready.txt", "later.txt"]
    for shown, name in (("queuing", "waiting.txt"), ("disabled", "off.txt"), ("archived", "old.txt")):
        assert names(display_status=shown) == [name]
    assert names(sort="-word_count")[0] == "later.txt"
    assert names(keyword="OFF") == ["off.txt"]
    assert [one.name for one in documents.documents_at_work(db)] == ["waiting.txt"]
    assert len(documents.documents_of_batch(db, "w", base.id, "1")) == 5
    counts = datasets.count_datasets(db, "w", [base.id, "none"])
    assert (counts[base.id].documents, counts[base.id].available, counts["none"].documents) == (5, 2, 0)


async def test_pages_of_documents_follow_one_another_newest_first(db: Database, base: Dataset) -> None:
    await documents.add_documents(db, [new_document(base, f"{n}.txt", created_at=1000.0 + n) for n in range(45)])
    found = [documents.list_documents(db, "w", base.id, page=page, limit=20) for page in (1, 2, 3, 4)]
    assert [(len(rows), total) for rows, total in found[:3]] == [(20, 45), (20, 45), (5, 45)]
    assert [one.name for rows, _ in found for one in rows] == [f"{n}.txt" for n in reversed(range(45))]


async def test_documents_are_sorted_by_how_often_they_were_found(db: Database, base: Dataset) -> None:
    rare, often = await documents.add_documents(db, [new_document(base, "rare"), new_document(base, "often")])
    own: dict[str, Any] = {"workspace_id": "w", "dataset_id": base.id}
    await db.store(added(SegmentHits(**own, segment_id="s", document_id=often.id, count=3)))
    found, _ = documents.list_documents(db, "w", base.id, sort="-hit_count")
    assert [one.name for one in found] == ["often", "rare"]
    assert documents.hit_counts(db, "w", "document_id", [rare.id, often.id]) == {often.id: 3}


async def test_many_documents_are_changed_at_once_and_only_those_of_the_base(
    db: Database, base: Dataset, document: StoredDocument
) -> None:
    ids = [document.id, "nobody", "'; DROP TABLE documents; --"]
    assert await documents.update_documents(db, "w", base.id, ids, enabled=False, disabled_at=5.0) == [document.id]
    assert documents.get_document(db, "w", base.id, document.id).disabled_at == 5.0
    assert await documents.update_documents(db, "v", base.id, ids, enabled=True) == []


async def test_an_overtaken_attempt_changes_no_document(db: Database, document: StoredDocument) -> None:
    assert await documents.update_document(db, document, attempt=1, indexing_status="parsing")
    assert not await documents.update_document(db, document, indexing_status="error")


async def test_segments_are_added_changed_and_deleted_with_what_belongs_to_them(
    db: Database, base: Dataset, document: StoredDocument
) -> None:
    one, two = new_segment(document, "one"), new_segment(document, "two")
    stored = await segments.put_segments(db, base, document.id, [one, two], children=[], units=units(one, two))
    assert [segment.position for segment in stored] == [1, 2]
    changed = replace(stored[0], content="three words now", word_count=15)
    await segments.put_segments(db, base, document.id, [changed], children=[], units=units(changed))
    found, together = segments.list_segments(db, document)
    assert [segment.content for segment in found] == ["three words now", "two"]
    assert together == 2
    assert len(searchable_units(db, base)) == 2
    assert documents.get_document(db, "w", base.id, document.id).word_count == 18
    await segments.set_segments(db, document, [two.id, "nobody"], enabled=False)
    assert len(searchable_units(db, base)) == 1
    assert segments.list_segments(db, document, enabled=False)[1] == 1
    assert segments.list_segments(db, document, keyword="WORDS")[1] == 1
    with pytest.raises(NotFound, match="nobody"):
        await segments.delete_segments(db, base, document, [two.id, "nobody"])
    await segments.delete_segments(db, base, document, [two.id])
    assert documents.get_document(db, "w", base.id, document.id).total_segments == 1
    assert len(db.query("SELECT * FROM postings")) == 3


async def test_child_chunks_are_units_of_their_own(db: Database, base: Dataset, document: StoredDocument) -> None:
    parent = new_segment(document, "a b")
    await segments.put_segments(db, base, document.id, [parent], children=[], units=units())
    own: dict[str, Any] = {"workspace_id": "w", "dataset_id": base.id, "document_id": document.id}
    first = ChildChunk(**own, segment_id=parent.id, position=0, content="a", hash="a")
    second = replace(first, id="second", content="b", hash="b")
    for child in (first, second):
        await segments.put_child(db, base, child, units(child))
    await segments.put_child(db, base, replace(first, position=1, content="A A"), units(replace(first, content="A A")))
    children = segments.list_children(db, "w", [parent.id])[parent.id]
    assert [(child.position, child.content) for child in children] == [(1, "A A"), (2, "b")]
    await segments.delete_child(db, base, parent.id, second.id)
    assert len(searchable_units(db, base)) == 1
    with pytest.raises(NotFound):
        await segments.delete_child(db, base, parent.id, second.id)


async def test_a_deleted_document_takes_its_pieces_along(db: Database, base: Dataset, document: StoredDocument) -> None:
    one = new_segment(document, "one")
    await segments.put_segments(db, base, document.id, [one], children=[], units=units(one))
    assert await documents.delete_documents(db, base, [document.id, "nobody"]) == [document.id]
    assert segments.find_segments(db, "w", [one.id]) == {}
    assert len(searchable_units(db, base)) == 0
