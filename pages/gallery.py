"""The gallery: templates to begin with, by subject, each in two languages."""

import streamlit as st

from pages.catalogue.examples import show_gallery, start_from
from pages.language.text import t
from pages.shell.guard import guarded
from services.accounts import Action, allowed
from services.apps.examples import templates


@guarded
def gallery_page() -> None:
    """Show the templates; the one that is taken becomes an app of the workspace."""
    st.title(t("Gallery"), anchor=False)
    st.caption(
        t(
            "Each becomes an app of yours, with everything its first run needs. All run without a model key, by the demo model."
        )
    )
    if not allowed(Action.EDIT_APPS):
        st.markdown(f":gray[{t('Your role does not allow you to make apps.')}]")
        return
    chosen = show_gallery(templates(), key="gallery")
    if chosen:
        start_from(chosen)


if __name__ == "__main__":
    gallery_page()
