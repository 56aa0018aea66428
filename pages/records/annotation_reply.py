"""Whether the annotations of an app answer, and how alike questions have to be for that."""

import streamlit as st

from pages.fields.knowledge import OFFLINE, choose_embedding
from pages.language.text import t
from pages.shell.guard import show_error
from services.apps import annotation_reply
from services.errors import ServiceError
from services.runtime import current
from storage.records import App

USUAL = 0.9  # how alike questions have to be


def show_reply_setting(app: App) -> None:
    """Show the switch, the threshold and the model that compares; what is changed is stored at a click."""
    rt = current()
    setting = rt.call(annotation_reply.setting_of(rt, app))
    is_on = setting is not None and setting.is_enabled
    st.markdown(f"**{t('Annotation reply')}** {_badge(is_on)}")
    st.caption(t("A question that means the same as an annotation's gets its answer at once, without a model call."))
    threshold = st.slider(
        t("How alike questions must be"),
        0.5,
        1.0,
        setting.score_threshold if setting else USUAL,
        0.01,
        key="annotations_threshold",
        help=t("1 means the very same words; 0.9 lets other words of the same meaning through."),
    )
    here = (setting.embedding_provider, setting.embedding_model) if setting else OFFLINE
    model = choose_embedding("annotations_model", here)
    with st.container(horizontal=True, key="annotations_switch"):
        if not is_on:
            if st.button(t("Switch on"), type="primary", icon=":material/toggle_on:", key="annotations_on"):
                _start(app, "enable", threshold, model)
            return
        is_other = setting is None or (setting.score_threshold, here) != (threshold, model)
        if st.button(t("Save"), type="primary", key="annotations_change", disabled=not is_other):
            _start(app, "enable", threshold, model)
        if st.button(t("Switch off"), icon=":material/toggle_off:", key="annotations_off"):
            _start(app, "disable", threshold, model)


def _badge(is_on: bool) -> str:
    return f":green-badge[{t('on')}]" if is_on else f":gray-badge[{t('off')}]"


def _start(app: App, action: str, threshold: float, model: tuple[str, str]) -> None:
    """Carry the change out, waiting for its end: questions are embedded before the first one is compared."""
    rt, (provider, name) = current(), model
    try:
        with st.spinner(t("The questions are being made comparable …")):
            job = rt.call(
                annotation_reply.start_job(rt, app, action, score_threshold=threshold, provider=provider, model=name)
            )
            ended = rt.call(annotation_reply.ended(rt, app, job))
    except ServiceError as error:
        show_error(error)
        return
    if ended.status == "error":
        st.error(ended.error, icon=":material/error:")
        return
    st.rerun()
