"""What can be done with documents, one or many: which state allows it, and how it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.language.formats import counted
from pages.language.text import t
from pages.shell.guard import guarded, sentence
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import KnowledgeState, page_state
from services.errors import ServiceError
from services.knowledge import documents
from services.knowledge.documents import display_status
from services.runtime import current
from storage.errors import StorageError
from storage.records import Dataset, StoredDocument

AT_WORK = frozenset({"queuing", "indexing"})


@dataclass(frozen=True, slots=True)
class Action:
    """Something that documents of some states allow."""

    label: str
    icon: str
    states: frozenset[str]
    done: tuple[str, str]  # what is said afterwards of one and of many


def _of(states: str) -> frozenset[str]:
    return frozenset(states.split())


INDEXED = ("{n} document is being indexed.", "{n} documents are being indexed.")
ACTIONS = {
    "pause": Action(
        "Pause",
        ":material/pause:",
        _of("queuing indexing"),
        ("{n} document is paused.", "{n} documents are paused."),
    ),
    "resume": Action("Go on", ":material/play_arrow:", _of("paused"), INDEXED),
    "cancel": Action(
        "Cancel",
        ":material/stop:",
        _of("queuing indexing paused"),
        ("Indexing of {n} document was cancelled.", "Indexing of {n} documents was cancelled."),
    ),
    "retry": Action("Try again", ":material/replay:", _of("error"), INDEXED),
    "enable": Action(
        "Enable",
        ":material/visibility:",
        _of("disabled"),
        ("{n} document can be found again.", "{n} documents can be found again."),
    ),
    "disable": Action(
        "Disable",
        ":material/visibility_off:",
        _of("available"),
        ("{n} document is not found any more.", "{n} documents are not found any more."),
    ),
    "again": Action("Index again", ":material/autorenew:", _of("available disabled"), INDEXED),
    "archive": Action(
        "Archive",
        ":material/inventory_2:",
        _of("available disabled"),
        ("{n} document is in the archive.", "{n} documents are in the archive."),
    ),
    "un_archive": Action(
        "Take from the archive",
        ":material/unarchive:",
        _of("archived"),
        ("{n} document is back from the archive.", "{n} documents are back from the archive."),
    ),
    "delete": Action(
        "Delete",
        ":material/delete:",
        _of("queuing indexing paused error available disabled"),
        ("{n} document was deleted.", "{n} documents were deleted."),
    ),
}


def allowed(document: StoredDocument) -> list[str]:
    """Return the actions that the state of a document allows."""
    state = display_status(document)
    return [name for name, action in ACTIONS.items() if state in action.states]


def act(base: Dataset, name: str, chosen: Sequence[StoredDocument]) -> bool:
    """Do what was chosen with those of the documents that allow it; return whether that went well, or say why not."""
    fitting = [document for document in chosen if name in allowed(document)]
    try:
        _do(base, name, fitting)
    except (ServiceError, EngineError, StorageError) as error:
        st.toast(sentence(error), icon=":material/error:")
        return False
    page_state(KnowledgeState).notice = counted(len(fitting), *ACTIONS[name].done)
    return True


def _do(base: Dataset, name: str, chosen: Sequence[StoredDocument]) -> None:
    rt, account_id, ids = current(), Person.here().account_id, [document.id for document in chosen]
    match name:
        case "pause":
            for document in chosen:
                rt.call(documents.pause(rt, document, account_id=account_id))
        case "resume":
            for document in chosen:
                rt.call(documents.resume(rt, document))
        case "cancel":
            for document in chosen:
                rt.call(rt.ingest.cancel(document))
        case "retry":
            rt.call(documents.retry(rt, base, ids))
        case "again":
            rt.call(documents.index_again(rt, base, ids))
        case "delete":
            rt.call(documents.delete(rt, base, ids))
        case _:
            rt.call(documents.switch(rt, base, ids, name, account_id=account_id))


def delete_dialog(base: Dataset, chosen: Sequence[StoredDocument]) -> None:
    """Ask before documents are deleted."""
    title = counted(len(chosen), "Delete {n} document?", "Delete {n} documents?")
    st.dialog(title)(guarded(show_delete))(base, chosen)


def show_delete(base: Dataset, chosen: Sequence[StoredDocument]) -> None:
    """Show what would go, and the button that does it."""
    names = [plain(document.name) for document in chosen[:8]]
    more = [t("and {n} more", n=len(chosen) - len(names))] if len(chosen) > len(names) else []
    st.markdown("\n".join(f"- {name}" for name in [*names, *more]))
    st.caption(t("Their chunks and their files are deleted for good."))
    with st.container(horizontal=True):
        if st.button(t("Delete"), type="primary", icon=":material/delete:", key="base_delete_go"):
            act(base, "delete", chosen)
            st.rerun()
        if st.button(t("Cancel"), key="base_delete_cancel"):
            st.rerun()


def rename_dialog(document: StoredDocument) -> None:
    """Ask for another name of a document."""
    st.dialog(t("Rename the document"))(guarded(show_rename))(document)


def show_rename(document: StoredDocument) -> None:
    """Show the name in a field, and the button that stores it."""
    name = st.text_input(t("Name"), document.name, max_chars=documents.LONGEST_NAME, key="base_rename_name")
    if st.button(t("Save"), type="primary", key="base_rename_go"):
        rt = current()
        rt.call(documents.rename(rt, document, name))
        st.rerun()


def do_chosen(base: Dataset, name: str, chosen: Sequence[StoredDocument]) -> None:
    """Do what was chosen and draw anew; deleting asks first."""
    if name == "delete":
        delete_dialog(base, chosen)
    elif act(base, name, chosen):
        if name in ("resume", "retry", "again"):
            st.rerun()  # the whole page: from now on it looks by itself
        redraw()
