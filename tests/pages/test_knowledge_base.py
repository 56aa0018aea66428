"""One base: documents in every state, what is done with many, the retrieval test, figures, settings."""

import time

import pytest

import storage.knowledge.documents
from pages.bases.documents import way_out
from services.knowledge import datasets, metadata, tags
from services.knowledge.permissions import Reader
from services.knowledge.retrieval import retrieve
from storage.records import StoredDocument
from tests.pages.knowing import MANUAL, MENU, base_with, document_named, index_here, said
from tests.services.knowing import add_base, add_document, stored

TABS = {
    "test": ":material/travel_explore: Retrieval test",
    "figures": ":material/bar_chart: Figures",
    "settings": ":material/tune: Settings",
}


@pytest.fixture
def filled(rt, workspace_id):
    """A base with two documents that can be found and one that is broken."""
    return base_with(rt, workspace_id, ("kettle.md", MANUAL), ("menu.txt", MENU), ("broken.docx", b"no document"))


@pytest.fixture
def open_base(open_page):
    def opened(base, tab=""):
        at = open_page("knowledge_base.py", base=base.id)
        if tab:
            at.session_state["base_tab"] = TABS[tab]
            at.run()
        return at

    return opened


def test_an_empty_base_asks_for_files(open_base, rt, workspace_id):
    at = open_base(rt.call(add_base(rt, workspace_id)))
    assert at.get("file_uploader")[0].proto.label == "Drop files here, as many as you like"
    at.button(key="base_index").click().run()
    assert "first" in at.warning[0].value


def test_documents_are_shown_with_their_states_and_errors_with_the_way_out(open_base, filled):
    words = said(open_base(filled))
    assert "3 documents · 2 available · 1 failed" in words.replace("1 failed · 2 available", "2 available · 1 failed")
    assert "broken" in words
    assert "Open and save it anew with its program, and add it again." in words


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("a.docx: it is protected by a password", "without its password"),
        ("the document holds no text that could be searched; a scanned document needs text recognition", "OCR"),
        ("a.pdf holds 90,000,000 bytes; 50,000,000 is the limit", "smaller files"),
        ("no credentials for the provider 'openai'", "Models page"),
        ("KeyError: 'x'", "log of the server"),
    ],
)
def test_every_reason_has_a_way_out(reason, advice):
    document = StoredDocument(workspace_id="w", dataset_id="d", position=1, batch="1", name="a", error=reason)
    assert advice in way_out(document)


def test_files_become_documents_and_those_that_cannot_be_read_are_told(open_base, rt, workspace_id):
    index_here(rt)
    base = rt.call(add_base(rt, workspace_id))
    at = open_base(base)
    at.get("file_uploader")[0].set_value([("a.txt", MANUAL.encode(), "text/plain"), ("b.exe", b"MZ", "")]).run()
    assert at.button(key="base_index").label == "Index 2 documents"
    at.button(key="base_index").click().run()
    rt.call(rt.ingest.idle())
    assert document_named(rt, base, "a.txt").indexing_status == "completed"
    assert "b.exe" in at.warning[0].value.replace("\\", "")
    at.button(key="base_refused_read").click().run()
    assert not at.warning


def test_a_pasted_text_is_previewed_before_it_becomes_a_document(open_base, rt, workspace_id):
    index_here(rt)
    base = rt.call(add_base(rt, workspace_id))
    at = open_base(base)
    at.segmented_control(key="base_way").set_value("Text").run()
    at.text_input(key="base_new_0_name").set_value("Kettle").run()
    at.text_area(key="base_new_0_text").set_value(MANUAL).run()
    at.toggle(key="base_preview").set_value(True).run()
    assert "**1 chunk**" in said(at)
    assert "Fill it with water." in said(at)
    assert rt.call(datasets.documents_in(rt, base)) == []
    at.button(key="base_index").click().run()
    rt.call(rt.ingest.idle())
    (document,) = rt.call(datasets.documents_in(rt, base))
    assert (document.name, document.data_source_type) == ("Kettle", "text")


def test_a_preview_follows_the_rule(open_base, rt, workspace_id):
    at = open_base(rt.call(add_base(rt, workspace_id)))
    at.segmented_control(key="base_way").set_value("Text").run()
    at.text_area(key="base_new_0_text").set_value("one\n---\ntwo\n---\nthree").run()
    at.toggle(key="base_preview").set_value(True).run()
    assert "**1 chunk**" in said(at)
    at.segmented_control(key="base_new_0_rule_mode").set_value("custom").run()
    at.text_input(key="base_new_0_rule_custom_separator").set_value("---").run()
    assert "**3 chunks**" in said(at)


