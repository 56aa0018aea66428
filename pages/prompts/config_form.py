"""The settings of a chatbot, agent or text generator: prompt, model, inputs, how a conversation opens."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.errors import EngineError
from engine.forms import Field, form
from pages.fields.base_choice import base_names
from pages.fields.editor import edit_text
from pages.fields.models import edit_model, edit_prompt
from pages.fields.node_form import edit_field, edit_fields
from pages.fields.parameters import workspace_rules
from pages.fields.pen import Pen
from pages.language.text import t
from pages.prompts.features import edit_features
from pages.prompts.inputs import nameable, offer_inputs
from pages.prompts.knowledge import edit_knowledge
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.workbench.app_form import edit_app
from pages.workbench.desk import Desk
from services import models
from services.apps import apps
from services.errors import ServiceError
from services.runtime import current

Config = dict[str, Any]


def show_config_form(desk: Desk) -> bool:
    """Show the form; return whether something was changed and stored."""
    state = page_state(StudioState)
    config: Config = state.drafts.get(desk.app.id) or dict(desk.app.model_config or {})
    pen = config_pen(f"config_{state.round}")
    prompt, more = st.tabs([t("Prompt"), t("App")], key="inspector_tab_config")
    with prompt:
        edited = {**config, **edit_prompt_text(config, pen)}
        model = edit_model(config.get("model"), pen.at("model"))
        if model != config.get("model"):
            edited["model"] = model
        edited |= _edit_inputs(config, pen)
        edited |= offer_inputs(edited, pen)
        edited |= edit_knowledge(config, desk.app.mode, pen)
        edited |= _edit_agent(config, desk.app.mode, pen)
    with more:
        changed = edit_app(desk)
        st.markdown(f"**{t('Features')}**")
        edited |= edit_features(config, desk.app.mode, pen)
        words, where = t("Annotations, which may answer instead of the model"), {"app": desk.app.id}
        st.page_link("annotations.py", label=words, icon=":material/edit_note:", query_params=where)
    return _save(desk, edited) if edited != config else changed


def config_pen(key: str) -> Pen:
    """Return the pen for the settings of an app without a graph; `key` begins the keys of its fields."""
    rt = current()
    offered = [
        (provider.info.id, name) for provider, name in rt.call(models.list_models(rt, Person.here().workspace_id))
    ]
    return Pen(
        key=key,
        models=offered,
        rules=workspace_rules(),
        bases=base_names(),
        tools=rt.call(rt.toolbox.catalogue(Person.here().workspace_id)),
        typed=page_state(StudioState).typed,
    )


def _save(desk: Desk, edited: Config) -> bool:
    """Store the configuration, which serves at once; what the service refuses stays in the form."""
    rt, state = current(), page_state(StudioState)
    if len(edited.get("user_input_form") or []) != len((desk.app.model_config or {}).get("user_input_form") or []):
        state.round += 1
    state.drafts[desk.app.id] = edited
    try:
        rt.call(apps.save_model_config(rt, desk.app, edited, account_id=Person.here().account_id))
    except (ServiceError, EngineError) as error:
        show_error(error)
        return False
    state.drafts.pop(desk.app.id, None)
    return True


def edit_prompt_text(config: Config, pen: Pen) -> Config:
    """Draw the simple prompt, or the messages of an advanced one; return what is to be different."""
    if config.get("prompt_type") == "advanced":
        name = "completion_prompt_config" if _mode(config) == "completion" else "chat_prompt_config"
        stored = config.get(name) if isinstance(config.get(name), Mapping) else {}
        prompt = edit_prompt((stored or {}).get("prompt"), pen.at(name).at("prompt"), nameable(config))
        return {name: {**(stored or {}), "prompt": prompt}} if prompt != (stored or {}).get("prompt") else {}
    stored_text = str(config.get("pre_prompt") or "")
    text = edit_text(
        t("Instructions"),
        stored_text,
        key=pen.at("pre_prompt").key,
        offers=nameable(config),
        help=t("What the model is told before every question. Name an input as {braces}.", braces="{{name}}"),
        placeholder=t("You are a helpful assistant."),
        lines=9,
    )
    return {"pre_prompt": text} if text != stored_text else {}


def _mode(config: Config) -> str:
    model = config.get("model")
    return str(model.get("mode") or "chat") if isinstance(model, Mapping) else "chat"


def _edit_inputs(config: Config, pen: Pen) -> Config:
    """Draw the input form as one of a start node; files write each item under the name of its type."""
    stored = [_flat(item) for item in config.get("user_input_form") or [] if isinstance(item, Mapping) and item]
    with st.expander(t("Inputs"), icon=":material/input:", key=pen.at("inputs").key, expanded=False):
        edited = edit_field(_input_field(), stored, pen.at("user_input_form"))
    return {"user_input_form": [_nested(item) for item in edited]} if edited != stored else {}


def _input_field() -> Field:
    return next(field for field in form("start") if field.name == "variables")


def _edit_agent(config: Config, mode: str, pen: Pen) -> Config:
    """Draw how an agent works and its tools; other apps have none."""
    if mode != "agent-chat":
        return {}
    stored = config.get("agent_mode") or {}
    field = next(field for field in form("agent-chat") if field.name == "agent_mode")
    with st.expander(t("Tools"), icon=":material/build:", expanded=True, key=pen.at("agent").key):
        edited = edit_fields(field.fields, stored, pen.at("agent_mode"))
    return {"agent_mode": edited} if edited != stored else {}


def _flat(item: Mapping[str, Any]) -> Config:
    kind, settings = next(iter(item.items()))
    return {"type": kind, **settings} if isinstance(settings, Mapping) else dict(item)


def _nested(item: Mapping[str, Any]) -> Config:
    return {str(item.get("type")): {name: value for name, value in item.items() if name != "type"}}
