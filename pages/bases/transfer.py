"""A knowledge base as a file: to save, and to make a base of."""

import tempfile
from pathlib import Path

import streamlit as st

from pages.language.formats import counted
from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import KnowledgeState, page_state
from services.errors import ServiceError
from services.knowledge.datasets import LONGEST_NAME
from services.knowledge.exporting import export_base, file_name
from services.knowledge.importing import import_base
from services.runtime import current
from storage.records import Dataset


def show_export(base: Dataset) -> None:
    """Offer the base as one file."""
    with st.container(border=True, key="base_settings_export"):
        st.markdown(f"**{t('Export')}**")
        st.caption(
            t("One file with documents, chunks, vectors and settings. Imported elsewhere, nothing is embedded again.")
        )
        st.download_button(
            t("Export"),
            lambda: _exported(base),
            file_name(base),
            "application/zip",
            icon=":material/download:",
            on_click="ignore",
            key="base_export",
        )


def import_dialog() -> None:
    """Ask for the file of a base."""
    st.dialog(t("Import knowledge base"))(guarded(show_import))()


def show_import() -> None:
    """Make a base of a file that another server has exported."""
    file = st.file_uploader(t("An exported knowledge base"), type="zip", key="knowledge_import_file")
    name = st.text_input(
        t("Name"), max_chars=LONGEST_NAME, placeholder=t("The name in the file"), key="knowledge_import_name"
    )
    if not st.button(t("Import"), type="primary", disabled=file is None, key="knowledge_import_go") or file is None:
        return
    rt, who = current(), Person.here()
    try:
        with st.spinner(t("Importing …")):
            made = rt.call(import_base(rt, who.workspace_id, file, name=name, account_id=who.account_id))
    except ServiceError as error:
        show_error(error)
        return
    page_state(KnowledgeState).notice = counted(
        made.documents, "{n} document was imported.", "{n} documents were imported."
    )
    redraw()


def _exported(base: Dataset) -> bytes:
    rt = current()
    with tempfile.TemporaryDirectory(dir=rt.settings.data_dir, prefix="export-") as folder:
        target = Path(folder) / "base.zip"
        rt.call(export_base(rt, base, target))
        return target.read_bytes()
