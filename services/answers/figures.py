"""What keeping answers brings an app, and its end by a button."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import storage.answers
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.answers.settings import LONGEST, settings_of
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many answers are kept that may still be given; how often one was looked for and found; what that saved."""

    kept: int = 0
    asked: int = 0
    exact: int = 0
    alike: int = 0
    saved_tokens: int = 0

    @property
    def hits(self) -> int:
        """Return how often an answer was found."""
        return self.exact + self.alike


async def figures(rt: "Runtime", app: App) -> Figures:
    """Return what keeping answers has brought an app so far."""
    since = time.time() - settings_of(app).seconds
    kept, found = await rt.db.read(
        lambda: (
            storage.answers.count_kept(rt.db, app.workspace_id, app.id, since=since),
            storage.answers.answer_figures(rt.db, app.workspace_id, app.id),
        )
    )
    if found is None:
        return Figures(kept=kept)
    return Figures(kept=kept, asked=found.asked, exact=found.exact, alike=found.alike, saved_tokens=found.saved_tokens)


@needs(Action.EDIT_APPS)
async def clear(rt: "Runtime", app: App, *, account_id: str | None = None) -> int:
    """Forget all answers of an app; return how many there were. The figures stay."""
    gone = await storage.answers.clear_answers(rt.db, app.workspace_id, app.id)
    target = ("app", app.id)
    await audit.note(rt, app.workspace_id, "answers.clear", target=target, account_id=account_id, answers=gone)
    return gone


async def sweep(rt: "Runtime") -> None:
    """Remove answers that no app can give any more."""
    await storage.answers.remove_old_answers(rt.db, before=time.time() - LONGEST)
