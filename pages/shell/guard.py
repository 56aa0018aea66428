"""What stands round every page: whatever fails becomes a sentence for the person, never a traceback."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from engine.errors import EngineError, InvalidWorkflow, ModelError, ModelNotConfigured
from pages.language.text import problem_text, t
from pages.language.told import told
from pages.shell import auth
from services.errors import ServiceError
from storage.errors import NotFound, StorageError
from storage.ids import new_id

logger = logging.getLogger(__name__)
P = ParamSpec("P")


def guarded(body: Callable[P, None]) -> Callable[P, None]:
    """Wrap a page, a dialog, a fragment or what a widget calls.

    It runs for whoever looks at the page now; errors that we know are shown, others logged with a reference.
    """

    @wraps(body)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with auth.in_person():
                body(*args, **kwargs)
        except auth.SignedOut:
            st.rerun()
        except (EngineError, StorageError, ServiceError) as error:
            show_error(error)
        except Exception:  # a page must not end in a traceback; the log has it
            reference = new_id()[-8:]
            logger.exception("A page failed. reference=%s", reference)
            st.error(
                t("Something went wrong here. The log has the details under {reference}.", reference=reference),
                icon=":material/error:",
            )

    return wrapped


def show_error(error: Exception) -> None:
    """Show what was wrong and, where one is known, the next step."""
    if isinstance(error, NotFound):
        missing(t(_THINGS.get(error.kind, "This page")), of_knowledge=error.kind in _OF_KNOWLEDGE)
        return
    st.error(sentence(error), icon=":material/error:")
    if isinstance(error, ModelError):
        st.page_link("models.py", label=t("Open Models"), icon=":material/key:")


def missing(thing: str, *, of_knowledge: bool = False) -> None:
    """Say that what the address names is not there, and lead back."""
    st.warning(t("{thing} was not found. It may have been deleted.", thing=thing), icon=":material/search_off:")
    if of_knowledge:
        st.page_link("knowledge.py", label=t("Back to the knowledge bases"), icon=":material/menu_book:")
    else:
        st.page_link("apps.py", label=t("Back to the apps"), icon=":material/apps:")


def sentence(error: Exception) -> str:
    """Return the error as a sentence that says what to do."""
    if isinstance(error, InvalidWorkflow):
        return t("The workflow cannot run yet: {problems}", problems=_problems(error))
    if isinstance(error, ModelNotConfigured):
        return t("{error} Add a key on the Models page.", error=_ended(told(str(error))))
    return _ended(told(str(error)))


def _problems(error: InvalidWorkflow) -> str:
    found = [(".".join(part for part in (one.node_id, one.field) if part), one) for one in error.problems]
    return "; ".join(f"{place}: {problem_text(one)}" if place else problem_text(one) for place, one in found)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."


_OF_KNOWLEDGE = frozenset({"dataset", "document", "segment"})
_THINGS = {
    "app": "This app",
    "conversation": "This conversation",
    "run": "This run",
    "draft": "The draft of this app",
    "dataset": "This knowledge base",
    "document": "This document",
    "segment": "This chunk",
}
