"""The view of models that the workspace describes itself, and the dialog that describes one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import streamlit as st

from engine.models import ModelInfo, Parameter
from engine.models.catalogue import catalogue
from pages.language.formats import joined
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.state import ModelsState, page_state
from pages.workspace.model_choices import KINDS
from services import models
from services.errors import InvalidInput
from services.models import OwnModel
from services.runtime import current

ABILITIES = {
    "tools": "tools",
    "vision": "pictures",
    "documents": "documents",
    "audio": "sound",
    "structured_output": "structured output",
    "reasoning": "reasoning",
}
COLUMNS = ("name", "type", "min", "max", "step", "default", "options")


def show_own_models() -> None:
    """Show the models that the workspace describes, and the way to describe another."""
    rt, workspace_id = current(), Person.here().workspace_id
    described = rt.call(models.own_models(rt, workspace_id))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            t(
                "Models that the catalogue does not know, or that you know better: their context, abilities, parameters "
                "and prices count for runs, forms and costs of this workspace."
            )
        )
        st.space("stretch")
        if st.button(t("Describe a model"), icon=":material/add:", type="primary", key="own_add"):
            model_dialog(None)
    if not described:
        with st.container(border=True, key="own_none"):
            st.markdown(f"**{t('No model is described yet')}**")
            st.markdown(t("Describe one when its price is wrong, its context is cut too short, or nobody knows it."))
    with st.grid(min_column_width=320, gap="small"):
        for place, one in enumerate(described):
            show_card(place, one)


def show_card(place: int, one: OwnModel) -> None:
    """Show what is said of one model."""
    info = one.info
    with st.container(border=True, key=f"own_card_{place}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{info.name}**", width="content")
            st.badge(t(KINDS[info.kind]), color="blue")
            st.space("stretch")
            if st.button(t("Edit"), key=f"own_edit_{place}", type="tertiary"):
                model_dialog(one)
            if st.button("", icon=":material/delete:", help=t("Forget"), key=f"own_forget_{place}", type="tertiary"):
                _forget(one)
        st.markdown(f":gray[:small[{joined(one.provider, facts_of(info))}]]")


def facts_of(info: ModelInfo) -> str:
    """Return in a line what is known of a model."""
    return joined(size_of(info), abilities_of(info), price_of(info))


def size_of(info: ModelInfo) -> str:
    """Return how much a model takes in, or how long its vectors are; "" where nobody knows it."""
    if info.kind == "llm":
        return t("{n} tokens of context", n=f"{info.abilities.context_size:,}")
    return t("{n} numbers", n=info.dimensions) if info.dimensions else ""


def abilities_of(info: ModelInfo) -> str:
    """Return what a chat model can do, "" for other kinds."""
    can = (ability for ability in ABILITIES if info.kind == "llm" and getattr(info.abilities, ability))
    return ", ".join(t(ABILITIES[ability]) for ability in can)


def price_of(info: ModelInfo) -> str:
    """Return the price of a model in words, "" where nobody knows it."""
    if info.price is None:
        return ""
    if not (info.price.input or info.price.output):
        return t("free of charge")
    into, out = (format(price.normalize(), "f") for price in (info.price.input, info.price.output))
    both = f"{into} / {out}" if info.kind == "llm" else into
    return t("{price} {currency} per million tokens", price=both, currency=info.price.currency)


def model_dialog(one: OwnModel | None) -> None:
    """Ask what a model is like; None for another one."""
    title = one.info.name if one else t("Describe a model")
    st.dialog(title, width="medium", on_dismiss="rerun")(guarded(show_form))(
        one.provider if one else "", one.info.model_dump(mode="json") if one else {}
    )


def show_form(provider: str, stored: Mapping[str, Any]) -> None:
    """Draw the form of a model; `stored` are its fields as they were, {} for a new one."""
    known = ModelInfo.model_validate(stored) if stored else None
    chosen, name, kind = _who(provider, known)
    start = known or _from_catalogue(chosen, name, kind)
    values: dict[str, Any] = {"name": name, "kind": kind}
    if kind == "llm":
        values |= _chat_fields(start)
    elif kind == "text-embedding":
        values["dimensions"] = st.number_input(
            t("Numbers of a vector"), 1, 100_000, start.dimensions, 1, placeholder=t("not known"), key="own_dimensions"
        )
    values["price"] = _price(start)
    if st.button(t("Save"), type="primary", icon=":material/check:", disabled=not name.strip(), key="own_save"):
        _save(chosen, values)


def _who(provider: str, known: ModelInfo | None) -> tuple[str, str, str]:
    """Draw whose model it is, its name and its kind; a stored one keeps them."""
    rt, workspace_id = current(), Person.here().workspace_id
    labels = {state.info.id: state.info.label for state in rt.call(models.list_providers(rt, workspace_id))}
    fixed = known is not None
    chosen = st.selectbox(
        t("Provider"),
        list(labels),
        list(labels).index(provider) if provider in labels else 0,
        format_func=lambda one: labels[one],
        disabled=fixed,
        key="own_provider",
    )
    name = st.text_input(t("Name of the model"), known.name if known else "", disabled=fixed, key="own_name")
    kinds = list(KINDS)
    kind = st.selectbox(
        t("Kind"),
        kinds,
        kinds.index(known.kind) if known else 0,
        format_func=lambda one: t(KINDS[one]),
        disabled=fixed,
        key="own_kind",
    )
    return chosen, name.strip(), kind


def _from_catalogue(provider: str, name: str, kind: str) -> ModelInfo:
    """Return what is known so far, which the form begins with."""
    rt, workspace_id = current(), Person.here().workspace_id
    return rt.call(models.known_model(rt, workspace_id, provider, name, kind))


def _chat_fields(start: ModelInfo) -> dict[str, Any]:
    abilities = start.abilities
    left, right = st.columns(2)
    context = left.number_input(
        t("Context, in tokens"), 1, 100_000_000, abilities.context_size, 1000, key=f"own_context_{start.name}"
    )
    output = right.number_input(
        t("Longest answer, in tokens; 0: not known"),
        0,
        100_000_000,
        abilities.max_output,
        1000,
        key=f"own_output_{start.name}",
    )
    can = st.multiselect(
        t("What it can do"),
        list(ABILITIES),
        [name for name in ABILITIES if getattr(abilities, name)],
        format_func=lambda name: t(ABILITIES[name]),
        key=f"own_abilities_{start.name}",
    )
    completion = st.toggle(
        t("It continues one text and takes no messages"), start.completion, key=f"own_completion_{start.name}"
    )
    sizes = {"context_size": int(context), "max_output": int(output)}
    return {
        "abilities": {**asdict(abilities), **{name: name in can for name in ABILITIES}, **sizes},
        "completion": completion,
        "parameters": _parameters(start.parameters or ()),
    }


def _price(start: ModelInfo) -> dict[str, Any] | None:
    """Draw the price; None while both fields are empty."""
    price = start.price
    left, middle, right = st.columns([2, 2, 1])
    into = left.number_input(
        t("Price of a million tokens in"),
        0.0,
        1e6,
        float(price.input) if price else None,
        0.1,
        format="%.4f",
        placeholder=t("not known"),
        key=f"own_input_{start.name}",
    )
    out = middle.number_input(
        t("Price of a million tokens out"),
        0.0,
        1e6,
        float(price.output) if price else None,
        0.1,
        format="%.4f",
        placeholder=t("not known"),
        key=f"own_output_price_{start.name}",
    )
    currencies = list(catalogue().dollars)
    here = price.currency if price else currencies[0]
    currency = right.selectbox(t("Currency"), currencies, currencies.index(here), key=f"own_currency_{start.name}")
    if into is None and out is None:
        return None
    return {"input": _decimal(into), "output": _decimal(out), "currency": currency}


def _decimal(value: float | None) -> str:
    return str(Decimal(repr(value or 0.0)))


def _parameters(start: Sequence[Parameter]) -> list[dict[str, Any]]:
    """Draw the parameters with their ranges as a table that rows can be added to."""
    rows = [{**one.model_dump(), "default": _text(one.default), "options": ", ".join(one.options)} for one in start]
    with st.expander(t("Parameters and their ranges"), key="own_parameters_box"):
        edited = st.data_editor(
            rows or [dict.fromkeys(COLUMNS)],
            num_rows="dynamic",
            hide_index=True,
            column_order=COLUMNS,
            column_config={
                "name": st.column_config.TextColumn(t("Name"), required=True),
                "type": st.column_config.SelectboxColumn(t("Kind"), options=["float", "int", "bool", "choice"]),
                "min": st.column_config.NumberColumn(t("Least")),
                "max": st.column_config.NumberColumn(t("Greatest")),
                "step": st.column_config.NumberColumn(t("Step")),
                "default": st.column_config.TextColumn(t("Default")),
                "options": st.column_config.TextColumn(t("Options, with commas")),
            },
            key="own_parameters",
        )
    return [_parameter(row) for row in edited if row.get("name")]


def _parameter(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one row of the table as the fields of a `Parameter`."""
    kind = row.get("type") or "float"
    number = int if kind == "int" else float
    sizes = {name: number(row[name]) for name in ("min", "max", "step") if row.get(name) is not None}
    options = [word.strip() for word in str(row.get("options") or "").split(",") if word.strip()]
    return {"name": row["name"], "type": kind, **sizes, "default": _value(row.get("default"), kind), "options": options}


def _value(text: Any, kind: str) -> Any:
    """Return a default that was typed as text; what is no number stays text, and is refused as such."""
    if text is None or not str(text).strip():
        return None
    if kind == "bool":
        return str(text).strip().lower() == "true"
    try:
        return str(text) if kind == "choice" else (int if kind == "int" else float)(text)
    except ValueError:
        return str(text)


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _save(provider: str, values: dict[str, Any]) -> None:
    rt, who = current(), Person.here()
    try:
        rt.call(models.describe_model(rt, who.workspace_id, provider, values, account_id=who.account_id))
    except InvalidInput as error:
        st.error(str(error))
        return
    page_state(ModelsState).notice = t("{name} is described.", name=values["name"])
    st.rerun()


def _forget(one: OwnModel) -> None:
    rt, who = current(), Person.here()
    work = models.forget_model(
        rt, who.workspace_id, one.provider, one.info.name, one.info.kind, account_id=who.account_id
    )
    rt.call(work)
    page_state(ModelsState).notice = t("What was said of {name} is forgotten.", name=one.info.name)
    st.rerun()
