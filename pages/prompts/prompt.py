"""The Studio of apps without a graph: prompt, model, inputs and knowledge at the left, the app to be tried at the right.

The second view sets prompts and models side by side, see `pages.prompts.compare`.
"""

import streamlit as st

from pages.prompts.compare import is_answering, show_comparison
from pages.prompts.config_form import show_config_form
from pages.prompts.trial import show_trial
from pages.shell.guard import guarded
from pages.workbench.bar import show_bar
from pages.workbench.desk import Desk, open_desk
from pages.workbench.run import is_running
from pages.workbench.view import is_comparing

LOOK_SECONDS = 0.4  # between two looks at what is being said


def show_prompt_page(desk: Desk) -> None:
    """Show the view that the address names; what is under way refreshes by itself."""
    show_bar(desk)
    app_id = desk.app.id
    if is_comparing(desk):
        every = LOOK_SECONDS if is_answering() else None
        st.fragment(guarded(show_comparison), run_every=every, key="prompt_comparison")(app_id)
        return
    settings, trial = st.columns([5, 6], gap="medium")
    with settings, st.container(border=True, key="prompt_settings"):
        st.fragment(guarded(_settings), key="prompt_settings_form")(app_id)
    every = LOOK_SECONDS if is_running() else None
    with trial, st.container(border=True, key="prompt_trial"):
        st.fragment(guarded(show_trial), run_every=every, key="prompt_trial_body")(app_id)


def _settings(app_id: str) -> None:
    """Show the settings; the trial beside them follows each change."""
    if show_config_form(open_desk(app_id)):
        st.rerun()
