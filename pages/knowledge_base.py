"""One knowledge base: its documents, a test of what it finds, its figures, its settings."""

import streamlit as st

from pages.bases.add import show_adding
from pages.bases.documents import show_documents
from pages.bases.figures import show_figures
from pages.bases.retrieval_test import show_test
from pages.bases.settings import show_settings
from pages.bases.transfer import show_export
from pages.bases.words import FORMS, TECHNIQUES
from pages.catalogue.card import plain
from pages.language.formats import counted
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.state import KnowledgeState, page_state
from services.accounts import Action, allowed
from services.knowledge import datasets
from services.knowledge.datasets import DatasetView
from services.runtime import current

DOCUMENTS, TEST, FIGURES, SETTINGS = "Documents", "Retrieval test", "Figures", "Settings"
ICONS = {
    DOCUMENTS: ":material/folder_open:",
    TEST: ":material/travel_explore:",
    FIGURES: ":material/bar_chart:",
    SETTINGS: ":material/tune:",
}


@guarded
def knowledge_base_page() -> None:
    """Show the base that the address names."""
    rt, base_id = current(), st.query_params.get("base") or page_state(KnowledgeState).base_id
    if not base_id:
        st.switch_page("knowledge.py")
    enter(base_id)
    base = rt.call(datasets.get(rt, Person.here().reader, base_id))
    show_notice()
    (view,) = rt.call(datasets.views(rt, base.workspace_id, [base]))
    show_head(view)
    may_change = allowed(Action.EDIT_KNOWLEDGE)
    names = [name for name in ICONS if may_change or name in (DOCUMENTS, TEST, FIGURES)]
    tabs = st.tabs([_label(name) for name in names], key="base_tab", on_change="rerun", width="stretch")
    for name, tab in zip(names, tabs, strict=True):
        if tab.open:
            with tab:
                _show(name, view)


def enter(base_id: str) -> None:
    """Begin anew when the base is another one than before; open the tab that was asked for."""
    state = page_state(KnowledgeState)
    if state.base_id != base_id:
        kept = KnowledgeState(base_id=base_id, notice=state.notice, tab=state.tab)
        state = st.session_state[KnowledgeState.__name__] = kept
    st.query_params["base"] = base_id
    if state.tab:
        st.session_state["base_tab"], state.tab = _label(state.tab), ""


def show_notice() -> None:
    """Say once what the last action did."""
    state = page_state(KnowledgeState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""


def show_head(view: DatasetView) -> None:
    """Show the way back, the name, and what kind of base it is."""
    base = view.dataset
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="base_head"):
        st.page_link("knowledge.py", label="", icon=":material/arrow_back:", help=t("All knowledge bases"))
        st.title(plain(base.name), anchor=False, width="content")
        st.markdown(" ".join(_badges(view)), width="content")
    if base.description:
        st.caption(plain(base.description))
    if not view.can_embed:
        name = f"{base.embedding_model} · {base.embedding_provider}"
        st.error(
            t("The embedding model {name} cannot be used: nobody has set its provider up.", name=plain(name)),
            icon=":material/key_off:",
        )
        st.page_link("models.py", label=t("Open Models"), icon=":material/key:")


def _badges(view: DatasetView) -> list[str]:
    base = view.dataset
    found = [f":gray-badge[{t(FORMS[base.doc_form])}]"]
    if base.indexing_technique == "high_quality":
        found.append(f":blue-badge[:material/hub: {plain(base.embedding_model or '')}]")
    elif base.indexing_technique:
        found.append(f":gray-badge[{t(TECHNIQUES[base.indexing_technique])}]")
    if view.apps:
        found.append(f":green-badge[{counted(len(view.apps), 'used by {n} app', 'used by {n} apps')}]")
    return [*found, *(f":violet-badge[{plain(tag.name)}]" for tag in view.tags)]


def _show(name: str, view: DatasetView) -> None:
    base = view.dataset
    if name == DOCUMENTS:
        if allowed(Action.EDIT_KNOWLEDGE):
            st.fragment(guarded(show_adding), key="base_adding")(base, is_empty=not view.counts.documents)
        show_documents(base)
    elif name == TEST:
        st.fragment(guarded(show_test), key="base_test")(base)
    elif name == FIGURES:
        show_figures(base)
    else:
        st.fragment(guarded(show_settings), key="base_settings")(view)
        show_export(base)


def _label(name: str) -> str:
    return f"{ICONS[name]} {t(name)}"


if __name__ == "__main__":
    knowledge_base_page()
