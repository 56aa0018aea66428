"""Texts: counted, split, replaced, searched; hashes, base64 and ids."""

import base64
import hashlib
import json
import re
import unicodedata
import uuid
from functools import partial
from typing import Any, Final, Literal

from engine.tools.base import Json, Text, ToolMessage
from engine.tools.functions import Setting, tool

_LONGEST: Final = 1_000_000  # characters
_MOST_FOUND: Final = 10_000
_SENTENCE: Final = re.compile(r"[.!?]+(?=[\s\"')”’]|$)|[。！？]+")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

_helper = partial(tool, provider="text", repeatable=True, timeout=20)


@_helper(label="Count a text", use_cases=["how long a text is"])
def count_text(text: str) -> list[ToolMessage]:
    """Counts the characters, words, sentences and lines of a text; each Chinese or Japanese letter is a word.

    Args:
        text: The text.
    """
    letters = sum(_is_ideograph(letter) for letter in text)
    rest = "".join(" " if _is_ideograph(letter) else letter for letter in text)
    counts = {
        "characters": len(text),
        "characters_without_spaces": sum(not letter.isspace() for letter in text),
        "words": letters + len(_WORD.findall(rest)),
        "sentences": len([part for part in _SENTENCE.split(text) if part.strip()]),
        "lines": len(text.splitlines()),
        "paragraphs": len([part for part in re.split(r"\n\s*\n", text) if part.strip()]),
    }
    return [Text(", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items())), Json(counts, True)]


@_helper(label="Replace in a text", use_cases=["clean a text", "mask a part of a text"])
def replace_text(text: str, find: str, replace_with: str = "", use_regex: bool = False) -> str:
    """Replaces every occurrence of something in a text.

    Args:
        text: The text.
        find: What is replaced.
        replace_with: What comes in its place; after a search by a regular expression, $1 is its first group.
        use_regex: Whether `find` is a regular expression.
    """
    if not find:
        raise ValueError("find is empty, so there is nothing to replace")
    if not use_regex:
        return text.replace(find, replace_with)
    replaced: str = _series(text).str.replace_all(_pattern(find), replace_with)[0]
    return replaced


@_helper(label="Split a text", use_cases=["make a list of lines or parts"])
def split_text(text: str, separator: str = "\\n", keep_empty: bool = False) -> list[ToolMessage]:
    """Splits a text into parts.

    Args:
        text: The text.
        separator: What stands between the parts; \\n for a new line, \\t for a tabulator.
        keep_empty: Whether parts without anything in them are kept.
    """
    between = separator.replace("\\n", "\n").replace("\\t", "\t") or "\n"
    parts = [part for part in text.split(between) if keep_empty or part.strip()]
    return [Text(json.dumps(parts, ensure_ascii=False)), Json({"parts": parts, "count": len(parts)}, True)]


@_helper(label="Search by a regular expression", use_cases=["find numbers, dates or addresses in a text"])
def regex_extract(content: str, expression: str) -> list[ToolMessage]:
    """Finds all parts of a text that fit a regular expression, or their groups where it has some.

    Args:
        content: The text.
        expression: The regular expression, in the syntax of RE2: without looking ahead or behind.
    """
    pattern = _pattern(expression)
    found = _series(content).str.extract_all(pattern)[0].to_list()[:_MOST_FOUND]
    values: list[Any] = [*found]
    if found and (groups := _groups(found, pattern)):
        values = groups
    return [Text(json.dumps(values, ensure_ascii=False)), Json({"matches": values}, True)]


@_helper(label="Hash of a text", use_cases=["tell whether a text has changed"])
def hash_text(text: str, algorithm: Literal["sha256", "sha1", "sha512", "md5", "blake2b"] = "sha256") -> str:
    """Gives the hash of a text as hexadecimal digits.

    Args:
        text: The text, taken as UTF-8.
        algorithm: Which hash; md5 and sha1 are not safe against forgery.
    """
    return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


@_helper(label="Text to base64", use_cases=["write a text for a header or an address"])
def base64_encoder(plain_text: str, urlsafe_enabled: Setting[Literal["true", "false"]] = "false") -> str:
    """Writes a text as base64.

    Args:
        plain_text: The text, taken as UTF-8.
        urlsafe_enabled: Whether - and _ stand for + and /, as in addresses.
    """
    encode = base64.urlsafe_b64encode if urlsafe_enabled == "true" else base64.b64encode
    return encode(plain_text.encode()).decode()


@_helper(label="Base64 to text", use_cases=["read what a service sent as base64"])
def base64_decoder(base64_text: str) -> str:
    """Reads a text that is written as base64, in either of its alphabets.

    Args:
        base64_text: The base64.
    """
    text = "".join(base64_text.split()).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode()
    except ValueError as error:
        raise ValueError(f"this is no text in base64: {error}") from error


@tool(provider="text", label="New id", use_cases=["a number for a ticket or an order"])
def make_uuid(count: int = 1) -> str:
    """Makes random ids (UUID) that nobody else has, one in each line.

    Args:
        count: How many, up to 100.
    """
    return "\n".join(str(uuid.uuid4()) for _ in range(max(1, min(count, 100))))


def _series(text: str) -> Any:
    """Return the text for searches: in polars, whose expressions take a time in proportion to the text, whatever they are.

    The module `re` may take hours for a short text and cannot be stopped.
    """
    import polars  # noqa: PLC0415 - 40 MB that a server without such searches does without

    if len(text) > _LONGEST:
        raise ValueError(f"a text has at most {_LONGEST:,} characters here, not {len(text):,}")
    return polars.Series([text])


def _pattern(expression: str) -> str:
    import polars  # noqa: PLC0415 - as above

    try:
        polars.Series([""]).str.contains(expression, strict=True)
    except polars.exceptions.PolarsError as error:
        raise ValueError(f"{expression!r} is no regular expression that is read here: {error}") from error
    return expression


def _groups(found: list[str], pattern: str) -> list[Any]:
    """Return the groups of each match, a list where there are several; nothing where the expression has none."""
    import polars  # noqa: PLC0415 - as above

    rows = polars.Series(found).str.extract_groups(pattern).to_list()
    if not rows or not rows[0]:
        return []
    return [next(iter(row.values())) if len(row) == 1 else [*row.values()] for row in rows]


def _is_ideograph(letter: str) -> bool:
    return unicodedata.category(letter) == "Lo" and unicodedata.east_asian_width(letter) in "WF"


TEXT_TOOLS: Final = (
    count_text,
    replace_text,
    split_text,
    regex_extract,
    hash_text,
    base64_encoder,
    base64_decoder,
    make_uuid,
)
