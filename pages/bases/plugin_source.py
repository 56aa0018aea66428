"""New documents of a base from the data source of a plugin."""

import streamlit as st

from engine.errors import EngineError
from engine.plugins.knowledge import NewDocument
from pages.bases.preview import Sample
from pages.language.formats import counted
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from services.errors import ServiceError
from services.knowledge.plugged import Part, fetch, parts
from services.runtime import current

_TEXT = "Text"  # how the documents are added


def ask_source(key: str) -> list[Sample]:
    """Ask which source, and what of it; return the documents that it gave last."""
    offered = {part.reference: part for part in parts(current(), "datasources")}
    chosen: str = st.selectbox(
        t("Data source"), list(offered), format_func=lambda one: offered[one].label, key=f"{key}_source"
    )
    values = _ask_values(offered[chosen], key)
    found = f"{key}_fetched"
    if st.button(t("Fetch"), icon=":material/download:", key=f"{key}_fetch"):
        rt = current()
        try:
            with st.spinner(t("Working …")):
                st.session_state[found] = rt.call(fetch(rt, Person.here().workspace_id, chosen, values))
        except (ServiceError, EngineError) as error:
            show_error(error)
    documents: list[NewDocument] = st.session_state.get(found, [])
    if documents:
        st.caption(counted(len(documents), "{n} document", "{n} documents"))
    return [
        Sample(_TEXT, document.name, "text/plain", document.text.encode(), str(hash(document.text)))
        for document in documents
    ]


def _ask_values(part: Part, key: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for parameter in part.parameters:
        name, label = parameter["name"], f"{key}_source_{parameter['name']}"
        given = parameter["default"]
        if parameter["options"]:
            values[name] = st.selectbox(name, parameter["options"], help=parameter["description"], key=label)
        elif parameter["type"] == "boolean":
            values[name] = st.toggle(name, bool(given), help=parameter["description"], key=label)
        elif parameter["type"] in ("integer", "number"):
            values[name] = st.number_input(name, value=given, help=parameter["description"], key=label)
        else:
            values[name] = st.text_input(name, str(given or ""), help=parameter["description"], key=label)
    return values
