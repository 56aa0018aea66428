"""What pages ask of a base: many files at once, previews, figures."""

import pytest

from services.errors import InvalidInput
from services.knowledge import figures
from services.knowledge.adding import Wishes
from services.knowledge.batches import GivenFile, add_files
from services.knowledge.ingest import Ingest
from services.knowledge.preview import MOST_CHARACTERS, original, preview
from services.knowledge.retrieval import retrieve
from tests.services.knowing import LINES, add_base, add_document, contents, stored
from tests.services.test_ingest import Hands

RULE = {"mode": "custom", "rules": {"segmentation": {"separator": "\n", "max_tokens": 100}}}


@pytest.fixture
async def base(rt, workspace_id):
    rt.ingest = Ingest(rt, Hands())
    await rt.ingest.start()
    yield await add_base(rt, workspace_id)
    await rt.ingest.stop()


async def test_files_that_can_be_taken_come_in_and_the_others_are_named(rt, base):
    files = [
        GivenFile("a.txt", "text/plain", b"one\ntwo"),
        GivenFile("b.exe", "", b"MZ"),
        GivenFile("c.txt", "", b"x" * (rt.settings.upload_file_size_limit * 2**20 + 1)),
    ]
    result = await add_files(rt, base, files, Wishes(process_rule=LINES))
    await rt.ingest.idle()
    assert [document.name for document in result.documents] == ["a.txt"]
    assert [name for name, _ in result.refused] == ["b.exe", "c.txt"]
    assert f"{rt.settings.upload_file_size_limit} MB is the limit" in result.refused[1][1]
    assert contents(rt, result.documents[0]) == ["one", "two"]


async def test_files_of_a_refused_wish_leave_nothing_behind(rt, base):
    wishes = Wishes(process_rule={"mode": "custom", "rules": {"segmentation": {"max_tokens": 1}}})
    with pytest.raises(InvalidInput, match="max_tokens"):
        await add_files(rt, base, [GivenFile("a.txt", "", b"one")], wishes)
    assert rt.db.query("SELECT * FROM documents") == []
    assert rt.db.query("SELECT * FROM uploads") == []


async def test_a_preview_cuts_as_indexing_does_and_stores_nothing(rt, base):
    found = await preview(rt, b"one\ntwo", filename="a.txt", process_rule=RULE, doc_form="text_model")
    assert [piece.content for piece in found.pieces] == ["one", "two"]
    assert (list(found.tokens), found.is_whole) == ([1, 1], True)
    assert rt.db.query("SELECT * FROM documents") == []


async def test_a_preview_of_a_long_document_shows_its_beginning(rt, base):
    text = ("word " * 99 + "\n") * (MOST_CHARACTERS // 400)
    found = await preview(rt, text.encode(), filename="a.txt", process_rule=RULE, doc_form="text_model")
    assert not found.is_whole
    assert sum(len(piece.content) for piece in found.pieces) <= MOST_CHARACTERS


async def test_the_original_is_the_text_before_it_was_cut(rt, base):
    document = await add_document(rt, base, "one\n\n\ntwo")
    upload, text = await original(rt, document)
    assert (upload.name, text.text) == ("a.txt", "one\n\n\ntwo")


async def test_figures_count_states_lengths_and_hits(rt, base):
    document = await add_document(rt, base, "a kettle\n" + "a toaster with four slots " * 8)
    await rt.ingest.idle()
    assert stored(rt, document).indexing_status == "completed"
    records = await retrieve(rt, base, "kettle", source="app")
    await rt.searches.written()
    states, (width, lengths) = await figures.states(rt, base), await figures.chunk_lengths(rt, base)
    days, hits = await figures.hits_by_day(rt, base, days=7)
    assert {name: count for name, count in states.items() if count} == {"available": 1}
    assert (width, list(lengths.values())) == (5, [1, 1])
    assert (len(days), hits) == (7, {(days[-1], "app"): len(records)})
