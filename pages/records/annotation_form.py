"""The form of an annotation: a question, and the answer that people wrote for it."""

import streamlit as st

from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from services.apps import annotation_reply, annotations
from services.errors import ServiceError
from services.runtime import current
from storage.errors import NotFound
from storage.records import Annotation, App, Message


def annotate_dialog(app: App, *, message: Message | None = None, annotation_id: str | None = None) -> None:
    """Ask for a new annotation, of a message where one is given, or for the changes of one that is there."""
    title = t("Edit the annotation") if annotation_id else t("New annotation")
    st.dialog(title, width="medium")(guarded(show_annotation_form))(app, message, annotation_id)


def show_annotation_form(app: App, message: Message | None, annotation_id: str | None) -> None:
    """Show the fields with what is known, and the button that stores them."""
    rt, stored = current(), _stored(app, annotation_id)
    question = stored.question if stored else message.query if message else ""
    answer = stored.answer if stored else message.answer if message else ""
    key = stored.id if stored else message.id if message else "new"
    question = st.text_area(t("Question"), question, height=80, key=f"annotation_question_{key}")
    answer = st.text_area(t("Answer"), answer, height=180, key=f"annotation_answer_{key}")
    if not rt.call(annotation_reply.is_enabled(rt, app)):
        st.caption(
            f":material/info: {t('Annotations do not answer yet: switch on the annotation reply on their page.')}"
        )
    ready = bool(question.strip() and answer.strip())
    if st.button(t("Save"), type="primary", key="annotation_save", disabled=not ready):
        try:
            if stored:
                rt.call(annotations.update_annotation(rt, app, stored.id, question, answer))
            else:
                _add(app, question, answer, message)
        except ServiceError as error:
            show_error(error)
            return
        st.rerun()


def _add(app: App, question: str, answer: str, message: Message | None) -> None:
    rt, made_of = current(), message.id if message else None
    rt.call(
        annotations.add_annotation(rt, app, question, answer, account_id=Person.here().account_id, message_id=made_of)
    )


def _stored(app: App, annotation_id: str | None) -> Annotation | None:
    if annotation_id is None:
        return None
    rt = current()
    try:
        return rt.call(annotations.get_annotation(rt, app, annotation_id))
    except NotFound:  # deleted in the meantime: what is saved becomes a new one
        return None