def test_an_address_that_cannot_be_read_is_told(open_base, rt, workspace_id):
    at = open_base(rt.call(add_base(rt, workspace_id)))
    at.segmented_control(key="base_way").set_value("Web pages").run()
    at.text_area(key="base_new_0_addresses").set_value("ftp://example.com/a").run()
    at.button(key="base_index").click().run()
    assert "it must begin with http" in at.warning[0].value.replace("\\", "")


def test_documents_are_found_by_name_and_by_state(open_base, filled):
    at = open_base(filled)
    at.selectbox(key="base_state").set_value("error").run()
    assert picks(at) == ["broken.docx"]
    at.selectbox(key="base_state").set_value(None).run()
    at.text_input(key="base_search").set_value("MENU").run()
    assert picks(at) == ["menu.txt"]


def picks(at):
    """Return the names of the documents in the list."""
    return [
        link.proto.label.replace("\\", "") for link in at.get("page_link") if link.proto.page == "knowledge-document"
    ]


def test_many_are_disabled_enabled_and_deleted_at_once(open_base, rt, filled):
    at = open_base(filled)
    at.button(key="base_pick_all").click().run()
    at.button(key="base_batch_disable").click().run()
    assert not document_named(rt, filled, "kettle.md").enabled
    assert not document_named(rt, filled, "menu.txt").enabled
    assert "2 documents are not found any more." in said(at)
    at.button(key="base_batch_enable").click().run()
    assert document_named(rt, filled, "menu.txt").enabled


def test_deleting_asks_first(open_body, rt, filled):
    chosen = [document_named(rt, filled, "menu.txt")]
    body = "pages.bases.actions:show_delete(st.session_state.base, st.session_state.chosen)"
    at = open_body(body, base=filled, chosen=chosen)
    assert "menu" in said(at)
    at.button(key="base_delete_go").click().run()
    assert {document.name for document in rt.call(datasets.documents_in(rt, filled))} == {"kettle.md", "broken.docx"}


def test_a_failed_document_is_tried_again(open_base, rt, filled):
    at = open_base(filled)
    document = document_named(rt, filled, "broken.docx")
    at.checkbox(key=f"base_pick_{document.id}").check().run()
    at.button(key="base_batch_retry").click().run()
    assert stored(rt, document).attempt == document.attempt + 1
    rt.call(rt.ingest.idle())


def test_a_document_at_work_shows_stage_and_try_and_can_be_paused(open_base, rt, workspace_id):
    index_here(rt)
    base = rt.call(add_base(rt, workspace_id))
    document = rt.call(add_document(rt, base, MANUAL, begin=False))
    at_work = {"indexing_status": "indexing", "progress": 0.5, "completed_segments": 3, "total_segments": 9}
    failed = {"failures": 1, "error": "the embedder is down", "processing_started_at": time.time()}
    rt.call(storage.knowledge.documents.update_document(rt.db, document, **at_work, **failed))
    at = open_base(base)
    (bar,) = at.get("progress")
    assert (bar.proto.value, "embedding the chunks · 3 / 9" in bar.proto.text) == (50, True)
    assert "Try 2 of 4 · the embedder is down" in said(at)
    at.checkbox(key=f"base_pick_{document.id}").check().run()
    at.button(key="base_batch_pause").click().run()
    assert stored(rt, document).indexing_status == "paused"
    at.button(key="base_batch_resume").click().run()
    rt.call(rt.ingest.idle())
    assert stored(rt, document).indexing_status == "completed"


def test_a_document_that_nobody_will_index_says_so(open_base, rt, workspace_id, monkeypatch):
    base = rt.call(add_base(rt, workspace_id))
    rt.call(add_document(rt, base, MANUAL, begin=False))
    monkeypatch.setattr(rt.ingest.runner, "has_workers", nobody)
    assert "No worker is running" in said(open_base(base))


async def nobody():
    return False


