"""The text of documents: one parser for each family of formats, imported for the first file of its kind."""

from engine.extract.apart import extract_apart
from engine.extract.extracted import (
    EXTRACT_LIMITS,
    Extracted,
    ExtractLimits,
    Page,
    TextExtractionError,
    UnsupportedFileTypeError,
)
from engine.extract.forked import extract_forked
from engine.extract.kinds import extract

__all__ = [
    "EXTRACT_LIMITS",
    "ExtractLimits",
    "Extracted",
    "Page",
    "TextExtractionError",
    "UnsupportedFileTypeError",
    "extract",
    "extract_apart",
    "extract_forked",
]
