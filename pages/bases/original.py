"""The file that a document was made of: its text as it was read, and the way to have it."""

import streamlit as st

from engine.errors import EngineError
from pages.bases.chunk_view import show_text
from pages.language.formats import file_size, joined
from pages.language.text import t
from pages.shell.guard import show_error
from services.files.file_links import link_of
from services.files.files import address_here
from services.knowledge.downloads import link_to
from services.knowledge.preview import original
from services.runtime import current
from storage.errors import NotFound
from storage.records import StoredDocument, Upload

SHOWN = 20_000  # characters of a text without pages


def show_original(document: StoredDocument) -> None:
    """Show the text of the file page by page, and the links to the file."""
    rt = current()
    try:
        with st.spinner(t("Reading …")):
            upload, text = rt.call(original(rt, document))
    except NotFound:
        st.warning(t("The file is not there any more."), icon=":material/search_off:")
        return
    except EngineError as error:
        _show_links(document, None)
        show_error(error)
        return
    _show_links(document, upload)
    for note in text.notes:
        st.caption(f":material/info: {note}")
    pages = text.pages or ()
    if len(pages) > 1:
        number = st.pagination(len(pages), key="document_original_page")
        page = pages[number - 1]
        st.caption(joined(t("page {n}", n=page.number), page.title))
        shown = page.text
    else:
        shown = text.text
    with st.container(border=True, height=560, key="document_original"):
        show_text(shown, most=SHOWN)


def _show_links(document: StoredDocument, upload: Upload | None) -> None:
    rt = current()
    with st.container(horizontal=True, vertical_alignment="center"):
        if document.data_source.get("url"):
            st.link_button(t("Open the web page"), str(document.data_source["url"]), icon=":material/open_in_new:")
        st.link_button(t("Download"), address_here(rt, rt.call(link_to(rt, document))), icon=":material/download:")
        if upload is not None:
            if upload.extension == "pdf":
                st.link_button(t("Open"), address_here(rt, link_of(rt, upload)), icon=":material/open_in_new:")
            st.caption(joined(upload.name, file_size(upload.size)), width="content")
