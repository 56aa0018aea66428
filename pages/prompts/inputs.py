"""The names in the texts of a prompt that are no inputs yet, and the click that makes them some."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.configured import dataset_ids
from pages.fields.editor import Offer
from pages.fields.pen import Pen
from pages.language.text import t

_NAME = re.compile(r"\{\{\s*([A-Za-z_]\w{0,99})\s*\}\}")

Config = dict[str, Any]


def unknown_names(config: Mapping[str, Any]) -> list[str]:
    """Return the names in the prompt of a `model_config` that its form does not ask for, in their order."""
    form = [item for item in config.get("user_input_form") or [] if isinstance(item, Mapping)]
    asked = {
        str(settings.get("variable")) for item in form for settings in item.values() if isinstance(settings, Mapping)
    }
    texts = [str(config.get("pre_prompt") or "")]
    if config.get("prompt_type") == "advanced":
        texts = [str(config.get(name) or "") for name in ("chat_prompt_config", "completion_prompt_config")]
    named = dict.fromkeys(name for text in texts for name in _NAME.findall(text))
    return [name for name in named if name not in asked and name not in ("query", "histories", "context")]


def nameable(config: Mapping[str, Any]) -> list[Offer]:
    """Return what the prompt of a `model_config` can name: its inputs, and what a conversation adds to it."""
    form = [item for item in config.get("user_input_form") or [] if isinstance(item, Mapping)]
    settings = [each for item in form for each in item.values() if isinstance(each, Mapping)]
    names = [str(each.get("variable") or "") for each in settings]
    offers = [Offer(f"{{{{{name}}}}}", name, kind=t("input")) for name in dict.fromkeys(names) if name]
    if dataset_ids(config):
        offers.append(Offer("{{#context#}}", "context", kind=t("from knowledge")))
    if config.get("prompt_type") == "advanced":
        offers.append(Offer("{{#query#}}", "query", kind=t("the question")))
    return offers


def offer_inputs(config: Mapping[str, Any], pen: Pen) -> Config:
    """Draw the button that makes unknown names of the prompt inputs; return what is to be different."""
    names = unknown_names(config)
    if not names:
        return {}
    words = t("Ask for {names} as inputs", names=", ".join(names))
    if not st.button(words, icon=":material/add:", key=pen.at("offer").key, type="tertiary"):
        return {}
    return {"user_input_form": [*(config.get("user_input_form") or []), *_items(names)]}


def _items(names: Sequence[str]) -> list[Config]:
    """Return the items of new inputs, each a required line of text."""
    usual: Config = {"required": True, "max_length": 256, "default": ""}
    return [{"text-input": {"label": name, "variable": name, **usual}} for name in names]
