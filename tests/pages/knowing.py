"""Knowledge bases for the tests of pages."""

from typing import Any

from streamlit.testing.v1 import AppTest

from services.runtime import Runtime
from storage.records import Dataset, StoredDocument
from tests.services.knowing import add_base, add_document, stored
from tests.services.test_ingest import Hands

MANUAL = "# Kettle\nFill it with water.\nIt switches itself off when the water boils."
MENU = "# Menu\nSoup of the day.\nBread with butter."


def base_with(rt: Runtime, workspace_id: str, *texts: tuple[str, str | bytes], **values: Any) -> Dataset:
    """Return a base with documents (name, content) that are indexed, or have failed."""
    index_here(rt)
    base = rt.call(add_base(rt, workspace_id, **values))
    for name, content in texts:
        rt.call(add_document(rt, base, content, name=name, doc_form=base.doc_form))
    rt.call(rt.ingest.idle())
    return base


def index_here(rt: Runtime) -> None:
    """Have documents indexed in this process, which takes less time than a child of its own."""
    rt.ingest.runner = Hands()


def document_named(rt: Runtime, base: Dataset, name: str) -> StoredDocument:
    """Return a document of a base as it is stored now."""
    row = rt.db.one("SELECT * FROM documents WHERE dataset_id = ? AND name = ?", [base.id, name])
    assert row
    return stored(rt, StoredDocument(**row))


def said(at: AppTest) -> str:
    """Return all that a page says in plain text, chunks of documents included."""
    assert not at.exception
    parts = [at.title, at.subheader, at.markdown, at.caption, at.warning, at.error, at.info, at.success, at.toast]
    return " ".join([*(one.value for part in parts for one in part), *(one.proto.body for one in at.get("html"))])
