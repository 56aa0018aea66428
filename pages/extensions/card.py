"""One plugin: its state, what it offers and asks for, its errors, and what can be done with it."""

from collections.abc import Callable

import streamlit as st

from engine.errors import EngineError
from engine.plugins.manifest import Manifest
from pages.catalogue.card import plain
from pages.extensions.settings import show_settings
from pages.extensions.words import KINDS, ORIGINS, STATE_COLOURS, STATES
from pages.language.formats import ago, counted
from pages.language.text import language, t
from pages.language.told import told
from pages.shell.guard import guarded, show_error
from pages.shell.state import PluginsState, page_state
from services.accounts import Action, allowed
from services.errors import ServiceError
from services.plugins import lifecycle
from services.plugins.views import PluginView
from services.runtime import current


def show_plugin(view: PluginView) -> None:
    """Show a plugin as a card."""
    with st.container(border=True, key=f"plugin_{view.id}", gap="xsmall"):
        _show_head(view)
        if view.manifest is not None:
            st.markdown(plain(view.manifest.words("description", language())))
            st.caption(" · ".join(_facts(view, view.manifest)))
        if view.error:
            _show_error(view)
        if view.problem and view.state in ("invalid", "broken"):
            st.warning(t("This is no plugin: {problem}", problem=plain(view.problem)), icon=":material/extension_off:")
        if view.is_newer and view.manifest is not None:
            st.info(
                t(
                    "Version {running} runs; the files of version {new} are there and differ.",
                    running=view.running,
                    new=view.manifest.version,
                ),
                icon=":material/update:",
            )


def _show_head(view: PluginView) -> None:
    manifest = view.manifest
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(manifest.words('name', language()) if manifest else view.id)}**", width="content")
        st.badge(t(STATES[view.state]), color=STATE_COLOURS[view.state])
        version = view.running or (manifest.version if manifest else "")
        if version:
            st.markdown(f":gray[:small[{version}]]", width="content")
        st.space("stretch")
        if manifest is not None and view.digest and (view.state != "enabled" or view.is_newer):
            label = t("Look at the new version") if view.is_newer else t("Switch on")
            if st.button(label, key=f"plugin_on_{view.id}", icon=":material/play_arrow:"):
                agree_dialog(view)
        has_settings = manifest is not None and manifest.settings
        if has_settings and st.button(t("Settings"), key=f"plugin_settings_{view.id}", type="tertiary"):
            settings_dialog(view)
        if view.state == "enabled" and st.button(t("Switch off"), key=f"plugin_off_{view.id}", type="tertiary"):
            _done(lambda: current().call(lifecycle.disable(current(), view.id)), t("Switched off."))
        if view.can_remove and st.button(
            t("Remove"), key=f"plugin_remove_{view.id}", icon=":material/delete:", type="tertiary"
        ):
            remove_dialog(view)


def _facts(view: PluginView, manifest: Manifest) -> list[str]:
    offered = [f"{t(KINDS[kind])}: {', '.join(names)}" for kind, names in manifest.provides.items() if names]
    about = [manifest.author, manifest.licence, t(ORIGINS.get(view.origin, view.origin))]
    health = view.health
    if health is not None and health.calls:
        about.append(counted(health.calls, "{n} call", "{n} calls"))
        if health.failures:
            about.append(counted(health.failures, "{n} failed", "{n} failed"))
    return [plain(part) for part in [*offered, *about] if part]


def _show_error(view: PluginView) -> None:
    when = f" ({ago(view.failed_at)})" if view.failed_at else ""
    st.error(f"{plain(view.error)}{when}", icon=":material/error:")
    if view.trace and allowed(Action.OWN):
        with st.expander(t("Where it failed"), key=f"plugin_trace_{view.id}"):
            st.code(view.trace, language="text")


def agree_dialog(view: PluginView) -> None:
    """Show what a plugin asks for before it is switched on."""
    name = view.manifest.words("name", language()) if view.manifest else view.id
    st.dialog(t("Switch on {name}?", name=plain(name)), width="medium")(guarded(show_agreement))(view)


def show_agreement(view: PluginView) -> None:
    """Show the permissions, and the button that agrees to them."""
    assert view.manifest is not None
    for line in permission_lines(view.manifest):
        st.markdown(f"- {line}")
    trust = True
    if view.needs_trust:
        st.warning(
            t("It runs with all rights of the server: {why}.", why=told(view.needs_trust)),
            icon=":material/gpp_maybe:",
        )
        if not allowed(Action.OWN):
            st.info(t("Only an owner can agree to that."), icon=":material/lock:")
            return
        trust = st.checkbox(t("I trust this code with everything that the server has."), key="plugin_trust")
    st.caption(f"{t('Files')}: `{view.digest[:16]}`")
    with st.container(horizontal=True):
        if st.button(t("Agree and switch on"), type="primary", key="plugin_agree", disabled=not trust):
            rt, needs_trust = current(), bool(view.needs_trust)
            _done(
                lambda: rt.call(lifecycle.enable(rt, view.id, digest=view.digest, trust=needs_trust)),
                t("Switched on: {name}.", name=view.manifest.words("name", language())),
            )
        if st.button(t("Cancel"), key="plugin_agree_cancel"):
            st.rerun()


def permission_lines(manifest: Manifest) -> list[str]:
    """Return what a plugin asks for, a sentence each."""
    asked = manifest.permissions
    lines = []
    if asked.network:
        hosts = ", ".join(f"`{host}`" for host in asked.network)
        lines.append(t("Reach over the network: {hosts}", hosts=hosts))
    if "llm" in asked.models:
        lines.append(t("Ask language models of the workspace, at its expense"))
    if "text-embedding" in asked.models:
        lines.append(t("Ask embedding models of the workspace, at its expense"))
    if asked.files:
        lines.append(t("Read the files that a call is given"))
    secrets = [setting.name for setting in manifest.settings if setting.secret]
    if secrets:
        lines.append(t("Know what you enter for: {names}", names=", ".join(f"`{name}`" for name in secrets)))
    limits = manifest.limits
    used = t(
        "Use {memory} MB of memory and {seconds} s for each call",
        memory=limits.memory_mb,
        seconds=f"{limits.seconds:g}",
    )
    return [*(lines or [t("Nothing: no network, no models, no files")]), used]


def settings_dialog(view: PluginView) -> None:
    """Ask for what a plugin wants to be told."""
    st.dialog(t("Settings"), width="medium")(guarded(show_settings))(view)


def remove_dialog(view: PluginView) -> None:
    """Ask before a plugin is removed."""
    st.dialog(t("Remove {name}?", name=plain(view.id)))(guarded(show_removal))(view)


def show_removal(view: PluginView) -> None:
    """Show what removing means, and the button that does it."""
    st.markdown(t("Its folder and what was entered for it are deleted. Runs under way finish with it."))
    if st.button(t("Remove"), type="primary", icon=":material/delete:", key="plugin_remove_go"):
        _done(lambda: current().call(lifecycle.uninstall(current(), view.id)), t("Removed: {name}.", name=view.id))


def _done(act: Callable[[], object], notice: str) -> None:
    try:
        with st.spinner(t("Working …")):
            act()
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    page_state(PluginsState).notice = notice
    st.rerun()
