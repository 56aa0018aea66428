"""Word documents: docx."""

import io
import re
import zipfile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from engine.extract.archive import checked_zip
from engine.extract.extracted import Extracted, ExtractLimits, TextExtractionError
from engine.extract.tables import markdown_table

_HEADING = re.compile(r"Heading ([1-6])")


def docx_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return paragraphs and tables in their order: headings with `#`, list items with `-`, tables in Markdown."""
    with checked_zip(data, limits) as archive:
        whole = _with_slashes(data, archive)
    try:
        document = docx.Document(io.BytesIO(whole))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise TextExtractionError(f"it is no Word document, or broken: {error}") from error
    texts = [
        _table(block) if isinstance(block, Table) else _paragraph(block) for block in document.iter_inner_content()
    ]
    return Extracted("\n".join(text for text in texts if text is not None))


def _paragraph(paragraph: Paragraph) -> str:
    text = paragraph.text
    style = paragraph.style.name if paragraph.style is not None else None
    heading = _HEADING.fullmatch(style or "")
    if not text.strip():
        return text
    if heading or style == "Title":
        return f"{'#' * (int(heading[1]) if heading else 1)} {text}"
    properties = paragraph._p.pPr  # the library itself does not tell whether a paragraph is an item of a list
    is_item = (style or "").startswith("List ") or (properties is not None and properties.numPr is not None)
    return f"- {text}" if is_item else text


def _table(table: Table) -> str | None:
    rows = [_cells(row) for row in table.rows]
    return markdown_table(rows, rule="---", line_break="<br>") if any(any(row) for row in rows) else None


def _cells(row: _Row) -> list[str]:
    """Return the texts of a row; a cell over several columns has its text in the first of them."""
    cells = row.cells
    before = [None, *(cell._tc for cell in cells)]
    return ["" if cell._tc is left else cell.text.strip() for cell, left in zip(cells, before, strict=False)]


def _with_slashes(data: bytes, archive: zipfile.ZipFile) -> bytes:
    r"""Return the archive with `\` in its names made `/`: some programs write it, no reader finds it."""
    if not any("\\" in name for name in archive.namelist()):
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as mended:
        for name in archive.namelist():
            mended.writestr(name.replace("\\", "/"), archive.read(name))
    return buffer.getvalue()
