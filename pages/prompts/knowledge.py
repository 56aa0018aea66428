"""What a chatbot, agent or text generator knows: its knowledge bases, and how they are searched."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.configured import dataset_ids
from pages.fields.base_choice import choose_bases
from pages.fields.pen import Pen
from pages.fields.retrieval import BY_MODEL, BY_SCORE, BY_WEIGHTS, edit_bounds, edit_reranker, edit_weights
from pages.language.text import t

Config = dict[str, Any]
FIRST: Config = {"retrieval_model": "multiple", "top_k": 4, "reranking_enable": False}  # of an app's first base
ASKS_WITH = ("text-input", "paragraph")  # kinds of inputs that can be a question


def edit_knowledge(config: Mapping[str, Any], mode: str, pen: Pen) -> Config:
    """Draw the bases of an app and return what is to be different about its configuration."""
    key = pen.at("dataset_configs").key
    stored = _mapping(config.get("dataset_configs"))
    ids = dataset_ids({"dataset_configs": stored})
    with st.expander(t("Knowledge"), icon=":material/menu_book:", expanded=bool(ids), key=f"{key}_box"):
        chosen = choose_bases(t("Knowledge bases"), ids, pen.at("datasets"))
        if not chosen and not ids:
            st.caption(t("The answers come from what its knowledge bases hold, and cite it."))
            return {}
        changed: Config = _edit_question(config, pen) if mode == "completion" else {}
        edited = {**stored, **_edit_search(stored, key)}
        if chosen != ids:
            edited = {**(FIRST if "datasets" not in stored else {}), **edited, "datasets": _bound(stored, chosen)}
    return changed | ({"dataset_configs": edited} if edited != stored else {})


def _bound(stored: Mapping[str, Any], ids: Sequence[str]) -> Config:
    bound = [{"dataset": {"enabled": True, "id": id}} for id in ids]
    return {**_mapping(stored.get("datasets")), "strategy": "router", "datasets": bound}


def _edit_search(stored: Mapping[str, Any], key: str) -> Config:
    """Draw how many hits there are, and who orders what several bases found; return what was changed."""
    usual = {"top_k": 4, "score_threshold_enabled": False}
    present = {**usual, **{name: value for name, value in stored.items() if value is not None}}
    edited = {name: value for name, value in edit_bounds(stored, key).items() if present.get(name) != value}
    here = _order(stored)
    ways = {BY_SCORE: t("its score"), BY_WEIGHTS: t("both scores"), BY_MODEL: t("a model")}
    way = st.segmented_control(
        t("Ordered by"), list(ways), default=here, required=True, format_func=ways.__getitem__, key=f"{key}_order"
    )
    if way != here:
        edited |= {"reranking_enable": way != BY_SCORE, "reranking_mode": None if way == BY_SCORE else way}
    if way == BY_WEIGHTS:
        before = _mapping(stored.get("weights"))
        weights = edit_weights(before, key)
        edited |= {"weights": weights} if weights != before else {}
    elif way == BY_MODEL:
        before = _reranker(stored)
        model = edit_reranker(before, key)
        edited |= {"reranking_model": model} if model != before else {}
    return edited


def _order(stored: Mapping[str, Any]) -> str:
    """Return who orders the hits: a model that nobody names orders nothing."""
    if not stored.get("reranking_enable", stored.get("reranking_enabled", True)):
        return BY_SCORE
    if stored.get("reranking_mode") == BY_WEIGHTS:
        return BY_WEIGHTS
    return BY_MODEL if _reranker(stored)["reranking_model_name"] else BY_SCORE


def _reranker(stored: Mapping[str, Any]) -> dict[str, str]:
    """Return the model that orders, which files name in two ways."""
    model = _mapping(stored.get("reranking_model"))
    return {
        "reranking_provider_name": str(model.get("reranking_provider_name") or model.get("provider") or ""),
        "reranking_model_name": str(model.get("reranking_model_name") or model.get("model") or ""),
    }


def _edit_question(config: Mapping[str, Any], pen: Pen) -> Config:
    """Draw which input of a text generator is the question that is searched for."""
    items = [item for item in config.get("user_input_form") or [] if isinstance(item, Mapping) and item]
    names = [
        str(_mapping(settings).get("variable"))
        for item in items
        for kind, settings in item.items()
        if kind in ASKS_WITH and _mapping(settings).get("variable")
    ]
    stored = str(config.get("dataset_query_variable") or "")
    options = list(dict.fromkeys([*names, *([stored] if stored else [])]))
    chosen = st.selectbox(
        t("Question"),
        options,
        options.index(stored) if stored in options else None,
        placeholder=t("Which input is searched for"),
        key=pen.at("dataset_query_variable").key,
    )
    return {"dataset_query_variable": chosen} if chosen and chosen != stored else {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
