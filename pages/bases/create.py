"""The dialog that makes a knowledge base."""

import streamlit as st

from engine.errors import EngineError
from pages.fields.knowledge import choose_embedding, choose_form, choose_technique, edit_rule
from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from services.errors import ServiceError
from services.knowledge import datasets
from services.runtime import current

HYBRID = {"search_method": "hybrid_search"}  # finds more than either of its parts, see docs/retrieval.md


def create_dialog() -> None:
    """Ask for a new base."""
    st.dialog(t("Create knowledge base"), width="medium")(guarded(show_create))()


def show_create() -> None:
    """Show what can be said of a base before it has documents; most of it can stay as it is."""
    name = st.text_input(
        t("Name"),
        max_chars=datasets.LONGEST_NAME,
        placeholder=t("What is in it?"),
        key="knowledge_create_name",
    )
    description = st.text_area(
        t("Description"),
        max_chars=datasets.LONGEST_DESCRIPTION,
        height=70,
        placeholder=t("Agents choose a base by its description."),
        key="knowledge_create_description",
    )
    technique = choose_technique("knowledge_create_technique")
    provider = model = ""
    if technique == "high_quality":
        provider, model = choose_embedding("knowledge_create_model")
    with st.expander(t("How documents are cut"), icon=":material/content_cut:", key="knowledge_create_cut"):
        form = choose_form("knowledge_create_form")
        rule = edit_rule(form, {}, f"knowledge_create_rule_{form}")
    if not st.button(t("Create"), type="primary", key="knowledge_create_go"):
        return
    rt, who = current(), Person.here()
    try:
        base = rt.call(
            datasets.create(
                rt,
                who.workspace_id,
                name=name,
                description=description.strip(),
                indexing_technique=technique,
                embedding_provider=provider,
                embedding_model=model,
                doc_form=form,
                process_rule=rule,
                retrieval_model=HYBRID if technique == "high_quality" else None,
                account_id=who.account_id,
            )
        )
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    st.switch_page("knowledge_base.py", query_params={"base": base.id})
