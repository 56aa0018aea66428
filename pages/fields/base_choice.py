"""The choice of knowledge bases in nodes and apps: by their names, never by ids."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.fields.pen import Pen
from pages.language.text import t
from pages.shell.people import Person
from services.knowledge import datasets
from services.runtime import current

OFFERED = 100  # bases


def base_names() -> dict[str, str]:
    """Return the names of the workspace's bases by their ids, newest first."""
    rt = current()
    found = rt.call(datasets.page_of(rt, Person.here().reader, limit=OFFERED))
    return {base.id: base.name for base in found.items}


def choose_bases(label: str, value: Any, pen: Pen, **options: Any) -> Any:
    """Draw the choice of bases and return their ids; an equal value when nothing was changed.

    Ids of bases that the person may not open, or of other installations, as files bring them, stay and are told as
    what they are.
    """
    stored: Sequence[str] = [str(id) for id in value] if isinstance(value, list | tuple) else []
    chosen = st.multiselect(
        label,
        list(dict.fromkeys([*pen.bases, *stored])),  # in one order, so that the list stays open from choice to choice
        default=list(dict.fromkeys(stored)),
        format_func=lambda id: pen.bases.get(id) or t("not here or not open to you: {id}", id=id[:12]),
        placeholder=t("Choose knowledge bases"),
        key=pen.key,
        **options,
    )
    if not pen.bases:
        st.caption(f":material/menu_book: {t('There is no knowledge base yet: create one on the page Knowledge.')}")
    return value if chosen == list(dict.fromkeys(stored)) else chosen
