"""Titles of conversations, made by a model when nobody waits."""

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import storage.conversations
from engine.errors import EngineError
from engine.models.base import ChatRequest, Message, TextPiece
from services.models import models_for
from storage.records import Conversation

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

LONGEST: Final = 80  # characters
WAITING: Final = 30.0  # seconds that the model has
BUSY: Final = 8  # runs under way at which the question's first words stay the title
INSTRUCTION: Final = (
    "Write a title of at most six words for a conversation that begins with the message below. "
    "Write it in the language of the message. Answer with the title alone: no quotes, no explanation."
)


def start_title(rt: "Runtime", conversation: Conversation, query: str) -> None:
    """Have a title made in the background, unless the server is busy; a failure leaves the one that is there."""
    if len(rt.live.running()) <= BUSY:
        rt.background.start("title of a conversation", _retitle(rt, conversation, query))


async def made_title(rt: "Runtime", workspace_id: str, query: str) -> str:
    """Return a title by the workspace's default model; "" without one, or when it fails."""
    registry = await models_for(rt, workspace_id)
    request = ChatRequest(
        messages=[Message("system", INSTRUCTION), Message("user", query[:2000])], parameters={"max_tokens": 200}
    )
    text = ""
    try:
        if registry.resolve("llm", "", "")[0] == "demo":
            return ""
        async with asyncio.timeout(WAITING):
            async for piece in registry.chat("", "").stream(request):
                text += piece.text if isinstance(piece, TextPiece) else ""
    except (EngineError, TimeoutError) as error:
        logger.info("No title was made. reason=%s", error)
        return ""
    return _tidy(text)


async def _retitle(rt: "Runtime", conversation: Conversation, query: str) -> None:
    title = await made_title(rt, conversation.workspace_id, query)
    if title:
        await storage.conversations.rename_conversation(rt.db, conversation, title)


def _tidy(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    title = lines[0].strip("\"'“”「」《》*# ").rstrip(".。") if lines else ""
    return title[:LONGEST]
