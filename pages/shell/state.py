"""What a page remembers from run to run in one browser tab; a reload loses it, so nothing durable lives here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from engine.errors import Problem
from pages.tracing.model import RunPicture
from pages.workbench.history import History
from services.accounts import Caller
from services.apps.imports import ImportResult
from services.knowledge.preview import Preview
from services.knowledge.retrieval import Record
from services.models import ModelTest
from storage.records import Workflow

T = TypeVar("T")


def page_state(kind: type[T]) -> T:
    """Return this tab's state of a page, made at the first call."""
    kept = st.session_state.get(kind.__name__)
    if not isinstance(kept, kind):
        kept = st.session_state[kind.__name__] = kind()
    return kept


@dataclass(slots=True)
class Session:
    """What all pages share; set by the main script on every run."""

    caller: Caller | None = None

    @property
    def workspace_id(self) -> str:
        """Return the workspace that the person works in.

        Raises:
            PermissionError: nobody is signed in.
        """
        if self.caller is None:
            raise PermissionError("nobody is signed in")
        return self.caller.workspace.id

    @property
    def account_id(self) -> str | None:
        """Return the person's account, None for the local owner."""
        return self.caller.account_id if self.caller else None


@dataclass(slots=True)
class AppsState:
    """The list of apps: the import that waits for a yes, and what was just done."""

    import_result: ImportResult | None = None
    notice: str = ""


@dataclass(slots=True)
class StudioState:
    """One app in the Studio.

    `draft` is the draft as this tab last read or saved it. `drafts` holds, per node, settings that were typed and
    could not be stored, `typed` the texts of fields that are no value yet (half-written JSON), by widget key.
    """

    app_id: str = ""
    draft: Workflow | None = None
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    conflict: bool = False
    round: int = 0  # grows whenever canvas and fields must forget what they show
    arranged: int = 0  # grows whenever the graph was laid out anew
    selected: str | None = None  # a node's or an edge's id
    selection: tuple[str, ...] = ()  # all that is selected on the canvas, `selected` among them
    shown: tuple[str, dict[str, Any]] | None = None  # the node that the inspector showed last, its fields by widget key
    drawn: str = ""  # hash of the draft that bar and canvas show, "" while they are about to be drawn
    opened: str | None = None  # dotted path of the field that a problem led to
    history: History = field(default_factory=History)
    problems: list[Problem] = field(default_factory=list)
    problems_of: str = ""  # hash of the draft that `problems` were found in
    answered: str = ""  # the message that a run of this tab answered last
    wants_run: bool = False  # Run was pressed; what was typed just before has yet to be taken
    run_id: str = ""
    conversation_id: str = ""  # of the chatflow that is tried
    picture: RunPicture | None = None
    ran_on: str = ""  # what stands for the draft and inputs of the run that is shown
    freshness: dict[str, str] = field(default_factory=dict)  # of nodes, for the next run
    freshness_of: str = ""  # what `freshness` was found for
    inputs: dict[str, Any] = field(default_factory=dict)  # for the next run, as filled in
    root: str = ""  # the trigger at which runs start, "" for the start node
    listening: str = ""  # code of the debug address at which this tab waits for a request
    query: str = ""
    files: list[dict[str, str]] = field(default_factory=list)  # that go with the next message
    notice: str = ""


@dataclass(slots=True)
class Clipboard:
    """The part of a workflow that was copied in this tab; it goes with the person from app to app."""

    fragment: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ChatState:
    """The chat page: which app and conversation, and the turn that is under way."""

    app_id: str = ""
    conversation_id: str = ""
    run_id: str = ""
    asked: str = ""  # a suggested question that was clicked
    answered: str = ""  # the message that was answered in this tab last


@dataclass(slots=True)
class FilesState:
    """Files that were handed in here and are kept: their ids by app and by the page server's own id of the file."""

    kept: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class SettingsState:
    """The settings page: what was just done, and which page of the log is shown."""

    notice: str = ""
    page: int = 1


@dataclass(slots=True)
class ModelsState:
    """The models page: what was just done, and how the last test call went."""

    notice: str = ""
    test: ModelTest | None = None


@dataclass(slots=True)
class PluginsState:
    """The page of plugins: what was just done."""

    notice: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the retrieval test found with one of the settings; `elapsed` in seconds."""

    records: Sequence[Record]
    elapsed: float


@dataclass(slots=True)
class KnowledgeState:
    """Knowledge bases: what was just done, and what is being prepared in the base that is open.

    `preview` is how the chosen document would be cut, `preview_of` what stands for it and its rule.
    """

    base_id: str = ""
    notice: str = ""
    tab: str = ""  # to be opened next, by its English name
    adding: bool = False  # the panel for new documents is open
    round: int = 0  # grows whenever the fields for new documents must forget what they hold
    most_at_work: int = 0  # documents since the list last had none that were being indexed
    refused: Sequence[tuple[str, str]] = ()  # files that were not taken, and why
    preview: Preview | None = None
    preview_of: str = ""
    findings: Sequence[Finding] = ()  # of the retrieval test: one, or two to be compared
    conditions: list[int] = field(default_factory=list)  # numbers of the test's conditions on metadata
