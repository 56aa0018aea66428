"""Files that people hand in on the pages."""

import pytest

from services.apps import apps, imports, workflows
from services.chats import conversations
from services.runs.runs import WEB_APP
from tests.pages.conftest import CHATFLOW

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def taking(rt, workspace_id):
    """A published chatflow that takes pictures with its messages."""
    text = CHATFLOW.replace(
        "features: {", "features: {file_upload: {enabled: true, allowed_file_types: [image], number_limits: 3}, "
    )
    app = imported(rt, workspace_id, text)
    rt.call(workflows.publish(rt, app))
    return app


@pytest.fixture
def reading(rt, workspace_id):
    """A published workflow that asks for a document and gives its text."""
    app = imported(rt, workspace_id, READER)
    rt.call(workflows.publish(rt, app))
    return app


READER = """
kind: app
version: 0.6.0
app: {name: Reader, mode: workflow}
workflow:
  graph:
    nodes:
      - id: start
        data: {type: start, title: Start, variables: [{variable: doc, label: Doc, type: file, required: true,
               allowed_file_types: [document], allowed_file_upload_methods: [local_file]}]}
      - {id: text, data: {type: document-extractor, title: Text, variable_selector: [start, doc]}}
      - {id: end, data: {type: end, title: End, outputs: [{variable: said, value_selector: [text, text]}]}}
    edges:
      - {id: e1, source: start, target: text}
      - {id: e2, source: text, target: end}
"""


def imported(rt, workspace_id, text):
    result = rt.call(imports.import_dsl(rt, workspace_id, text))
    return rt.call(apps.get_app(rt, workspace_id, result.app_id))


def messages(rt, app):
    found = rt.call(conversations.list_conversations(rt, app, "local", invoke_from=WEB_APP)).items
    return rt.call(conversations.messages(rt, app, "local", found[0].id, invoke_from=WEB_APP)).items


def test_a_picture_goes_with_a_chat_message_and_is_shown(open_page, taking, rt):
    at = open_page("chat.py", app=taking.id)
    at.chat_input[0].upload("cat.png", PNG, "image/png").set_value("Look").run()
    assert not at.exception
    (file,) = messages(rt, taking)[0].files
    assert (file["filename"], file["type"], file["belongs_to"]) == ("cat.png", "image", "user")
    assert any(f"/files/{file['related_id']}/file-preview?" in one.value for one in at.markdown)


def test_the_chat_lets_in_what_the_app_takes(open_page, taking):
    at = open_page("chat.py", app=taking.id)
    assert ".png" in at.chat_input[0].proto.file_type
    assert ".pdf" not in at.chat_input[0].proto.file_type


def test_an_app_that_takes_no_files_asks_for_none(open_page, chatflow, rt):
    rt.call(workflows.publish(rt, chatflow))
    at = open_page("chat.py", app=chatflow.id)
    assert not at.chat_input[0].proto.accept_file


def test_a_document_of_a_form_is_read_by_the_workflow(open_page, reading):
    at = open_page("chat.py", app=reading.id)
    at.file_uploader[0].upload("note.txt", "Grüße".encode(), "text/plain").run()
    at.button(key="form_run").click().run()
    assert not at.error
    assert any("Grüße" in element.value for element in (*at.markdown, *at.code))


def test_a_file_is_kept_once_however_often_the_page_is_drawn(open_page, reading, rt):
    at = open_page("chat.py", app=reading.id)
    at.file_uploader[0].upload("note.txt", b"Hi", "text/plain").run()
    at.run()
    assert len(rt.db.query("SELECT id FROM uploads")) == 1


def test_a_draft_is_tried_with_a_document(open_page, reading):
    at = open_page("studio.py", app=reading.id)
    at.file_uploader[0].upload("note.txt", b"Hello.", "text/plain").run()
    at.button(key="studio_run_below").click().run()
    assert not at.error
    assert not at.exception


def test_a_file_that_is_refused_says_why_and_its_limit(open_page, reading, rt):
    rt.settings = replace_setting(rt.settings, upload_file_extension_blacklist=("txt",))
    at = open_page("chat.py", app=reading.id)
    at.file_uploader[0].upload("note.txt", b"Hello.", "text/plain").run()
    assert "security" in at.error[0].value


def replace_setting(settings, **values):
    return settings.model_copy(update=values)
