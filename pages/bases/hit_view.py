"""Hits of a search as a person reads them: the chunk, where it is from, and all of its scores."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.bases.chunk_view import place, show_text
from pages.bases.documents import file_icon
from pages.catalogue.card import plain
from pages.language.text import t
from services.knowledge.retrieval import Record
from storage.records import Dataset

SCORES = {"vector": "meaning", "keyword": "words", "rerank": "reranked"}
CHILDREN = 3  # child chunks that are shown of a hit


def show_hits(base: Dataset, records: Sequence[Record], *, key: str, before: Mapping[str, int]) -> None:
    """Show hits, best first; `before` are the places that other settings gave them, by the id of the segment."""
    for rank, record in enumerate(records, 1):
        with st.container(border=True, gap="xsmall", key=f"{key}_{rank}"):
            _show_head(base, record, rank, before)
            segment = record.segment
            st.caption(plain(place(segment.position, segment.page, segment.headings, segment.tokens)))
            if segment.answer is None:
                show_text(segment.content)
            else:
                show_text(f"{t('Question')}: {segment.content}\n{t('Answer')}: {segment.answer}")
            for child, score in record.children[:CHILDREN]:
                st.caption(f":material/subdirectory_arrow_right: {t('child chunk')} {score:.3f}")
                show_text(child.content, faint=True)


def _show_head(base: Dataset, record: Record, rank: int, before: Mapping[str, int]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{rank}**{_moved(record, rank, before)}", width="content")
        st.page_link(
            "knowledge_document.py",
            label=plain(record.document.name),
            icon=file_icon(record.document.name),
            query_params={"base": base.id, "document": record.document.id, "segment": record.segment.id},
        )
        st.space("stretch")
        st.markdown(scores_markdown(record.scores), width="content")


def scores_markdown(scores: Mapping[str, float | None]) -> str:
    """Return the final score and those that it is made of."""
    parts = [f":gray-badge[{t(words)} {scores[name]:.3f}]" for name, words in SCORES.items() if _has(scores, name)]
    return " ".join([f":green-badge[**{scores.get('final') or 0:.3f}**]", *parts])


def _has(scores: Mapping[str, float | None], name: str) -> bool:
    return scores.get(name) is not None


def _moved(record: Record, rank: int, before: Mapping[str, int]) -> str:
    """Return how a hit's place differs from the one that other settings gave it."""
    if not before:
        return ""
    was = before.get(record.segment.id)
    if was is None:
        return f" :violet-badge[{t('new')}]"
    if was == rank:
        return " :gray[=]"
    return f" :green[▲ {was - rank}]" if was > rank else f" :orange[▼ {rank - was}]"
