"""The list of knowledge bases: empty, filled, searched, and the dialog that makes one."""

from tests.pages.conftest import Open
from tests.services.knowing import add_base

from services.knowledge import datasets, tags


def texts(at):
    return " ".join([*(one.value for one in at.markdown), *(one.value for one in at.caption), *(one.value for one in at.subheader)])


def test_without_a_base_the_page_says_how_to_begin(open_page: Open):
    at = open_page("knowledge.py")
    assert at.title[0].value == "Knowledge"
    assert "answer from your documents" in at.subheader[0].value
    assert at.button(key="knowledge_first_create").label == "Create the first knowledge base"
