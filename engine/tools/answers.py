"""What tools say, in the forms that models read well: short, numbered, with a note where something is left out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from engine.tools.base import Json, Text, ToolMessage
from engine.values import as_text

LONGEST: Final = 20_000  # characters of a text that a model is given
LONGEST_SNIPPET: Final = 1_000

_LONGEST_CELL: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a search found."""

    title: str
    url: str
    text: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)  # for workflows: scores, dates, pictures

    def as_json(self) -> dict[str, Any]:
        """Return it as workflows get it."""
        return {"title": self.title, "url": self.url, "text": self.text, **self.more}


def shortened(text: str, most: int = LONGEST) -> str:
    """Return a text with at most about `most` characters, and a note where some are left out."""
    if len(text) <= most:
        return text
    return f"{text[:most].rstrip()}\n\n[{len(text) - most:,} of {len(text):,} characters are left out here]"


def found_messages(
    query: str, found: Sequence[Found], *, answer: str = "", as_json: bool = False
) -> Iterator[ToolMessage]:
    """Yield what a search found: numbered, or as JSON text, and as objects for workflows."""
    objects = [one.as_json() for one in found]
    if as_json:
        yield Text(json.dumps(objects, ensure_ascii=False))
    elif found or answer:
        yield Text(
            shortened("\n\n".join([*([answer] if answer else []), *map(_numbered, range(1, len(found) + 1), found)]))
        )
    else:
        yield Text(f"Nothing was found for {query!r}.")
    for one in objects:
        yield Json(one, is_repeat=True)


def script_of(text: str) -> Literal["en", "zh", "ja"]:
    """Return in which language a short text is likely written, as far as its letters tell."""
    if any("\u3040" <= letter <= "\u30ff" for letter in text):
        return "ja"
    return "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"


def _numbered(number: int, one: Found) -> str:
    text = " ".join(one.text.split())
    return "\n".join(line for line in (f"{number}. {one.title}", one.url, shortened(text, LONGEST_SNIPPET)) if line)


def table_text(columns: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as a Markdown table; without rows, what the columns are."""
    names = list(columns)
    if not rows:
        return f"No rows; the columns are {', '.join(names)}."
    lines = [names, ["---"] * len(names), *([_cell(row.get(name)) for name in names] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    text = " ".join(as_text(value).split()) if value is not None else ""
    text = text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
    return text.replace("|", "\\|")
