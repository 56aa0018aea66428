"""The dialog of one model provider: its key and address, its models, a test call, and how to forget it."""

import time
from typing import Any

import streamlit as st

from engine.models import ModelInfo
from engine.models.health import AccountHealth
from engine.models.provider import MORE_KEYS
from pages.catalogue.card import plain
from pages.language.formats import ago, duration, joined
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import ModelsState, page_state
from pages.workspace.model_choices import KINDS
from pages.workspace.own_models import abilities_of, price_of, size_of
from services import models
from services.models import ProviderState
from services.models.kinds import type_of_model
from services.runtime import current

MOST_SHOWN = 100  # models of which it is told what is known


def provider_dialog(provider: ProviderState) -> None:
    """Ask for what a provider needs, or change it."""
    page_state(ModelsState).test = None
    st.dialog(provider.info.label, width="medium", on_dismiss="rerun")(guarded(show_provider))(provider.info.id)


def show_provider(provider_id: str) -> None:
    """Show the settings of a provider."""
    rt = current()
    provider = rt.call(models.get_provider(rt, Person.here().workspace_id, provider_id))
    values = _credentials(provider)
    _show_keys(provider)
    listed = _models(provider)
    _show_known(provider)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("Save"), type="primary", icon=":material/check:", key="provider_save"):
            _save(provider, values, listed)
        if provider.credential_id:
            st.space("stretch")
            if st.button(t("Forget"), icon=":material/delete:", type="tertiary", key="provider_forget"):
                who = Person.here()
                rt.call(models.delete_credentials(rt, who.workspace_id, provider_id, account_id=who.account_id))
                page_state(ModelsState).notice = t("{name} was removed.", name=provider.info.label)
                st.rerun()
    if provider.credential_id:
        _show_test(provider)


def _credentials(provider: ProviderState) -> dict[str, Any]:
    """Draw the fields that sign in; a key that is left empty stays what is stored."""
    info, stored = provider.info, provider.credentials
    values = {name: value for name, value in stored.items() if name not in ("api_key", MORE_KEYS, "base_url")}
    if info.help.startswith("https://"):
        st.markdown(f":small[{t('Get a key')}: [{info.help.removeprefix('https://')}]({info.help})]")
    mask = str(stored.get("api_key") or "")
    key = st.text_input(
        t("API key"),
        type="password",
        placeholder=t("stored: {mask}", mask=mask) if mask else ("" if info.needs_key else t("not needed")),
        autocomplete="off",
        key="provider_key",
    )
    url = st.text_input(
        t("Base URL"),
        str(stored.get("base_url") or ""),
        placeholder=info.base_url or "https://…/v1",
        help=t("Leave it empty for the vendor's own address."),
        key="provider_url",
    )
    more = _more_keys(stored.get(MORE_KEYS) or [])
    return {**values, "api_key": key.strip() or mask, MORE_KEYS: more, "base_url": url.strip()}


def _more_keys(masks: list[str]) -> list[str]:
    """Draw the keys of further accounts, as their masks, and the field for another one."""
    kept = masks
    if masks:
        kept = st.multiselect(t("More keys, which take turns"), masks, default=masks, key="provider_more_kept")
    added = st.text_input(
        t("Add another key"),
        type="password",
        autocomplete="off",
        help=t("Calls are spread over all keys of a provider; one that fails rests for a while."),
        key="provider_more_added",
    )
    return [*kept, *([added.strip()] if added.strip() else [])]


def _show_keys(provider: ProviderState) -> None:
    """Show how each key does, where there is anything to tell."""
    rt = current()
    health = rt.call(models.provider_health(rt, Person.here().workspace_id)).get(provider.info.id)
    masks = [str(provider.credentials.get("api_key") or ""), *(provider.credentials.get(MORE_KEYS) or [])]
    if health is None or health.state == "unknown":
        return
    with st.container(key="provider_keys", gap="xsmall"):
        for mask, account in zip(masks, health.accounts, strict=False):
            st.markdown(f":small[`{mask or t('no key')}` {_key_state(account)}]")


