"""Documents of mixed kinds for benchmarks of knowledge: the documentation that is installed on this machine.

Markdown, HTML, text, CSV and PDF files are taken as they are. Word, PowerPoint, Excel, epub and mail
files, which hardly any package ships, are written from the texts of others of them.
"""

import hashlib
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Any, Final

import docx
import openpyxl
from pptx import Presentation

from tests.engine.paper import BOOK, zipped

ROOTS: Final = (Path("/usr/share/doc"), Path(sys.prefix) / "lib", Path(__file__).resolve().parents[1] / "docs")
LEAST, MOST = 1_500, 60_000  # bytes of a file
PER_HUNDRED: Final = {"html": 26, "md": 24, "txt": 14, "csv": 4, "pdf": 3}  # as found
WRITTEN_PER_HUNDRED: Final = {"docx": 9, "pptx": 4, "xlsx": 4, "epub": 3, "eml": 3}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document."""

    name: str
    data: bytes

    @property
    def kind(self) -> str:
        """Return the extension."""
        return self.name.rpartition(".")[2]


def papers(count: int) -> list[Paper]:
    """Return `count` documents, on one machine always the same ones; texts fill up for kinds that are rare here."""
    found = {kind: _found(kind, _share(number, count)) for kind, number in PER_HUNDRED.items()}
    texts = [paper.data.decode(errors="replace") for paper in _found("md", 3 * count)][::-1]
    written = [
        Paper(f"{number} {kind}.{kind}", WRITERS[kind](texts[number]))
        for number, kind in enumerate(_kinds(WRITTEN_PER_HUNDRED, count))
    ]
    chosen = [*(paper for some in found.values() for paper in some), *written]
    more = [paper for kind in ("html", "txt") for paper in _found(kind, 2 * count) if paper not in chosen]
    return sorted([*chosen, *more][:count], key=lambda paper: hashlib.sha256(paper.data).digest())


def _share(per_hundred: int, count: int) -> int:
    return round(per_hundred * count / 100)


def _kinds(shares: Mapping[str, int], count: int) -> Iterator[str]:
    for kind, per_hundred in shares.items():
        yield from [kind] * _share(per_hundred, count)


def _found(kind: str, count: int) -> list[Paper]:
    """Return up to `count` files of a kind, spread over all that there are, no text twice."""
    paths = sorted({path for root in ROOTS for path in root.rglob(f"*.{kind}") if _is_fit(path)})
    step = max(1, len(paths) // max(1, count))
    seen: dict[bytes, Paper] = {}
    for path in [*paths[::step], *paths]:
        if len(seen) >= count:
            break
        seen.setdefault(path.read_bytes(), Paper(path.name, path.read_bytes()))
    return list(seen.values())


def _is_fit(path: Path) -> bool:
    most = 40 * MOST if path.suffix == ".pdf" else MOST
    return path.is_file() and not path.is_symlink() and LEAST <= path.stat().st_size <= most


def _paragraphs(text: str) -> list[str]:
    cleaned = "".join(char for char in text if char >= " " or char == "\n")
    return [part.strip() for part in cleaned.split("\n\n") if part.strip()]


def _word(text: str) -> bytes:
    document = docx.Document()
    for part in _paragraphs(text):
        if part.startswith("#"):
            document.add_heading(part.lstrip("# ")[:200], min(part.count("#"), 6) or 1)
        else:
            document.add_paragraph(part)
    return _saved(document)


def _slides(text: str) -> bytes:
    presentation = Presentation()
    for part in _paragraphs(text)[:40]:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        title, body = slide.placeholders
        title.text, body.text = part.partition("\n")[0][:80], part
    return _saved(presentation)


def _workbook(text: str) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Line", "Text", "Words"])
    for number, part in enumerate(_paragraphs(text), 1):
        sheet.append([number, part.lstrip("="), len(part.split())])
    return _saved(workbook)


def _book(text: str) -> bytes:
    body = "".join(f"<p>{escape(part)}</p>" for part in _paragraphs(text))
    return zipped({**BOOK, "OEBPS/text/one.xhtml": f"<html><body><h1>Text</h1>{body}</body></html>"})


def _mail(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Notes", "ada@example.org", "bob@example.org"
    message.set_content(text)
    return bytes(message)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


WRITERS: Final[Mapping[str, Callable[[str], bytes]]] = {
    "docx": _word,
    "pptx": _slides,
    "xlsx": _workbook,
    "epub": _book,
    "eml": _mail,
}


def by_kind(chosen: Sequence[Paper]) -> dict[str, int]:
    """Return how many documents there are of each kind."""
    kinds = sorted({paper.kind for paper in chosen})
    return {kind: sum(paper.kind == kind for paper in chosen) for kind in kinds}
