"""The answers of a comparison: runs on the server that a tab looks at, while they live or as they are stored."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from pages.language.formats import duration, joined, money, tokens
from pages.prompts.state import CompareState, Turns
from pages.shell.people import Person
from pages.shell.state import page_state
from pages.tracing.live import catch_up
from pages.tracing.model import RunPicture, picture_of_rows
from services.apps import workflows
from services.chats import comparisons, conversations
from services.chats.comparisons import Column
from services.runs import resumption
from services.runs.runs import DEBUGGER
from services.runtime import current
from storage.errors import NotFound
from storage.records import App, Message

MOST_TURNS: Final = 20  # of one conversation that are shown


def answer_of(app: App, column: Column) -> RunPicture | None:
    """Return how the answer of a column stands; None when it has none, or none any more."""
    if not column.run_id:
        return None
    pictures = page_state(CompareState).pictures
    picture = pictures.get(column.run_id)
    if picture is not None and picture.is_over:
        return picture
    live = current().live.get(column.run_id)
    if live is None:
        picture = _stored(app, column.run_id)
    else:
        picture = picture or RunPicture(run_id=live.id)
        over = live.done
        catch_up(picture, live)
        if over and (live.stop_reason or not picture.is_over):  # the end of a turn does not tell the two apart
            picture.status = "stopped" if live.stop_reason else "succeeded"
    if picture is not None:
        pictures[column.run_id] = picture
    return picture


def _stored(app: App, run_id: str) -> RunPicture | None:
    rt = current()
    try:
        run, rows = rt.call(workflows.run_detail(rt, app, run_id))
        picture = picture_of_rows(run, rows)
        if run.message_id:
            message = rt.call(comparisons.message_of_run(rt, app, run.message_id))
            picture.answer = message.answer
            picture.citations = message.metadata.get("retriever_resources") or ()
    except NotFound:
        return None
    return picture


def earlier_turns(app: App, column: Column) -> Sequence[Message]:
    """Return what was said in a column's conversation before its last answer, oldest first."""
    conversation_id, turns = column.conversation_id, page_state(CompareState).turns
    if not conversation_id:
        return ()
    known = turns.get(conversation_id)
    if known is None or known.before != column.run_id:
        rt, person = current(), Person.here()
        who: dict[str, Any] = {"invoke_from": DEBUGGER, "account_id": person.account_id}
        try:
            work = conversations.messages(rt, app, person.user, conversation_id, limit=MOST_TURNS, **who)
            found = rt.call(work).items
        except NotFound:  # its first turn is not stored yet
            found = []
        earlier = tuple(message for message in found if message.workflow_run_id != column.run_id)
        known = turns[conversation_id] = Turns(column.run_id, earlier)
    return known.messages


def is_answering() -> bool:
    """Return whether an answer is under way."""
    state = page_state(CompareState)
    columns = state.comparison.columns if state.comparison else ()
    lives = [current().live.get(column.run_id) for column in columns if column.run_id]
    return any(live is not None and not live.done for live in lives)


def stop_answers(*run_ids: str) -> None:
    """Ask runs to end; they keep what they have said."""
    rt = current()
    for run_id in run_ids:
        rt.call(resumption.stop_run(rt, run_id))


def facts(picture: RunPicture) -> str:
    """Return time, tokens and cost of an answer in words."""
    price = sum((step.price for step in picture.steps.values()), Decimal(0))
    currency = next((step.currency for step in picture.steps.values() if step.price), "USD")
    spent = duration(picture.elapsed) if picture.is_over else ""
    return joined(spent, tokens(picture.tokens), money(price, currency))
