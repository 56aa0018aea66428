"""The form of a node's settings, drawn from the fields that the engine reads out of its kind.

Every function takes what is stored and returns what it is to be: equal when nothing was changed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import streamlit as st

from engine.forms import Field
from engine.values import MISSING
from pages.fields.base_choice import choose_bases
from pages.fields.conditions import edit_conditions
from pages.fields.editor import Language, Offer, edit_text, named_in_jinja, offers_of
from pages.fields.fitting import fitting
from pages.fields.models import GONE, UP, edit_model, edit_prompt
from pages.fields.pen import Pen
from pages.fields.tools import OF_TOOLS, choose_tool_names, edit_agent, edit_parameters, edit_tool_choice, edit_tools
from pages.fields.triggers import edit_table, edit_times, edit_timezone
from pages.fields.values import edit_default, edit_given, edit_json, edit_lines, edit_types, edit_value
from pages.language.field_text import choice_words, help_of, label_of
from pages.language.text import t
from pages.shell.state import StudioState, page_state

KEPT = frozenset(  # settings that the canvas makes; they stay as they are
    {"id", "case_id", "version", "start_node_id"}
)
HIDDEN = "hidden"  # the widget of settings that forms do not show
RARE = frozenset(  # settings that most people never touch
    {
        "assigned_variable_selector",
        "input_variable_selector",
        "write_mode",
        "allowed_file_types",
        "allowed_file_extensions",
        "allowed_file_upload_methods",
        "json_schema",
        "hide",
        "sub_variable_condition",
        "advanced_settings",
        "value_type",
        "retry_config",
        "role_prefix",
        "edition_type",
        "agent_strategy_provider_name",
        "plugin_unique_identifier",
        "provider_type",
        "output_schema",
        "var_type",
        "item_var_type",
    }
)
ROW_SHAPES = frozenset({"text", "select", "selector", "number"})
CODE: Mapping[str, Language] = {"python": "python", "sql": "sql", "jinja": "jinja", "json": "json"}
LONG = 60  # characters from which a plain text gets a field of several lines


def edit_fields(fields: Sequence[Field], data: Mapping[str, Any], pen: Pen) -> dict[str, Any]:
    """Draw `fields` one below the other and return `data` with what was changed; other keys stay."""
    shown = [field for field in fields if field.name not in KEPT and field.kind != HIDDEN]
    is_tool = {field.name for field in shown} >= OF_TOOLS
    seldom = RARE | OF_TOOLS if is_tool else RARE
    changed = edit_tool_choice(data, pen) if is_tool else {}
    data = {**data, **changed}
    if is_tool:  # fields of another tool are other fields
        chosen = [str(data[name]) for name in ("provider_id", "tool_name") if data.get(name)]
        pen = replace(pen, key=re.sub("__+", "_", "_".join([pen.key, *chosen])))  # components refuse __ in a key
    changed |= _edited([field for field in shown if field.name not in seldom], data, pen)
    rare = [field for field in shown if field.name in seldom]
    if rare:
        open_for = pen.has_faults(*(field.name for field in rare))
        with st.expander(t("More settings"), expanded=open_for, key=f"{pen.key}_more"):
            changed |= _edited(rare, data, pen)
    return {**data, **changed}


def _edited(fields: Sequence[Field], data: Mapping[str, Any], pen: Pen) -> dict[str, Any]:
    changed = {}
    for field in fields:
        stored = _stored(field, data)
        value = edit_field(field, stored, pen.at(field.name).next_to(data))
        if value != stored:
            changed[field.name] = value
    return changed


def _stored(field: Field, data: Mapping[str, Any]) -> Any:
    """Return what the form shows for a field: what is stored, else its default."""
    return data.get(field.name, None if field.default is MISSING else field.default)


def edit_field(field: Field, value: Any, pen: Pen) -> Any:
    """Draw one field with what is wrong with it and return its value."""
    edit = EDITORS.get(field.kind) or EDITORS.get(field.shape, edit_json)
    if field.kind == "template" and not isinstance(value, str | None):
        edit = edit_json
    edited = edit(field, value, pen)
    pen.show_faults()
    return edited


def _edit_text(field: Field, value: Any, pen: Pen) -> Any:
    text = "" if value is None else str(value)
    draw = st.text_area if len(text) > LONG or "\n" in text else st.text_input
    written: str = draw(label_of(field), text, key=pen.key, help=help_of(field))
    return value if written == text else written


def _edit_template(field: Field, value: Any, pen: Pen) -> Any:
    offers = offers_of(fitting(pen.variables, pen.kind, pen.path))
    return _written(field, value, pen, "prompt", offers, lines=1 if "." in pen.path else 2)


def _edit_code(field: Field, value: Any, pen: Pen) -> Any:
    language = _language(field, pen)
    given = pen.beside.get("variables")
    offers = named_in_jinja(given) if language == "jinja" else ()
    return _written(field, value, pen, language, offers, lines=6)


def _written(field: Field, value: Any, pen: Pen, language: Language, offers: Sequence[Offer], *, lines: int) -> Any:
    text = "" if value is None else str(value)
    hint = t("Type / or {{ to insert a variable") if offers else ""
    written = edit_text(
        label_of(field),
        text,
        key=pen.key,
        language=language,
        offers=offers,
        help=help_of(field),
        placeholder=hint,
        lines=lines,
    )
    return value if written == text else written


def _language(field: Field, pen: Pen) -> Language:
    """Return what a script is written in, as the field says unless a setting beside it does."""
    if pen.beside.get("code_language") == "javascript":
        return "javascript"
    return CODE.get(field.language, "jinja")


def _edit_number(field: Field, value: Any, pen: Pen) -> Any:
    whole = field.whole
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    cast: Callable[[Any], Any] = int if whole else float
    written = st.number_input(
        label_of(field),
        min_value=cast(field.minimum) if field.minimum is not None else None,
        max_value=cast(field.maximum) if field.maximum is not None else None,
        value=cast(number) if number is not None else None,
        step=cast(1) if whole else 0.1,
        key=pen.key,
        help=help_of(field),
    )
    return value if written == number else written


def _edit_bool(field: Field, value: Any, pen: Pen) -> Any:
    written = st.toggle(label_of(field), bool(value), key=pen.key, help=help_of(field))
    return value if written == bool(value) else written


def _edit_select(field: Field, value: Any, pen: Pen) -> Any:
    same = (choice for choice in field.choices if str(choice).lower() == str(value).lower())
    here = next(same, value)  # files spell some choices in capitals
    options = [*field.choices] if here in field.choices or here is None else [here, *field.choices]
    options = [None, *options] if field.nullable else options
    words = choice_words(options)
    written = st.selectbox(
        label_of(field),
        options,
        index=options.index(here) if here in options else None,
        format_func=lambda option: words[repr(option)],
        key=pen.key,
        help=help_of(field),
    )
    return value if written == here else written


def _edit_selector(field: Field, value: Any, pen: Pen) -> Any:
    return pen.choose_variable(label_of(field), value, help=help_of(field))


def _edit_group(field: Field, value: Any, pen: Pen) -> Any:
    data = value if isinstance(value, Mapping) else {}
    with st.expander(label_of(field), expanded=pen.has_faults(), key=f"{pen.key}_group"):
        edited = edit_fields(field.fields, data, pen)
    return edited if edited != data else value


def _edit_inputs(field: Field, value: Any, pen: Pen) -> Any:
    """Draw what an own node is given, as if it were settings of the node itself."""
    data = value if isinstance(value, Mapping) else {}
    edited = edit_fields(field.fields, data, pen)
    return edited if edited != data else value


def _edit_argument(field: Field, value: Any, pen: Pen) -> Any:
    """Draw what is a constant or a variable, and the choice between the two."""
    stored = isinstance(value, list | tuple)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{pen.key}_row", wrap=False):
        ways = ("constant", "variable")
        words = choice_words(ways)
        way = st.selectbox(
            t("Given as"), ways, int(stored), lambda one: words[repr(one)], key=f"{pen.key}_way", width=130
        )
        if way == "variable":
            return pen.at("variable").choose_variable(label_of(field), value if stored else (), help=help_of(field))
        edit = EDITORS.get(field.shape, edit_json)
        constant = None if stored else value
        edited = edit(field, constant, pen.at("constant"))
    return value if edited == constant and not stored else edited


def _edit_list(field: Field, value: Any, pen: Pen) -> Any:
    """Draw a list entry by entry, each with its way out, and the way to a further one."""
    entries = list(value) if isinstance(value, list | tuple) else []
    if field.item is None:
        return edit_json(field, value, pen)
    st.markdown(f":small[{label_of(field)}]", help=help_of(field))
    kept: list[Any] = []
    for place, entry in enumerate(entries):
        edited, what = _edit_entry(field.item, entry, pen.at(place), is_first=place == 0)
        if what == UP:
            kept.insert(-1, edited)
            page_state(StudioState).round += 1  # fields of the same places hold other entries from now on
        elif what != GONE:
            kept.append(edited)
    if st.button(t("Add"), icon=":material/add:", key=f"{pen.key}_add", type="tertiary"):
        kept.append(new_entry(field.item))
    return kept if kept != entries else value


def _edit_entry(item: Field, entry: Any, pen: Pen, *, is_first: bool) -> tuple[Any, str]:
    """Draw one entry of a list; return it and whether it is to be `GONE`, to go `UP` by one, or neither."""
    if item.shape != "group":
        edited, gone = _edit_in_row([item], {item.name: entry}, pen)
        pen.show_faults()
        return edited[item.name], GONE if gone else ""
    data = entry if isinstance(entry, Mapping) else {}
    main = [field for field in item.fields if field.name not in KEPT | RARE]
    if len(main) <= 3 and all(field.shape in ROW_SHAPES for field in main):
        edited, gone = _edit_in_row(main, data, pen)
        for field in main:
            pen.at(field.name).show_faults()
        return edited, GONE if gone else ""
    with st.container(border=True, key=f"{pen.key}_entry"):
        edited = edit_fields(item.fields, data, pen)
        with st.container(horizontal=True, vertical_alignment="center", key=f"{pen.key}_moves"):
            gone = st.button(t("Remove"), icon=":material/delete:", key=f"{pen.key}_gone", type="tertiary")
            up = not is_first and st.button(
                t("Move up"), icon=":material/arrow_upward:", key=f"{pen.key}_up", type="tertiary"
            )
    return edited, GONE if gone else UP if up else ""


def _edit_in_row(fields: Sequence[Field], data: Mapping[str, Any], pen: Pen) -> tuple[dict[str, Any], bool]:
    """Draw short fields side by side; return the data and whether the row was removed."""
    changed = {}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{pen.key}_row", wrap=False):
        for field in fields:
            stored = _stored(field, data)
            edit = EDITORS.get(field.kind) or EDITORS.get(field.shape, edit_json)
            value = edit(field, stored, (pen.at(field.name) if field.name else pen).next_to(data))
            if value != stored:
                changed[field.name] = value
        gone = st.button("", icon=":material/close:", key=f"{pen.key}_gone", type="tertiary", help=t("Remove"))
    return {**data, **changed}, gone


def new_entry(item: Field) -> Any:
    """Return an entry of a list as it begins: defaults, blanks, and ids of its own."""
    if item.shape != "group":
        return [] if item.shape in ("selector", "list") else ""
    return {field.name: _beginning(field) for field in item.fields if field.name in KEPT or not field.nullable}


def _beginning(field: Field) -> Any:
    if field.name in ("id", "case_id"):
        return uuid4().hex[:12]
    if field.default is not MISSING:
        return field.default
    if field.choices:
        return field.choices[0]
    return {"number": 0, "bool": False, "selector": [], "list": [], "group": {}}.get(field.shape, "")


EDITORS: dict[str, Callable[[Field, Any, Pen], Any]] = {
    "text": _edit_text,
    "template": _edit_template,
    "code": _edit_code,
    "number": _edit_number,
    "bool": _edit_bool,
    "select": _edit_select,
    "selector": _edit_selector,
    "group": _edit_group,
    "inputs": _edit_inputs,
    "argument": _edit_argument,
    "list": _edit_list,
    "json": edit_json,
    "value": edit_value,
    "given": edit_given,
    "default": edit_default,
    "lines": edit_lines,
    "datasets": lambda field, value, pen: choose_bases(label_of(field), value, pen, help=help_of(field)),
    "typed-outputs": edit_types,
    "parameters": edit_parameters,
    "agent-parameters": edit_agent,
    "tools": edit_tools,
    "tool-names": choose_tool_names,
    "bindings": _edit_list,
    "selectors": _edit_list,
    "outputs": _edit_list,
    "input-form": _edit_list,
    "table": edit_table,
    "times": edit_times,
    "timezone": edit_timezone,
    "model": lambda field, value, pen: edit_model(value, pen),
    "prompt": lambda field, value, pen: edit_prompt(value, pen, offers_of(pen.variables)),
    "conditions": edit_conditions,
}
