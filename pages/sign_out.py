"""The menu's entry that ends a login."""

import streamlit as st

from pages.session_script import end_login
from pages.text import t


def sign_out() -> None:
    """End the login of this browser."""
    st.caption(t("Signing out …"))
    end_login()
