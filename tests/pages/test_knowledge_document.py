"""One document: chunks that are found, edited, switched and cited; its file, metadata and figures."""

import pytest

from services.knowledge import metadata, segments
from services.knowledge.segments import NewSegment
from storage.errors import NotFound
from tests.pages.knowing import MANUAL, base_with, document_named, said
from tests.services.knowing import add_document, contents, stored

TABS = {
    "original": ":material/draft: Original",
    "metadata": ":material/label: Metadata",
    "facts": ":material/query_stats: Facts",
}
PARENTS = {"mode": "hierarchical", "rules": {"segmentation": {"separator": "\n\n", "max_tokens": 100}}}


@pytest.fixture
def base(rt, workspace_id):
    return base_with(rt, workspace_id, ("kettle.md", MANUAL))


@pytest.fixture
def document(rt, base):
    return document_named(rt, base, "kettle.md")


@pytest.fixture
def chunks(rt, document):
    return list(rt.call(segments.page_of(rt, document)).items)


@pytest.fixture
def open_document(open_page):
    def opened(document, tab="", **query):
        at = open_page("knowledge_document.py", base=document.dataset_id, document=document.id, **query)
        if tab:
            at.session_state["document_tab"] = TABS[tab]
            at.run()
        return at

    return opened


def body(name, base, document, *others):
    """Return how the body of a dialog about a document is run, and with what."""
    names = ["base", "document", *(f"other_{place}" for place in range(len(others)))]
    given = ", ".join(f"st.session_state.the_{one}" for one in names)
    values = dict(zip((f"the_{one}" for one in names), (base, document, *others), strict=True))
    return f"pages.bases.chunk_dialogs:{name}({given})", values


def test_a_document_shows_its_chunks_in_order(open_document, document):
    words = said(open_document(document))
    assert words.index("Fill it with water.") < words.index("It switches itself off")
    assert "3 chunks" in words


def test_chunks_are_searched(open_document, document):
    at = open_document(document)
    at.text_input(key="document_search").set_value("WATER BOILS").run()
    assert "It switches itself off" in said(at)
    assert "Fill it with water." not in said(at)
    at.text_input(key="document_search").set_value("nothing like it").run()
    assert "No chunk fits." in said(at)


def test_the_cited_chunk_stands_first(open_document, document, chunks):
    words = said(open_document(document, segment=chunks[2].id))
    assert "The cited chunk" in words
    assert words.index("It switches itself off") < words.index("Fill it with water.")


def test_a_cited_chunk_that_is_gone_is_told(open_document, document):
    assert "The chunk that was cited is not there any more" in said(open_document(document, segment="gone"))


def test_a_chunk_is_switched_off(open_document, rt, document, chunks):
    at = open_document(document)
    at.toggle(key=f"document_on_{chunks[1].id}").set_value(False).run()
    assert not rt.call(segments.get(rt, document, chunks[1].id)).enabled
    at.segmented_control(key="document_switched").set_value("disabled").run()
    assert "1 chunk" in said(at)


def test_a_chunk_is_edited_and_its_keywords_with_it(open_body, rt, base, document, chunks):
    call, values = body("show_edit", base, document, chunks[1])
    at = open_body(call, **values)
    at.text_area(key=f"chunk_{chunks[1].id}_content").set_value("Fill it with cold water.").run()
    at.multiselect(key=f"chunk_{chunks[1].id}_keywords").set_value(["cold"]).run()
    at.button(key="chunk_edit_go").click().run()
    edited = rt.call(segments.get(rt, document, chunks[1].id))
    assert (edited.content, edited.keywords, edited.is_edited) == ("Fill it with cold water.", ["cold"], True)


