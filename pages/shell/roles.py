"""What the person may do, for pages that leave out what would be refused; the services refuse it anyway."""

import streamlit as st

from pages.language.text import t
from pages.language.told import told
from services.accounts import Action, allowed
from services.accounts.acting import REFUSALS


def may_enter(action: Action) -> bool:
    """Return whether the page is for the person; if not, say why and lead to what is."""
    if allowed(action):
        return True
    st.info(told(REFUSALS[action]), icon=":material/lock:")
    st.page_link("apps.py", label=t("To the apps"), icon=":material/apps:")
    return False
