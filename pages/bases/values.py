"""The metadata of a document, by which searches can be narrowed."""

from datetime import datetime, tzinfo
from typing import Any

import streamlit as st

from pages.bases.metadata import BUILT_IN_WORDS
from pages.catalogue.card import plain
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import KnowledgeState, page_state
from services import accounts
from services.errors import ServiceError
from services.knowledge import metadata
from services.knowledge.metadata import Values
from services.runtime import current
from storage.records import Dataset, MetadataField, StoredDocument


def show_values(base: Dataset, document: StoredDocument) -> None:
    """Show the fields of the base with the values of this document."""
    rt = current()
    zone = rt.call(accounts.timezone(rt, base.workspace_id))
    fields = [field for field, _ in rt.call(metadata.fields_of(rt, base))]
    if not fields:
        _show_no_fields(base)
    else:
        with st.form("document_values", border=True):
            given = {field.id: _edit(field, document.doc_metadata.get(field.id), zone) for field in fields}
            sent = st.form_submit_button(t("Save"), type="primary", key="document_values_go")
        if sent:
            _store(base, document, given)
    if base.has_built_in_fields:
        _show_built_in(base, document, zone)


def _show_no_fields(base: Dataset) -> None:
    with st.container(border=True, horizontal_alignment="center", key="document_no_fields"):
        words = t("Fields like author or year describe documents, and searches can be narrowed by them.")
        st.markdown(f":gray[:material/label: {words}]", width="content")
        if st.button(t("Add fields in the settings of the base"), icon=":material/tune:", key="document_add_fields"):
            page_state(KnowledgeState).tab = "Settings"
            st.switch_page("knowledge_base.py", query_params={"base": base.id})


def _edit(field: MetadataField, value: Any, zone: tzinfo) -> Any:
    """Draw the field of a value; what is left empty is no value."""
    key, label = f"document_value_{field.id}", plain(field.name)
    if field.type == "number":
        return st.number_input(label, value=None if value is None else float(value), format="%g", key=key)
    if field.type == "time":
        moment = _moment(value, zone)
        chosen = st.datetime_input(label, moment.replace(tzinfo=None) if moment else None, key=key)
        return chosen.replace(tzinfo=zone).timestamp() if chosen else None
    return st.text_input(label, "" if value is None else str(value), key=key).strip() or None


def _moment(value: Any, zone: tzinfo) -> datetime | None:
    """Return a stored time, which is in epoch seconds or ISO 8601."""
    if value is None:
        return None
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, zone)
    found = datetime.fromisoformat(str(value))
    return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)


def _store(base: Dataset, document: StoredDocument, given: dict[str, Any]) -> None:
    rt = current()
    values = {id: value for id, value in given.items() if value is not None}
    try:
        rt.call(metadata.set_values(rt, base, [Values(document.id, values)]))
    except ServiceError as error:
        show_error(error)
        return
    page_state(KnowledgeState).notice = t("Saved.")
    st.rerun()


def _show_built_in(base: Dataset, document: StoredDocument, zone: tzinfo) -> None:
    rt = current()
    names = {account.id: account.name for account in rt.call(accounts.members(rt, base.workspace_id))}
    uploader = names.get(document.created_by or "", "") or Person.here().user
    values = metadata.built_in_values(document, uploader)
    st.caption(t("Built-in fields"))
    rows = [
        {
            t("Field"): name,
            t("Meaning"): t(BUILT_IN_WORDS[name]),
            t("Value"): f"{datetime.fromtimestamp(value, zone):%Y-%m-%d %H:%M}"
            if isinstance(value, float)
            else str(value),
        }
        for name, value in values.items()
    ]
    st.dataframe(rows, hide_index=True, key="document_built_in")
