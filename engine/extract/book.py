"""Electronic books: epub."""

import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from engine.extract.archive import checked_zip
from engine.extract.encoding import decoded
from engine.extract.extracted import Extracted, ExtractLimits, Page, TextExtractionError
from engine.extract.markup import text_of
from engine.extract.xml import parsed_xml

_CONTAINER = "META-INF/container.xml"


def epub_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return the chapters in reading order."""
    with checked_zip(data, limits) as archive:
        try:
            texts = [text_of(decoded(archive.read(name))[0]) for name in _chapters(archive)]
        except (KeyError, etree.XMLSyntaxError) as error:
            raise TextExtractionError(f"it is no book, or broken: {error}") from error
    return Extracted.of_pages([Page(number, text, _title(text)) for number, text in enumerate(texts, 1)])


def _chapters(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the names of the files of the book's spine."""
    package = parsed_xml(archive.read(_CONTAINER)).xpath("string(//*[local-name()='rootfile']/@full-path)")
    root = parsed_xml(archive.read(package))
    files = {item.get("id"): item.get("href") for item in root.iterfind(".//{*}manifest/{*}item")}
    for reference in root.iterfind(".//{*}spine/{*}itemref"):
        address = files.get(reference.get("idref"))
        if address:
            path = unquote(urlsplit(address).path)
            yield posixpath.normpath(posixpath.join(posixpath.dirname(package), path))


def _title(text: str) -> str:
    first = text.partition("\n")[0]
    return first.lstrip("# ") if first.startswith("#") else ""
