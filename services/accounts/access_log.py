"""Who read what others wrote to an app: a line in the log for each conversation or run, once an hour."""

import time
from typing import TYPE_CHECKING, Final

from services.accounts import audit
from services.accounts.acting import Caller, acting, check
from services.accounts.roles import Action
from services.runs.runs import DEBUGGER
from storage.records import App, Run

if TYPE_CHECKING:
    from services.runtime import Runtime

HOUR: Final = 3600.0  # seconds within which further looks at the same thing make no further line


async def note_reading(rt: "Runtime", app: App, kind: str, id: str) -> None:
    """Write down that whoever the code runs for looked at a conversation or run; nobody in person is left out."""
    who = acting()
    if not isinstance(who, Caller) or who.account_id is None:
        return
    key, now = (who.account_id, id), time.time()
    if now - (rt.caches.readings.get(key) or 0.0) < HOUR:
        return
    rt.caches.readings.put(key, now)
    await audit.note(rt, app.workspace_id, "conversation.read", target=(kind, id), name=app.name)


async def check_run(rt: "Runtime", app: App, run: Run) -> None:
    """Let see a run of one's own or of the Studio; what others had an app do is for those who may read it.

    Raises:
        NotAllowed: it is somebody else's, and the caller may not read what others write.
    """
    who = acting()
    own = isinstance(who, Caller) and run.created_by_role == "account" and run.created_by == who.account_id
    if own or run.invoke_from == DEBUGGER:
        return
    check(Action.READ_CONVERSATIONS)
    await note_reading(rt, app, "run", run.id)
