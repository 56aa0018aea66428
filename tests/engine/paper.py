"""Documents that tests read, made on the spot."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Any

import docx
import openpyxl
import pypdf
from pptx import Presentation
from pptx.util import Inches

BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="OEBPS/package.opf"/></rootfiles></container>'
    ),
    "OEBPS/package.opf": (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="b" href="two%20b.xhtml"/><item id="a" href="text/one.xhtml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="gone"/><itemref idref="b"/></spine></package>'
    ),
    "OEBPS/text/one.xhtml": "<html><head><title>no</title></head><body><h1>One</h1><p>First &amp; best</p></body></html>",
    "OEBPS/two b.xhtml": "<html><body><h2>第二章</h2><p>Second</p></body></html>",
}
LETTER = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:body><office:text><text:h text:outline-level="2">Title</text:h><text:p>one<text:s text:c="2"/>two<text:span>!
</text:span></text:p><text:list><text:list-item><text:p>item</text:p></text:list-item></text:list><table:table>
<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>
</table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"""


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pdf(*pages: str) -> bytes:
    """Return a PDF with one line of ASCII text per page."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>")
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for place, text in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * place} 0 R>>"
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return body + f"{head}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF".encode()


def protected_pdf(text: str, password: str) -> bytes:
    """Return a PDF that opens with a password only."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(text)))
    writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def word() -> bytes:
    """Return a docx with a title, headings, a list, a table with a wide cell, and text after it."""
    document = docx.Document()
    document.add_heading("Report", 0)
    document.add_heading("Findings", 2)
    document.add_paragraph("Plain text 文字")
    document.add_paragraph("an item", style="List Bullet")
    table = document.add_table(2, 3)
    for place, text in enumerate(["Name", "Age", "City"]):
        table.rows[0].cells[place].text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[1]).text = "wide\ncell"
    table.rows[1].cells[2].text = "Paris | Lyon"
    document.add_paragraph("The end")
    return _saved(document)


def slides() -> bytes:
    """Return a pptx of two slides: a title with text, and a table with notes."""
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Welcome"
    first.placeholders[1].text = "to the show"
    second = show.slides.add_slide(show.slide_layouts[6])
    table = second.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for place, text in enumerate(["k", "v", "a", "1"]):
        table.cell(place // 2, place % 2).text = text
    second.notes_slide.notes_text_frame.text = "say hello"
    return _saved(show)


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return an xlsx."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return _saved(book)


def mail(*, text: str | None = None, html: str | None = None, attached: Mapping[str, bytes] | None = None) -> bytes:
    """Return a mail."""
    message = EmailMessage()
    message["Subject"] = "Grüße"
    message["From"] = "Ada <ada@example.com>"
    message["To"] = "bo@example.com"
    message.set_content(html or text or "", subtype="html" if html else "plain")
    for name, content in (attached or {}).items():
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return bytes(message)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
