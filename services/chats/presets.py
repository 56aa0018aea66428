"""Answers that are there before the app is asked: a refusal of moderation, or what people wrote for a question."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import storage.annotations
import storage.messages
from services import accounts
from services.apps.annotation_reply import Match, find_match
from services.apps.serving import Served
from services.chats import turns
from services.chats.moderation import refusal, rules_of
from services.chats.turns import Thread
from storage.errors import NotFound
from storage.records import AnnotationHit, App, Message

if TYPE_CHECKING:
    from services.runtime import Runtime

ANNOTATED: Final = ("chat", "agent-chat", "advanced-chat")  # modes of apps that annotations answer for


@dataclass(frozen=True, slots=True)
class Preset:
    """A whole answer, and the annotation that it is of."""

    text: str
    match: Match | None = None
    annotation: Mapping[str, Any] | None = None  # as `metadata.annotation_reply` has it


async def find_preset(rt: "Runtime", served: Served, query: str, inputs: Mapping[str, Any]) -> Preset | None:
    """Return what is said without the app: a refusal of moderation, or what people wrote for this question.

    Raises:
        AppUnavailable: the app's moderation does not exist here.
        ModelError: a model has to judge the question, and fails.
    """
    app = served.app
    rules = rules_of(served.document.features)
    if rules is not None:
        texts = [query, *(value for value in inputs.values() if isinstance(value, str))]
        refused = await refusal(rt, app.workspace_id, rules, texts)
        if refused is not None:
            return Preset(refused)
    match = await find_match(rt, app, query) if app.mode in ANNOTATED else None
    if match is None:
        return None
    found = match.annotation
    author = {"id": found.account_id or "", "name": await _name(rt, app, found.account_id)}
    return Preset(found.answer, match, {"id": found.id, "account": author})


async def record(rt: "Runtime", served: Served, thread: Thread | None, preset: Preset, message: Message) -> Message:
    """Store a turn that had no run, and the annotation's hit; return the message as stored."""
    told = replace(message, workflow_run_id=None, metadata={**message.metadata, "annotation_reply": preset.annotation})
    is_new = thread is not None and thread.is_new
    conversation = replace(thread.conversation, updated_at=told.updated_at) if thread and is_new else None
    work = [storage.messages.record_turn(rt.db, message=told, new_conversation=conversation)]
    if preset.match is not None:
        work.append(storage.annotations.add_hit(rt.db, _hit(preset.match, told)))
    if thread is not None:
        work.append(turns.Variables(rt, served, thread).fill_in())
    await asyncio.gather(*work)
    return told


def _hit(match: Match, message: Message) -> AnnotationHit:
    found = match.annotation
    return AnnotationHit(
        workspace_id=message.workspace_id,
        app_id=message.app_id,
        annotation_id=found.id,
        message_id=message.id,
        source=message.invoke_from,
        query=message.query,
        question=found.question,
        answer=found.answer,
        score=match.score,
    )


async def _name(rt: "Runtime", app: App, account_id: str | None) -> str:
    try:
        return (await accounts.get_account(rt, app.workspace_id, account_id)).name if account_id else ""
    except NotFound:
        return ""
