"""Questions and answers made of a text by a model."""

import re
from dataclasses import dataclass
from typing import Final

from engine.models.base import ChatModel, ChatRequest, Message, TextPiece

INSTRUCTION: Final = """Write questions that the text below answers, each with its complete answer.
Use only what the text says. Write in {language}. Use this form and nothing else:
Q1: <question>
A1: <answer>
Q2: <question>
A2: <answer>"""

_PAIR = re.compile(
    r"^\s*Q\d*\s*[:：]\s*(.+?)\s*^\s*A\d*\s*[:：]\s*(.+?)\s*(?=^\s*Q\d*\s*[:：]|\Z)", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer."""

    question: str
    answer: str


async def pairs_of(model: ChatModel, text: str, language: str) -> list[Pair]:
    """Return what the model asks and answers about a text; [] when its reply has no such form.

    Raises:
        ModelError: the model failed.
    """
    messages = [Message("system", INSTRUCTION.format(language=language)), Message("user", text)]
    request = ChatRequest(messages=messages, parameters={"temperature": 0})
    reply = [piece.text async for piece in model.stream(request) if isinstance(piece, TextPiece)]
    return read_pairs("".join(reply))


def read_pairs(reply: str) -> list[Pair]:
    """Return the pairs in a model's reply."""
    return [Pair(question, answer) for question, answer in _PAIR.findall(reply)]
