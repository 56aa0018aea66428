"""The page that everybody sees who must sign in first."""

from pathlib import Path

import streamlit as st

from pages.language.text import t
from pages.shell import auth
from pages.shell.guard import guarded
from pages.shell.session_script import renew_login, sign_in_form
from services import accounts
from services.accounts import OWNER_EMAIL
from services.runtime import current

MARK = Path(__file__).parent / "static" / "mark.svg"


@guarded
def signin_page() -> None:
    """Show the form; a login that has run out and can be renewed is renewed without asking."""
    if auth.may_refresh():
        renew_login()
    with st.container(key="signin_card", border=True, width=380):
        st.image(str(MARK), width=44)
        st.subheader(t("Sign in to Millrace"), anchor=False)
        st.caption(t("The workspace is protected by a password."))
        sign_in_form(
            {
                "address": known_address(),
                "email": t("E-mail"),
                "password": t("Password"),
                "submit": t("Sign in"),
                "failed": t("The sign-in failed."),
                "unreachable": t("The server does not answer. Try again in a moment."),
            }
        )


def known_address() -> str:
    """Return the owner's address where everybody knows it: it is the one that a password alone was set for."""
    rt = current()
    owner = rt.call(accounts.first_account(rt))
    return OWNER_EMAIL if owner and owner.email == OWNER_EMAIL else ""


if __name__ == "__main__":
    signin_page()
