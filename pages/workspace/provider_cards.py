"""The providers as cards: whether each is set up, and how it does."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.language.formats import ago, counted
from pages.language.text import t
from pages.workspace.provider import provider_dialog
from services.models import ProviderHealth, ProviderState


def show_cards(providers: Sequence[ProviderState], health: Mapping[str, ProviderHealth]) -> None:
    """Show providers as cards."""
    with st.grid(min_column_width=280, gap="small"):
        for provider in providers:
            show_card(provider, health.get(provider.info.id))


def show_card(provider: ProviderState, health: ProviderHealth | None) -> None:
    """Show one provider: what is stored of it, how it does, and the way to its settings."""
    info = provider.info
    with st.container(border=True, key=f"models_card_{info.id}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{info.label}**", width="content")
            if provider.credential_id:
                _show_state(health)
            if provider.model_overrides == "*":
                st.badge(t("all models"), color="violet")
            st.space("stretch")
            label = t("Edit and test") if provider.credential_id else t("Set up")
            if st.button(label, key=f"models_edit_{info.id}", type="tertiary"):
                provider_dialog(provider)
        st.markdown(f":gray[:small[{_facts(provider)}]]")
        if health is not None and health.failing_since is not None:
            _show_trouble(health)


def _show_state(health: ProviderHealth | None) -> None:
    """Show as a badge how a provider does; one that was not asked yet is ready."""
    match health.state if health else "unknown":
        case "ok":
            st.badge(t("works"), color="green", icon=":material/check:")
        case "partly":
            st.badge(t("works in part"), color="orange", icon=":material/warning:")
        case "failing":
            st.badge(t("fails"), color="red", icon=":material/error:")
        case _:
            st.badge(t("ready"), color="green", icon=":material/check:")


def _show_trouble(health: ProviderHealth) -> None:
    resting = sum(account.is_resting for account in health.accounts)
    said = t("It {error}; first seen {time}.", time=ago(health.failing_since or 0), error=t(health.error))
    if resting and len(health.accounts) > 1:
        said += " " + counted(resting, "{n} key rests.", "{n} keys rest.")
    st.markdown(f":red[:small[{said}]]")


def _facts(provider: ProviderState) -> str:
    names = [model["model"] for model in provider.models] or [model.name for model in provider.info.models]
    return ", ".join(names[:3]) + (f" … ({len(names)})" if len(names) > 3 else "") or t("Any model it serves")
