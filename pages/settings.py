"""The settings page: how scripts run, what is kept for reruns, jobs, the limits in force, and who did what."""

from typing import Any

import streamlit as st

from pages.language.formats import megabytes
from pages.language.text import t
from pages.language.words import TIER_HINTS, TIERS
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.state import SettingsState, page_state
from pages.workspace.account import show_account
from pages.workspace.audit import show_audit
from pages.workspace.jobs import show_jobs
from pages.workspace.members import show_members
from pages.workspace.whole import show_budget, show_end, show_name
from services.accounts import Action, allowed
from services.errors import ServiceError
from services.platform.operating import Limit, limits_in_force
from services.runs import results, scripts
from services.runs.scripts import Tier
from services.runtime import current


@guarded
def settings_page() -> None:
    """Show the settings of the workspace."""
    st.title(t("Settings"), anchor=False)
    state = page_state(SettingsState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""
    names = [t("Account"), t("Members"), t("Workspace"), t("Jobs"), t("Limits")]
    names += [t("Log")] if allowed(Action.MANAGE_SETTINGS) else []
    account, members, workspace, jobs, limits, *log = st.tabs(names, key="settings_tab", default=t("Workspace"))
    with account:
        show_account()
    with members:
        show_members()
    with workspace:
        show_name()
        show_budget()
        show_scripts()
        show_results()
        show_end()
    with jobs:
        show_jobs(may_change=allowed(Action.MANAGE_SETTINGS))
    with limits:
        show_limits()
    for tab in log:
        with tab:
            show_audit()


def show_scripts() -> None:
    """Show in which ways scripts can run here, and the switch of the least strict one."""
    rt = current()
    st.markdown(f"##### {t('Scripts')}")
    with st.container(border=True, key="settings_scripts", gap="small"):
        for tier in rt.call(scripts.tiers(rt)):
            _show_tier(tier)
        _show_trust()


def _show_tier(tier: Tier) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"settings_tier_{tier.name}"):
        st.markdown(f"**{t(TIERS[tier.name])}**", width="content")
        if tier.is_available:
            st.badge(t("available"), color="green", icon=":material/check:")
        else:
            st.badge(t("not available"), color="gray", icon=":material/block:")
        st.caption(t(TIER_HINTS[tier.name]), width="content")
    if not tier.is_available:
        st.caption(f":material/info: {t('Why not: {reason}', reason=t(tier.reason))}")


def _show_trust() -> None:
    """Let the owner switch the trusted tier on, where nobody but the owner can write scripts."""
    rt, who = current(), Person.here()
    trusted = rt.call(scripts.is_trusted(rt, who.workspace_id))
    may = allowed(Action.OWN) and (trusted or rt.call(scripts.may_trust(rt)))
    wanted = st.toggle(
        t("Run the Python scripts of this workspace with the rights of the server"),
        trusted,
        key="settings_trusted",
        disabled=not may,
        help=t(
            "They reach its files, its network and all of its packages. Switch it on only for scripts that you trust."
        ),
    )
    if wanted != trusted:
        try:
            rt.call(scripts.set_trusted(rt, who.workspace_id, trusted=wanted, account_id=who.account_id))
        except ServiceError as error:
            show_error(error)
            return
        page_state(SettingsState).notice = t("Saved.")
        st.rerun()


def show_results() -> None:
    """Show how much is kept for reruns, of how much that may be, and the way to get rid of it."""
    rt, who = current(), Person.here()
    number, size = rt.call(results.size(rt, who.workspace_id))
    budget = rt.settings.results_budget_mb * 1_000_000
    st.markdown(f"##### {t('Kept results')}")
    with st.container(border=True, key="settings_results", gap="small"):
        st.caption(t("Results of nodes in the Studio: a rerun calls only what changed. The unused go first."))
        used = t("{n} kept, {size} of {budget}", n=number, size=megabytes(size), budget=megabytes(budget))
        st.progress(min(1.0, size / budget) if budget else 0.0, used)
        st.caption(t("The budget is the setting {name}.", name="`MILLRACE_RESULTS_BUDGET_MB`"))
        if st.button(
            t("Clear"),
            icon=":material/delete_sweep:",
            key="settings_clear",
            disabled=not (number and allowed(Action.MANAGE_SETTINGS)),
        ):
            gone = rt.call(results.clear(rt, who.workspace_id, account_id=who.account_id))
            page_state(SettingsState).notice = t("{n} results were removed.", n=gone)
            st.rerun()


def show_limits() -> None:
    """Show every limit with the name of its setting; they are changed where the server is started."""
    st.caption(t("Limits are set where the server is started: in its environment or in the file .env."))
    for section, limits in _by_section(limits_in_force(current())).items():
        st.markdown(f"**{t(section)}**")
        rows = [_row(limit) for limit in limits]
        st.dataframe(rows, hide_index=True, key=f"settings_limits_{section}", column_config=_widths())


def _by_section(limits: list[Limit]) -> dict[str, list[Limit]]:
    found: dict[str, list[Limit]] = {}
    for limit in limits:
        found.setdefault(limit.section, []).append(limit)
    return found


def _widths() -> dict[str, Any]:
    """Return widths in pixels, the same for all tables; the meaning takes what is left."""
    widths = {t("Setting"): 330, t("Value"): 110, t("Default"): 110}
    return {name: st.column_config.Column(width=width) for name, width in widths.items()}


def _row(limit: Limit) -> dict[str, str]:
    return {
        t("Setting"): limit.setting,
        t("Value"): f"{limit.value:,}",
        t("Default"): f"{limit.default:,}",
        t("Meaning"): t(limit.description),
    }


if __name__ == "__main__":
    settings_page()
