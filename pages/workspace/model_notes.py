"""What pages say about the models that answer."""

import streamlit as st

from pages.language.text import t
from pages.shell.people import Person
from services import models
from services.runtime import current


def only_demo() -> bool:
    """Return whether no provider is set up, so that the built-in demo model answers everything."""
    rt = current()
    providers = rt.call(models.list_providers(rt, Person.here().workspace_id))
    return all(provider.credential_id is None for provider in providers)


def show_demo_note() -> None:
    """Say that the demo model answers, where it does, and what to do about it."""
    if only_demo():
        note = t("No model key is set: the built-in demo model answers.")
        st.page_link("models.py", label=f":gray[:small[{note}]]", icon=":material/science:", help=t("Add a key"))
