"""The records that workflows have stored, collection by collection."""

from datetime import UTC, datetime

import streamlit as st

from pages.language.formats import counted
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from services.accounts import Action, allowed
from services.collections import collections
from services.runtime import current
from storage.collections import CollectionSize


@guarded
def records_page() -> None:
    """Show the collections of the workspace; one is open."""
    st.title(t("Records"), anchor=False)
    st.caption(
        t(
            "What workflows have stored: tickets, answers of surveys, results. A collection begins with its first record."
        )
    )
    rt = current()
    found = {one.name: one for one in rt.call(collections.overview(rt, Person.here().workspace_id))}
    if not found:
        show_nothing()
        return
    name = st.segmented_control(
        t("Records"),
        list(found),
        default=next(iter(found)),
        required=True,
        format_func=lambda name: f"{name} · {found[name].rows}" if name in found else name,
        label_visibility="collapsed",
        key="records_of",
    )
    if name in found:
        show_collection(found[name])


def show_nothing() -> None:
    """Say how the first record comes to be."""
    with st.container(border=True, key="records_nothing"):
        st.subheader(t("Nothing is stored yet"), anchor=False)
        st.markdown(
            t("A tool node “Add a record” stores a row here; the customer service system of the gallery does so.")
        )
        st.page_link("gallery.py", label=t("Look at all templates"), icon=":material/grid_view:")


def show_collection(collection: CollectionSize) -> None:
    """Show the newest rows as a table that can be searched, sorted and downloaded."""
    rt = current()
    rows = rt.call(collections.rows_of(rt, Person.here().workspace_id, collection.name))
    shown = [{**row, "stored_at": datetime.fromtimestamp(row["stored_at"], UTC)} for row in collections.table_of(rows)]
    st.dataframe(
        shown,
        hide_index=True,
        key=f"records_table_{collection.name}",
        column_config={"stored_at": st.column_config.DatetimeColumn(t("Stored at"), format="YYYY-MM-DD HH:mm:ss")},
    )
    with st.container(horizontal=True, vertical_alignment="center", key="records_foot"):
        st.caption(counted(collection.rows, "{n} record", "{n} records"), width="content")
        if len(rows) < collection.rows:
            st.caption(t("The newest {n} of {all} are shown.", n=len(rows), all=collection.rows), width="content")
        st.space("stretch")
        st.download_button(
            t("Download as CSV"),
            collections.as_csv(rows),
            file_name=f"{collection.name}.csv",
            mime="text/csv",
            icon=":material/download:",
            key="records_download",
            on_click="ignore",
        )
        if allowed(Action.EDIT_APPS):
            _delete(collection)


def _delete(collection: CollectionSize) -> None:
    with st.popover(t("Delete the collection"), icon=":material/delete:", key="records_delete"):
        count = collection.rows
        st.markdown(t("All {n} records of {name} are deleted for good.", n=count, name=collection.name))
        st.button(
            t("Delete"), type="primary", key="records_delete_go", on_click=guarded(_deleted), args=(collection.name,)
        )


def _deleted(name: str) -> None:
    rt, person = current(), Person.here()
    rt.call(collections.delete(rt, person.workspace_id, name, account_id=person.account_id))


if __name__ == "__main__":
    records_page()
