"""A run with all that it called: one tree, and what all of it used up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import storage.run_trees
import storage.runs
from services.accounts.access_log import check_run
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps.apps import get_app
from services.runs import run_logs
from storage.records import App, NodeExecution, Run
from storage.run_trees import CalledRun

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTree:
    """A run, what called it, and all that it called, directly or not.

    Each run counts its own calls of models and nothing else, so the sums of a tree are those of its runs.
    """

    run: Run
    caller: CalledRun | None
    called: Sequence[CalledRun]

    @property
    def total_tokens(self) -> int:
        """Return the tokens of the whole tree."""
        return self.run.total_tokens + sum(one.total_tokens for one in self.called)

    @property
    def prices(self) -> Mapping[str, Decimal]:
        """Return what the whole tree cost, by currency."""
        prices = {self.run.currency: self.run.total_price}
        for one in self.called:
            prices[one.currency] = prices.get(one.currency, Decimal(0)) + one.total_price
        return {currency: price for currency, price in prices.items() if price}


@needs(Action.RUN)
async def called_nodes(rt: "Runtime", workspace_id: str, app_id: str, run_id: str) -> list[NodeExecution]:
    """Return the attempts of a run that another app's run called, in order. Raises as `run_tree`."""
    return await run_logs.run_nodes(rt, await get_app(rt, workspace_id, app_id), run_id)


@needs(Action.RUN)
async def run_tree(rt: "Runtime", app: App, run_id: str) -> RunTree:
    """Return a stored run with what it called. Raises NotFound; NotAllowed: the caller may not read it."""

    def read() -> RunTree:
        return RunTree(
            run=storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id),
            caller=storage.run_trees.caller_of(rt.db, app.workspace_id, run_id),
            called=storage.run_trees.called_runs(rt.db, app.workspace_id, run_id),
        )

    tree = await rt.db.read(read)
    await check_run(rt, app, tree.run)
    return tree
