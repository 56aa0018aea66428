"""How a document was indexed: how long each stage took, how much came of it, by which rule."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.bases.words import FORMS
from pages.language.formats import duration
from pages.language.text import t
from storage.records import StoredDocument


def show_facts(document: StoredDocument) -> None:
    """Show numbers, times and the rule."""
    with st.container(horizontal=True, gap="medium", key="document_numbers"):
        for label, value in _numbers(document).items():
            st.metric(label, value, width="content")
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{t('Time of each stage')}**")
        stages = stage_seconds(document)
        if stages:
            _plot(stages)
        else:
            st.markdown(f":gray[{t('It was not indexed yet.')}]")
    with right:
        st.markdown(f"**{t('How it was cut')}**")
        st.dataframe(_rule_rows(document), hide_index=True, key="document_rule")


def stage_seconds(document: StoredDocument) -> dict[str, float]:
    """Return how long each stage of the last indexing took, in seconds; those that are not over are left out."""
    moments = (
        (t("reading the file"), document.processing_started_at, document.parsing_completed_at),
        (t("cleaning the text"), document.parsing_completed_at, document.cleaning_completed_at),
        (t("cutting into chunks"), document.cleaning_completed_at, document.splitting_completed_at),
        (t("embedding and storing"), document.splitting_completed_at, document.completed_at),
    )
    return {name: max(0.0, ended - began) for name, began, ended in moments if began is not None and ended is not None}


def _numbers(document: StoredDocument) -> dict[str, str]:
    count = document.total_segments
    return {
        t("Characters"): f"{document.word_count:,}",
        t("Tokens"): f"{document.tokens:,}",
        t("Chunks"): f"{count:,}",
        t("Tokens per chunk"): f"{document.tokens / count:,.0f}" if count else "–",
        t("Time in all"): duration(document.indexing_latency) if document.indexing_latency else "–",
        t("Tries"): f"{document.attempt:,}",
    }


def _plot(stages: Mapping[str, float]) -> None:
    rows = [{"stage": name, "seconds": seconds, "words": duration(seconds)} for name, seconds in stages.items()]
    at = {"field": "stage", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 200}}
    room = {"domain": [0, 1.2 * max(stages.values()) or 1.0], "nice": False}  # for the words behind the longest bar
    length = {"field": "seconds", "type": "quantitative", "title": t("seconds"), "axis": {"grid": False}, "scale": room}
    st.vega_lite_chart(
        rows,
        {
            "layer": [
                {"mark": {"type": "bar", "cornerRadiusEnd": 3, "tooltip": True}},
                {
                    "mark": {"type": "text", "align": "left", "dx": 4},
                    "encoding": {"text": {"field": "words"}, "color": {"value": "#888"}},
                },
            ],
            "encoding": {"y": at, "x": length},
        },
        height=190,
        key="document_stages",
    )


def _rule_rows(document: StoredDocument) -> list[dict[str, str]]:
    rules: Mapping[str, Any] = document.process_rule.get("rules") or {}
    segmentation: Mapping[str, Any] = rules.get("segmentation") or {}
    mode = document.process_rule.get("mode") or "automatic"
    rows = {
        t("Chunks"): t(FORMS[document.doc_form]),
        t("Cut"): t("where the text divides itself") if mode == "automatic" else t("by my rule"),
        t("Most tokens"): str(segmentation.get("max_tokens", "")),
        t("Shared tokens"): str(segmentation.get("chunk_overlap", "")),
        t("Separator"): repr(segmentation.get("separator", ""))[1:-1],
    }
    return [{t("Setting"): name, t("Value"): value} for name, value in rows.items() if value]