def _key_state(account: AccountHealth) -> str:
    """Return in words how a key does."""
    if not account.is_known:
        return f":gray[{t('not used yet')}]"
    if account.failing_since is None:
        return f":green[{t('works')}]"
    rest = max(0.0, account.rests_until - time.time())
    resting = t("rests for {time}", time=duration(rest)) if rest else ""
    failing = t("fails, first seen {time}", time=ago(account.failing_since))
    return joined(f":red[{failing}]", plain(account.reason), resting)


def _show_known(provider: ProviderState) -> None:
    """Show what is known of the models: those of the list, else those of the catalogue."""
    rt, workspace_id = current(), Person.here().workspace_id
    names = [(model["model"], model["model_type"]) for model in provider.models]
    if not names:
        return
    with st.expander(t("What is known of its models"), key="provider_known"):
        known = [rt.call(models.known_model(rt, workspace_id, provider.info.id, *one)) for one in names[:MOST_SHOWN]]
        st.dataframe([_known_row(info) for info in known], hide_index=True, key="provider_known_table")
        st.caption(t("Prices are a help and no promise. Describe a model under Own models when something is wrong."))


def _known_row(info: ModelInfo) -> dict[str, str]:
    return {
        t("Model"): info.name,
        t("Kind"): t(KINDS[info.kind]),
        t("Price"): price_of(info),
        t("Size"): size_of(info),
        t("Abilities"): abilities_of(info),
    }


def _models(provider: ProviderState) -> list[dict[str, str]] | None:
    """Draw the list of models; None when it was left empty, so that the provider is asked for it."""
    stored = {model["model"]: model["model_type"] for model in provider.models}
    suggested = [model.name for model in provider.info.models]
    chosen = st.multiselect(
        t("Models"),
        list(dict.fromkeys([*stored, *suggested])),
        default=list(stored),
        accept_new_options=True,
        placeholder=t("Ask the provider for its list"),
        help=t("Type any other name and press Enter."),
        key="provider_models",
    )
    kinds = {model.name: str(model.kind) for model in provider.info.models}
    listed = [
        {"model": name, "model_type": stored.get(name) or kinds.get(name) or type_of_model(name)} for name in chosen
    ]
    return listed or None


def _save(provider: ProviderState, values: dict[str, Any], listed: list[dict[str, str]] | None) -> None:
    rt, who = current(), Person.here()
    with st.spinner(t("Saving …")):
        work = models.register_provider(
            rt, who.workspace_id, provider.info.id, values, models=listed, account_id=who.account_id
        )
        rt.call(work)
    st.toast(t("{name} is set up.", name=provider.info.label), icon=":material/check_circle:")
    redraw()


def _show_test(provider: ProviderState) -> None:
    """Offer a call of one model and show how the last one went."""
    kinds = {model["model"]: model["model_type"] for model in provider.models}
    names = sorted(kinds, key=lambda name: kinds[name] != "llm")  # those that talk first
    with st.container(border=True, horizontal=True, vertical_alignment="bottom", key="provider_test_box"):
        name = st.selectbox(
            t("Test a model"),
            names,
            accept_new_options=True,
            placeholder=t("Name of a model"),
            key="provider_test_name",
        )
        if st.button(t("Test"), icon=":material/network_ping:", key="provider_test", disabled=not name) and name:
            rt = current()
            with st.spinner(t("Calling …")):
                kind = kinds.get(name) or type_of_model(name)
                work = models.test_model(rt, Person.here().workspace_id, provider.info.id, name, kind)
                page_state(ModelsState).test = rt.call(work)
            redraw()  # how its keys do has changed, too
    test = page_state(ModelsState).test
    if test and test.ok:
        st.success(t("Answered in {time}: {answer}", time=duration(test.latency), answer=test.answer or "…"))
    elif test:
        st.error(t("Failed after {time}: {reason}", time=duration(test.latency), reason=test.error))
