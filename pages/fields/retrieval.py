"""How a base is searched: the fields of its settings, of the retrieval test, and of apps."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.bases.words import METHODS
from pages.fields.models import model_label
from pages.language.text import t
from pages.shell.people import Person
from services import models
from services.knowledge.choices import MOST_HITS, checked_retrieval
from services.runtime import current

Settings = dict[str, Any]
BY_WEIGHTS, BY_RANKS, BY_MODEL, BY_SCORE = "weighted_score", "reciprocal_rank_fusion", "reranking_model", "score"


def edit_retrieval(given: Mapping[str, Any], key: str, *, technique: str | None = "high_quality") -> Settings:
    """Draw the search settings of a base and return them complete; a base without vectors is searched by words."""
    before = checked_retrieval(given)
    method = before["search_method"] if technique == "high_quality" else "keyword_search"
    if technique == "high_quality":
        offered = [name for name in METHODS if name != "keyword_search"]
        method = st.segmented_control(
            t("Search"),
            offered,
            default=method if method in offered else "full_text_search",
            required=True,
            format_func=lambda one: t(METHODS[one]),
            key=f"{key}_method",
        )
    else:
        st.caption(t("This base has no vectors, so it is searched by words."))
    edited = {**before, "search_method": method, **edit_bounds(before, key)}
    return checked_retrieval({**edited, **_edit_order(before, method or "", key)})


def edit_bounds(given: Mapping[str, Any], key: str) -> Settings:
    """Draw how many hits there may be and how good they must be; return top_k and the threshold."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        top_k = st.number_input(
            t("Most hits"), 1, MOST_HITS, min(int(given.get("top_k") or 4), MOST_HITS), key=f"{key}_top_k", width=130
        )
        limited = st.toggle(
            t("Least score"),
            bool(given.get("score_threshold_enabled")),
            key=f"{key}_limited",
            help=t("Hits below it are left out; it is compared with the score that is shown."),
        )
    least = float(given.get("score_threshold") or 0.5)
    if limited:
        least = st.slider(t("Least score"), 0.0, 1.0, least, 0.01, key=f"{key}_least", label_visibility="collapsed")
    return {
        "top_k": top_k,
        "score_threshold_enabled": limited,
        "score_threshold": least if limited else given.get("score_threshold"),
    }


def _edit_order(given: Mapping[str, Any], method: str, key: str) -> Settings:
    """Draw who puts the hits in order: both scores with weights, a model, or nobody once more."""
    mixed = {BY_WEIGHTS: t("both scores"), BY_RANKS: t("both ranks")}
    ways = {**(mixed if method == "hybrid_search" else {BY_SCORE: t("its score")}), BY_MODEL: t("a model")}
    here = given.get("reranking_mode") if given.get("reranking_enable") or method == "hybrid_search" else BY_SCORE
    way = st.segmented_control(
        t("Ordered by"),
        list(ways),
        default=here if here in ways else next(iter(ways)),
        required=True,
        format_func=ways.__getitem__,
        key=f"{key}_order_{method}",
    )
    if way == BY_MODEL:
        return {
            "reranking_enable": True,
            "reranking_mode": BY_MODEL,
            "reranking_model": edit_reranker(given.get("reranking_model") or {}, key),
        }
    if way == BY_RANKS:
        return {"reranking_enable": False, "reranking_mode": BY_RANKS}
    if way == BY_WEIGHTS:
        weights = given.get("weights") or {}
        return {"reranking_enable": False, "reranking_mode": BY_WEIGHTS, "weights": edit_weights(weights, key)}
    return {"reranking_enable": False, "reranking_mode": None}


def edit_weights(given: Mapping[str, Any], key: str) -> Settings:
    """Draw how much meaning counts against words; return both weights, which add up to 1, or `given` if that is it."""
    vector = dict(given.get("vector_setting") or {})
    here = float(vector.get("vector_weight", 0.7))
    share = st.slider(
        t("Weight of the meaning; words have the rest"),
        0.0,
        1.0,
        here,
        0.05,
        key=f"{key}_weight",
    )
    if share == here:
        return dict(given)
    keyword = {**(given.get("keyword_setting") or {}), "keyword_weight": round(1 - share, 2)}
    return {**given, "vector_setting": {**vector, "vector_weight": share}, "keyword_setting": keyword}


def edit_reranker(given: Mapping[str, Any], key: str) -> Settings:
    """Draw the choice of the model that puts hits in order."""
    rt, workspace_id = current(), Person.here().workspace_id
    offered = [(provider.info.id, name) for provider, name in rt.call(models.list_models(rt, workspace_id, "rerank"))]
    here = (str(given.get("reranking_provider_name") or ""), str(given.get("reranking_model_name") or ""))
    options = list(dict.fromkeys([*([here] if here[1] else []), *offered]))
    chosen = st.selectbox(
        t("Reranking model"),
        options,
        0 if options else None,
        format_func=lambda model: model_label(*model),
        placeholder=t("No provider with such a model is set up"),
        key=f"{key}_reranker",
    )
    provider, name = chosen or here
    return {"reranking_provider_name": provider, "reranking_model_name": name}
