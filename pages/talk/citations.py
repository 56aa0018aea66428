"""The sources of an answer: small and numbered below it, each opens the chunk that was used."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.bases.chunk_view import show_text
from pages.catalogue.card import plain
from pages.language.formats import joined
from pages.language.text import t
from pages.shell.guard import guarded

Citation = Mapping[str, Any]
LONGEST_NAME = 36  # characters of a document's name in the row of sources


def show_citations(found: Sequence[Citation], *, key: str) -> None:
    """Show what an answer used; a chunk that was used twice stands there once."""
    cited = list({_identity(one): one for one in reversed(found)}.values())[::-1]
    if not cited:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"cited_{key}"):
        st.caption(f":material/format_quote: {t('Sources')}", width="content")
        for number, one in enumerate(cited, 1):
            label = joined(_short(str(one.get("document_name") or t("Document"))), _page(one), _score(one))
            if st.button(f"**{number}** {plain(label)}", type="tertiary", key=f"{key}_{number}"):
                st.dialog(t("Source {n}", n=number), width="medium")(guarded(show_source))(one)


def show_source(one: Citation) -> None:
    """Show the chunk that was used, and the way to its document."""
    st.markdown(f"**{plain(str(one.get('document_name') or ''))}**")
    place = f"#{one['segment_position']}" if one.get("segment_position") else ""
    base = str(one.get("dataset_name") or "")
    score = t("score {score}", score=_score(one)) if _score(one) else ""
    st.caption(plain(joined(base, place, _page(one), score)))
    with st.container(border=True, key="cited_text"):
        show_text(str(one.get("content") or ""), most=6000)
    where = {"base": one.get("dataset_id"), "document": one.get("document_id"), "segment": one.get("segment_id")}
    if all(where.values()):
        st.page_link(
            "knowledge_document.py",
            label=t("Open it in the document"),
            icon=":material/open_in_new:",
            query_params={name: str(value) for name, value in where.items()},
        )


def _identity(one: Citation) -> tuple[Any, ...]:
    return (one.get("segment_id"),) if one.get("segment_id") else (one.get("document_name"), one.get("content"))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _page(one: Citation) -> str:
    return t("page {n}", n=one["page"]) if one.get("page") else ""


def _score(one: Citation) -> str:
    score = one.get("score")
    return f"{score:.2f}" if isinstance(score, int | float) else ""