def test_a_chunk_is_added_and_one_is_deleted(open_body, rt, base, document, chunks):
    call, values = body("show_add", base, document)
    at = open_body(call, **values)
    at.text_area(key="chunk_new_content").set_value("Descale it once a month.").run()
    at.button(key="chunk_add_go").click().run()
    assert contents(rt, document)[-1] == "Descale it once a month."
    call, values = body("show_delete", base, document, chunks[0])
    at = open_body(call, **values)
    at.button(key="chunk_delete_go").click().run()
    with pytest.raises(NotFound):
        rt.call(segments.get(rt, document, chunks[0].id))


def test_a_question_has_an_answer_and_is_not_stored_without(open_body, rt, workspace_id):
    base = base_with(rt, workspace_id, ("kettle.md", MANUAL), doc_form="qa_model")
    document = document_named(rt, base, "kettle.md")
    call, values = body("show_add", base, document)
    at = open_body(call, **values)
    at.text_area(key="chunk_new_content").set_value("When does it switch off?").run()
    at.button(key="chunk_add_go").click().run()
    assert "answer is required" in at.error[0].value
    at.text_area(key="chunk_new_answer").set_value("When the water boils.").run()
    at.button(key="chunk_add_go").click().run()
    assert "When does it switch off?" in contents(rt, document)


def test_child_chunks_are_shown_and_added(open_document, open_body, rt, workspace_id):
    base = base_with(rt, workspace_id, doc_form="hierarchical_model", process_rule=PARENTS)
    rt.call(add_document(rt, base, MANUAL, name="parents.md", rule=PARENTS))
    rt.call(rt.ingest.idle())
    document = document_named(rt, base, "parents.md")
    at = open_document(document)
    assert any("child chunk" in expander.label for expander in at.expander)
    (segment, *_) = rt.call(segments.page_of(rt, document)).items
    call, values = body("show_child", base, document, segment, None)
    at = open_body(call, **values)
    at.text_area(key="chunk_child_new").set_value("by hand").run()
    at.button(key="chunk_child_go").click().run()
    (view,) = rt.call(segments.views(rt, document.workspace_id, [segment]))
    assert view.children[-1].content == "by hand"


def test_the_original_is_shown_as_text_with_a_link_to_the_file(open_document, document):
    at = open_document(document, "original")
    assert "# Kettle" in said(at)
    assert [link.proto.label for link in at.get("link_button")] == ["Download"]


def test_metadata_is_written_by_the_fields_of_the_base(open_document, rt, base, document):
    at = open_document(document, "metadata")
    assert "Fields like author or year" in said(at)
    text = rt.call(metadata.add_field(rt, base, name="author", type="string"))
    year = rt.call(metadata.add_field(rt, base, name="year", type="number"))
    at = open_document(document, "metadata")
    at.text_input(key=f"document_value_{text.id}").set_value("Ann")
    at.number_input(key=f"document_value_{year.id}").set_value(2024.0)
    at.button(key="document_values_go").click().run()
    assert stored(rt, document).doc_metadata == {text.id: "Ann", year.id: 2024}


def test_facts_tell_how_long_each_stage_took(open_document, document):
    at = open_document(document, "facts")
    metrics = {metric.label: metric.value for metric in at.metric}
    assert metrics["Chunks"] == "3"
    assert metrics["Tries"] == "1"
    assert len(at.get("vega_lite_chart")) == 1


def test_a_failed_document_says_why(open_document, rt, workspace_id):
    base = base_with(rt, workspace_id, ("broken.docx", b"no document"))
    words = said(open_document(document_named(rt, base, "broken.docx")))
    assert "Open and save it anew" in words
    assert "There are no chunks yet." in words


def test_a_document_speaks_chinese(open_document, document):
    at = open_document(document)
    at.session_state["language"] = "zh"
    at.run()
    assert "3 个分段" in said(at)


def test_an_unknown_document_leads_back(open_page, base):
    assert "This document was not found" in said(open_page("knowledge_document.py", base=base.id, document="nothing"))


def test_text_of_a_chunk_is_never_read_as_html(open_document, rt, base, document):
    rt.call(segments.add(rt, base, document, [NewSegment(content="<script>alert(1)</script> **bold**")]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **bold**" in said(open_document(document))
