"""The models page: providers and how they do, defaults and who stands in, own models, usage and cost."""

import streamlit as st

from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.roles import may_enter
from pages.shell.state import ModelsState, page_state
from pages.workspace.model_choices import show_choices
from pages.workspace.model_notes import only_demo
from pages.workspace.model_usage import show_usage
from pages.workspace.own_models import show_own_models
from pages.workspace.provider_cards import show_cards
from services import models
from services.accounts import Action
from services.runtime import current

VIEWS = {"providers": "Providers", "own": "Own models", "usage": "Usage and cost"}


@guarded
def models_page() -> None:
    """Show one of the views of the page, the providers first."""
    if not may_enter(Action.MANAGE_MODELS):
        return
    show_header()
    view = st.segmented_control(
        t("View"),
        list(VIEWS),
        default="providers",
        required=True,
        format_func=lambda name: t(VIEWS[name]),
        label_visibility="collapsed",
        key="models_view",
    )
    if view == "own":
        show_own_models()
    elif view == "usage":
        show_usage()
    else:
        show_providers()


def show_header() -> None:
    """Show the title, and once what the last action did."""
    st.title(t("Models"), anchor=False)
    st.caption(t("Keys are stored encrypted and never shown again."))
    state = page_state(ModelsState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""


def show_providers() -> None:
    """Show the providers, those that are set up first, and what was chosen among their models."""
    rt, workspace_id = current(), Person.here().workspace_id
    providers = rt.call(models.list_providers(rt, workspace_id))
    if only_demo():
        show_demo()
    ready = [provider for provider in providers if provider.credential_id]
    if ready:
        st.markdown(f"##### {t('Set up')}")
        show_cards(ready, rt.call(models.provider_health(rt, workspace_id)))
        show_choices(ready)
    st.markdown(f"##### {t('Providers')}")
    show_cards([provider for provider in providers if not provider.is_active], {})


def show_demo() -> None:
    """Explain the model that answers while nothing is set up."""
    with st.container(border=True, key="models_demo", horizontal=True, vertical_alignment="center"):
        st.markdown(f":blue-badge[:material/science: {t('Demo model')}]", width="content")
        st.markdown(
            t(
                "No provider is set up, so the built-in demo model answers every app: offline, always the same for the "
                "same question, made for trying things out. Add a key below and your apps use the real model they name."
            )
        )


if __name__ == "__main__":
    models_page()
