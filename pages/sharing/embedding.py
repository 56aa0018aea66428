"""The app on other sites: as a frame or a bubble, which sites may do that, and who signs for their visitors."""

import json

import streamlit as st

from pages.language.text import t
from pages.sharing.addresses import frame_url, is_chat
from pages.sharing.doors import store
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.apps import sites
from services.publishing import settings
from services.publishing.publications import publication_of
from services.runtime import current
from storage.records import App, Publication, Site

_SECRET = "access_secret"  # noqa: S105  # session state: (app id, secret) of the one that was just made
PREVIEW_HEIGHT = 560  # pixels


def show_embedding(app: App) -> None:
    """Show the snippets beside what they look like, and who may use them."""
    rt = current()
    site = rt.call(sites.site_of(rt, app))
    publication = rt.call(publication_of(rt, app))
    if not app.enable_site:
        st.info(t("The shared page is off, so frames show nothing. Switch it on first."), icon=":material/info:")
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{t('A frame')}**")
        st.code(frame_snippet(frame_url(rt.url, app, site), site.title), language="html", wrap_lines=True)
        if is_chat(app):
            st.markdown(f"**{t('A bubble in the corner')}**")
            st.code(bubble_snippet(rt.url, site), language="html", wrap_lines=True)
            st.caption(
                t(
                    "`inputs` fills the app's form. `user_id` finds the same conversations again, but everybody can "
                    "claim one: to prove who a visitor is, sign for them."
                )
            )
    with right:
        st.markdown(f"**{t('What it looks like')}**")
        if app.enable_site:
            st.iframe(frame_url(rt.url, app, site), height=PREVIEW_HEIGHT)
    with left, st.container(border=True, key="access_origins"):
        _show_origins(app, publication)
    with left, st.container(border=True, key="access_identity"):
        _show_identity(app, site, publication)


def frame_snippet(url: str, title: str) -> str:
    """Return the HTML of a frame."""
    name = title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<iframe src="{url}" title="{name}"\n  style="width:100%;height:700px;border:0" allow="microphone"></iframe>'
    )


def bubble_snippet(base: str, site: Site) -> str:
    """Return the HTML of a bubble, with examples of what it may be told."""
    config = json.dumps({"token": site.code, "baseUrl": base, "inputs": {}, "systemVariables": {}}, indent=2)
    return (
        f"<script>\n  window.millraceChatbotConfig = {config.replace(chr(10), chr(10) + '  ')};\n</script>\n"
        f'<script src="{base}/embed.min.js" id="{site.code}" defer></script>'
    )


def _show_origins(app: App, publication: Publication) -> None:
    st.markdown(f"**{t('Which sites may show the app')}**")
    chosen = st.multiselect(
        t("Origins"),
        publication.allowed_origins,
        default=publication.allowed_origins,
        accept_new_options=True,
        placeholder=t("All sites; type https://example.com to allow that one alone"),
        label_visibility="collapsed",
        key="access_allowed",
    )
    if st.button(t("Save"), key="access_origins_save", disabled=chosen == publication.allowed_origins):
        store(app, {"allowed_origins": chosen})


def _show_identity(app: App, site: Site, publication: Publication) -> None:
    rt, who = current(), Person.here()
    st.markdown(f"**{t('Who the visitors are')}**")
    st.caption(
        t(
            "Your server can sign for a visitor with this secret: a JSON Web Token (HS256) with `sub`, `exp` and `aud`, "
            "handed over as `systemVariables.identity`. What they said is found again in every browser, by nobody else."
        )
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        label = t("Make another secret") if publication.secret else t("Make a secret")
        if st.button(label, icon=":material/key:", key="access_secret_new"):
            st.session_state[_SECRET] = (app.id, rt.call(settings.new_secret(rt, app, account_id=who.account_id)))
            redraw()
        if publication.secret and st.button(t("Remove it"), type="tertiary", key="access_secret_drop"):
            rt.call(settings.drop_secret(rt, app, account_id=who.account_id))
            redraw()
    app_id, secret = st.session_state.get(_SECRET, ("", ""))
    if publication.secret and app_id == app.id:
        st.success(t("Copy the secret now. It is not shown again."), icon=":material/vpn_key:")
        st.code(secret, language=None)
        st.code(signing_snippet(site.code), language="python")
    if publication.secret:
        needed = st.toggle(t("Only visitors with a signature may come"), publication.requires_identity)
        if needed != publication.requires_identity:
            store(app, {"requires_identity": needed})


def signing_snippet(code: str) -> str:
    """Return how a server signs for a visitor."""
    return (
        "import time, jwt  # pip install pyjwt\n\n"
        f'claims = {{"sub": "ann-7", "aud": "{code}", "exp": int(time.time()) + 3600}}\n'
        'identity = jwt.encode(claims, SECRET, algorithm="HS256")'
    )
