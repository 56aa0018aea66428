"""The metadata fields of a base, by which searches can filter."""

import streamlit as st

from pages.bases.words import FIELD_TYPES
from pages.catalogue.card import plain
from pages.language.formats import counted
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.errors import ServiceError
from services.knowledge import metadata
from services.runtime import current
from storage.records import Dataset, MetadataField

BUILT_IN_WORDS = {
    "document_name": "name of the document",
    "uploader": "who added it",
    "upload_date": "when it was added",
    "last_update_date": "when it was changed",
    "source": "where it is from",
}


def show_fields(base: Dataset) -> None:
    """Show the fields with the ways to rename and delete them, and the way to a further one."""
    rt = current()
    with st.container(border=True, key="base_settings_fields"):
        st.markdown(f"**{t('Metadata')}**")
        st.caption(t("Documents carry values of these fields; searches can be narrowed by them."))
        for field, uses in rt.call(metadata.fields_of(rt, base)):
            _show_field(base, field, uses)
        _add_field(base)
        names = ", ".join(f"{name} ({t(words)})" for name, words in BUILT_IN_WORDS.items())
        wanted = st.toggle(
            t("Built-in fields as well"), base.has_built_in_fields, key="base_built_in", help=plain(names)
        )
        if wanted != base.has_built_in_fields:
            rt.call(metadata.switch_built_in(rt, base, enabled=wanted))
            st.rerun()


def _show_field(base: Dataset, field: MetadataField, uses: int) -> None:
    rt = current()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        name = st.text_input(
            t("Name"),
            field.name,
            label_visibility="collapsed",
            key=f"base_field_{field.id}",
            max_chars=metadata.LONGEST_NAME,
        )
        st.caption(f"{t(FIELD_TYPES[field.type])} · {counted(uses, '{n} document', '{n} documents')}", width=170)
        gone = st.button(
            "", icon=":material/close:", key=f"base_field_gone_{field.id}", type="tertiary", help=t("Remove")
        )
    try:
        if gone:
            rt.call(metadata.delete_field(rt, base, field.id))
            redraw()
        elif name.strip() and name.strip() != field.name:
            rt.call(metadata.rename_field(rt, base, field.id, name))
    except ServiceError as error:
        show_error(error)


def _add_field(base: Dataset) -> None:
    with (
        st.form("base_field_new", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        name = st.text_input(t("New field"), max_chars=metadata.LONGEST_NAME, key="base_field_new_name")
        kind = st.selectbox(
            t("Type"),
            list(FIELD_TYPES),
            format_func=lambda one: t(FIELD_TYPES[one]),
            key="base_field_new_type",
            width=110,
        )
        sent = st.form_submit_button(t("Add"), icon=":material/add:", key="base_field_new_go")
    if sent and name.strip():
        rt = current()
        try:
            rt.call(metadata.add_field(rt, base, name=name, type=kind, account_id=Person.here().account_id))
        except ServiceError as error:
            show_error(error)
        else:
            redraw()
