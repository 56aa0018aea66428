"""What the parsers of documents give, the bounds they keep, and how they fail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.errors import NodeError


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a document that has a place of its own: a page, slide, sheet or chapter."""

    number: int  # from 1
    text: str
    title: str = ""  # of a sheet or chapter


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a document."""

    text: str
    pages: Sequence[Page] | None = None  # None: the format has no such parts
    encoding: str | None = None  # of text formats; may be a guess
    notes: Sequence[str] = ()  # what a reader of the text should know

    @classmethod
    def of_pages(cls, pages: Sequence[Page], *, between: str = "\n\n", notes: Sequence[str] = ()) -> "Extracted":
        """Return the document that consists of `pages`; empty ones keep their number but add no text."""
        return cls(between.join(page.text for page in pages if page.text), pages, notes=notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractLimits:
    """How large a document may be and what its parsing may use up."""

    file_bytes: int = 50 * 1024 * 1024
    unpacked_bytes: int = 500 * 1024 * 1024  # of formats that are archives: docx, xlsx, pptx, odt, epub
    entries: int = 10_000  # of such an archive
    characters: int = 20_000_000  # of the text
    seconds: float = 120.0
    memory_bytes: int = 2 * 1024 * 1024 * 1024  # of address space
    processes: int = 2  # documents that are parsed at the same time


EXTRACT_LIMITS: Final = "extract_limits"  # the key of `Resources.extras` under which other `ExtractLimits` come in


class TextExtractionError(NodeError):
    """A document is broken, protected, empty or too large."""


class UnsupportedFileTypeError(NodeError):
    """No parser here reads files of this type."""
