"""What the notebook of a workflow remembers in one browser tab; what is shown of runs is read from storage again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from engine.document import Document
from pages.shell.state import StudioState, page_state
from pages.tracing.model import RunPicture, Step


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as it is stored, with the document that ran."""

    run_id: str
    created_at: float  # epoch seconds
    document: Document
    picture: RunPicture


@dataclass(slots=True)
class NotebookState:
    """The notebook of one app.

    `kept` holds what each node gave last, whatever run that was; `kept_of` stands for the moment it was read at.
    `opened` is an earlier run that is read in place of the draft, `against` one that it is compared with.
    """

    app_id: str = ""
    kept: Mapping[str, Step] = field(default_factory=dict)
    kept_of: str = ""
    opened: StoredRun | None = None
    against: StoredRun | None = None
    unfolded: set[str] = field(default_factory=set)  # nodes whose settings are open
    automatic: bool = False  # what is stale runs after each edit,
    spends: bool = False  # also where that costs money
    tried: str = ""  # what stands for the draft and inputs that ran by themselves last
    is_recalled: bool = False  # the run of before a reload was looked for


def notebook_state() -> NotebookState:
    """Return this tab's state of the notebook of the app in the Studio."""
    app_id = page_state(StudioState).app_id
    if page_state(NotebookState).app_id != app_id:
        st.session_state[NotebookState.__name__] = NotebookState(app_id=app_id)
    return page_state(NotebookState)
