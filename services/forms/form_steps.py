"""The form of one node of a draft: shown and answered while it is being worked on, without a run that waits."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.events import RunFinished, RunPaused
from engine.human_forms import Form, answer_form, check_submission, open_forms
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.files.given_files import file_reader
from services.runs.runs import DEBUGGER
from services.runs.steps import Step, step_of
from storage.records import App, NodeExecution

if TYPE_CHECKING:
    from services.runtime import Runtime


@needs(Action.RUN)
async def preview(
    rt: "Runtime",
    app: App,
    node_id: str,
    *,
    inputs: Mapping[str, Any] | None = None,
    user: str = "",
    account_id: str | None = None,
) -> Form:
    """Return the form that a node of the draft would show on these values; nothing is stored or sent.

    Raises:
        NotFound, InvalidWorkflow: as `services.runs.steps.run_node`.
        InvalidInput: the node asks nobody, or fails before it asks.
    """
    step = await step_of(rt, app, node_id, inputs=inputs, user=user, account_id=account_id)
    form: Form = step.execution.masked(dict(_form(step, await step.run())))
    return form


@needs(Action.RUN)
async def submit(
    rt: "Runtime",
    app: App,
    node_id: str,
    *,
    action: str,
    form_inputs: Mapping[str, Any],
    inputs: Mapping[str, Any] | None = None,
    user: str = "",
    account_id: str | None = None,
) -> NodeExecution:
    """Return what a node of the draft gives for an answer, which is stored as the node's last execution.

    Raises:
        InvalidSubmission: the answer does not fit the form.
        NotFound, InvalidWorkflow, InvalidInput: as `preview`.
    """
    who: dict[str, Any] = {"user": user, "account_id": account_id}
    asking = await step_of(rt, app, node_id, inputs=inputs, **who)
    last = await asking.run()
    form = _form(asking, last)
    files = await file_reader(rt, app, asking.execution.actor, form_inputs, invoke_from=DEBUGGER)
    answer = check_submission(form, action, form_inputs, files=files)
    assert isinstance(last, RunPaused)
    answered = await step_of(rt, app, node_id, inputs=inputs, **who)
    state = answer_form(last.state, form["form_id"], answer)
    return await answered.stored(await answered.run(resumed=state, tables=last.tables))


def _form(step: Step, last: RunFinished | RunPaused) -> Form:
    if isinstance(last, RunFinished):
        raise InvalidInput(last.error or f"The node {step.node_id} asks nobody.", param="node_id")
    return open_forms(last.state)[0]
