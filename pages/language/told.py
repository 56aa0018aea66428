"""Messages that were made below the pages, in the language of the session."""

import re
from collections.abc import Sequence
from functools import cache

from pages.chinese.access import REFUSED
from pages.chinese.imports import IMPORTS
from pages.chinese.messages import MESSAGES
from pages.language.text import language

PLACE = re.compile(r"\\{(\w+)\\}")
INNER = "error"  # the place of a message inside another


def told(message: str) -> str:
    """Return a message in the language of the session; one that nobody has translated as it is."""
    return in_chinese(message) if language() == "zh" else message


def in_chinese(message: str) -> str:
    """Return the Chinese for the first template that a message fits, and for the message inside it.

    What stands before a colon, as the name of a file does, stays as it is.
    """
    for pattern, words in _templates():
        if fit := pattern.fullmatch(message):
            found = fit.groupdict()
            return words.format(**{**found, INNER: in_chinese(found[INNER])} if INNER in found else found)
    name, colon, rest = message.partition(": ")
    inner = in_chinese(rest) if colon else rest
    return message if inner == rest else f"{name}：{inner}"


@cache
def _templates() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(_pattern(english), chinese) for english, chinese in (MESSAGES | REFUSED | IMPORTS).items()]


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(english)), re.DOTALL)
