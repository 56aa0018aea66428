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
from engine.models.tokens import count

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
    """Return the pieces of a document in order; none is empty or longer than the rule says.

    Each stands in the cleaned text; one that begins with rows of a table has the table's head before them.
    """
    text = _Text.of(document, rule)
    if rule.mode == "hierarchical" and rule.parent_mode == "full-doc":
        first = next(iter(_splitter(LONGEST_PARENT, 0).chunk_indices(text.text)), None)
        return [text.piece(first, children=children_of(first[1], rule))] if first is not None else []
    spans = _spans(text.text, rule.segmentation, at_separator=rule.mode != "automatic")
    parts = [part for span in spans for part in _with_heads(text, span, rule.segmentation.max_tokens)]
    return [
        text.piece(span, head, children_of(span[1], rule) if rule.mode == "hierarchical" else ())
        for head, span in parts
    ]


def _with_heads(text: "_Text", span: Span, most: int) -> Iterator[tuple[str, Span]]:
    """Yield a piece with the head of the table in whose rows it begins; cut again where both would be too long.

    A head that would take more than half of a piece is left out.
    """
    start, content = span
    head = head_above(text.tables, start)
    needed = count(f"{head}\n") if head else 0
    if not head or needed > most // 2:
        yield "", span
    elif count(f"{head}\n{content}") <= most:
        yield head, span
    else:
        for place, part in _splitter(most - needed, 0).chunk_indices(content):
            yield head_above(text.tables, start + place), (start + place, part)


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

    def piece(self, span: Span, head: str = "", children: Sequence[str] = ()) -> Piece:
        """Return the piece at a place of the text, below the head of its table."""
        start, content = span
        content = f"{head}\n{content}" if head else content
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
