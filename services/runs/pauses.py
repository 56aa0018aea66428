"""What is stored and told when a run ends, or stops to wait for people."""

import asyncio
import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import storage.human_forms
import storage.messages
from engine.events import Event, HumanInputRequired, RunFinished, RunPaused
from engine.frames.table import Table
from engine.human_forms import Form, open_forms
from services.files.file_links import renewed
from services.runs.execution import Execution
from services.runs.frames import read_frame, write_frame
from services.webhooks.notices import notices_of
from storage.records import Conversation, HumanForm, Message, Run

if TYPE_CHECKING:
    from services.runtime import Runtime

TOKEN_BYTES: Final = 24  # of a form's address: 192 bits
FOLDER: Final = "pauses"  # of the data folder: data frames that paused runs hold

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a paused run goes on from: the engine's state, and how much of the graph was to run."""

    state: Mapping[str, Any]
    tables: Mapping[str, Table]
    until: tuple[str, ...]
    afresh: frozenset[str]


async def store_end(
    execution: Execution,
    last: RunFinished | RunPaused,
    *,
    message: Message | None = None,
    new_conversation: Conversation | None = None,
) -> list[Event]:
    """Store how a stretch of a run ended, a pause with its forms, in one write.

    Returns the events that tell a pause: forms are told only now, since whoever learns of one may answer at once.
    Of a run that has ended none are returned.
    """
    rt, live = execution.rt, execution.live
    forms = _forms_of(execution, last) if isinstance(last, RunPaused) else []
    state = await _saved(rt, execution, last) if isinstance(last, RunPaused) else None
    row, nodes = replace(execution.run_row(last), state=state), execution.node_rows(last)
    told = await notices_of(rt, execution.served.app, row, message, task_id=live.task_id, user=live.user)
    known = {form.id for form in execution.forms}
    await storage.messages.record_turn(
        rt.db,
        message=message,
        run=row,
        nodes=nodes,
        new_conversation=new_conversation,
        resumed=execution.is_stored,
        forms=[form for form in forms if form.id not in known],
        applied=[form.id for form in execution.forms if form.answer is not None],
        deliveries=told,
    )
    if told:
        rt.webhooks.wake()
    if isinstance(last, RunPaused):
        rt.expiry.wake()
        return pause_events(last, forms)
    if live.resumes:
        await close(rt, live.id)
    return []


async def close(rt: "Runtime", run_id: str) -> None:
    """Close what a run that has ended waited for, and forget what it kept for going on."""
    await storage.human_forms.close_forms(rt.db, run_id)
    await asyncio.to_thread(shutil.rmtree, _folder(rt, run_id), ignore_errors=True)


def pause_events(last: RunPaused, forms: Sequence[HumanForm]) -> list[Event]:
    """Return what tells a pause: each open form with its token, then the pause."""
    by_id = {form.id: form for form in forms}
    reasons = [_told(reason, by_id) for reason in last.reasons]
    required = [required_event(form) for form in forms]
    return [*required, replace(last, reasons=reasons)]


def required_event(form: HumanForm) -> HumanInputRequired:
    """Return the event that asks for an answer to a form."""
    return HumanInputRequired(
        node_id=form.node_id,
        title=str(form.definition["node_title"]),
        form_id=form.id,
        form={**form.definition, "form_token": form.token},
        expires_at=form.expires_at,
    )


async def waiting_state(rt: "Runtime", row: Run) -> Waiting:
    """Return what a stored run goes on from; links to files in it work again.

    Raises:
        SecretUnreadable: it was stored with another key.
    """
    assert row.state is not None
    text = await asyncio.to_thread(rt.secrets.decrypt, row.state["sealed"].encode())
    saved = json.loads(renewed(rt, text))
    tables = [await _table(rt, row.id, about) for about in row.state["tables"]]
    return Waiting(
        saved["state"], {table.hash: table for table in tables}, tuple(saved["until"] or ()), frozenset(saved["afresh"])
    )


def _told(reason: Mapping[str, Any], forms: Mapping[str, HumanForm]) -> Mapping[str, Any]:
    form = forms.get(str(reason.get("form_id")))
    return reason if form is None else {**reason, **form.definition, "form_token": form.token}


def _forms_of(execution: Execution, last: RunPaused) -> list[HumanForm]:
    """Return the forms that a pause waits for: those known from earlier pauses, and new ones."""
    known = {form.id: form for form in execution.forms}
    return [known.get(form["form_id"]) or _new_form(execution, form) for form in open_forms(last.state)]


def _new_form(execution: Execution, form: Form) -> HumanForm:
    live, app = execution.live, execution.served.app
    kinds = {method["type"] for method in form["delivery_methods"]}
    return HumanForm(
        id=form["form_id"],
        workspace_id=app.workspace_id,
        app_id=app.id,
        run_id=live.id,
        task_id=live.task_id,
        node_id=form["node_id"],
        token=secrets.token_urlsafe(TOKEN_BYTES) if "webapp" in kinds else None,
        mail_token=secrets.token_urlsafe(TOKEN_BYTES) if "email" in kinds else None,
        definition=execution.masked(dict(form)),
        expires_at=form["expiration_time"],
    )


async def _saved(rt: "Runtime", execution: Execution, last: RunPaused) -> Json:
    """Return the state as its row holds it: encrypted, as it may hold what a secret variable held."""
    text = json.dumps({"state": last.state, **execution.extent}, ensure_ascii=False, separators=(",", ":"))
    sealed = await asyncio.to_thread(rt.secrets.encrypt, text)
    tables = [table for table in last.tables.values() if table.is_whole]
    for table in tables:
        await asyncio.to_thread(write_frame, rt.secrets, _folder(rt, last.run_id) / table.hash, table)
    return {"sealed": sealed.decode(), "tables": [table.as_mapping() for table in tables]}


async def _table(rt: "Runtime", run_id: str, about: Json) -> Table:
    preview = Table.from_mapping(about)
    return await asyncio.to_thread(read_frame, rt.secrets, _folder(rt, run_id) / preview.hash, preview)


def _folder(rt: "Runtime", run_id: str) -> Path:
    return rt.settings.data_dir / FOLDER / run_id
