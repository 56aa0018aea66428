"""The webhooks of an app: addresses that are told when its runs end, their switches, and what was sent."""

from typing import Literal

import streamlit as st

from pages.language.formats import ago, counted, joined
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.accounts.acting import allowed
from services.accounts.roles import Action
from services.runtime import current
from services.webhooks import hooks
from services.webhooks.notices import EVENTS
from storage.records import App, Webhook, WebhookDelivery

EVENT_NAMES = {
    "run.succeeded": "Run succeeded",
    "run.partial-succeeded": "Run succeeded in part",
    "run.failed": "Run failed",
    "run.stopped": "Run stopped",
    "run.paused": "Run waits for a person",
    "webhook.trial": "Trial",
}
LOOKS: dict[str, tuple[Literal["green", "orange", "red"], str]] = {
    "delivered": ("green", "Delivered"),
    "waiting": ("orange", "Waiting"),
    "failed": ("red", "Given up"),
}
SHOWN = 10  # deliveries of one webhook
_SHOWN_ONCE = "webhooks_secret"  # session state: (webhook id, secret) that is shown this once


def show_webhooks(app: App) -> None:
    """Show the webhooks of an app and, to who may, what changes them."""
    st.markdown(f"**{t('Webhooks')}**")
    st.caption(t("An address of yours is told when a run ends: signed, and again until it answers."))
    if not allowed(Action.PUBLISH):
        st.caption(t("Your role does not show them."))
        return
    for hook in current().call(hooks.list_hooks(current(), app)):
        _show_one(app, hook)
    with st.popover(t("Add a webhook"), icon=":material/add:", key=f"webhooks_new_{app.id}"):
        _show_new(app)


def _show_new(app: App) -> None:
    with st.form(f"webhooks_form_{app.id}", border=False, clear_on_submit=True):
        url = st.text_input(t("Address"), placeholder="https://example.com/millrace", key=f"webhooks_url_{app.id}")
        events = st.multiselect(
            t("Told when"), EVENTS, list(hooks.DEFAULT_EVENTS), format_func=_name, key=f"webhooks_events_{app.id}"
        )
        if st.form_submit_button(t("Add"), type="primary", key=f"webhooks_add_{app.id}"):
            rt = current()
            made = hooks.create(rt, app, url=url, events=events, account_id=Person.here().account_id)
            hook, secret = rt.call(made)
            st.session_state[_SHOWN_ONCE] = (hook.id, secret)
            redraw()


def _show_one(app: App, hook: Webhook) -> None:
    with st.container(border=True, key=f"webhooks_one_{hook.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"`{hook.url}`", width="content")
            st.space("stretch")
            st.toggle(
                t("On"),
                hook.is_enabled,
                key=f"webhooks_on_{hook.id}_{hook.is_enabled}",
                on_change=guarded(_switch),
                args=(app, hook),
            )
        st.caption(joined(", ".join(map(_name, hook.events)), _standing(hook)))
        if hook.note:
            st.warning(hook.note, icon=":material/power_off:")
        _show_secret(hook)
        with st.container(horizontal=True):
            trial = st.button(t("Send a trial"), key=f"webhooks_try_{hook.id}", icon=":material/send:")
            renewed = st.button(t("New secret"), key=f"webhooks_secret_{hook.id}", type="tertiary")
            deleted = st.button(t("Delete"), key=f"webhooks_delete_{hook.id}", type="tertiary")
        _act(app, hook, trial=trial, renewed=renewed, deleted=deleted)
        with st.expander(t("What was sent"), key=f"webhooks_log_{hook.id}", on_change="rerun") as log:
            if log.open:
                _show_log(app, hook)


def _act(app: App, hook: Webhook, *, trial: bool, renewed: bool, deleted: bool) -> None:
    rt, who = current(), Person.here()
    if trial:
        rt.call(hooks.try_out(rt, app, hook.id))
        st.toast(t("A trial was sent; see what came of it below."))
    elif renewed:
        _, secret = rt.call(hooks.renew_secret(rt, app, hook.id, account_id=who.account_id))
        st.session_state[_SHOWN_ONCE] = (hook.id, secret)
        redraw()
    elif deleted:
        rt.call(hooks.delete(rt, app, hook.id, account_id=who.account_id))
        redraw()


def _switch(app: App, hook: Webhook) -> None:
    rt = current()
    rt.call(hooks.change(rt, app, hook.id, is_enabled=not hook.is_enabled, account_id=Person.here().account_id))


def _show_secret(hook: Webhook) -> None:
    hook_id, secret = st.session_state.get(_SHOWN_ONCE, ("", ""))
    if hook_id == hook.id:
        st.success(
            t("Copy the secret now. It is not shown again; with it you check that a message is ours."),
            icon=":material/key:",
        )
        st.code(secret, language=None)


def _show_log(app: App, hook: Webhook) -> None:
    rt = current()
    log = rt.call(hooks.deliveries(rt, app, webhook_id=hook.id, limit=SHOWN))
    st.button(t("Look again"), key=f"webhooks_look_{hook.id}", type="tertiary", icon=":material/refresh:")
    if not log:
        st.caption(t("Nothing was sent yet."))
    for delivery in log:
        _show_delivery(app, delivery)


def _show_delivery(app: App, delivery: WebhookDelivery) -> None:
    color, word = LOOKS[delivery.status]
    with st.container(horizontal=True, vertical_alignment="center", key=f"webhooks_sent_{delivery.id}"):
        st.badge(t(word), color=color)
        tries = counted(delivery.attempts, "{n} attempt", "{n} attempts")
        st.caption(joined(_name(delivery.event), ago(delivery.created_at), tries, delivery.error), width="stretch")
        if delivery.status != "waiting" and st.button(
            t("Send again"), key=f"webhooks_again_{delivery.id}", type="tertiary"
        ):
            rt = current()
            rt.call(hooks.send_again(rt, app, delivery.id))
            redraw()


def _standing(hook: Webhook) -> str:
    if hook.last_at is None:
        return t("never told anything")
    if hook.last_code is None:
        return t("no answer, {ago}", ago=ago(hook.last_at))
    return t("last answer {code}, {ago}", code=hook.last_code, ago=ago(hook.last_at))


def _name(event: str) -> str:
    return t(EVENT_NAMES[event])
