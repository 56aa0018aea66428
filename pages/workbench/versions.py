"""The published versions of an app: what they are called, how they differ, the ways back, and how to call one."""

import time
from collections.abc import Mapping, Sequence

import streamlit as st

from pages.catalogue.card import plain
from pages.catalogue.keys_dialog import example_call
from pages.language.formats import ago, joined
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.redraw import redraw
from pages.shell.state import StudioState, page_state
from pages.workbench import desk as edits
from pages.workbench.desk import Desk
from pages.workbench.difference import show_difference
from services import accounts
from services.apps import workflows
from services.apps.documents import document_of
from services.errors import ServiceError
from services.runtime import current
from storage.records import Workflow

MORE_VERSIONS = 50
DRAFT = "draft"


def show_versions(desk: Desk) -> None:
    """List what was published, newest first, beside how two of them, or the draft and one, differ."""
    rt = current()
    found = rt.call(workflows.versions(rt, desk.app, limit=MORE_VERSIONS)).items
    if not found:
        with st.container(border=True, key="versions_nothing"):
            st.markdown(f"**{t('Nothing is published yet')}**")
            st.caption(t("Publish makes a version that the API and the chat page serve. Every version stays here."))
        return
    names = _names(desk)
    rows, compared = st.columns([4, 6], gap="medium")
    with rows:
        for number, version in enumerate(found):
            _show_version(desk, version, names, serving=number == 0)
    with compared:
        _show_comparison(desk, found)


def _names(desk: Desk) -> Mapping[str, str]:
    """Return the names of those who may have published, by account."""
    rt = current()
    return {account.id: account.name for account in rt.call(accounts.members(rt, desk.app.workspace_id))}


def version_name(version: Workflow) -> str:
    """Return what a version is called: its name, else its time."""
    return version.marked_name or time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(version.created_at))


def _show_version(desk: Desk, version: Workflow, names: Mapping[str, str], *, serving: bool) -> None:
    with st.container(border=True, gap="xsmall", key=f"studio_version_{version.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.markdown(f"**{plain(version_name(version))}**", width="content")
            if serving:
                st.badge(t("serving"), color="green", icon=":material/bolt:")
            st.space("stretch")
            label, icon = t("Restore"), ":material/restore:"
            if st.button(label, icon=icon, key=f"studio_restore_{version.id}", type="tertiary"):
                _restore(desk, version)
            with st.popover("", icon=":material/more_horiz:", key=f"versions_more_{version.id}", type="tertiary"):
                _show_more(desk, version, serving=serving)
        st.caption(joined(ago(version.created_at), plain(names.get(version.created_by or "", ""))))
        if version.marked_comment:
            st.markdown(f":small[{plain(version.marked_comment)}]")


def _show_more(desk: Desk, version: Workflow, *, serving: bool) -> None:
    """Offer another name, the call of this very version, and its end."""
    key = f"versions_{version.id}"
    name = st.text_input(t("Name"), version.marked_name, max_chars=workflows.MAX_NAME, key=f"{key}_name")
    comment = st.text_input(
        t("What changed?"), version.marked_comment, max_chars=workflows.MAX_COMMENT, key=f"{key}_comment"
    )
    with st.container(horizontal=True):
        changed = (name.strip(), comment.strip()) != (version.marked_name, version.marked_comment)
        if st.button(t("Save"), key=f"{key}_save", disabled=not changed, icon=":material/save:"):
            rt = current()
            rt.call(workflows.mark_version(rt, desk.app, version.id, name=name.strip(), comment=comment.strip()))
            redraw()
        if not serving and st.button(t("Delete"), key=f"{key}_delete", icon=":material/delete:"):
            _delete(desk, version)
    if serving:
        st.caption(t("The newest version serves the app and cannot be deleted."))
    st.markdown(f"**{t('Call this version')}**")
    st.caption(t("Programs may name a version; without a name they get the newest."))
    st.code(
        example_call(current().url, desk.app.mode, "app-…", version_id=version.id), language="bash", wrap_lines=True
    )


def _delete(desk: Desk, version: Workflow) -> None:
    rt = current()
    try:
        rt.call(workflows.delete_version(rt, desk.app, version.id))
    except ServiceError as error:
        show_error(error)
        return
    redraw()


def _restore(desk: Desk, version: Workflow) -> None:
    if edits.restore(desk, version.id):
        page_state(StudioState).notice = t("The draft is that version again. Undo brings the former draft back.")
    st.rerun()


def _show_comparison(desk: Desk, found: Sequence[Workflow]) -> None:
    """Let two states be chosen and show how they differ; at first the newest version and the draft."""
    states: dict[str, Workflow] = {version.id: version for version in found}
    if desk.draft is not None:
        states = {DRAFT: desk.draft, **states}
    labels = {one: t("Draft") if one == DRAFT else version_name(state) for one, state in states.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="versions_compare", wrap=False):
        ids = list(states)
        before = st.selectbox(t("From"), ids, 1 if len(ids) > 1 else 0, labels.__getitem__, key="versions_from")
        after = st.selectbox(t("To"), ids, 0, labels.__getitem__, key="versions_to")
    if before == after:
        st.caption(t("Choose two states to compare."))
        return
    key = f"versions_diff_{before[-6:]}_{after[-6:]}"
    show_difference(document_of(desk.app, states[before]), document_of(desk.app, states[after]), key=key)
