"""The settings of a base: what it is called, who sees it, how it is embedded, cut and searched, and its end."""

from collections.abc import Sequence

import streamlit as st

from engine.errors import EngineError
from pages.bases.access import show_access
from pages.bases.metadata import show_fields
from pages.bases.words import PERMISSIONS
from pages.catalogue.card import plain
from pages.fields.knowledge import OFFLINE, choose_embedding, choose_technique, edit_rule
from pages.fields.retrieval import edit_retrieval
from pages.language.formats import counted
from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.state import KnowledgeState, page_state
from services import accounts
from services.errors import ServiceError
from services.knowledge import datasets, tags
from services.knowledge.datasets import DatasetChanges, DatasetView
from services.runtime import current
from storage.records import Dataset


def show_settings(view: DatasetView) -> None:
    """Show everything that can be set, each part with its own button."""
    left, right = st.columns(2, gap="medium")
    with left:
        show_names(view)
        show_fields(view.dataset)
        show_access(view.dataset)
        show_end(view)
    with right:
        show_search(view.dataset)
        show_cutting(view.dataset)
        show_model(view)
        show_store(view)


def show_names(view: DatasetView) -> None:
    """Show name, description, tags, and who sees the base."""
    base = view.dataset
    with st.container(border=True, key="base_settings_names"):
        st.markdown(f"**{t('About')}**")
        name = st.text_input(t("Name"), base.name, max_chars=datasets.LONGEST_NAME, key="base_name")
        description = st.text_area(
            t("Description"),
            base.description,
            max_chars=datasets.LONGEST_DESCRIPTION,
            height=80,
            key="base_description",
            help=t("Agents choose a base by its description."),
        )
        names = _choose_tags(view)
        permission, members = _choose_people(base)
        if st.button(t("Save"), type="primary", key="base_save"):
            changes = DatasetChanges(name=name, description=description, permission=permission, members=members)
            if save(base, changes):
                _put_tags(view, names)
                st.rerun()


def save(base: Dataset, changes: DatasetChanges) -> bool:
    """Store changes of a base; return whether that went well, or say why not."""
    rt = current()
    try:
        with st.spinner(t("Saving …")):
            rt.call(datasets.update(rt, base, changes, account_id=Person.here().account_id))
    except (ServiceError, EngineError) as error:
        show_error(error)
        return False
    page_state(KnowledgeState).notice = t("Saved.")
    return True


def _choose_tags(view: DatasetView) -> list[str]:
    rt = current()
    known = [tag.name for tag, _ in rt.call(tags.page(rt, view.dataset.workspace_id))]
    return st.multiselect(
        t("Tags"),
        known,
        default=[tag.name for tag in view.tags],
        accept_new_options=True,
        placeholder=t("Choose a tag, or type a new one"),
        key="base_tags",
    )


def _put_tags(view: DatasetView, names: Sequence[str]) -> None:
    """Have exactly these tags on the base; new ones are made."""
    rt, who, base = current(), Person.here(), view.dataset
    known = {tag.name: tag.id for tag, _ in rt.call(tags.page(rt, who.workspace_id))}
    made = {
        name: rt.call(tags.add(rt, who.workspace_id, name, account_id=who.account_id)).id
        for name in dict.fromkeys(name.strip() for name in names)
        if name and name not in known
    }
    known |= made
    wanted = [known[name.strip()] for name in names if name.strip()]
    gone = [tag.id for tag in view.tags if tag.id not in wanted]
    rt.call(tags.bind(rt, who.reader, base.id, wanted))
    rt.call(tags.unbind(rt, who.reader, base.id, gone))


def _choose_people(base: Dataset) -> tuple[str, list[str]]:
    """Ask who sees the base; return the permission and the ids of the members it names."""
    rt = current()
    permission: str = st.selectbox(
        t("Who sees it"),
        list(PERMISSIONS),
        list(PERMISSIONS).index(base.permission),
        format_func=lambda one: t(PERMISSIONS[one]),
        key="base_permission",
    )
    if permission != "partial_members":
        return permission, []
    people = {one.id: one.name for one in rt.call(accounts.members(rt, base.workspace_id))}
    chosen = st.multiselect(
        t("Members"),
        list(people),
        default=[id for id in base.members if id in people],
        format_func=lambda id: people.get(id, id),
        key="base_members",
    )
    return permission, chosen


