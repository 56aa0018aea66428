"""The page that an app has for visitors: switched on and off, its address, its looks, who may come."""

import streamlit as st

from pages.language.text import t
from pages.sharing.addresses import page_url
from pages.sharing.doors import show_doors
from pages.sharing.looks import show_looks
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.apps import apps, sites, workflows
from services.publishing.publications import MEMBERS, PASSWORD, PUBLIC, publication_of
from services.runtime import current
from storage.records import App, Site

WHO = {
    PUBLIC: "Everybody who has the link can use the app.",
    PASSWORD: "Everybody who has the link and the password can use the app.",
    MEMBERS: "Members of this workspace can use the app after they have signed in.",
}


def show_shared_page(app: App) -> None:
    """Show the address and what is behind it."""
    site = current().call(sites.site_of(current(), app))
    show_address(app, site)
    looks, doors = st.columns(2, gap="medium")
    with looks, st.container(border=True, key="access_looks"):
        show_looks(app, site)
    with doors, st.container(border=True, key="access_doors"):
        show_doors(app)


def show_address(app: App, site: Site) -> None:
    """Show the link, whether it is on, and the ways to open it and to replace it."""
    rt, who = current(), Person.here()
    with st.container(border=True, key="access_address"):
        with st.container(horizontal=True, vertical_alignment="center"):
            enabled = st.toggle(t("The shared page is on"), app.enable_site, key=f"access_on_{app.id}")
            st.space("stretch")
            if app.enable_site:
                st.link_button(t("Open"), page_url(rt.url, app, site), icon=":material/open_in_new:")
            with st.popover(t("New link"), icon=":material/autorenew:", type="tertiary"):
                st.markdown(t("The link of today stops working at once, in every frame and message that holds it."))
                if st.button(t("Make a new link"), type="primary", key="access_new_link"):
                    rt.call(sites.reset_code(rt, app))
                    redraw()
        if enabled != app.enable_site:
            rt.call(apps.set_site_enabled(rt, app, enabled, account_id=who.account_id))
            redraw()
        if not app.enable_site:
            st.caption(t("Visitors are told that there is nothing here."))
            return
        st.code(page_url(rt.url, app, site), language=None)
        st.caption(t(WHO[rt.call(publication_of(rt, app)).access]))
        if _is_unpublished(app):
            st.info(
                t("Visitors get the published version. Publish the app in the Studio first."), icon=":material/info:"
            )


def _is_unpublished(app: App) -> bool:
    rt = current()
    return app.mode in ("workflow", "advanced-chat") and rt.call(workflows.published(rt, app)) is None
