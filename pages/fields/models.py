"""The fields of a model call: which model, with which parameters, and the messages of its prompt."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.fields.editor import Offer, edit_text, named_in_jinja
from pages.fields.parameters import edit_parameters
from pages.fields.pen import Pen
from pages.language.text import t
from pages.shell.state import StudioState, page_state

ROLES = ("system", "user", "assistant")
GONE, UP = "gone", "up"  # what may become of a message


def edit_model(value: Any, pen: Pen) -> Any:
    """Draw the choice of a model with its parameters; `value` is `{provider, name, mode, completion_params}`."""
    model = dict(value) if isinstance(value, Mapping) else {}
    edited = {**model, **_choice(model, pen)}
    stored = model.get("completion_params")
    params = dict(stored) if isinstance(stored, Mapping) else {}
    with st.expander(t("Parameters"), expanded=pen.has_faults("completion_params"), key=f"{pen.key}_params"):
        changed = edit_parameters(edited, params, pen.at("completion_params"))
    if changed != params:
        edited["completion_params"] = changed
    return edited if edited != model else value


def _choice(model: Mapping[str, Any], pen: Pen) -> dict[str, str]:
    """Draw the field that names the model and return provider and name."""
    here = (str(model.get("provider") or ""), str(model.get("name") or ""))
    labels = {model_label(*model): model for model in pen.models}  # a field tells its options apart by their labels
    if here[1]:
        labels[model_label(*here)] = here
    chosen: str | None = st.selectbox(
        t("Model"),
        list(labels),
        index=list(labels).index(model_label(*here)) if here[1] else None,
        placeholder=t("Choose a model or type its name"),
        accept_new_options=True,
        key=f"{pen.key}_name",
    )
    if chosen is None:
        return {}
    provider, name = labels.get(chosen, (here[0], chosen))
    return {} if (provider, name) == here else {"provider": provider, "name": name}


def model_label(provider: str, name: str) -> str:
    """Return a model in words; of a long provider id the last part says enough."""
    return f"{name} · {provider.rpartition('/')[2]}" if provider else name


def edit_prompt(value: Any, pen: Pen, offers: Sequence[Offer]) -> Any:
    """Draw the messages of a prompt, or the one text of a completion model; `offers` can be named in them."""
    if isinstance(value, Mapping):
        return _edit_message(value, pen, offers, has_role=False, is_first=True)[0]
    messages = [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []
    kept: list[Any] = []
    for place, message in enumerate(messages):
        edited, what = _edit_message(message, pen.at(place), offers, has_role=True, is_first=place == 0)
        if what == UP:
            kept.insert(-1, edited)
            page_state(StudioState).round += 1  # fields of the same places hold other messages from now on
        elif what != GONE:
            kept.append(edited)
    if st.button(t("Add a message"), icon=":material/add:", key=f"{pen.key}_add", type="tertiary"):
        kept.append({"role": "user" if messages else "system", "text": ""})
    return kept if kept != messages else value


def _edit_message(
    message: Mapping[str, Any], pen: Pen, offers: Sequence[Offer], *, has_role: bool, is_first: bool
) -> tuple[dict[str, Any], str]:
    """Draw one message; return it and whether it is to be `GONE`, to go `UP` by one, or neither."""
    what, changed = "", {}
    name = "jinja2_text" if message.get("edition_type") == "jinja2" else "text"
    text = str(message.get(name) or "")
    if has_role:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
            changed["role"] = _edit_role(str(message.get("role") or "user"), pen)
            st.space("stretch")
            if not is_first and _small(pen, "up", ":material/arrow_upward:", t("Move up")):
                what = UP
            if _small(pen, "gone", ":material/close:", t("Remove")):
                what = GONE
    is_jinja = name == "jinja2_text"
    if is_jinja:
        offers = named_in_jinja((pen.beside.get("prompt_config") or {}).get("jinja2_variables"))
    written = edit_text(
        _message_label(message) if has_role else t("Prompt"),
        text,
        key=pen.at(name).key,
        language="jinja" if is_jinja else "prompt",
        offers=offers,
        placeholder=t("Type / or {{ to insert a variable") if offers else "",
        is_labelled=False,
        lines=4,
    )
    pen.at(name).show_faults()
    if written != text:
        changed[name] = written
    return {**message, **changed}, what


def _message_label(message: Mapping[str, Any]) -> str:
    role = str(message.get("role") or ROLES[1])
    return t("{role} message", role=t(role))


def _small(pen: Pen, name: str, icon: str, about: str) -> bool:
    return st.button("", icon=icon, key=f"{pen.key}_{name}", type="tertiary", help=about)


def _edit_role(role: str, pen: Pen) -> str:
    chosen = st.segmented_control(
        t("Role"),
        ROLES if role in ROLES else (role, *ROLES),
        default=role,
        required=True,
        format_func=t,
        label_visibility="collapsed",
        key=f"{pen.key}_role",
    )
    return chosen or role
