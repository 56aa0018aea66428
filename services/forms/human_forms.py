"""Forms that runs wait for: showing them to who may see them, and taking one answer for each."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import storage.apps
import storage.human_forms
from engine.document import GRAPH_MODES
from engine.files import FileReader
from engine.human_forms import SLOT, check_submission
from services.accounts.acting import needs
from services.accounts.actors import actor_of
from services.accounts.roles import Action
from services.errors import FormExpired, FormSubmitted
from services.files.files import file_of
from services.files.given_files import file_reader
from services.runs.limits import check_values
from services.runs.resumption import go_on
from storage.errors import NotFound
from storage.human_forms import CLOSED, SUBMITTED, WAITING
from storage.records import App, HumanForm, Message, Run, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime


async def form_of_app(rt: "Runtime", app: App, token: str) -> HumanForm:
    """Return an open form of an app by the token that programs have.

    Raises:
        NotFound: there is no such form, or another app's run waits for it.
        FormSubmitted, FormExpired: it cannot be answered any more.
    """
    form = await rt.db.read(lambda: storage.human_forms.find_form(rt.db, token))
    if form is None or (form.workspace_id, form.app_id) != (app.workspace_id, app.id):
        raise NotFound("form", token)
    check_open(rt, form)
    return form


async def form_at_address(rt: "Runtime", token: str) -> tuple[HumanForm, App]:
    """Return a form and its app by a token of any kind: whoever has one may see and answer the form, once.

    Whether it is still open, is for the caller to see (`check_open`).

    Raises:
        NotFound: there is no such form.
    """

    def read() -> tuple[HumanForm, App] | None:
        form = storage.human_forms.find_form(rt.db, token) or storage.human_forms.find_mailed_form(rt.db, token)
        return (form, storage.apps.get_app(rt.db, form.workspace_id, form.app_id)) if form else None

    found = await rt.db.read(read)
    if found is None:
        raise NotFound("form", token)
    return found


async def open_forms(rt: "Runtime", app: App, run_id: str) -> list[HumanForm]:
    """Return the forms that a run of an app waits for, oldest first."""
    found = await rt.db.read(lambda: storage.human_forms.list_forms(rt.db, app.workspace_id, run_id))
    return [form for form in found if form.status == WAITING and form.app_id == app.id]


async def forms_of(rt: "Runtime", app: App, messages: Sequence[Message]) -> Mapping[str, Sequence[HumanForm]]:
    """Return the forms that turns of an app asked people to fill in, by the ids of their runs."""
    ids = [message.workflow_run_id for message in messages if message.workflow_run_id]
    if app.mode not in GRAPH_MODES or not ids:
        return {}
    return await rt.db.read(lambda: storage.human_forms.forms_of_runs(rt.db, app.workspace_id, ids))


async def task_of(rt: "Runtime", run: Run) -> str | None:
    """Return the task id of a stored run that has waited, None where it never did."""
    found = await rt.db.read(lambda: storage.human_forms.list_forms(rt.db, run.workspace_id, run.id))
    return found[0].task_id if found else None


def check_open(rt: "Runtime", form: HumanForm) -> None:
    """Raise FormSubmitted or FormExpired unless a form can be answered."""
    if form.status == SUBMITTED:
        raise FormSubmitted(f"This form has already been submitted, form_id={form.id}")
    if form.status == CLOSED:
        raise FormExpired(f"The run that asked this has ended, form_id={form.id}")
    if form.status != WAITING or form.expires_at <= rt.expiry.clock.now():
        raise FormExpired(f"This form has expired, form_id={form.id}")


async def submit(
    rt: "Runtime",
    form: HumanForm,
    *,
    action: str,
    inputs: Mapping[str, Any],
    files: FileReader | None = None,
    answered_by: str | None = None,
) -> None:
    """Take an answer and let the run go on, which has begun to when this returns.

    `files` finds the uploads among the inputs; without it there are none. Of several answers at one time one counts.

    Raises:
        InvalidSubmission: there is no such action, an input is missing, or its value does not fit; it stays open.
        InvalidInput: a text is too long.
        FormSubmitted, FormExpired: it cannot be answered any more.
    """
    check_open(rt, form)
    check_values(rt, inputs, [])
    answer = check_submission(form.definition, action, inputs, files=files or FileReader())
    taken = await storage.human_forms.answer_form(
        rt.db, form.id, status=SUBMITTED, at=rt.expiry.clock.now(), answer=answer, answered_by=answered_by
    )
    if not taken:
        check_open(rt, await _again(rt, form))
        raise FormSubmitted(f"This form has already been submitted, form_id={form.id}")
    await go_on(rt, form.run_id)


@needs(Action.RUN)
async def submit_as(
    rt: "Runtime",
    app: App,
    form: HumanForm,
    user: str,
    *,
    action: str,
    inputs: Mapping[str, Any],
    invoke_from: str,
    account_id: str | None = None,
) -> None:
    """Take an answer of a user or an account, whose own uploads it may name. Raises as `submit` and `actor_of`."""
    check_open(rt, form)
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    files = await file_reader(rt, app, actor, inputs, invoke_from=invoke_from)
    await submit(rt, form, action=action, inputs=inputs, files=files, answered_by=actor.id or None)


def pieces(form: HumanForm) -> list[str | Mapping[str, Any]]:
    """Return a form as people see it: texts, and inputs where they stand in them; those without a place come last."""
    inputs = {one["output_variable_name"]: one for one in form.definition["inputs"]}
    found: list[str | Mapping[str, Any]] = []
    parts = SLOT.split(form.definition["form_content"])  # text, name, text, name, …, text
    for text, name in zip(parts[::2], [*parts[1::2], ""], strict=True):
        found += [text] if text.strip() else []
        found += [inputs.pop(name)] if name in inputs else []
    return [*found, *inputs.values()]


def first_value(form: HumanForm, one: Mapping[str, Any]) -> str:
    """Return what an input of a form holds at first."""
    resolved = form.definition["resolved_default_values"].get(one["output_variable_name"])
    default = one.get("default") or {}
    return str(resolved if resolved is not None else default.get("value") or "")


def reader_of(rt: "Runtime", uploads: Sequence[Upload]) -> FileReader:
    """Return what finds files that came together with an answer."""
    files = {upload.id: file_of(rt, upload) for upload in uploads}
    return FileReader(lookup=files.get, strict=False)


async def _again(rt: "Runtime", form: HumanForm) -> HumanForm:
    forms = await rt.db.read(lambda: storage.human_forms.list_forms(rt.db, form.workspace_id, form.run_id))
    found = next((other for other in forms if other.id == form.id), None)
    if found is None:
        raise NotFound("form", form.id)
    return found
