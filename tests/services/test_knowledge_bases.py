"""Knowledge bases as use cases: another embedding model, sizes of vectors, what becomes of edits."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from engine.errors import ModelNotConfigured
from services.errors import InvalidInput
from services.knowledge import adding, datasets, documents, segments
from services.knowledge.adding import Wishes
from services.knowledge.datasets import DatasetChanges
from services.knowledge.ingest import Ingest
from services.knowledge.permissions import Reader
from services.knowledge.segments import NewSegment, SegmentChanges
from services.runtime import Runtime
from services.secrets import Vault
from storage.knowledge.search import read_vectors, searchable_units
from storage.records import Dataset, Segment, StoredDocument
from tests.api.knowledge import LINES, Here
from tests.services.knowing import contents
from tests.services.parts import sign_in
from tests.vendor import Vendor

EMBEDS = [{"model": "small-embed", "model_type": "text-embedding"}]


@pytest.fixture
async def base(rt: Runtime, workspace_id: str) -> AsyncIterator[Dataset]:
    """A base whose vectors the demo model makes, 384 numbers each; documents are indexed in this process."""
    rt.secrets = Vault.open(rt.settings.data_dir)  # as a worker opens it
    rt.ingest = Ingest(rt, Here())
    await rt.ingest.start()
    yield await datasets.create(
        rt,
        workspace_id,
        name="Manuals",
        indexing_technique="high_quality",
        embedding_provider="demo",
        embedding_model="demo",
    )
    await rt.ingest.stop()


async def indexed(rt: Runtime, base: Dataset, text: str) -> StoredDocument:
    """Return a document of a text, ready to be searched."""
    added = await adding.add_text(rt, base, "a", text, Wishes(process_rule=LINES))
    return await settled(rt, added.documents[0])


async def settled(rt: Runtime, document: StoredDocument) -> StoredDocument:
    """Return a document as it is when nothing is being indexed any more."""
    async with asyncio.timeout(60):
        await rt.ingest.idle()
    base = await datasets.get(rt, Reader(document.workspace_id), document.dataset_id)
    return await documents.get(rt, base, document.id)


async def first_segment(rt: Runtime, document: StoredDocument) -> Segment:
    return (await segments.page_of(rt, document)).items[0]


async def test_another_model_embeds_everything_again_and_keeps_edits(
    rt: Runtime, workspace_id: str, base: Dataset, vendor: Vendor
) -> None:
    document = await indexed(rt, base, "Boats go.\nTrains wait.")
    base = await datasets.get(rt, Reader(workspace_id), base.id)
    assert base.dimensions == 384
    edit = SegmentChanges(content="Boats go daily.")
    await segments.update(rt, base, document, await first_segment(rt, document), edit)
    await sign_in(rt, workspace_id, vendor, models=EMBEDS)
    changes = DatasetChanges(embedding_provider="openai", embedding_model="small-embed")
    changed = await datasets.update(rt, base, changes)
    assert (changed.embedding_model, changed.dimensions) == ("small-embed", 8)
    document = await settled(rt, document)
    assert document.indexing_status == "completed"
    assert contents(rt, document) == ["Boats go daily.", "Trains wait."]
    numbers, vectors = read_vectors(rt.db, changed)
    assert vectors.shape == (2, 8)
    assert list(searchable_units(rt.db, changed)) == list(numbers)
    assert rt.db.query("SELECT * FROM vectors_384") == []


async def test_an_economical_base_can_begin_to_embed_and_stop_again(
    rt: Runtime, workspace_id: str, base: Dataset
) -> None:
    document = await indexed(rt, base, "Boats go.")
    base = await datasets.get(rt, Reader(workspace_id), base.id)
    cheap = await datasets.update(rt, base, DatasetChanges(indexing_technique="economy"))
    assert (cheap.embedding_model, cheap.dimensions) == (None, None)
    assert (await settled(rt, document)).indexing_status == "completed"
    assert len(searchable_units(rt.db, cheap)) == 1
    back = DatasetChanges(indexing_technique="high_quality", embedding_provider="demo", embedding_model="demo")
    await datasets.update(rt, cheap, back)
    await settled(rt, document)
    again = await datasets.get(rt, Reader(workspace_id), base.id)
    assert (again.dimensions, read_vectors(rt.db, again)[1].shape) == (384, (1, 384))


async def test_a_model_that_nobody_offers_changes_nothing(
    rt: Runtime, workspace_id: str, base: Dataset, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor, models=EMBEDS)
    await indexed(rt, base, "Boats go.")
    before = await datasets.get(rt, Reader(workspace_id), base.id)
    with pytest.raises(ModelNotConfigured):
        await datasets.update(rt, before, DatasetChanges(name="New", embedding_provider="cohere", embedding_model="x"))
    assert await datasets.get(rt, Reader(workspace_id), base.id) == before


async def test_vectors_of_another_size_are_refused_before_anything_is_written(
    rt: Runtime, workspace_id: str, base: Dataset, vendor: Vendor
) -> None:
    document = await indexed(rt, base, "Boats go.")
    base = await datasets.get(rt, Reader(workspace_id), base.id)
    await sign_in(rt, workspace_id, vendor, models=EMBEDS, model_overrides="*")  # who embeds has changed underneath
    with pytest.raises(InvalidInput, match=r"vectors of 8 numbers, but the base 'Manuals' holds vectors of 384"):
        await segments.add(rt, base, document, [NewSegment(content="Zeppelins land.")])
    assert contents(rt, document) == ["Boats go."]


async def test_versions_of_a_base_count_what_searches_must_see(rt: Runtime, base: Dataset) -> None:
    document = await indexed(rt, base, "Boats go.")
    base = await datasets.get(rt, Reader(base.workspace_id), base.id)
    seen = [rt.base_versions[base.id]]
    (added,) = await segments.add(rt, base, document, [NewSegment(content="More.")])
    seen.append(rt.base_versions[base.id])
    await segments.switch(rt, document, [added.id], enabled=False)
    seen.append(rt.base_versions[base.id])
    await documents.switch(rt, base, [document.id], "disable")
    seen.append(rt.base_versions[base.id])
    await documents.delete(rt, base, [document.id])
    seen.append(rt.base_versions[base.id])
    assert seen == sorted(set(seen))


async def test_many_documents_are_switched_with_one_statement(
    rt: Runtime, workspace_id: str, base: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = await indexed(rt, base, "Boats go.")
    rows = [{**sample.row(), "id": f"{n:04}", "name": "'; DROP TABLE documents; --"} for n in range(1000)]
    await rt.db.write(lambda cursor: cursor.insert("documents", rows))
    ids = [row["id"] for row in rows]
    assert len(await documents.switch(rt, base, ids, "archive")) == 1000
    page = await documents.page_of(rt, base, status="archived", limit=100)
    assert (page.total, len(page.items), page.has_more) == (1000, 100, True)


async def test_a_text_of_any_alphabet_is_a_document(rt: Runtime, workspace_id: str) -> None:
    rt.ingest = Ingest(rt, Here())
    await rt.ingest.start()
    base = await datasets.create(rt, workspace_id, name="手册", indexing_technique="economy")
    document = await indexed(rt, base, "渡轮每小时开一班。\n票价三欧元。")
    assert contents(rt, document) == ["渡轮每小时开一班。", "票价三欧元。"]
    assert "渡轮" in (await first_segment(rt, document)).keywords
    await rt.ingest.stop()
