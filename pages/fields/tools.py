"""Fields for tools: what a tool is called with, which tools an agent has, and what an agent is told.

Every function takes what is stored and returns what it is to be: an equal value when nothing was changed.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from engine.agents.offered import reference_of
from engine.forms import Field
from engine.tools.base import Tool, ToolReference
from pages.catalogue.card import plain
from pages.fields.models import edit_model
from pages.fields.pen import Pen
from pages.fields.values import edit_given, edit_value
from pages.language.field_text import choice_text, help_of, label_of
from pages.language.text import t
from pages.language.tools import tool_text
from services.tools.sources import ToolProvider

OF_TOOLS = frozenset({"provider_id", "provider_name", "tool_name"})  # what names the tool of a node
WAYS = ("mixed", "constant", "variable")  # in which a value is given
OF_AGENT = {  # what every agent has, and how it begins
    "model": {"type": "constant", "value": {}},
    "instruction": {"type": "constant", "value": ""},
    "query": {"type": "constant", "value": "{{#sys.query#}}"},
    "tools": {"type": "constant", "value": []},
    "maximum_iterations": {"type": "constant", "value": 3},
}
LABELS = {
    "model": "Model",
    "instruction": "Instructions",
    "query": "Query",
    "tools": "Tools",
    "maximum_iterations": "Rounds at the most",
}

Entry = dict[str, Any]


def edit_parameters(field: Field, value: Any, pen: Pen) -> Any:
    """Draw what a tool is called with: the values that are stored, and those that the installed tool asks for."""
    given = value if isinstance(value, Mapping) else {}
    named = pen.tools.named(reference_of(pen.beside))
    tool = named[1] if named else None
    wanted = [one.name for one in tool.parameters] if tool and field.name == "tool_parameters" else []
    names = list(dict.fromkeys([*given, *wanted]))
    helps = {one.name: tool_text(one.description) for one in tool.parameters} if tool else {}
    st.markdown(f":small[{label_of(field)}]", help=help_of(field))
    if not names:
        st.caption(t("None."))
    edited = dict(given)
    for name in names:
        stored = given.get(name, {"type": "mixed", "value": ""})
        written = _edit_one(
            Field(name=name, label=name, kind="", shape="", help=helps.get(name, "")), stored, pen.at(name)
        )
        if written != stored:
            edited[name] = written
    return edited if edited != given else value


def edit_tool_choice(data: Mapping[str, Any], pen: Pen) -> Entry:
    """Draw which tool a node calls, of all that the workspace has, and what is missing; return what names another."""
    now = reference_of(data)
    named = pen.tools.named(now)
    choices = _choices(pen)
    here = next((label for label, one in choices.items() if named and one[1] is named[1]), None)
    if here is None and now.tool_name:
        here = f"{now.tool_name} · {now.provider_name or now.provider_id}"
    labels = [*choices, *([here] if here and here not in choices else [])]
    index = labels.index(here) if here else None
    chosen = st.selectbox(t("Tool"), labels, index, key=f"{pen.key}_tool", placeholder=t("Choose"))
    if now.tool_name:
        _show_state(now, pen)
    if chosen is None or chosen == here:
        return {}
    provider, tool = choices[chosen]
    given = data.get("tool_parameters")
    kept = {one.name for one in tool.parameters} & set(given if isinstance(given, Mapping) else ())
    return {
        "provider_type": provider.kind,
        "provider_id": provider.written_id,
        "provider_name": provider.label,
        "tool_name": tool.name,
        "tool_label": tool.label,
        "tool_parameters": {name: data["tool_parameters"][name] for name in kept},
        "tool_configurations": {},
    }


def _choices(pen: Pen) -> dict[str, tuple[ToolProvider, Tool]]:
    """Return the tools that can be chosen, by what the choice shows."""
    found: dict[str, tuple[ToolProvider, Tool]] = {}
    for provider, tool in pen.tools.offered():
        label = f"{tool_text(tool.label)} · {tool_text(provider.label)}"
        found[label if label not in found else f"{label} ({tool.name})"] = (provider, tool)
    return found


def _show_state(reference: ToolReference, pen: Pen) -> None:
    """Say what keeps a tool from being called."""
    named = pen.tools.named(reference)
    if named is None:
        if reference.provider_type not in ("workflow", "app"):
            st.caption(t("This tool is not installed here."))
        return
    provider, tool = named
    if tool.name in provider.off:
        st.caption(f":orange[{t('It is switched off on the page Tools.')}]")
    elif provider.needs:
        names = plain(", ".join(provider.needs))
        st.caption(f":orange[{t('Nobody has entered {names} yet, on the page Tools.', names=names)}]")
    elif provider.problem:
        st.caption(f":red[{t('It does not work now: {reason}', reason=plain(provider.problem[:200]))}]")


def edit_agent(field: Field, value: Any, pen: Pen) -> Any:
    """Draw what an agent is told and what it works with; parameters of other strategies come last."""
    given = value if isinstance(value, Mapping) else {}
    edited = dict(given)
    for name in dict.fromkeys([*OF_AGENT, *given]):
        stored = given.get(name, OF_AGENT.get(name))
        part = Field(name=name, label=LABELS.get(name, name), kind="", shape="")
        written = _edit_agent_part(part, stored, pen.at(name))
        if written != stored:
            edited[name] = written
        pen.at(name).show_faults()
    return edited if edited != given else value


def _edit_agent_part(field: Field, stored: Any, pen: Pen) -> Any:
    """Draw one parameter of an agent; models and tools by their own fields unless a variable gives them."""
    inner = stored.get("value") if isinstance(stored, Mapping) else None
    is_constant = isinstance(stored, Mapping) and stored.get("type") != "variable"
    if field.name == "model" and is_constant and isinstance(inner, Mapping):
        return _with_value(stored, _edit_named_model(inner, pen))
    if field.name == "tools" and is_constant and isinstance(inner, list):
        st.markdown(f":small[{label_of(field)}]")
        return _with_value(stored, edit_tools(field, inner, pen))
    return _edit_one(field, stored, pen)


def _with_value(stored: Mapping[str, Any], value: Any) -> Any:
    return stored if value == stored.get("value") else {**stored, "value": value}


def _edit_named_model(model: Mapping[str, Any], pen: Pen) -> Any:
    """Draw a model whose name stands under `model`, as agents write it."""
    usual = {**model, "name": model.get("model") or model.get("name") or ""}
    edited = edit_model(usual, pen)
    if edited == usual:
        return model
    name = edited.pop("name") if "name" not in model else edited["name"]
    return {**edited, "model": name}


def _edit_one(field: Field, stored: Any, pen: Pen) -> Any:
    """Draw one value: `{"type", "value"}` with the way in which it is given, or a bare constant of old files."""
    if not isinstance(stored, Mapping) or not {"type", "value"} <= stored.keys():
        return edit_value(field, stored, pen)
    way = str(stored["type"])
    options = WAYS if way in WAYS else (way, *WAYS)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{pen.key}_row", wrap=False):
        chosen = st.selectbox(t("Given as"), options, options.index(way), choice_text, key=f"{pen.key}_way", width=130)
        by = Field(name=field.name, label=field.label, kind="", shape="", help=field.help, by="type")
        value = edit_given(by, stored["value"], pen.at("value").next_to({"type": chosen}))
    changed = {"type": chosen, "value": value}
    return {**stored, **changed} if changed != {"type": way, "value": stored["value"]} else stored


def edit_tools(field: Field, value: Any, pen: Pen) -> Any:
    """Draw the tools of an agent, each with its switch and its fixed arguments, and the way to a further one."""
    entries = list(value) if isinstance(value, list | tuple) else []
    kept = []
    for place, entry in enumerate(entries):
        if not isinstance(entry, Mapping):
            kept.append(entry)
            continue
        edited, gone = _edit_tool(dict(entry), pen.at(place))
        kept += [] if gone else [edited]
    return _with_added(kept, pen, is_chat=field.kind == "tools") if kept == entries else kept


def choose_tool_names(field: Field, value: Any, pen: Pen) -> Any:
    """Draw the choice of some of the tools that an agent has; names of others, as files bring them, stay."""
    stored = list(dict.fromkeys(map(str, value))) if isinstance(value, list | tuple) else []
    entries = [
        entry for entry in pen.beside.get("tools") or () if isinstance(entry, Mapping) and entry.get("tool_name")
    ]
    labels = _labels(entries)
    if not labels and not stored:
        return value
    chosen = st.multiselect(
        label_of(field),
        list(dict.fromkeys([*labels, *stored])),
        default=stored,
        format_func=lambda name: labels.get(name) or t("{name}, which the agent does not have", name=name),
        placeholder=t("Choose"),
        help=help_of(field),
        key=pen.key,
    )
    return value if chosen == stored else chosen


def _labels(entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what people call these tools, by name; two of one label are told apart."""
    labels: dict[str, str] = {}
    for entry in entries:
        name, label = str(entry["tool_name"]), entry.get("tool_label")
        text = tool_text(label) if isinstance(label, str) and label else name
        labels[name] = f"{text} ({name})" if text in labels.values() else text
    return labels


