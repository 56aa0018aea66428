"""The variables that live outside of nodes: seen, added, changed, removed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.catalogue.card import plain
from pages.language.text import t
from pages.shell.guard import sentence
from pages.shell.redraw import redraw
from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk, save_variables
from services.apps.shared_variables import CONVERSATION, ENVIRONMENT, Item, parsed, with_variable, without_variable
from services.errors import InvalidInput

LONG = 80  # characters of a value that a row shows


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the two kinds of variables; `part` is where the draft keeps them."""

    part: str
    owner: str
    title: str
    hint: str
    empty: str
    types: Sequence[str]


SHELVES = (
    Shelf(
        "environment_variables",
        "env",
        "Environment variables",
        "Settings that every node may read: addresses, limits, keys. Secrets are kept encrypted and never shown.",
        "None yet. Put here what differs from one installation to the next.",
        ENVIRONMENT,
    ),
    Shelf(
        "conversation_variables",
        "conversation",
        "Conversation variables",
        "Kept from turn to turn of a conversation; a variable assigner writes them.",
        "None yet. Put here what the app is to remember of a conversation.",
        CONVERSATION,
    ),
)


def show_variables(desk: Desk) -> None:
    """Show the variables of the draft, each with its way to be changed."""
    shelves = [shelf for shelf in SHELVES if shelf.owner == "env" or _has_conversations(desk)]
    for column, shelf in zip(st.columns(len(SHELVES), gap="medium"), shelves, strict=False):
        with column:
            _show_shelf(desk, shelf)


def _has_conversations(desk: Desk) -> bool:
    return desk.app.mode == "advanced-chat" or bool(desk.document.conversation_variables)


def _items(desk: Desk, shelf: Shelf) -> list[Item]:
    return list(getattr(desk.draft, shelf.part)) if desk.draft else []


def _show_shelf(desk: Desk, shelf: Shelf) -> None:
    items = _items(desk, shelf)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{t(shelf.title)}** :gray[{len(items) or ''}]", width="content")
        st.space("stretch")
        with st.popover(t("Add a variable"), icon=":material/add:", key=f"variables_add_{shelf.owner}"):
            _edit(desk, shelf, {}, key=_key(shelf, "new"))
    st.caption(t(shelf.hint))
    if not items:
        with st.container(border=True, key=f"variables_none_{shelf.owner}"):
            st.markdown(f":gray[{t(shelf.empty)}]")
    for item in items:
        _show_item(desk, shelf, item)


def _key(shelf: Shelf, name: str) -> str:
    return f"variables_{page_state(StudioState).round}_{shelf.owner}_{name}"


def _show_item(desk: Desk, shelf: Shelf, item: Item) -> None:
    name, kind = str(item.get("name") or ""), str(item.get("value_type") or "string")
    key = _key(shelf, str(item.get("id") or name))
    with st.container(border=True, gap="xxsmall", key=f"{key}_row"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            icon = ":material/lock:" if kind == "secret" else ":material/data_object:"
            st.markdown(f"{icon} **{plain(name)}** :gray-badge[{kind}]", width="content")
            st.space("stretch")
            with st.popover("", icon=":material/edit:", key=f"{key}_edit", type="tertiary", help=t("Edit")):
                _edit(desk, shelf, item, key=key)
        if item.get("description"):
            st.caption(plain(str(item["description"])))
        if (shown := _shown(item.get("value"))) != "":
            st.markdown(f":small[`{shown}`]")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.replace("`", "'").split())
    return text if len(text) <= LONG else f"{text[:LONG]} …"


def _edit(desk: Desk, shelf: Shelf, item: Item, *, key: str) -> None:
    """Draw the fields of a variable, `item` being empty for a new one; what is wrong is said under the field."""
    stored = str(item.get("value_type") or shelf.types[0])
    types = list(shelf.types) if stored in shelf.types else [stored, *shelf.types]
    name = st.text_input(t("Name"), str(item.get("name") or ""), max_chars=30, key=f"{key}_name")
    kind = st.selectbox(t("Type"), types, types.index(stored), key=f"{key}_type")
    text = _edit_value(item, kind, key=f"{key}_value_{kind}")
    description = st.text_input(t("Description"), str(item.get("description") or ""), key=f"{key}_description")
    with st.container(horizontal=True):
        if st.button(t("Save"), type="primary", icon=":material/save:", key=f"{key}_save"):
            try:
                value = _given(item, kind, text)
                changed = with_variable(
                    _items(desk, shelf),
                    name=name,
                    value_type=kind,
                    value=value,
                    description=description,
                    replaces=item.get("name"),
                )
            except InvalidInput as error:
                st.error(sentence(error), icon=":material/error:")
                return
            _store(desk, shelf, changed)
        if item and st.button(t("Remove"), icon=":material/delete:", key=f"{key}_remove"):
            _store(desk, shelf, without_variable(_items(desk, shelf), str(item["name"])))


def _edit_value(item: Item, kind: str, *, key: str) -> str:
    """Draw the value as its type has it and return it as text; that of a secret is never shown."""
    same = item.get("value_type") == kind
    value = item.get("value") if same else None
    label = t("Value") if kind in ENVIRONMENT and kind != "secret" else t("Default")
    if kind == "secret":
        hint = t("stored: {mask}", mask=value) if value else None
        return st.text_input(t("Value"), type="password", placeholder=hint, key=key, autocomplete="off")
    if kind == "boolean":
        return json.dumps(st.toggle(label, bool(value), key=key))
    if kind == "number":
        return st.text_input(label, "" if value is None else str(value), placeholder="0", key=key)
    if kind == "string":
        return st.text_area(label, str(value or ""), height=80, key=key)
    text = json.dumps(value, ensure_ascii=False, indent=2) if value is not None else ""
    hint = "{}" if kind == "object" else "[]"
    return st.text_area(label, text, height=120, placeholder=hint, key=key, help=t("As JSON."))


def _given(item: Item, kind: str, text: str) -> Any:
    """Return the value that was typed; a secret that nobody typed anew is as it was."""
    if kind == "secret" and not text and item.get("value_type") == "secret":
        return item.get("value")
    return parsed(text, kind)


def _store(desk: Desk, shelf: Shelf, items: list[Item]) -> None:
    if save_variables(desk, shelf.part, items):
        redraw()
