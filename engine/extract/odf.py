"""OpenDocument texts: odt."""

import re
from collections.abc import Iterator

from lxml import etree

from engine.extract.archive import checked_zip
from engine.extract.extracted import Extracted, ExtractLimits, TextExtractionError
from engine.extract.tables import markdown_table
from engine.extract.xml import parsed_xml

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}
_SPACES = re.compile(r"\s+")
_UNREAD = frozenset({f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation"})


def odt_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return paragraphs and tables in their order: headings with `#`, list items with `-`, tables in Markdown."""
    with checked_zip(data, limits) as archive:
        try:
            body = parsed_xml(archive.read("content.xml")).find(f".//{_OFFICE}text")
        except (KeyError, etree.XMLSyntaxError) as error:
            raise TextExtractionError(f"it is no OpenDocument text, or broken: {error}") from error
    return Extracted("\n".join(_blocks(body)) if body is not None else "")


def _blocks(parent: etree._Element) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_TEXT}h":
            yield f"{'#' * min(int(element.get(f'{_TEXT}outline-level', '1')), 6)} {_text(element)}"
        elif element.tag == f"{_TEXT}p":
            yield _text(element)
        elif element.tag == f"{_TEXT}list-item":
            yield from (f"- {block}" for block in _blocks(element))
        elif element.tag == f"{_TABLE}table":
            yield markdown_table([_row(row) for row in element.iter(f"{_TABLE}table-row")], rule="---")
        elif element.tag not in _UNREAD:
            yield from _blocks(element)


def _row(row: etree._Element) -> list[str]:
    return ["\n".join(_blocks(cell)) for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")]


def _text(element: etree._Element) -> str:
    pieces = [_SPACES.sub(" ", element.text or "")]
    for child in element:
        if child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag] * int(child.get(f"{_TEXT}c", "1")))
        elif child.tag not in _UNREAD:
            pieces.append(_text(child))
        pieces.append(_SPACES.sub(" ", child.tail or ""))
    return "".join(pieces)
