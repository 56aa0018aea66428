"""From files of every kind to pieces: headings, tables and pages survive, and what cannot be read says why."""

import re
from typing import Any

import pytest

from engine.chunking.cutting import cut
from engine.chunking.rules import ProcessRule
from engine.chunking.tables import LONGEST_HEAD
from engine.extract import ExtractLimits, TextExtractionError, UnsupportedFileTypeError, extract
from tests.engine import paper

PAGE = """<html><head><title>no</title></head><body><nav>Home</nav><h1>Ferries</h1><p>Boats leave.</p>
<h2>Tickets</h2><table><tr><th>Kind</th><th>Price</th></tr><tr><td>adult</td><td>3</td></tr></table></body></html>"""
ROWS: list[list[Any]] = [["City", "People"], *([f"City number {number}", number] for number in range(200))]


def pieces(name, data, *, mode="custom", separator="\n", **segmentation):
    rules = {"segmentation": {"separator": separator, "max_tokens": 100, **segmentation}}
    extracted = extract(data.encode() if isinstance(data, str) else data, filename=name, keep_markup=False)
    return cut(extracted, ProcessRule.parse({"mode": mode, "rules": rules}))


def places(found):
    """Return where each piece stands, by its content."""
    return {piece.content: (piece.page, tuple(piece.headings)) for piece in found}


@pytest.mark.parametrize(
    ("name", "data", "content", "place"),
    [
        ("a.md", "# A\n\n## B\ntext", "text", (None, ("A", "B"))),
        ("a.html", PAGE, "Boats leave.", (None, ("Ferries",))),
        ("a.html", PAGE, "adult | 3", (None, ("Ferries", "Tickets"))),
        ("a.docx", paper.word(), "Plain text 文字", (None, ("Report", "Findings"))),
        ("a.docx", paper.word(), "The end", (None, ("Report", "Findings"))),
        ("a.pptx", paper.slides(), "to the show", (1, ("Welcome",))),
        ("a.pptx", paper.slides(), "| k | v |\n| --- | --- |\n| a | 1 |", (2, ())),
        ("a.xlsx", paper.workbook({"Sea": [["k"], ["a"]]}), "| k |\n| - |\n| a |", (1, ("Sea",))),
        ("a.epub", paper.zipped(paper.BOOK), "First & best", (1, ("One",))),
        ("a.epub", paper.zipped(paper.BOOK), "Second", (2, ("第二章",))),
        ("a.pdf", paper.pdf("one", "", "three"), "three", (3, ())),
        ("a.csv", "k,v\na,1", "| k | v |\n| - | - |\n| a | 1 |", (None, ())),
        ("a.eml", paper.mail(html="<h1>News</h1><p>hello</p>"), "hello", (None, ("News",))),
        ("a.odt", paper.zipped({"content.xml": paper.LETTER}), "- item", (None, ("Title",))),
        ("a.txt", "文字".encode("gb18030"), "文字", (None, ())),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("a.") else "",
)
def test_a_piece_of_every_kind_of_file_knows_its_page_and_headings(name, data, content, place):
    assert places(pieces(name, data))[content] == place


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "\n".join(",".join(map(str, row)) for row in ROWS)),
        ("a.xlsx", paper.workbook({"Cities": ROWS})),
        ("a.md", "Before.\n\n| City | People |\n| --- | --- |\n" + "\n".join(f"| {a} | {b} |" for a, b in ROWS[1:])),
    ],
)
@pytest.mark.parametrize("mode", ["automatic", "custom", "hierarchical"])
def test_rows_keep_the_head_of_their_table_in_every_piece(name, data, mode):
    found = [piece.content for piece in pieces(name, data, mode=mode, separator="\n\n")]
    assert len(found) > 3
    of_rows = [content for content in found if "City number" in content]
    assert all(content.count("| City") == 1 + content.count("| City number") for content in of_rows)
    assert all("People" in content.split("City number")[0] for content in of_rows)
    assert {number for content in found for number in re.findall(r"City number (\d+)", content)} == set(
        map(str, range(200))
    )


def test_text_after_a_table_has_no_head_of_it():
    found = pieces("a.md", "| a |\n| - |\n| 1 |\nafter\n\n| no table |\nend")
    assert [piece.content for piece in found][-4:] == ["| a |\n| - |\n| 1 |", "after", "| no table |", "end"]


def test_a_head_that_is_longer_than_rows_is_not_repeated():
    head = f"| {'x' * LONGEST_HEAD} |\n| - |"
    assert "| 1 |" in [piece.content for piece in pieces("a.md", f"{head}\n| 1 |\n| 2 |")]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.pdf", paper.protected_pdf("x", "secret"), "protected by a password"),
        ("a.pdf", b"%PDF-1.7 cut off", "no PDF, or broken"),
        ("a.docx", b"PK\x03\x04 cut off", "broken"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "protected by a password, or of an old format"),
        ("a.xlsx", b"nothing like it", "protected or broken"),
        ("a.pptx", paper.zipped({"a": "b"}), "no presentation"),
        ("a.epub", paper.zipped({"a": "b"}), "no book"),
        ("a.eml", b"no headers at all", "no mail"),
        ("a.pdf", b"", "empty"),
    ],
)
def test_what_cannot_be_read_says_why(name, data, told):
    with pytest.raises(TextExtractionError, match=told):
        extract(data, filename=name)


def test_what_is_too_large_says_how_large_it_may_be():
    with pytest.raises(TextExtractionError, match=r"1,001 bytes; 1,000 is the limit"):
        extract(b"x" * 1001, filename="a.txt", limits=ExtractLimits(file_bytes=1000))
    with pytest.raises(TextExtractionError, match=r"20 characters; 10 is the limit"):
        extract(b"x" * 20, filename="a.txt", limits=ExtractLimits(characters=10))


def test_an_old_format_is_refused_with_the_way_out():
    with pytest.raises(UnsupportedFileTypeError, match=r"save it as \.docx"):
        extract(b"", filename="a.doc")
