"""What an app neither takes nor says, as a form: words or a model that judges, and the answer that stands in."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from pages.fields.pen import Pen
from pages.language.text import t
from services.chats.moderation import BY_MODEL, FEATURE, KEYWORDS

KINDS: Final = {KEYWORDS: "Words", BY_MODEL: "A model"}
SIDES: Final = {"inputs_config": "Look at questions", "outputs_config": "Look at answers"}


def edit_moderation(features: Mapping[str, Any], pen: Pen) -> dict[str, Any]:
    """Draw the rules; return them under their name when they are to be different."""
    stored = dict(features.get(FEATURE) or {})
    pen = pen.at(FEATURE)
    was_on = bool(stored.get("enabled"))
    hint = t("Questions and answers with forbidden words or contents get a prepared answer instead.")
    is_on = st.toggle(t("Content moderation"), was_on, key=pen.key, help=hint)
    if not is_on:
        return {FEATURE: {**stored, "enabled": False}} if was_on else {}
    here = str(stored.get("type") or KEYWORDS)
    kind = st.segmented_control(
        t("What judges"),
        list(dict.fromkeys([*KINDS, here])),  # a file may name a kind that does not exist here
        default=here,
        required=True,
        format_func=lambda one: t(KINDS[one]) if one in KINDS else one,
        key=f"{pen.key}_type",
    )
    edited = {**stored, **({"type": kind} if kind != here or not was_on else {}), "enabled": True}
    config = _edit_config(stored.get("config"), kind, pen)
    if config != (stored.get("config") or {}):
        edited["config"] = config
    return {FEATURE: edited} if edited != stored else {}


def _edit_config(stored: Any, kind: str, pen: Pen) -> dict[str, Any]:
    config = dict(stored) if isinstance(stored, Mapping) else {}
    if kind == KEYWORDS:
        words = str(config.get("keywords") or "")
        written = st.text_area(t("Words"), words, height=80, key=f"{pen.key}_words", help=t("One a line."))
        if written != words:
            config["keywords"] = written
    elif kind == BY_MODEL:
        st.caption(t("The workspace's moderation model judges; choose it under Models."))
    for side, label in SIDES.items():
        before = config.get(side)
        edited = _edit_side(before, label, side, pen)
        if edited != (before or {}):
            config[side] = edited
    if not any((config.get(side) or {}).get("enabled") for side in SIDES):
        st.markdown(f":orange[:small[{t('Nothing is looked at yet: switch on questions or answers.')}]]")
    return config


def _edit_side(stored: Any, label: str, side: str, pen: Pen) -> dict[str, Any]:
    """Draw whether one side is looked at, and what is said instead."""
    settings = dict(stored) if isinstance(stored, Mapping) else {}
    is_on = st.toggle(t(label), bool(settings.get("enabled")), key=f"{pen.key}_{side}")
    if is_on != bool(settings.get("enabled")):
        settings["enabled"] = is_on
    if is_on:
        preset = str(settings.get("preset_response") or "")
        written = st.text_input(
            t("Said instead"),
            preset,
            max_chars=100,
            key=f"{pen.key}_{side}_preset",
            placeholder=t("I cannot talk about that."),
        )
        if written != preset:
            settings["preset_response"] = written
    return settings
