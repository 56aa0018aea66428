"""Questions that a user may want to ask next, made by a model of what was said last."""

import asyncio
import json
import logging
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import storage.messages
from engine.asking.reasoning import without_reasoning
from engine.document import Document
from engine.errors import EngineError
from engine.models.base import ChatRequest, TextPiece
from engine.models.base import Message as Said
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps.serving import shown
from services.chats.messages import find_message
from services.errors import BadRequest
from services.models import models_for
from services.runs.runs import SERVICE_API
from storage.records import App, Message

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

FEATURE: Final = "suggested_questions_after_answer"
TURNS: Final = 3  # that the model reads
MOST_CHARS: Final = 2000  # of each question and answer
QUESTIONS: Final = 3
LONGEST: Final = 300  # characters of one question
WAITING: Final = 30.0  # seconds that the model has
INSTRUCTION: Final = (
    "Suggest the three questions that the user is most likely to ask next in the conversation below, each of at most "
    "twenty words, in the language of the user."
)
FORM: Final = 'Answer with a JSON array of strings alone, like ["…", "…", "…"].'

_ARRAY = re.compile(r"\[.*\]", re.DOTALL)


@needs(Action.RUN)
async def suggested_questions(
    rt: "Runtime",
    app: App,
    user: str,
    message_id: str,
    *,
    invoke_from: str = SERVICE_API,
    account_id: str | None = None,
    draft: bool = False,
) -> list[str]:
    """Return about three questions that may follow an answer; none when the model fails.

    With `draft` the app suggests them as its draft says, not as what it serves does.

    Raises:
        BadRequest: the app does not suggest questions.
        NotFound: there is no such message of this user.
        NotPublished, AppUnavailable: the app serves nothing.
    """
    document = await shown(rt, app, draft=draft)
    feature = _features(document).get(FEATURE) or {}
    if not feature.get("enabled"):
        raise BadRequest("Suggested questions are switched off in this app.")
    message = await find_message(rt, app, user, message_id, invoke_from=invoke_from, account_id=account_id)
    turns = await rt.db.read(lambda: _turns(rt, message))
    model = feature.get("model") or document.model_config.get("model") or {}
    try:
        async with asyncio.timeout(WAITING):
            return await _asked(rt, app, model, _prompt(feature, turns))
    except (EngineError, TimeoutError) as error:
        logger.info("No questions were suggested. reason=%s", error)
        return []


async def _asked(rt: "Runtime", app: App, model: Mapping[str, Any], prompt: Sequence[Said]) -> list[str]:
    registry = await models_for(rt, app.workspace_id)
    chosen = registry.chat(str(model.get("provider") or ""), str(model.get("name") or ""))
    parameters = {"max_tokens": 512, **(model.get("completion_params") or {})}
    text = ""
    async for piece in chosen.stream(ChatRequest(messages=prompt, parameters=parameters)):
        text += piece.text if isinstance(piece, TextPiece) else ""
    return questions_in(text)


def questions_in(text: str) -> list[str]:
    """Return the first questions of the JSON array in a model's answer, none without one."""
    found = _ARRAY.search(without_reasoning(text))
    try:
        items = json.loads(found[0]) if found else []
    except ValueError:
        return []
    questions = [item.strip()[:LONGEST] for item in items if isinstance(item, str)]
    return list(filter(None, questions))[:QUESTIONS]


def _prompt(feature: Mapping[str, Any], turns: Sequence[Message]) -> list[Said]:
    wish = str(feature.get("prompt") or "").strip() or INSTRUCTION
    told = "\n".join(f"User: {turn.query[:MOST_CHARS]}\nAssistant: {turn.answer[:MOST_CHARS]}" for turn in turns)
    return [Said("system", f"{wish}\n{FORM}"), Said("user", told)]


def _features(document: Document) -> Mapping[str, Any]:
    return document.features if document.is_graph else document.model_config


def _turns(rt: "Runtime", message: Message) -> list[Message]:
    before = storage.messages.history(
        rt.db, message.workspace_id, message.conversation_id or "", before=message.created_at, limit=TURNS - 1
    )
    return [*before, message]
