"""A knowledge base is saved as a file, and made of one."""

import zipfile
from io import BytesIO

import pytest

from pages.bases.transfer import _exported
from services.knowledge import datasets
from services.knowledge.exporting import export_base
from services.knowledge.permissions import Reader
from tests.services.knowing import add_base


@pytest.fixture
def manuals(rt, workspace_id):
    return rt.call(add_base(rt, workspace_id, name="Manuals"))


def test_a_base_is_offered_as_one_file(open_body, rt, manuals):
    at = open_body("pages.bases.transfer:show_export(st.session_state.base)", base=manuals)
    assert at.get("download_button")[0].proto.label == "Export"
    assert "base.json" in zipfile.ZipFile(BytesIO(_exported(manuals))).namelist()


def test_a_base_is_imported_from_its_file(open_body, rt, workspace_id, manuals, tmp_path):
    target = tmp_path / "base.zip"
    rt.call(export_base(rt, manuals, target))
    at = open_body("pages.bases.transfer:show_import()")
    at.file_uploader(key="knowledge_import_file").set_value(("base.zip", target.read_bytes(), "application/zip"))
    at.text_input(key="knowledge_import_name").set_value("Copy").run()
    at.button(key="knowledge_import_go").click().run()
    assert {one.name for one in rt.call(datasets.page_of(rt, Reader(workspace_id))).items} == {"Manuals", "Copy"}


def test_a_file_that_is_no_base_is_refused_with_the_reason(open_body):
    at = open_body("pages.bases.transfer:show_import()")
    at.file_uploader(key="knowledge_import_file").set_value(("base.zip", b"nothing", "application/zip")).run()
    at.button(key="knowledge_import_go").click().run()
    assert "it is no archive" in at.error[0].value