def test_the_test_shows_hits_with_all_scores_and_keeps_the_question(open_base, rt, filled):
    at = open_base(filled, "test")
    at.text_area(key="base_query").set_value("When does it switch off?").run()
    at.segmented_control(key="base_test_with_A_method").set_value("hybrid_search").run()
    at.button(key="base_search_go").click().run()
    words = said(at)
    assert all(part in words for part in ("It switches itself off", "meaning 0.", "words 0."))
    at.text_area(key="base_query").set_value("").run()
    asked = [button for button in at.button if (button.key or "").startswith("base_asked_")]
    assert [("When does it switch off?" in button.label.replace("\\", "")) for button in asked] == [True]


def test_two_settings_are_compared_side_by_side(open_base, filled):
    at = open_base(filled, "test")
    at.text_area(key="base_query").set_value("bread").run()
    at.toggle(key="base_compare").set_value(True).run()
    at.segmented_control(key="base_test_with_B_method").set_value("full_text_search").run()
    at.button(key="base_search_go").click().run()
    words = said(at)
    assert "**A** " in words
    assert "**B** 1 hit" in words


def test_the_test_is_narrowed_by_metadata(open_base, rt, filled):
    field = rt.call(metadata.add_field(rt, filled, name="room", type="string"))
    document = document_named(rt, filled, "menu.txt")
    rt.call(metadata.set_values(rt, filled, [metadata.Values(document.id, {field.id: "kitchen"})]))
    at = open_base(filled, "test")
    at.text_area(key="base_query").set_value("water or soup").run()
    at.button(key="base_filter_add").click().run()
    at.selectbox(key="base_condition_is_1").set_value("is").run()
    at.text_input(key="base_condition_value_1").set_value("kitchen").run()
    at.button(key="base_search_go").click().run()
    assert "Soup of the day" in said(at)
    assert "Fill it with water" not in said(at)


def test_nothing_found_says_what_to_do(open_base, rt, workspace_id):
    at = open_base(rt.call(add_base(rt, workspace_id)), "test")
    assert "Ask a question" in said(at)
    at.text_area(key="base_query").set_value("anything").run()
    at.button(key="base_search_go").click().run()
    assert "Nothing fits." in said(at)


def test_figures_plot_lengths_and_hits(open_base, rt, filled):
    rt.call(retrieve(rt, filled, "kettle", source="app"))
    rt.call(rt.searches.written())
    at = open_base(filled, "figures")
    assert len(at.get("vega_lite_chart")) == 2
    assert "6 chunks" in said(at)


def test_settings_change_name_and_tags(open_base, rt, workspace_id, filled):
    at = open_base(filled, "settings")
    at.text_input(key="base_name").set_value("Kitchen").run()
    at.multiselect(key="base_tags").set_value(["home"]).run()
    at.button(key="base_save").click().run()
    changed = rt.call(datasets.get(rt, Reader(workspace_id), filled.id))
    assert changed.name == "Kitchen"
    assert [(tag.name, uses) for tag, uses in rt.call(tags.page(rt, workspace_id))] == [("home", 1)]


def test_settings_of_the_search_are_stored(open_base, rt, workspace_id, filled):
    at = open_base(filled, "settings")
    at.segmented_control(key="base_search_with_method").set_value("hybrid_search").run()
    at.number_input(key="base_search_with_top_k").set_value(7).run()
    at.toggle(key="base_search_with_limited").set_value(True).run()
    at.button(key="base_search_save").click().run()
    kept = rt.call(datasets.get(rt, Reader(workspace_id), filled.id)).retrieval_model
    assert (kept["search_method"], kept["top_k"], kept["score_threshold"]) == ("hybrid_search", 7, 0.5)


def test_another_model_says_what_it_costs(open_base, filled):
    at = open_base(filled, "settings")
    at.radio(key="base_technique").set_value("economy").run()
    assert "3 documents will be indexed again" in said(at)


def test_fields_of_metadata_are_added_and_removed(open_base, rt, filled):
    at = open_base(filled, "settings")
    at.text_input(key="base_field_new_name").set_value("author")
    at.button(key="base_field_new_go").click().run()
    ((field, _),) = rt.call(metadata.fields_of(rt, filled))
    assert field.name == "author"
    at.button(key=f"base_field_gone_{field.id}").click().run()
    assert rt.call(metadata.fields_of(rt, filled)) == []


def test_a_base_speaks_chinese(open_base, filled):
    at = open_base(filled)
    at.session_state["language"] = "zh"
    at.run()
    assert "3 个文档" in said(at)
    assert "用相应的程序打开并另存" in said(at)


def test_an_unknown_base_leads_back(open_page):
    assert "This knowledge base was not found" in said(open_page("knowledge_base.py", base="nothing"))
