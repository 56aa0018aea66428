"""PDF: the text of each page."""

import io
from collections.abc import Iterator
from importlib import import_module
from threading import Lock

import pypdfium2

from engine.extract.extracted import Extracted, ExtractLimits, Page, TextExtractionError

SCANNED = "no page holds text; the document may be made of pictures"

_SOFT_HYPHEN = "\ufffe"  # what PDFium gives for a hyphen at the end of a line, whose two halves it joins
_PDFIUM = Lock()  # PDFium is not thread-safe, nowhere at all


def pdf_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return the texts of the pages, one below the other."""
    if not data:
        raise TextExtractionError("the file is empty")
    try:
        with _PDFIUM:
            texts = list(_texts(data))
    except pypdfium2.PdfiumError as error:
        raise TextExtractionError(_reason(error)) from error
    if not any(texts):
        texts = _texts_otherwise(data) or texts
    pages = [Page(number, text) for number, text in enumerate(texts, 1)]
    return Extracted.of_pages(pages, between="\n", notes=() if any(texts) else (SCANNED,))


def _texts(data: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_range().replace(_SOFT_HYPHEN, "").replace("\r\n", "\n").strip()
            text.close()
            page.close()


def _texts_otherwise(data: bytes) -> list[str]:
    """Return what another reader finds, which knows some texts that PDFium does not; nothing where it fails."""
    pypdf = import_module("pypdf")  # 0.3 seconds and 50 MB, which few documents need
    try:
        return [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []  # PDFium has read the document, so it is known to have pages without text


def _reason(error: pypdfium2.PdfiumError) -> str:
    if "password" in str(error).lower():
        return "it is protected by a password"
    return f"it is no PDF, or broken: {error}"
