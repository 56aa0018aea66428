"""What is chosen among the models: a default of each kind, who stands in, and where references go."""

from collections.abc import Sequence

import streamlit as st

from pages.language.text import t
from pages.shell.people import Person
from pages.shell.state import ModelsState, page_state
from services import models
from services.models import MODEL_TYPES, ProviderState
from services.models.substitutes import MOST
from services.runtime import current

KINDS = {
    "llm": "Chat and completion",
    "text-embedding": "Embedding",
    "rerank": "Reranking",
    "speech2text": "Speech to text",
    "tts": "Text to speech",
    "moderation": "Moderation",
}
Chosen = tuple[str, str]  # provider and name


def show_choices(ready: list[ProviderState]) -> None:
    """Show the default models, the chain of those that stand in, and where references to other providers go."""
    with st.container(border=True, key="models_defaults"):
        st.markdown(
            f"**{t('Default models')}**", help=t("New apps start with them, and what names no model uses them.")
        )
        with st.grid(min_column_width=340, gap="small"):
            for kind in MODEL_TYPES:
                choose_default(kind)
    left, right = st.columns(2, gap="small")
    with left, st.container(border=True, height="stretch", key="models_chain"):
        edit_chain()
    with right, st.container(border=True, height="stretch", key="models_redirect"):
        choose_override(ready)


def choose_default(kind: str) -> None:
    """Let the person choose the model of a kind that is used where none is named."""
    rt, workspace_id = current(), Person.here().workspace_id
    offered = offered_models(kind)
    chosen = rt.call(models.default_model(rt, workspace_id, kind))
    here = (chosen.provider, chosen.model) if chosen else None
    options = [*offered, here] if here and here not in offered else offered
    picked = st.selectbox(
        t(KINDS[kind]),
        options,
        index=options.index(here) if here else None,
        format_func=name_of,
        placeholder=t("Choose a model") if options else t("No provider offers one"),
        disabled=not options,
        key="models_default" if kind == "llm" else f"models_default_{kind}",
    )
    if picked and picked != here:
        who = Person.here().account_id
        rt.call(models.set_default_model(rt, workspace_id, kind, *picked, account_id=who))
        page_state(ModelsState).notice = t("The default model is {name}.", name=picked[1])
        st.rerun()


def edit_chain() -> None:
    """Let the person say who answers, in which order, when the model that was asked cannot."""
    rt, who = current(), Person.here()
    chain = rt.call(models.substitutes(rt, who.workspace_id))
    st.markdown(
        f"**{t('When a model cannot answer, ask in this order')}**",
        help=t(
            "A model that is not reached, asks to slow down, has no quota left or refuses its key is passed over, "
            "and rests for a while. The trace says who answered."
        ),
    )
    changed: Sequence[Chosen] = [*chain]
    for place, one in enumerate(chain):
        changed = _edit_link(changed, place, one)
    if not chain:
        st.markdown(f":gray[:small[{t('Nobody: the run fails')}]]")
    free = [one for one in offered_models("llm") if one not in chain]
    if free and len(chain) < MOST:
        picked = st.selectbox(
            t("Add a model to the chain"),
            free,
            index=None,
            format_func=name_of,
            placeholder=t("Add a model"),
            label_visibility="collapsed",
            key=f"models_chain_add_{len(chain)}",
        )
        changed = [*changed, picked] if picked else changed
    if changed != chain:
        rt.call(models.set_substitutes(rt, who.workspace_id, changed, account_id=who.account_id))
        st.rerun()


def _edit_link(chain: Sequence[Chosen], place: int, one: Chosen) -> Sequence[Chosen]:
    """Draw one model of the chain; return the chain as it is to be."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.markdown(f"{place + 1}. {name_of(one)}")
        st.space("stretch")
        up = st.button(
            "",
            icon=":material/arrow_upward:",
            type="tertiary",
            help=t("Move up"),
            disabled=not place,
            key=f"models_chain_up_{place}",
        )
        gone = st.button(
            "", icon=":material/close:", type="tertiary", help=t("Remove"), key=f"models_chain_gone_{place}"
        )
    rest = [other for other in chain if other != one]
    if up:
        return [*rest[: place - 1], one, *rest[place - 1 :]]
    return rest if gone else chain


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


def offered_models(kind: str) -> list[Chosen]:
    """Return the models of a kind that can be used now."""
    rt, workspace_id = current(), Person.here().workspace_id
    return [(state.info.id, name) for state, name in rt.call(models.list_models(rt, workspace_id, kind))]


def name_of(model: Chosen) -> str:
    """Return a model in words."""
    return f"{model[1]} · {model[0]}"
