"""Fields for values that may be of several types: constants, variables, defaults, names with types, ids.

Every function takes what is stored and returns what it is to be: an equal value when nothing was changed.
"""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.forms import Field
from pages.fields.editor import edit_text
from pages.fields.pen import Pen
from pages.language.field_text import choice_text, help_of, label_of
from pages.language.text import t

LISTS = frozenset({"in", "not in", "all of"})  # comparisons with several values
VARIABLE = "variable"  # how settings say that a value is a selector
FIRST_OUTPUT = "result"
LONG = 60  # characters from which a plain text gets a field of several lines


def edit_json(field: Field, value: Any, pen: Pen) -> Any:
    """Draw a value of any shape as JSON; text that is none is kept as it was typed and stored nowhere else."""
    text = "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)
    shown = pen.typed.get(pen.key, text)
    written = edit_text(label_of(field), shown, key=pen.key, language="json", help=help_of(field))
    if written == text:
        pen.typed.pop(pen.key, None)
        return value
    try:
        parsed = json.loads(written) if written.strip() else None
    except ValueError as error:
        pen.typed[pen.key] = written
        st.markdown(f":red[:small[{t('This is no JSON: {reason}', reason=error)}]]")
        return value
    pen.typed.pop(pen.key, None)
    return parsed


def edit_value(field: Field, value: Any, pen: Pen) -> Any:
    """Draw a constant as what it is: a text, a number, a truth, a list of texts by commas, else JSON."""
    if isinstance(value, bool):
        written: Any = st.toggle(label_of(field), value, key=pen.key, help=help_of(field))
        return written
    if isinstance(value, int | float):
        written = st.number_input(label_of(field), value=value, key=pen.key, help=help_of(field))
        return value if written is None else written
    is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
    if value is not None and not isinstance(value, str) and not is_list:
        return edit_json(field, value, pen)
    text = ", ".join(value) if isinstance(value, list) else value or ""
    draw = st.text_area if len(text) > LONG or "\n" in text else st.text_input
    written = draw(label_of(field), text, key=pen.key, help=help_of(field))
    if written == text:
        return value
    wants_list = is_list or pen.beside.get("comparison_operator") in LISTS
    return [part.strip() for part in written.split(",") if part.strip()] if wants_list else written


def edit_given(field: Field, value: Any, pen: Pen) -> Any:
    """Draw a value that is a constant or a variable, as the field beside it says."""
    if pen.beside.get(field.by) == VARIABLE:
        selector = value if isinstance(value, list | tuple) else ()
        chosen = pen.choose_variable(label_of(field), selector, help=help_of(field))
        return value if chosen == selector else chosen
    return edit_value(field, value, pen)


def edit_default(field: Field, value: Any, pen: Pen) -> Any:
    """Draw the first value of an input, as the type beside it has it."""
    kind = pen.beside.get(field.by)
    if kind == "checkbox":
        return _edit_truth(field, value, pen)
    if kind == "select" and value in (None, "", *(pen.beside.get("options") or ())):
        options = [value if value in (None, "") else None, *(pen.beside.get("options") or ())]
        return st.selectbox(
            label_of(field), options, options.index(value), choice_text, key=f"{pen.key}_one", help=help_of(field)
        )
    if kind == "number" and (value is None or (isinstance(value, int | float) and not isinstance(value, bool))):
        written = st.number_input(label_of(field), value=value, key=f"{pen.key}_number", help=help_of(field))
        return int(written) if isinstance(written, float) and written.is_integer() else written
    if kind in ("file", "file-list", "json_object"):
        return edit_json(field, value, pen)
    return edit_value(field, value, pen)


def _edit_truth(field: Field, value: Any, pen: Pen) -> Any:
    options = [None, True, False]
    options = options if value in options else [value, *options]
    return st.selectbox(
        label_of(field),
        options,
        options.index(value),
        lambda option: t({True: "yes", False: "no"}[option]) if isinstance(option, bool) else choice_text(option),
        key=f"{pen.key}_truth",
        help=help_of(field),
    )


def edit_lines(field: Field, value: Any, pen: Pen) -> Any:
    """Draw a list of texts, one a line."""
    text = "\n".join(map(str, value or ()))
    written = st.text_area(
        label_of(field), text, key=pen.key, help=help_of(field), height="content", placeholder=t("One a line.")
    )
    return value if written == text else [line.strip() for line in written.splitlines() if line.strip()]


def edit_types(field: Field, value: Any, pen: Pen) -> Any:
    """Draw a mapping of names to types, as `{name: {"type": ...}}`; whatever else an entry holds stays."""
    if not isinstance(value, Mapping | None) or not all(isinstance(entry, Mapping) for entry in (value or {}).values()):
        return edit_json(field, value, pen)
    entries = dict(value or {})
    choices = next((part.choices for part in field.item.fields if part.name == "type"), ()) if field.item else ()
    st.markdown(f":small[{label_of(field)}]", help=help_of(field))
    kept: dict[str, Any] = {}
    for place, (name, entry) in enumerate(entries.items()):
        written, edited, gone = _edit_type(name, entry, list(map(str, choices)), pen.at(place))
        if not gone:
            kept[name if _is_taken(written, name, {**entries, **kept}) else written] = edited
        pen.at(name).show_faults()
    if st.button(t("Add"), icon=":material/add:", key=f"{pen.key}_add", type="tertiary"):
        kept[_free_name(kept)] = {"type": "string", "children": None}
    return kept if list(kept.items()) != list(entries.items()) else value


def _edit_type(name: str, entry: Mapping[str, Any], choices: list[str], pen: Pen) -> tuple[str, dict[str, Any], bool]:
    """Draw one name with its type; return both and whether the row was removed."""
    here = str(entry.get("type") or "string")
    options = choices if here in choices else [here, *choices]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{pen.key}_row", wrap=False):
        written = st.text_input(t("Name"), name, key=f"{pen.key}_name").strip()
        chosen = st.selectbox(t("Type"), options, options.index(here), choice_text, key=f"{pen.key}_type")
        gone = st.button("", icon=":material/close:", key=f"{pen.key}_gone", type="tertiary", help=t("Remove"))
    return written, {**entry, **({"type": chosen} if chosen != here else {})}, gone


def _is_taken(written: str, name: str, others: Mapping[str, Any]) -> bool:
    """Return whether an output cannot be renamed like this: without a name, or with that of another."""
    return not written or (written != name and written in others)


def _free_name(taken: Mapping[str, Any]) -> str:
    number = 1
    while (name := FIRST_OUTPUT if number == 1 else f"{FIRST_OUTPUT}_{number}") in taken:
        number += 1
    return name
