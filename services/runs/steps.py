"""One node of a draft run alone, on values that a person gives."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import storage.runs
from engine.events import RunFinished, RunPaused
from services.accounts.acting import needs
from services.accounts.actors import actor_of
from services.accounts.roles import Action
from services.apps.serving import served_node
from services.files.given_files import file_reader, with_files
from services.runs.execution import Execution
from services.runs.runs import DEBUGGER
from storage.records import App, NodeExecution

if TYPE_CHECKING:
    from services.runtime import Runtime

Variables = dict[str, dict[str, Any]]  # owner -> name -> value

_SELECTOR = re.compile(r"#?([^.#]+)\.([^.#]+)#?")


@needs(Action.EDIT_APPS)
async def run_node(
    rt: "Runtime",
    app: App,
    node_id: str,
    *,
    inputs: Mapping[str, Any] | None = None,
    query: str = "",
    user: str = "",
    account_id: str | None = None,
) -> NodeExecution:
    """Run one node of the draft alone and return its execution, which is stored as the node's last one.

    What it reads comes from `inputs`, whose keys name variables as `#node.name#`, `node.name`, or by
    the node's own name for them. A failure is in the status of the answer. One that asks people is `paused`, and
    nothing of it is stored; see `services.forms.form_steps`.

    Raises:
        NotFound: there is no draft or no such node.
        InvalidWorkflow: the node's settings are not valid.
        InvalidInput: an input names a file that is not there.
    """
    step = await step_of(rt, app, node_id, inputs=inputs, user=user, account_id=account_id)
    last = await step.run(query=query)
    if isinstance(last, RunPaused):
        return next(row for row in step.execution.waiting_rows() if row.node_id == node_id)
    return await step.stored(last)


@dataclass(frozen=True, slots=True)
class Step:
    """One node ready to run alone, once."""

    execution: Execution
    node_id: str
    variables: Variables

    async def run(self, **given: Any) -> RunFinished | RunPaused:
        """Run the node; `given` are fields of the request."""
        request = await self.execution.request(root=self.node_id, variables=self.variables, **given)
        return await self.execution.carry_out(request)

    async def stored(self, last: RunFinished | RunPaused) -> NodeExecution:
        """Store what ran and return the execution of the node."""
        rows = self.execution.node_rows(last)
        await storage.runs.add_nodes(self.execution.rt.db, *rows)
        return next(row for row in reversed(rows) if row.node_id == self.node_id)


async def step_of(
    rt: "Runtime",
    app: App,
    node_id: str,
    *,
    inputs: Mapping[str, Any] | None = None,
    user: str = "",
    account_id: str | None = None,
) -> Step:
    """Return a node of the draft ready to run alone. Raises as `run_node`."""
    serving = await served_node(rt, app, node_id)
    actor = await actor_of(rt, app, user, invoke_from=DEBUGGER, account_id=account_id)
    execution = Execution(rt, serving, actor, invoke_from=DEBUGGER, alone=True)
    reader = await file_reader(rt, app, actor, inputs, invoke_from=DEBUGGER)
    given = {name: with_files(reader, name, value) for name, value in (inputs or {}).items()}
    return Step(execution, node_id, _variables(serving.document.node(node_id).data, given))


def _variables(data: Mapping[str, Any], inputs: Mapping[str, Any]) -> Variables:
    """Return the values of `inputs` under the owners and names that their keys mean; others are ignored."""
    own = dict(_own_names(data))
    found: Variables = {}
    for key, value in inputs.items():
        selector = _SELECTOR.fullmatch(key)
        place = selector.groups() if selector else own.get(key)
        if place is not None:
            found.setdefault(place[0], {})[place[1]] = value
    return found


def _own_names(data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the names by which a node calls variables of others, with where these are."""
    prompt = data.get("prompt_config")
    in_prompt = prompt.get("jinja2_variables") if isinstance(prompt, Mapping) else None
    for item in (*_items(data.get("variables")), *_items(in_prompt)):
        selector = item.get("value_selector")
        if isinstance(selector, list) and len(selector) >= 2:
            yield str(item.get("variable")), (str(selector[0]), str(selector[1]))


def _items(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
