"""The page that everybody sees who must sign in first, or who follows an invitation."""

from pathlib import Path

import streamlit as st

from pages.language.text import language, t
from pages.shell import auth
from pages.shell.account_script import Field, Sending, account_form, take_ticket
from pages.shell.guard import guarded, show_error
from pages.shell.session_script import renew_login, sign_in_form
from pages.workspace.account import LOCALES
from pages.workspace.members import ROLES
from services import accounts
from services.accounts import OWNER_EMAIL, Role, identities, membership
from services.accounts.identities import StaleIdentity
from services.errors import ServiceError
from services.runtime import current
from storage.errors import NotFound

MARK = Path(__file__).parent / "static" / "mark.svg"


def show_provider() -> None:
    """Offer the sign-in by the identity provider; who comes from there is logged in, or told why not."""
    rt = current()
    if not rt.settings.oidc_metadata_url:
        return
    claims = st.user.to_dict()
    if claims.get("is_logged_in"):
        try:
            take_ticket(rt.call(identities.admit(rt, claims)))
        except StaleIdentity:
            pass  # what the browser holds is of an earlier sign-in: the provider is asked again
        except ServiceError as error:
            show_error(error)
    if st.button(
        t("Sign in with {provider}", provider=rt.settings.oidc_name),
        icon=":material/key:",
        key="signin_provider",
        width="stretch",
    ):
        st.login()
    st.markdown(f":gray[:small[{t('or')}]]", text_alignment="center")


@guarded
def signin_page() -> None:
    """Show the form; a login that has run out and can be renewed is renewed without asking."""
    if token := st.query_params.get("invite", ""):
        show_invitation(token)
        return
    if auth.may_refresh():
        renew_login()
    with st.container(key="signin_card", border=True, width=380):
        st.image(str(MARK), width=44, alt="Millrace")
        st.subheader(t("Sign in to Millrace"), anchor=False)
        st.caption(t("The workspace is protected by a password."))
        show_provider()
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


def show_invitation(token: str) -> None:
    """Show what an invitation is to, and the form that takes it."""
    rt = current()
    with st.container(key="signin_card", border=True, width=380):
        st.image(str(MARK), width=44, alt="Millrace")
        try:
            found = rt.call(membership.welcome(rt, token))
        except NotFound:
            st.subheader(t("This invitation is not good any more"), anchor=False)
            st.caption(t("It was used, withdrawn or renewed, or its time is over. Ask for another one."))
            st.page_link("signin.py", label=t("Sign in"), icon=":material/login:")
            return
        st.subheader(t("Welcome to {workspace}", workspace=found.workspace), anchor=False)
        role = t(ROLES[Role(found.role)])
        fields = [Field("email", t("E-mail"), "email", "username", found.email, fixed=True)]
        if found.has_account:
            st.caption(t("You are invited as: {role}. Sign in with your password to join.", role=role))
            fields.append(Field("password", t("Password"), "password", "current-password"))
        else:
            st.caption(t("You are invited as: {role}. Choose a name and a password.", role=role))
            fields.append(Field("name", t("Name"), autocomplete="name"))
            fields.append(Field("password", t("Password"), "password", "new-password"))
        sending = Sending(("activate",), {"token": token, "language": LOCALES[language()]})
        account_form("signin_invitation", fields, t("Join"), sending)


def known_address() -> str:
    """Return the owner's address where everybody knows it: it is the one that a password alone was set for."""
    rt = current()
    owner = rt.call(accounts.first_account(rt))
    return OWNER_EMAIL if owner and owner.email == OWNER_EMAIL else ""


if __name__ == "__main__":
    signin_page()
