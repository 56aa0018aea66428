"""How documents would be cut, shown before anything is indexed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import streamlit as st

from engine.errors import EngineError
from pages.bases.chunk_view import place, show_children, show_text
from pages.catalogue.card import plain
from pages.language.formats import counted, joined
from pages.language.formats import tokens as token_words
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.state import KnowledgeState, page_state
from services.errors import ServiceError
from services.knowledge.preview import Preview, preview
from services.knowledge.web_pages import read_page
from services.runtime import Runtime, current

SHOWN = 12  # chunks


@dataclass(frozen=True, slots=True)
class Sample:
    """A document that could be added; a web page is read when its text is asked for."""

    way: str
    name: str
    mime_type: str
    data: bytes | BinaryIO | None  # None: stands at the address `name`
    id: str

    def read(self, rt: Runtime) -> tuple[str, str, bytes]:
        """Return the document as a file: its name, MIME type and bytes. Raises FetchFailed."""
        if self.data is None:
            page = rt.call(read_page(rt, self.name))
            return page.filename, page.mime_type, page.body
        if isinstance(self.data, bytes):
            return f"{self.name}.txt", self.mime_type, self.data
        self.data.seek(0)
        return self.name, self.mime_type, self.data.read()


def show_preview(samples: Sequence[Sample], rule: Mapping[str, Any], form: str) -> None:
    """Show the chunks of one of the documents."""
    st.divider()
    by_id = {sample.id: sample for sample in samples}
    chosen = next(iter(by_id))
    if len(by_id) > 1:
        chosen = st.selectbox(
            t("Document"), list(by_id), format_func=lambda id: by_id[id].name, key="base_preview_document"
        )
    try:
        found = _found(by_id[chosen], rule, form)
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    _show_chunks(found, form)


def _found(sample: Sample, rule: Mapping[str, Any], form: str) -> Preview:
    """Return the chunks of a document; the same question again is answered without reading it again."""
    rt, state = current(), page_state(KnowledgeState)
    what = json.dumps([sample.id, sample.name, rule, form], sort_keys=True)
    if state.preview is None or state.preview_of != what:
        with st.spinner(t("Reading …")):
            name, mime_type, data = sample.read(rt)
            work = preview(rt, data, filename=name, mime_type=mime_type, process_rule=rule, doc_form=form)
            state.preview, state.preview_of = rt.call(work), what
    return state.preview


def _show_chunks(found: Preview, form: str) -> None:
    count = len(found.pieces)
    if not count:
        st.warning(t("There is no text in it that could be searched."), icon=":material/scan:")
        return
    least, most = min(found.tokens), max(found.tokens)
    lengths = t("{least} to {most} tokens", least=least, most=most) if least < most else token_words(most)
    beginning = "" if found.is_whole else t("of its beginning; it is long")
    st.markdown(f"**{counted(count, '{n} chunk', '{n} chunks')}** :gray[{joined(lengths, beginning)}]")
    if form == "qa_model":
        st.caption(t("A model will write questions and answers from each of these chunks."))
    with st.container(height=420 if count > 2 else "content", key="base_preview_chunks", gap="small"):
        for number, (piece, tokens) in enumerate(zip(found.pieces[:SHOWN], found.tokens, strict=False), 1):
            st.caption(plain(place(number, piece.page, piece.headings, tokens)))
            if piece.children:
                show_children(piece.children)
            else:
                show_text(piece.content)
        if count > SHOWN:
            st.caption(t("and {n} more", n=count - SHOWN))
