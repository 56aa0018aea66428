"""The runs of a workspace as tables, for runs that ask about runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.errors import NodeError
from engine.frames.table import Table
from services import accounts
from services.accounts.actors import Actor
from services.accounts.roles import Action, may
from services.runs.runs import DEBUGGER
from storage.errors import NotFound
from storage.run_tables import run_tables

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST_ROWS: Final = 20_000  # of each table


class RunsNotReadable(NodeError):
    """Whoever a run is for may not read what is kept of runs."""


@dataclass(frozen=True, slots=True)
class StoredRuns:
    """Implements `engine.resources.RunStore` for a run of one actor.

    What others wrote stands in it, so it takes a member of the workspace whose role reads conversations, asked for
    at each call. Visitors of shared pages, callers with an app's key, webhooks and schedules are no members: an app
    that asks about runs tells them nothing.
    """

    rt: "Runtime"
    workspace_id: str
    actor: Actor
    invoke_from: str

    async def tables(self) -> Mapping[str, Table]:
        """Return the tables; see `engine.resources.RunStore`."""
        if not await self._may_read():
            raise RunsNotReadable(
                "only members of the workspace who may read conversations can ask about its runs; "
                "visitors, programs and triggers cannot"
            )
        db = self.rt.db
        found = await db.read(lambda: run_tables(db, self.workspace_id, rows=MOST_ROWS))
        return {name: Table.of(arrow) for name, arrow in found.items()}

    async def _may_read(self) -> bool:
        if self.actor.account_id is None:  # before the first account, whoever is in the Studio is the owner
            return self.invoke_from == DEBUGGER and not await accounts.needs_login(self.rt)
        try:
            _, role = await accounts.member(self.rt, self.workspace_id, self.actor.account_id)
        except NotFound:
            return False
        return may(role, Action.READ_CONVERSATIONS)
