"""The models page: which providers are set up, which model is the default, and how to add one."""

import streamlit as st

from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.roles import may_enter
from pages.shell.state import ModelsState, page_state
from pages.workspace.model_notes import only_demo
from pages.workspace.provider import provider_dialog
from services import models
from services.accounts import Action
from services.models import ProviderState
from services.models.substitutes import MOST
from services.runtime import current


@guarded
def models_page() -> None:
    """Show the providers, those that are set up first."""
    if not may_enter(Action.MANAGE_MODELS):
        return
    rt = current()
    providers = rt.call(models.list_providers(rt, Person.here().workspace_id))
    show_header()
    if only_demo():
        show_demo()
    ready = [provider for provider in providers if provider.credential_id]
    if ready:
        show_defaults(ready)
        st.markdown(f"##### {t('Set up')}")
        show_cards(ready)
    st.markdown(f"##### {t('Providers')}")
    show_cards([provider for provider in providers if not provider.is_active])


def show_header() -> None:
    """Show the title, and once what the last action did."""
    st.title(t("Models"), anchor=False)
    st.caption(t("Keys are stored encrypted and never shown again."))
    state = page_state(ModelsState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""


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


def show_defaults(ready: list[ProviderState]) -> None:
    """Show the default model and where references to other providers go."""
    with st.container(border=True, key="models_defaults"):
        left, right = st.columns(2, gap="medium")
        with left:
            choose_default()
        with right:
            choose_override(ready)
        choose_substitutes()


def choose_default() -> None:
    """Let the person choose the model of new apps."""
    rt, workspace_id = current(), Person.here().workspace_id
    offered = [(state.info.id, name) for state, name in rt.call(models.list_models(rt, workspace_id))]
    chosen = rt.call(models.default_model(rt, workspace_id))
    here = (chosen.provider, chosen.model) if chosen else None
    options = [*offered, here] if here and here not in offered else offered
    picked = st.selectbox(
        t("Default model"),
        options,
        index=options.index(here) if here else None,
        format_func=lambda option: f"{option[1]} · {option[0]}",
        help=t("New apps start with it, and nodes that name no model use it."),
        placeholder=t("Choose a model"),
        key="models_default",
    )
    if picked and picked != here:
        who = Person.here().account_id
        rt.call(models.set_default_model(rt, workspace_id, "llm", *picked, account_id=who))
        page_state(ModelsState).notice = t("The default model is {name}.", name=picked[1])
        st.rerun()


def choose_substitutes() -> None:
    """Let the person choose who answers when the model that was asked cannot."""
    rt, who = current(), Person.here()
    offered = [(state.info.id, name) for state, name in rt.call(models.list_models(rt, who.workspace_id))]
    here = rt.call(models.substitutes(rt, who.workspace_id))
    picked = st.multiselect(
        t("When a model cannot answer, ask in this order"),
        list(dict.fromkeys([*here, *offered])),
        default=here,
        format_func=lambda option: f"{option[1]} · {option[0]}",
        help=t(
            "A model that is not reached, asks to slow down, has no quota left or refuses its key is passed over, "
            "and rests for a while. The trace says who answered."
        ),
        placeholder=t("Nobody: the run fails"),
        max_selections=MOST,
        key="models_substitutes",
    )
    if picked != here:
        rt.call(models.set_substitutes(rt, who.workspace_id, picked, account_id=who.account_id))
        st.rerun()


def choose_override(ready: list[ProviderState]) -> None:
    """Let the person send every model reference to one provider."""
    here = next((state.info.id for state in ready if state.model_overrides == "*"), "")
    labels = {state.info.id: state.info.label for state in ready}
    picked = st.selectbox(
        t("Send every model reference to"),
        ["", *labels],
        index=["", *labels].index(here),
        format_func=lambda option: labels.get(option) or t("the provider that each app names"),
        help=t("For people with one key: all apps run with this provider, under the model names that they use."),
        key="models_override",
    )
    if picked != here:
        rt, who = current(), Person.here()
        rt.call(models.set_overrides(rt, who.workspace_id, picked or None, account_id=who.account_id))
        st.rerun()


def show_cards(providers: list[ProviderState]) -> None:
    """Show providers as cards."""
    with st.grid(min_column_width=280, gap="small"):
        for provider in providers:
            show_card(provider)


def show_card(provider: ProviderState) -> None:
    """Show one provider: what is stored of it, and the way to its settings."""
    info = provider.info
    with st.container(border=True, key=f"models_card_{info.id}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{info.label}**", width="content")
            if provider.credential_id:
                st.badge(t("ready"), color="green", icon=":material/check:")
            if provider.model_overrides == "*":
                st.badge(t("all models"), color="violet")
            st.space("stretch")
            label = t("Edit and test") if provider.credential_id else t("Set up")
            if st.button(label, key=f"models_edit_{info.id}", type="tertiary"):
                provider_dialog(provider)
        st.markdown(f":gray[:small[{_facts(provider)}]]")


def _facts(provider: ProviderState) -> str:
    names = [model["model"] for model in provider.models] or [model.name for model in provider.info.models]
    return ", ".join(names[:3]) + (f" … ({len(names)})" if len(names) > 3 else "") or t("Any model it serves")


if __name__ == "__main__":
    models_page()
