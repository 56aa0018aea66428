"""Annotations: questions with the answers that people wrote for them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import storage.annotations
import storage.messages
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import annotation_reply
from services.errors import InvalidInput
from services.paging import Page, check_page
from storage.records import Annotation, AnnotationHit, App

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Counted:
    """An annotation and how often it answered."""

    annotation: Annotation
    hits: int = 0


async def list_annotations(
    rt: "Runtime", app: App, *, keyword: str = "", page: int = 1, limit: int = 20
) -> Page[Counted]:
    """Return one page of an app's annotations, newest first; `keyword` is any part of them. Raises InvalidInput."""
    check_page(page, limit)

    def read() -> tuple[list[Annotation], dict[str, int], int]:
        found = storage.annotations.list_annotations(
            rt.db, app.workspace_id, app.id, keyword=keyword, page=page, limit=limit
        )
        hits = storage.annotations.count_hits(rt.db, app.workspace_id, [row.id for row in found])
        total = storage.annotations.count_annotations(rt.db, app.workspace_id, app.id, keyword=keyword)
        return found, hits, total

    found, hits, total = await rt.db.read(read)
    return Page([Counted(row, hits.get(row.id, 0)) for row in found], page, limit, total)


async def get_annotation(rt: "Runtime", app: App, annotation_id: str) -> Annotation:
    """Return a pair. Raises NotFound."""
    return await rt.db.read(lambda: storage.annotations.get_annotation(rt.db, app.workspace_id, app.id, annotation_id))


@needs(Action.EDIT_APPS)
async def add_annotation(
    rt: "Runtime", app: App, question: str, answer: str, *, account_id: str | None = None, message_id: str | None = None
) -> Counted:
    """Store a pair; where annotations answer, it does from now on. Raises InvalidInput."""
    check(rt, question=question, answer=answer)
    made = Annotation(
        workspace_id=app.workspace_id,
        app_id=app.id,
        message_id=message_id,
        question=question.strip(),
        answer=answer,
        account_id=account_id or app.created_by,
    )
    await storage.annotations.add_annotation(rt.db, made)
    annotation_reply.refresh(rt, app)
    return Counted(made)


@needs(Action.EDIT_APPS)
async def annotate_message(
    rt: "Runtime", app: App, message_id: str, answer: str, *, account_id: str | None = None
) -> Counted:
    """Store a better answer for what a message asked. Raises NotFound, InvalidInput."""
    message = await rt.db.read(lambda: storage.messages.get_message(rt.db, app.workspace_id, app.id, message_id))
    return await add_annotation(rt, app, message.query, answer, account_id=account_id, message_id=message.id)


@needs(Action.EDIT_APPS)
async def update_annotation(rt: "Runtime", app: App, annotation_id: str, question: str, answer: str) -> Counted:
    """Change a pair. Raises NotFound, InvalidInput."""
    check(rt, question=question, answer=answer)
    changes = {"question": question.strip(), "answer": answer, "updated_at": time.time()}
    changed = await storage.annotations.update_annotation(rt.db, app.workspace_id, app.id, annotation_id, **changes)
    annotation_reply.refresh(rt, app)
    hits = await rt.db.read(lambda: storage.annotations.count_hits(rt.db, app.workspace_id, [annotation_id]))
    return Counted(changed, hits.get(annotation_id, 0))


@needs(Action.EDIT_APPS)
async def delete_annotation(rt: "Runtime", app: App, annotation_id: str) -> None:
    """Delete a pair with the history of its hits. Raises NotFound."""
    await storage.annotations.delete_annotation(rt.db, app.workspace_id, app.id, annotation_id)
    annotation_reply.refresh(rt, app)


async def list_hits(
    rt: "Runtime", app: App, annotation_id: str, *, page: int = 1, limit: int = 20
) -> Page[AnnotationHit]:
    """Return one page of the times that a pair answered, newest first. Raises NotFound, InvalidInput."""
    check_page(page, limit)

    def read() -> tuple[Sequence[AnnotationHit], int]:
        storage.annotations.get_annotation(rt.db, app.workspace_id, app.id, annotation_id)
        found = storage.annotations.list_hits(rt.db, app.workspace_id, app.id, annotation_id, page=page, limit=limit)
        total = storage.annotations.count_hits(rt.db, app.workspace_id, [annotation_id])
        return found, total.get(annotation_id, 0)

    found, total = await rt.db.read(read)
    return Page(found, page, limit, total)


def check(rt: "Runtime", **texts: str) -> None:
    """Raise InvalidInput unless texts of an annotation may be stored."""
    most = rt.settings.max_input_chars
    for name, text in texts.items():
        if not text.strip():
            raise InvalidInput(f"{name} is required.", param=name)
        if len(text) > most:
            raise InvalidInput(f"{name} has {len(text)} characters; the limit is {most}.", param=name)