def _with_added(entries: list[Any], pen: Pen, *, is_chat: bool) -> list[Any]:
    """Draw the choice of a further tool; return the entries with it once it was chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{pen.key}_more", wrap=False):
        choices = _choices(pen)
        chosen = st.selectbox(t("Add a tool"), list(choices), index=None, key=f"{pen.key}_new", placeholder=t("Choose"))
        added = st.button(t("Add"), icon=":material/add:", key=f"{pen.key}_add", type="tertiary", disabled=not chosen)
    if not added or not chosen:
        return entries
    provider, tool = choices[chosen]
    return [*entries, new_tool(tool, provider, is_chat=is_chat)]


def new_tool(tool: Tool, provider: ToolProvider, *, is_chat: bool = False) -> Entry:
    """Return the entry of a tool that was just chosen, as agent apps or agent nodes have it; a model gives its arguments."""
    free = [one.name for one in tool.parameters if one.form == "llm"]
    about = {"enabled": True, "tool_name": tool.name, "tool_label": tool.label}
    about |= {"provider_id": provider.written_id, "provider_name": provider.label}
    if is_chat:
        return {
            **about,
            "provider_type": provider.kind,
            "tool_parameters": dict.fromkeys(free, ""),
        }
    auto = {name: {"auto": 1, "value": None} for name in free}
    return {**about, "type": provider.kind, "parameters": auto, "settings": {}, "extra": {"description": ""}}


def _edit_tool(entry: Entry, pen: Pen) -> tuple[Entry, bool]:
    """Draw one tool; return it and whether it was removed."""
    provider = str(entry.get("provider_id") or entry.get("provider_name") or entry.get("provider") or "")
    name = str(entry.get("tool_name") or "")
    edited = dict(entry)
    with st.container(border=True, key=f"{pen.key}_tool", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{pen.key}_head"):
            on = bool(entry.get("enabled"))
            named = pen.tools.named(reference_of(entry))
            whose = named[0].label if named else provider
            written = st.toggle(f"{entry.get('tool_label') or name} · {whose}", on, key=f"{pen.key}_on")
            st.space("stretch")
            gone = st.button("", icon=":material/close:", key=f"{pen.key}_gone", type="tertiary", help=t("Remove"))
        _show_state(reference_of(entry), pen)
        if written != on:
            edited["enabled"] = written
        for key in ("settings", "parameters", "tool_parameters"):
            if isinstance(entry.get(key), Mapping):
                edited[key] = _edit_arguments(entry[key], pen.at(key))
    return edited, gone


def _edit_arguments(given: Mapping[str, Any], pen: Pen) -> Any:
    """Draw the arguments of a tool; an empty one is left to the model."""
    edited = {name: _edit_argument(name, stored, pen.at(name)) for name, stored in given.items()}
    return edited if edited != given else given


def _edit_argument(name: str, stored: Any, pen: Pen) -> Any:
    value = _fixed(stored)
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    written = st.text_input(name, text, key=pen.key, placeholder=t("the model decides"))
    if written == text:
        return stored
    if not isinstance(stored, Mapping):
        return written
    return {"auto": 0, "value": {"type": "mixed", "value": written}} if written else {"auto": 1, "value": None}


def _fixed(stored: Any) -> Any:
    """Return the fixed value inside an argument, None where the model decides."""
    if isinstance(stored, Mapping):
        return None if stored.get("auto") else _fixed(stored.get("value"))
    return stored
