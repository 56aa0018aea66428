"""Plots of a base: how long its chunks are, and how often it was found over time."""

from typing import Any

import streamlit as st

from pages.language.formats import counted
from pages.language.text import t
from services.knowledge import figures
from services.runtime import current
from storage.records import Dataset

DAYS = 30
SOURCES = {"hit_testing": "retrieval test", "app": "apps", "api": "API"}


def show_figures(base: Dataset) -> None:
    """Show both plots side by side."""
    left, right = st.columns(2, gap="medium")
    with left:
        show_lengths(base)
    with right:
        show_hits(base)


def show_lengths(base: Dataset) -> None:
    """Plot how many chunks have which length."""
    rt = current()
    st.markdown(f"##### {t('Lengths of chunks')}")
    width, found = rt.call(figures.chunk_lengths(rt, base))
    if not found:
        _show_nothing(t("There are no chunks yet."))
        return
    st.caption(counted(sum(found.values()), "{n} chunk", "{n} chunks"))
    rows = [{"least": least, "most": least + width, "n": n} for least, n in found.items()]
    st.vega_lite_chart(
        rows,
        {
            "mark": {"type": "rect", "cornerRadius": 2, "tooltip": True, "stroke": "transparent", "strokeWidth": 2},
            "encoding": {
                "x": {
                    "field": "least",
                    "type": "quantitative",
                    "title": t("Tokens"),
                    "axis": {"tickMinStep": width, "grid": False},
                },
                "x2": {"field": "most"},
                "y": _amount(t("Chunks")),
                "y2": {"datum": 0},
            },
        },
        height=260,
        key="base_lengths",
    )


def show_hits(base: Dataset) -> None:
    """Plot how many hits the base gave on each of the last days."""
    rt = current()
    st.markdown(f"##### {t('Hits over time')}")
    days, found = rt.call(figures.hits_by_day(rt, base, days=DAYS))
    if not found:
        _show_nothing(t("Nobody has asked it yet."))
        return
    st.caption(t("in the last {n} days", n=DAYS))
    rows = [{"day": day, "source": t(SOURCES.get(source, source)), "n": n} for (day, source), n in found.items()]
    st.vega_lite_chart(
        rows,
        {
            "mark": {"type": "bar", "cornerRadiusEnd": 3, "tooltip": True},
            "encoding": {
                "x": {
                    "field": "day",
                    "type": "ordinal",
                    "title": None,
                    "scale": {"domain": days},
                    "axis": {
                        "labelAngle": 0,
                        "grid": False,
                        "labelExpr": "slice(datum.label, 5)",
                        "labelOverlap": True,
                    },
                },
                "y": _amount(t("Hits")),
                "color": {"field": "source", "type": "nominal", "title": None, "legend": {"orient": "top"}},
            },
        },
        height=260,
        key="base_hits",
    )


def _amount(title: str) -> dict[str, Any]:
    return {"field": "n", "type": "quantitative", "title": title, "axis": {"tickMinStep": 1}}


def _show_nothing(words: str) -> None:
    with st.container(border=True, height=260, horizontal_alignment="center", vertical_alignment="center"):
        st.markdown(f":gray[{words}]", width="content")
