"""From a document's text to its pieces, each with its page and the headings above it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from engine.chunking.cleaning import cleaned
from engine.chunking.rules import ProcessRule, Segmentation
from engine.chunking.tables import TableBody, head_above, table_bodies
from engine.extract.extracted import Extracted

ENCODING: Final = "gpt-4o"  # whose tokens lengths are counted in
LONGEST_PARENT: Final = 10_000  # tokens of a whole document as parent; what follows is cut off

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$")
_FENCE = re.compile(r"^[ \t]*(```|~~~)")

Span = tuple[int, str]  # where a piece begins in its text, and the piece


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a document."""

    content: str
    page: int | None = None  # from 1
    headings: Sequence[str] = ()  # above it, outermost first
    children: Sequence[str] = ()  # of a parent


def cut(document: Extracted, rule: ProcessRule) -> list[Piece]:
    """Return the pieces of a document in order; none is empty, and each stands in the cleaned text.

    One that begins with rows of a table has the table's head before them, which may make it a little longer than
    the rule says.
    """
    text = _Text.of(document, rule)
    if rule.mode != "hierarchical":
        spans = _spans(text.text, rule.segmentation, at_separator=rule.mode == "custom")
        return [text.piece(span) for span in spans]
    return [text.piece(span, children_of(span[1], rule)) for span in _parents(text.text, rule)]


def _parents(text: str, rule: ProcessRule) -> Iterator[Span]:
    if rule.parent_mode == "paragraph":
        yield from _spans(text, rule.segmentation, at_separator=True)
        return
    first = next(iter(_splitter(LONGEST_PARENT, 0).chunk_indices(text)), None)
    if first is not None:
        yield first


def children_of(parent: str, rule: ProcessRule) -> list[str]:
    """Return the child chunks of a parent's text."""
    return [content for _, content in _spans(parent, rule.subchunk_segmentation, at_separator=True)]


def _spans(text: str, rule: Segmentation, *, at_separator: bool) -> Iterator[Span]:
    """Yield the pieces of a text; those between separators that are too long are cut at what divides them best."""
    splitter = _splitter(rule.max_tokens, rule.chunk_overlap)
    for start, part in _parts(text, rule.separator) if at_separator and rule.separator else [(0, text)]:
        for place, content in splitter.chunk_indices(part):
            if content.strip():
                yield start + place, content


def _parts(text: str, separator: str) -> Iterator[Span]:
    start = 0
    for part in text.split(separator):
        yield start, part
        start += len(part) + len(separator)


def load_splitter() -> None:
    """Load what cutting needs, which takes 0.3 s, before the first text comes."""
    _splitter(LONGEST_PARENT, 0)


@cache
def _splitter(tokens: int, overlap: int) -> Any:
    """Return what cuts at headings, lists, code, paragraphs and sentences, in any script; loaded when first needed."""
    from semantic_text_splitter import MarkdownSplitter  # noqa: PLC0415  # 0.4 s and 20 MB that only indexing needs

    return MarkdownSplitter.from_tiktoken_model(ENCODING, tokens, overlap)


@dataclass(frozen=True, slots=True)
class _Text:
    """A cleaned text that knows where its pages and headings begin."""

    text: str
    pages: Sequence[tuple[int, int]]  # where, which
    headings: Sequence[tuple[int, tuple[str, ...]]]  # where, and all that apply from there
    tables: Sequence[TableBody]

    @classmethod
    def of(cls, document: Extracted, rule: ProcessRule) -> "_Text":
        if document.pages is None:
            text = cleaned(document.text, rule)
            return cls(text, (), list(_headings(text, {})), table_bodies(text))
        pages, titles, parts, start = [], {}, [], 0
        for page in document.pages:
            content = cleaned(page.text, rule)
            if content:
                pages.append((start, page.number))
                titles[start] = page.title
                parts.append(content)
                start += len(content) + 2
        text = "\n\n".join(parts)
        known = titles if any(titles.values()) else {}
        return cls(text, pages, list(_headings(text, known)), table_bodies(text))

    def piece(self, span: Span, children: Sequence[str] = ()) -> Piece:
        """Return the piece at a place of the text."""
        start, content = span
        if head := head_above(self.tables, start):
            content = f"{head}\n{content}"
        return Piece(content, _last(self.pages, start, None), _last(self.headings, start, ()), children)


def _headings(text: str, titles: Mapping[int, str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield where the headings above change: after each Markdown heading outside code, and where a page has a title.

    `titles` are those of sheets, slides and chapters, by where they begin, "" for one without; a title that its page
    repeats as its heading is not told twice.
    """
    above: dict[int, str] = {}
    start, in_code = 0, False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
        found = None if in_code else _HEADING.match(line)
        if start in titles:
            above = {} if found or not titles[start] else {0: titles[start]}
            yield start, tuple(above.values())
        if found:
            level = len(found[1])
            above = {old: name for old, name in above.items() if old < level} | {level: found[2]}
            yield start, tuple(above.values())
        start += len(line) + 1


def _last(marks: Sequence[tuple[int, Any]], place: int, otherwise: Any) -> Any:
    """Return what the last mark at or before a place says."""
    found = bisect_right(marks, place, key=lambda mark: mark[0])
    return marks[found - 1][1] if found else otherwise
