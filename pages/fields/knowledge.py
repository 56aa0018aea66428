"""Fields that pages about knowledge share: the embedding model, and how documents are cut."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.bases.words import FORM_HINTS, FORMS, TECHNIQUE_HINTS, TECHNIQUES
from pages.fields.models import model_label
from pages.language.text import t
from pages.shell.people import Person
from services import models
from services.knowledge.choices import OFFLINE_MODEL, fitting_rule
from services.knowledge.plugged import parts
from services.runtime import current

Model = tuple[str, str]  # provider and name
Rule = Mapping[str, Any]
OFFLINE: Model = ("local", OFFLINE_MODEL)


def choose_technique(key: str, here: str = "high_quality") -> str:
    """Ask how chunks are found."""
    chosen: str = st.radio(
        t("Chunks are found"),
        list(TECHNIQUES),
        list(TECHNIQUES).index(here),
        format_func=lambda one: t(TECHNIQUES[one]),
        captions=[t(hint) for hint in TECHNIQUE_HINTS.values()],
        horizontal=True,
        key=key,
    )
    return chosen


def choose_embedding(key: str, here: Model | None = None) -> Model:
    """Ask for the embedding model: the offline one, or one of a provider that is set up."""
    options = _embedding_models(here)
    chosen: Model = st.selectbox(
        t("Embedding model"),
        options,
        0,
        format_func=_model_words,
        key=key,
        help=t("Another model later means that all documents are embedded again."),
    )
    if chosen == OFFLINE:
        st.caption(
            t(
                ":material/translate: It works offline and reads English. For Chinese and other languages choose "
                "a model of a provider that is set up on the page Models."
            )
        )
    return chosen


def choose_form(key: str, here: str = "text_model") -> str:
    """Ask what the chunks of a base are."""
    chosen: str = st.radio(
        t("Chunks"),
        list(FORMS),
        list(FORMS).index(here),
        format_func=lambda form: t(FORMS[form]),
        captions=[t(hint) for hint in FORM_HINTS.values()],
        key=key,
    )
    return chosen


def edit_rule(form: str, given: Rule, key: str) -> dict[str, Any]:
    """Draw how documents of a form are cut and return that as a process rule; `given` is empty for the usual one."""
    rules = {**fitting_rule(None, form).as_mapping()["rules"], **(given.get("rules") or {})}
    if form == "hierarchical_model":
        return {"mode": "hierarchical", "rules": _edit_hierarchical(rules, key)}
    mode = st.segmented_control(
        t("Cut"),
        ["automatic", "custom"],
        default="custom" if given.get("mode") == "custom" else "automatic",
        required=True,
        format_func=lambda mode: t("where the text divides itself") if mode == "automatic" else t("by my rule"),
        key=f"{key}_mode",
    )
    if mode != "custom":
        st.caption(t("At headings, paragraphs and sentences of any language, at most 500 tokens, 50 of them shared."))
        return {"mode": "automatic"}
    offered = {part.reference: part.label for part in parts(current(), "chunkers")}
    chunker = str(rules.get("chunker") or "")
    if offered or chunker:
        options = list(dict.fromkeys(["", *offered, chunker]))
        chosen = st.selectbox(
            t("Cut by"),
            options,
            options.index(chunker),
            format_func=lambda one: offered.get(one, one) or t("separator and lengths"),
            key=f"{key}_chunker",
        )
        if chosen:
            return {"mode": "custom", "rules": {"segmentation": rules["segmentation"], "chunker": chosen}}
    segmentation = _edit_lengths(rules["segmentation"], f"{key}_custom", overlaps=True)
    return {"mode": "custom", "rules": {"segmentation": segmentation, **_edit_cleaning(rules, key)}}


def _edit_hierarchical(rules: Rule, key: str) -> dict[str, Any]:
    parents = {"paragraph": t("paragraphs"), "full-doc": t("the whole document")}
    mode = st.segmented_control(
        t("Parents are"),
        list(parents),
        default=rules["parent_mode"],
        required=True,
        format_func=parents.__getitem__,
        key=f"{key}_parent_mode",
    )
    edited: dict[str, Any] = {"parent_mode": mode, "segmentation": rules["segmentation"]}
    if mode == "paragraph":
        edited["segmentation"] = _edit_lengths(rules["segmentation"], f"{key}_parent", overlaps=False)
    st.caption(t("Children, which are compared with the question:"))
    edited["subchunk_segmentation"] = _edit_lengths(rules["subchunk_segmentation"], f"{key}_child", overlaps=False)
    return edited | _edit_cleaning(rules, key)


def _edit_lengths(given: Rule, key: str, *, overlaps: bool) -> dict[str, Any]:
    """Draw separator and lengths; line breaks are shown and typed as \\n."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        separator = st.text_input(
            t("Separator"),
            _escaped(str(given.get("separator", "\n"))),
            width=130,
            key=f"{key}_separator",
            help=t("Where to cut; \\n is a line break, \\n\\n an empty line."),
        )
        most = st.number_input(
            t("Most tokens"), 20, 4000, int(given.get("max_tokens") or 500), 50, width=130, key=f"{key}_tokens"
        )
        overlap = int(given.get("chunk_overlap") or 0)
        if overlaps:
            overlap = st.number_input(
                t("Shared tokens"), 0, 1000, min(overlap, 1000), 10, width=130, key=f"{key}_overlap"
            )
    return {"separator": separator, "max_tokens": most, "chunk_overlap": overlap}


def _edit_cleaning(rules: Rule, key: str) -> dict[str, Any]:
    enabled = {one["id"] for one in rules.get("pre_processing_rules") or () if one.get("enabled", True)}
    spaces = st.checkbox(
        t("Join repeated spaces and empty lines"), "remove_extra_spaces" in enabled, key=f"{key}_spaces"
    )
    addresses = st.checkbox(
        t("Leave out web and e-mail addresses"), "remove_urls_emails" in enabled, key=f"{key}_addresses"
    )
    chosen = {"remove_extra_spaces": spaces, "remove_urls_emails": addresses}
    return {"pre_processing_rules": [{"id": id, "enabled": enabled} for id, enabled in chosen.items()]}


def _escaped(separator: str) -> str:
    return separator.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def _embedding_models(here: Model | None) -> list[Model]:
    """Return what can be chosen: the present one first, else the workspace's default, else the offline one."""
    rt, workspace_id = current(), Person.here().workspace_id
    offered = [
        (provider.info.id, name) for provider, name in rt.call(models.list_models(rt, workspace_id, "text-embedding"))
    ]
    chosen = rt.call(models.default_model(rt, workspace_id, "text-embedding"))
    mine = [(chosen.provider, chosen.model)] if chosen else []
    return list(dict.fromkeys([*([here] if here else []), *mine, OFFLINE, *offered]))


def _model_words(model: Model) -> str:
    provider, name = model
    return f"{name} · {t('offline, on this machine')}" if model == OFFLINE else model_label(provider, name)
