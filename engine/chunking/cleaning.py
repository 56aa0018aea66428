"""Cleaning of a document's text before it is cut."""

import re
import unicodedata

from engine.chunking.rules import ProcessRule

_ADDRESS = re.compile(r"https?://[^\s\])>\"']+|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[^\S\n]{2,}")
_ODD_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_FENCE = re.compile(r"^(```|~~~)", re.MULTILINE)


def cleaned(text: str, rule: ProcessRule) -> str:
    """Return `text` as the rule wants it; indentation and spacing inside code fences stay."""
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    if rule.cleans("remove_urls_emails"):
        text = _ADDRESS.sub("", text)
    if rule.cleans("remove_extra_spaces"):
        parts = _FENCE.split(text)
        # Outside, fence mark, inside, fence mark, outside, ...: every fourth part from the first is prose.
        text = "".join(_tidy(part) if place % 4 == 0 else part for place, part in enumerate(parts))
    return text.strip("\n")


def _tidy(text: str) -> str:
    return _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", _ODD_SPACES.sub(" ", text)))
