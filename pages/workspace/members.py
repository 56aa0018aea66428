"""Who belongs to the workspace: roles, invitations, and handing it over."""

import time

import streamlit as st

from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services import accounts
from services.accounts import Action, Role, allowed, membership
from services.accounts.membership import Member
from services.errors import ServiceError
from services.runtime import current

ROLES = {
    Role.OWNER: "Owner",
    Role.ADMIN: "Administrator",
    Role.EDITOR: "Editor",
    Role.VIEWER: "Viewer",
}
HINTS = {
    Role.OWNER: "Everything: other owners, trusted scripts, handing over and deleting the workspace.",
    Role.ADMIN: "What editors do; members, API keys, models and settings, too.",
    Role.EDITOR: "Builds, publishes and tries apps, fills knowledge bases, reads conversations.",
    Role.VIEWER: "Sees apps and knowledge, runs apps and chats. Changes nothing.",
}
_LINK = "members_link"  # session state: address and link of the invitation that was just made


def show_members() -> None:
    """Show who belongs to the workspace, and to administrators what they may change."""
    rt, who = current(), Person.here()
    if not rt.call(accounts.needs_login(rt)):
        st.info(
            t("Nobody signs in here yet. Set a password under Account, then invite others."), icon=":material/group:"
        )
        return
    may = allowed(Action.MANAGE_MEMBERS)
    found = rt.call(membership.list_members(rt, who.workspace_id))
    with st.container(border=True, key="settings_members", gap="small"):
        for one in found:
            _show_member(one, may_change=may)
    if may:
        _show_invitations()
    with st.expander(t("What the roles may do"), icon=":material/info:"):
        for role, name in ROLES.items():
            st.markdown(f"**{t(name)}** :gray[{t(HINTS[role])}]")


def _show_member(one: Member, *, may_change: bool) -> None:
    is_self = one.account.id == Person.here().account_id
    reachable = may_change and (one.role != Role.OWNER or allowed(Action.OWN))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"member_{one.account.id}"):
        st.markdown(f"**{_plain(one.account.name)}**", width="content")
        st.caption(_plain(one.account.email) + (f" · {t('you')}" if is_self else ""), width="content")
        st.space("stretch")
        if not reachable:
            st.badge(t(ROLES[Role(one.role)]), color="gray")
            return
        st.selectbox(
            t("Role"),
            _given_roles(),
            index=_given_roles().index(Role(one.role)),
            format_func=lambda role: t(ROLES[role]),
            label_visibility="collapsed",
            key=f"member_role_{one.account.id}",
            on_change=guarded(_set_role),
            args=(one.account.id,),
            width=170,
        )
        if not is_self and st.button(
            "",
            icon=":material/person_remove:",
            help=t("Remove"),
            type="tertiary",
            key=f"member_remove_{one.account.id}",
        ):
            st.dialog(t("Remove {name}?", name=_plain(one.account.name)))(guarded(_show_removal))(one)


def _given_roles() -> list[Role]:
    """Return the roles that the person may give."""
    return [role for role in Role if role != Role.OWNER or allowed(Action.OWN)]


def _set_role(account_id: str) -> None:
    rt, role = current(), st.session_state[f"member_role_{account_id}"]
    try:
        rt.call(membership.set_role(rt, Person.here().workspace_id, account_id, role))
    except ServiceError:
        del st.session_state[f"member_role_{account_id}"]  # the box shows again what holds
        raise


def _show_removal(one: Member) -> None:
    st.markdown(t("{name} is signed out at once. What they made stays.", name=_plain(one.account.name)))
    if st.button(t("Remove"), type="primary", key="member_remove_go"):
        rt = current()
        rt.call(membership.remove(rt, Person.here().workspace_id, one.account.id))
        st.rerun()


def _show_invitations() -> None:
    rt, who = current(), Person.here()
    st.markdown(f"##### {t('Invite somebody')}")
    with (
        st.form("members_invite", clear_on_submit=True, border=True),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        email = st.text_input(t("E-mail"), key="members_email", placeholder="ben@example.com")
        roles = _given_roles()
        role = st.selectbox(
            t("Role"), roles, index=len(roles) - 1, format_func=lambda one: t(ROLES[one]), key="members_role", width=170
        )
        asked = st.form_submit_button(t("Invite"), icon=":material/person_add:", type="primary")
    if asked:
        _invite(email, role)
    address, link, mailed = st.session_state.get(_LINK, ("", "", False))
    if link:
        sent = t("A mail is on its way to {email}. The link works, too:", email=address)
        st.success(sent if mailed else t("Give this link to {email}. It is not shown again.", email=address))
        st.code(link, language=None, wrap_lines=True)
    for one in rt.call(membership.list_invitations(rt, who.workspace_id)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"invitation_{one.id}"):
            st.markdown(_plain(one.email), width="content")
            until = time.strftime("%Y-%m-%d", time.localtime(one.expires_at))
            st.caption(f"{t(ROLES[Role(one.role)])} · {t('waits until {day}', day=until)}", width="content")
            st.space("stretch")
            if st.button(t("Withdraw"), type="tertiary", key=f"invitation_drop_{one.id}"):
                rt.call(membership.withdraw(rt, who.workspace_id, one.id))
                st.session_state.pop(_LINK, None)
                redraw()


def _invite(email: str, role: str) -> None:
    rt, who = current(), Person.here()
    st.session_state.pop(_LINK, None)
    try:
        made = rt.call(membership.invite(rt, who.workspace_id, email, role, account_id=who.account_id))
    except ServiceError as error:
        show_error(error)
        return
    st.session_state[_LINK] = (made.invitation.email, made.url, made.mailed)


def _plain(text: str) -> str:
    """Return a name or an address so that nothing in it is read as Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-.!|<>~$:" else char for char in text)
