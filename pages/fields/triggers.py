"""Fields of trigger nodes: parameters as a table, times by their parts, time zones by name."""

from collections.abc import Mapping, Sequence
from datetime import time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from engine.forms import Field
from engine.nodes.trigger_schedule import clock_time
from pages.fields.pen import Pen
from pages.language.field_text import choice_text, choice_words, help_of, label_of
from pages.language.text import t

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
DAYS = (*range(1, 32), "last")
PARTS = {  # frequency -> what of the times counts then
    "hourly": ("on_minute",),
    "daily": ("time",),
    "weekly": ("time", "weekdays"),
    "monthly": ("time", "monthly_days"),
}
OF_MODE = {"cron": ("frequency", "visual_config"), "visual": ("cron_expression",)}  # mode -> what does not count

Item = dict[str, Any]


def counting_fields(kind: str, fields: Sequence[Field], data: Mapping[str, Any]) -> list[Field]:
    """Return the fields that count for a node as it is set: those of the other mode of a schedule do not."""
    idle = OF_MODE.get(str(data.get("mode") or "visual"), ()) if kind == "trigger-schedule" else ()
    return [field for field in fields if field.name not in idle]


def edit_table(field: Field, value: Any, pen: Pen) -> Any:
    """Draw parameters as the rows of a table: name, type where there is one, and whether it is required."""
    rows = [dict(row) for row in value or () if isinstance(row, Mapping)]
    columns = {part.name: part for part in (field.item.fields if field.item else ())}
    st.markdown(f":small[{label_of(field)}]", help=help_of(field))
    kept = []
    for place, row in enumerate(rows):
        edited, gone = _edit_row(columns, row, pen.at(place))
        kept += [] if gone else [edited]
        for name in columns:
            pen.at(place).at(name).show_faults()
    if st.button(t("Add"), icon=":material/add:", key=f"{pen.key}_add", type="tertiary"):
        kept.append({"name": "", **({"type": "string"} if "type" in columns else {}), "required": False})
    return kept if kept != rows else value


def _edit_row(columns: Mapping[str, Field], row: Item, pen: Pen) -> tuple[Item, bool]:
    """Draw one parameter; return it and whether it was removed."""
    edited = dict(row)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{pen.key}_row"):
        name = _bare(st.text_input, columns["name"], str(row.get("name") or ""), pen.at("name"))
        if "type" in columns:
            edited |= _changed(row, "type", _edit_type(columns["type"], row.get("type"), pen.at("type")))
        required = st.checkbox(
            t("Required"), bool(row.get("required")), key=pen.at("required").key, help=help_of(columns["required"])
        )
        gone = st.button("", icon=":material/close:", key=f"{pen.key}_gone", type="tertiary", help=t("Remove"))
    return edited | _changed(row, "name", name) | _changed(row, "required", required), gone


def _changed(row: Item, name: str, value: Any) -> Item:
    """Return what is to be stored of a cell: nothing where it shows the same as before."""
    return {} if value == (row.get(name) or type(value)()) else {name: value}


def _bare(draw: Any, field: Field, value: Any, pen: Pen) -> Any:
    label = label_of(field)
    return draw(label, value, key=pen.key, label_visibility="collapsed", placeholder=label)


def _edit_type(field: Field, value: Any, pen: Pen) -> Any:
    here = value or field.default
    options = [*field.choices] if here in field.choices else [here, *field.choices]
    words = choice_words(options)
    return st.selectbox(
        label_of(field),
        options,
        index=options.index(here),
        format_func=lambda option: words[repr(option)],
        key=pen.key,
        label_visibility="collapsed",
    )


def edit_times(field: Field, value: Any, pen: Pen) -> Any:
    """Draw those parts of the times of a schedule that count for its frequency, which stands beside them."""
    stored = dict(value) if isinstance(value, Mapping) else {}
    counting = PARTS.get(str(pen.beside.get("frequency") or "daily"), ())
    changed: Item = {}
    for part in field.fields:
        if part.name in counting:
            before = stored.get(part.name, part.default)
            after = _TIMES[part.name](part, before, pen.at(part.name))
            pen.at(part.name).show_faults()
            changed |= {part.name: after} if after != before else {}
    return {**stored, **changed} if changed else value


def _edit_clock(field: Field, value: Any, pen: Pen) -> Any:
    try:
        here = time(*clock_time(str(value)))
    except ValueError:
        here = None
    chosen = st.time_input(label_of(field), here, step=60, key=pen.key, help=t("Every minute can be typed."))
    return value if chosen == here or chosen is None else f"{chosen:%I:%M %p}".removeprefix("0")


def _edit_minute(field: Field, value: Any, pen: Pen) -> Any:
    here = value if isinstance(value, int) else 0
    return st.number_input(label_of(field), 0, 59, here, key=pen.key, help=help_of(field))


def _edit_weekdays(field: Field, value: Any, pen: Pen) -> Any:
    return _edit_several(field, WEEKDAYS, [str(day).lower() for day in value or ()], pen)


def _edit_days(field: Field, value: Any, pen: Pen) -> Any:
    return _edit_several(field, DAYS, value, pen)


def _edit_several(field: Field, options: Sequence[Any], value: Any, pen: Pen) -> Any:
    """Draw the choice of several values; they are kept in the order of `options`."""
    here = [option for option in options if option in (value or ())]
    chosen = st.pills(
        label_of(field),
        options,
        selection_mode="multi",
        default=here,
        format_func=choice_text,
        key=pen.key,
        help=help_of(field),
    )
    after = [option for option in options if option in chosen]
    return value if after == here else after


_TIMES = {"time": _edit_clock, "on_minute": _edit_minute, "weekdays": _edit_weekdays, "monthly_days": _edit_days}


def edit_timezone(field: Field, value: Any, pen: Pen) -> Any:
    """Draw the choice of a time zone; what is none of them stays until another is chosen."""
    here = str(value or field.default)
    options = zones() if here in zones() else (here, *zones())
    return st.selectbox(label_of(field), options, index=options.index(here), key=pen.key, help=help_of(field))


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones, UTC first, then those of cities, then the others."""
    names = sorted(available_timezones() - {"UTC", "localtime"}, key=lambda name: ("/" not in name, name))
    return ("UTC", *names)
