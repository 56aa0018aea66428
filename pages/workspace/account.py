"""What a person does with their own account: password, logins, workspaces; and the set-up where there is none yet."""

import time

import streamlit as st

from pages.language.text import language, t
from pages.shell.account_script import Field, Sending, account_form, go_to_workspace, sign_out_everywhere
from pages.shell.guard import guarded
from pages.shell.redraw import redraw
from pages.shell.state import Session, page_state
from pages.workspace.members import ROLES
from services import accounts
from services.accounts import Action, Caller, Role, allowed, workspaces
from services.runtime import current
from storage.records import Account

LOCALES = {"en": "en-US", "zh": "zh-Hans"}


def show_account() -> None:
    """Show the account of the person, or how to make the first one."""
    caller = page_state(Session).caller
    if caller is None:
        return
    if caller.account is None:
        show_setup()
        return
    st.markdown(f"##### {t('Workspaces')}")
    _show_workspaces(caller, caller.account)
    st.markdown(f"##### {t('Password')}")
    with st.container(border=True, key="account_password", width=420):
        _show_password()
    st.markdown(f"##### {t('Logins')}")
    with st.container(border=True, key="account_logins", gap="small"):
        _show_logins(caller)


def show_setup() -> None:
    """Say that the builder is open, and offer the account that closes it."""
    st.warning(
        t("Millrace is open: whoever uses this machine may do everything. Only this machine reaches it."),
        icon=":material/lock_open:",
    )
    st.markdown(f"##### {t('Set up the administrator')}")
    with st.container(border=True, key="account_setup", width=420):
        fields = (
            Field("name", t("Name"), autocomplete="name"),
            Field("email", t("E-mail"), "email", "username"),
            Field("password", t("Password"), "password", "new-password"),
        )
        sending = Sending(("setup", "login"), {"language": LOCALES[language()]})
        account_form("account_setup_form", fields, t("Set up and sign in"), sending)


def _show_workspaces(caller: Caller, account: Account) -> None:
    rt = current()
    theirs = rt.call(accounts.workspaces_of(rt, account.id))
    with st.container(border=True, key="account_workspaces", gap="small"):
        for one, role in theirs:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"workspace_{one.id}"):
                st.markdown(f"**{one.name}**", width="content")
                st.caption(t(ROLES[Role(role)]), width="content")
                st.space("stretch")
                if one.id == caller.workspace.id:
                    st.badge(t("here"), color="green", icon=":material/check:")
                elif st.button(t("Go there"), key=f"workspace_go_{one.id}", type="tertiary"):
                    go_to_workspace(one.id)
        if allowed(Action.OWN) and st.button(t("New workspace"), icon=":material/add:", key="workspace_new"):
            st.dialog(t("New workspace"))(guarded(_show_new))()


def _show_new() -> None:
    name = st.text_input(t("Name"), key="workspace_new_name")
    caller = page_state(Session).caller
    if st.button(t("Create"), type="primary", disabled=not name.strip(), key="workspace_new_go") and caller:
        rt = current()
        rt.call(workspaces.create(rt, caller, name))
        st.rerun()


def _show_password() -> None:
    fields = (
        Field("password", t("Password until now"), "password", "current-password"),
        Field("new_password", t("New password"), "password", "new-password"),
    )
    st.caption(t("All other logins end with it."))
    account_form("account_password_form", fields, t("Change"), Sending(("account/password",)))


def _show_logins(caller: Caller) -> None:
    rt = current()
    for one in rt.call(accounts.sessions(rt, caller)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"login_{one.id}"):
            st.markdown(one.ip or "–", width="content")
            since = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.created_at))
            st.caption(f"{since} · {_browser(one.user_agent)}", width="content")
            st.space("stretch")
            if one.id == caller.session_id:
                st.badge(t("this one"), color="green", icon=":material/check:")
            elif st.button(t("End"), key=f"login_end_{one.id}", type="tertiary"):
                rt.call(accounts.end_login(rt, caller, one.id))
                redraw()
    if st.button(t("Sign out everywhere"), icon=":material/logout:", key="logins_end_all"):
        sign_out_everywhere()


def _browser(user_agent: str) -> str:
    """Return the name of a browser, of another program the beginning of what it says."""
    for name in ("Firefox", "Edg", "Chrome", "Safari"):
        if name in user_agent:
            return {"Edg": "Edge"}.get(name, name)
    return user_agent[:40]
