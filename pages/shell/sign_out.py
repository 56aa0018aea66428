"""The menu's entry that ends a login."""

import streamlit as st

from pages.language.text import t
from pages.shell.session_script import end_login


def sign_out() -> None:
    """End the login of this browser."""
    st.caption(t("Signing out …"))
    by_provider = bool(st.user.to_dict().get("is_logged_in"))
    end_login(next="./auth/logout" if by_provider else "./")