def show_search(base: Dataset) -> None:
    """Show how the base is searched where nobody says otherwise."""
    with st.container(border=True, key="base_settings_search"):
        st.markdown(f"**{t('Search')}**")
        wanted = edit_retrieval(base.retrieval_model, "base_search_with", technique=base.indexing_technique)
        if st.button(t("Save"), key="base_search_save") and save(base, DatasetChanges(retrieval_model=wanted)):
            st.rerun()


def show_cutting(base: Dataset) -> None:
    """Show how documents to come are cut."""
    with st.container(border=True, key="base_settings_cut"):
        st.markdown(f"**{t('How new documents are cut')}**")
        rule = edit_rule(base.doc_form, base.process_rule, "base_rule")
        st.caption(t("Documents that are there keep their chunks until they are added or indexed anew."))
        if st.button(t("Save"), key="base_rule_save") and save(base, DatasetChanges(process_rule=rule)):
            st.rerun()


def show_model(view: DatasetView) -> None:
    """Show how chunks are embedded, and what another way costs."""
    base = view.dataset
    here = (base.embedding_provider or "", base.embedding_model or "") if base.embedding_model else OFFLINE
    with st.container(border=True, key="base_settings_model"):
        st.markdown(f"**{t('Embedding')}**")
        technique = choose_technique("base_technique", base.indexing_technique or "high_quality")
        model = choose_embedding("base_model", here) if technique == "high_quality" else ("", "")
        is_other = technique != base.indexing_technique or (technique == "high_quality" and model != here)
        if is_other and view.counts.documents:
            words = counted(
                view.counts.documents,
                "{n} document will be indexed again; it is not found until that is done.",
                "{n} documents will be indexed again; they are not found until that is done.",
            )
            st.warning(words, icon=":material/autorenew:")
        changes = DatasetChanges(indexing_technique=technique, embedding_provider=model[0], embedding_model=model[1])
        if st.button(t("Change"), key="base_model_save", disabled=not is_other) and save(base, changes):
            st.rerun()


def show_store(view: DatasetView) -> None:
    """Show who keeps the vectors of the base, where there is somebody else than the database."""
    base, rt = view.dataset, current()
    labels = {choice.reference: choice.label for choice in rt.vector_stores.choices()}
    here = base.vector_store or ""
    if base.indexing_technique == "economy" or set(labels) | {here} == {""}:
        return
    with st.container(border=True, key="base_settings_store"):
        st.markdown(f"**{t('Vectors')}**")
        options = list(dict.fromkeys([*labels, here]))
        chosen = st.selectbox(
            t("Kept by"),
            options,
            options.index(here),
            format_func=lambda one: labels.get(one) or t("{name} (not switched on)", name=one),
            help=t("Plugins can keep vectors elsewhere; see the page Plugins."),
            key="base_store",
        )
        if chosen != here and view.counts.documents:
            st.warning(
                t("All documents are indexed again; they are not found until that is done."),
                icon=":material/autorenew:",
            )
        changes = DatasetChanges(vector_store=chosen)
        if st.button(t("Change"), key="base_store_save", disabled=chosen == here) and save(base, changes):
            st.rerun()


def show_end(view: DatasetView) -> None:
    """Show the way to delete the base."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="base_settings_end"):
        if view.apps:
            words = counted(len(view.apps), "{n} app searches this base.", "{n} apps search this base.")
            st.caption(f"{words} {t('Take it out of them before you delete it.')}")
        else:
            st.caption(t("Deleting takes the documents, their chunks and their files."), width="content")
        st.space("stretch")
        if st.button(t("Delete"), icon=":material/delete:", key="base_delete", disabled=bool(view.apps)):
            delete_dialog(view.dataset)


def delete_dialog(base: Dataset) -> None:
    """Ask before a base is deleted."""
    st.dialog(t("Delete {name}?", name=plain(base.name)))(guarded(show_delete))(base)


def show_delete(base: Dataset) -> None:
    """Show what deleting means, and the button that does it."""
    st.markdown(t("The base, its documents, their chunks and files are deleted for good."))
    with st.container(horizontal=True):
        if st.button(t("Delete"), type="primary", icon=":material/delete:", key="knowledge_delete_go"):
            rt, state = current(), page_state(KnowledgeState)
            try:
                rt.call(datasets.delete(rt, base, account_id=Person.here().account_id))
            except ServiceError as error:
                show_error(error)
                return
            state.notice, state.base_id = t("{name} was deleted.", name=base.name), ""
            st.switch_page("knowledge.py")
        if st.button(t("Cancel"), key="knowledge_delete_cancel"):
            st.rerun()
