"""The text of documents: every format, encodings, and files that are broken, protected or too large."""

import asyncio
import datetime
import io
import json
import os
import sys
import zipfile

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.extract import (
    Extracted,
    ExtractLimits,
    Page,
    TextExtractionError,
    UnsupportedFileTypeError,
    extract,
    extract_apart,
)
from engine.extract.encoding import decoded
from engine.extract.markup import text_of
from engine.extract.tables import markdown_table
from tests.engine import paper


def text(data: bytes | str, filename: str, mime_type: str = "", *, keep_markup: bool = True) -> str:
    content = data.encode() if isinstance(data, str) else data
    return extract(content, filename=filename, mime_type=mime_type, keep_markup=keep_markup).text


@pytest.mark.parametrize("name", ["a.txt", "A.MD", "a.py", "a.html", "a.xml", "a.log", "a.toml", "a.vtt", "a.c++"])
def test_plain_text_stays_as_it_is_markup_included(name):
    assert text("<b>héllo</b>\n", name) == "<b>héllo</b>\n"


def test_json_is_indented_anew():
    assert text('{"a":[1,"é"]}', "a.json") == '{\n  "a": [\n    1,\n    "é"\n  ]\n}'


def test_yaml_is_written_anew_document_by_document():
    assert text("a: {b: [1, é]}\n---\nc", "a.yml") == "a:\n  b:\n  - 1\n  - é\n--- c\n"


def test_properties_become_key_and_value():
    assert text("# note\na = 1\nb:2\nc\n", "a.properties") == "# note\na: 1\nb: 2\nc: "


def test_csv_becomes_a_table_with_line_breaks_as_spaces():
    assert text('name,age\r\n"A\nB",1\r\n\r\nonly\r\n', "a.csv") == (
        "| name | age |\n| ---- | --- |\n| A B | 1 |\n| only |  |"
    )


def test_csv_with_semicolons_is_told_by_its_head():
    assert text("a;b\n1;2", "a.csv") == "| a | b |\n| - | - |\n| 1 | 2 |"


def test_csv_of_chinese_cells_in_the_national_encoding():
    found = extract("姓名,年龄\n张三,20\n".encode("gb18030"), filename="a.csv")
    assert (found.text, found.encoding) == ("| 姓名 | 年龄 |\n| -- | -- |\n| 张三 | 20 |", "gb18030")


def test_captions_without_extension_are_joined_by_speaker():
    cues = (
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ada>Hello</v>\n\n00:02.000 --> 00:03.000\n<v Ada>there</v>\n\n"
        "00:00:03.000 --> 00:00:04.000 align:start\n<v Bo>Hi <i>you</i>\n\n00:05.000 --> 00:06.000\nnobody\n"
    )
    assert text(cues, "talk", "text/vtt") == 'Ada "Hello there"\nBo "Hi you"\n "nobody"'


def test_pages_of_a_pdf_keep_their_numbers():
    found = extract(paper.pdf("Hello one", "", "Three"), filename="a.pdf")
    assert found.text == "Hello one\nThree"
    assert found.pages == [Page(1, "Hello one"), Page(2, ""), Page(3, "Three")]


def test_word_that_a_line_of_a_pdf_breaks_is_whole_again():
    broken = paper.pdf("X").replace(b"(X) Tj", b"(an exam-) Tj 0 -14 Td (ple of it) Tj")
    assert text(broken, "a.pdf") == "an example of it"


def test_pdf_without_text_says_so():
    found = extract(paper.pdf("", ""), filename="scan.pdf")
    assert found.text == ""
    assert "pictures" in found.notes[0]


def test_word_document_keeps_headings_lists_and_tables_in_order():
    assert text(paper.word(), "a.docx") == (
        "# Report\n## Findings\nPlain text 文字\n- an item\n"
        "| Name | Age | City |\n| --- | --- | --- |\n| wide<br>cell |  | Paris \\| Lyon |\nThe end"
    )


def test_word_document_with_backslashes_in_its_archive_is_read():
    archive = zipfile.ZipFile(io.BytesIO(paper.word()))
    turned = paper.zipped({name.replace("/", "\\"): archive.read(name) for name in archive.namelist()})
    assert "Findings" in text(turned, "a.docx")


def test_slides_give_texts_tables_and_notes():
    found = extract(paper.slides(), filename="a.pptx")
    assert found.pages == [
        Page(1, "Welcome\nto the show", "Welcome"),
        Page(2, "| k | v |\n| --- | --- |\n| a | 1 |\nsay hello"),
    ]


def test_workbook_gives_one_table_per_sheet():
    rows = [
        ["n", "when", "at", "ok"],
        [1, datetime.date(2024, 1, 2), datetime.time(3, 4), True],
        [],
        [2.5, None, "x|y"],
    ]
    found = extract(paper.workbook({"Data": rows, "Empty": [], "空": [["a"]]}), filename="a.xlsx")
    assert found.text == (
        "| n | when | at | ok |\n| - | ---- | -- | -- |\n| 1 | 2024-01-02 | 03:04:00 | true |\n| 2.5 |  | x\\|y |  |"
        "\n\n| a |\n| - |"
    )
    assert [page.title for page in found.pages or ()] == ["Data", "Empty", "空"]


def test_book_gives_its_chapters_in_reading_order():
    found = extract(paper.zipped(paper.BOOK), filename="a.epub")
    assert found.pages == [Page(1, "# One\n\nFirst & best", "One"), Page(2, "## 第二章\n\nSecond", "第二章")]


def test_open_document_text_is_read():
    assert text(paper.zipped({"content.xml": paper.LETTER}), "a.odt") == (
        "## Title\none  two! \n- item\n| a | b |\n| --- | --- |"
    )


def test_mail_gives_people_text_and_names_of_attachments():
    assert text(paper.mail(text="Hi\nthere", attached={"x.pdf": b"1"}), "a.eml") == (
        "Subject: Grüße\nFrom: Ada <ada@example.com>\nTo: bo@example.com\n\nHi\nthere\n\nAttachment: x.pdf"
    )


def test_mail_of_html_alone_is_read_without_markup():
    assert text(paper.mail(html="<style>p{}</style><p>Hi<p>you"), "a.eml").endswith("\n\nHi\n\nyou")


def test_html_without_its_markup():
    page = (
        "<title>t</title><nav>menu</nav><h1>Big  <b>news</b></h1><p>one<br>two<ul><li>x<li>y</ul>"
        "<table><tr><th>A<th>B<tr><td>1<td><tr><td><td></table><pre>a\n  b</pre><script>no()</script>"
    )
    assert text(page, "a.html", keep_markup=False) == ("# Big news\n\none\ntwo\n\n- x\n- y\n\nA | B\n1\n\na\n  b")


@pytest.mark.parametrize(
    ("mime_type", "data", "expected"),
    [
        ("text/markdown; charset=utf-8", b"# hi", "# hi"),
        ("application/json", b"[1]", "[\n  1\n]"),
        ("application/pdf", paper.pdf("x"), "x"),
        ("TEXT/CSV", b"a", "| a |\n| - |"),
    ],
)
def test_type_is_told_by_mime_type_only_without_extension(mime_type, data, expected):
    assert text(data, "noname", mime_type) == expected
    assert text(b"as it is", "noname.txt", mime_type) == "as it is"


@pytest.mark.parametrize(
    ("name", "mime_type", "advice"),
    [
        ("a.doc", "", "save it as .docx"),
        ("a.msg", "", "save it as .eml"),
        ("a.xyz", "text/plain", "files of the type .xyz"),
        ("a", "application/x-thing", "application/x-thing"),
        ("a", "", "unknown"),
    ],
)
def test_unknown_types_are_refused_with_a_reason(name, mime_type, advice):
    with pytest.raises(UnsupportedFileTypeError, match=advice):
        extract(b"x", filename=name, mime_type=mime_type)


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", paper.protected_pdf("x", "secret"), "protected by a password"),
        ("a.docx", OLE, "protected by a password"),
        ("a.xlsx", OLE, "protected or broken"),
        ("a.pdf", b"", "empty"),
        ("a.docx", b"", "empty"),
        ("a.xlsx", b"", "empty"),
        ("a.pdf", b"no pdf at all", "no PDF"),
        ("a.pdf", paper.pdf("one")[:150], "broken"),
        ("a.docx", b"no zip", "broken"),
        ("a.docx", paper.zipped({"a": "b"}), "no Word document"),
        ("a.pptx", paper.zipped({"a": "b"}), "no presentation"),
        ("a.xlsx", b"PKxx", "broken"),
        ("a.xls", b"no workbook", "broken"),
        ("a.epub", paper.zipped({"a": "b"}), "no book"),
        ("a.odt", paper.zipped({"content.xml": "<a"}), "no OpenDocument"),
        ("a.eml", b"just text", "no mail"),
        ("a.json", b"{", "no JSON"),
        ("a.yaml", b"a: [", "no YAML"),
        ("a.json", b"[" * 100_000, "no JSON"),
    ],
)
def test_broken_protected_and_empty_files_fail_with_the_reason(name, data, reason):
    with pytest.raises(TextExtractionError, match=reason) as failure:
        extract(data, filename=name)
    assert name in str(failure.value)


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (ExtractLimits(file_bytes=9), r"holds [\d,]+ bytes; 9 is the limit"),
        (ExtractLimits(unpacked_bytes=1000), r"unpacks to [\d,]+ bytes; 1,000 is the limit"),
        (ExtractLimits(entries=3), r"has \d+ parts; 3 is the limit"),
        (ExtractLimits(characters=10), r"has [\d,]+ characters; 10 is the limit"),
    ],
)
def test_limits_name_the_value_and_the_limit(limits, message):
    with pytest.raises(TextExtractionError, match=message):
        extract(paper.word(), filename="a.docx", limits=limits)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.epub", "a.odt"])
def test_archive_that_unpacks_to_too_much_is_not_unpacked(name):
    bomb = paper.zipped({"content.xml": bytes(5_000_000)})
    with pytest.raises(TextExtractionError, match="unpacks to"):
        extract(bomb, filename=name, limits=ExtractLimits(unpacked_bytes=1_000_000))


def test_external_entities_are_never_followed(tmp_path):
    (tmp_path / "secret").write_text("hidden")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    letter = entity + paper.LETTER.replace("<text:p>item", "<text:p>item &x;")
    found = text(paper.zipped({"content.xml": letter}), "a.odt")
    assert "item" in found
    assert "hidden" not in found


async def test_documents_are_parsed_in_a_process_of_their_own_with_the_same_result():
    for name, data in {
        "a.pdf": paper.pdf("one", "two"),
        "a.docx": paper.word(),
        "a.csv": b"a,b",
        "b.csv": b"a,b\n" * 50_000,
    }.items():
        here, apart = extract(data, filename=name), await extract_apart(data, filename=name)
        assert (apart.text, apart.pages, apart.encoding) == (here.text, here.pages, here.encoding)


async def test_errors_come_back_from_the_other_process():
    with pytest.raises(TextExtractionError, match=r"a\.pdf: it is protected"):
        await extract_apart(paper.protected_pdf("x", "secret"), filename="a.pdf")


async def test_parser_that_takes_too_long_is_killed():
    with pytest.raises(TextExtractionError, match=r"takes longer than 0\.01 seconds"):
        await extract_apart(paper.pdf("x"), filename="a.pdf", limits=ExtractLimits(seconds=0.01))


async def test_parser_ends_with_the_run_that_waits_for_it():
    before = set(psutil.Process().children())  # of other tests
    task = asyncio.create_task(extract_apart(paper.pdf(*["page"] * 3000), filename="a.pdf"))
    while not set(psutil.Process().children()) - before:
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not set(psutil.Process().children()) - before


async def test_parser_that_needs_too_much_memory_takes_nobody_along():
    sheets = paper.workbook({"S": [["x" * 100] * 50] * 400})
    with pytest.raises(TextExtractionError, match=r"a\.xlsx"):
        await extract_apart(sheets, filename="a.xlsx", limits=ExtractLimits(memory_bytes=60_000_000))


async def test_nobody_waits_while_a_document_is_parsed():
    ticks = 0
    task = asyncio.create_task(extract_apart(paper.pdf(*["page"] * 300), filename="a.pdf"))
    while not task.done():
        await asyncio.sleep(0.005)
        ticks += 1
    assert len((await task).pages or ()) == 300
    assert ticks > 5


def test_importing_the_engine_imports_no_parser():
    program = "import sys, json, engine.nodes, engine.extract; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(os.popen(f"{sys.executable} -c '{program}'").read())
    assert not {"pypdfium2", "pypdf", "docx", "pptx", "fastexcel", "selectolax", "lxml", "charset_normalizer"} & set(
        loaded
    )


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-8", "naïve 文字"),
        ("utf-16", "naïve 文字"),
        ("utf-32", "naïve 文字"),
        ("gb18030", "今天天气很好，我们去公园散步吧。"),
        ("gb18030", "你好"),
        ("big5", "這是一個測試文件，內容是繁體中文。"),
        ("cp932", "これは日本語のテキストです。"),
        ("cp949", "안녕하세요 세계"),
        ("koi8_r", "Привет, мир! Как дела?"),
        ("cp1251", "Привет, мир! Как дела?"),
        ("cp1252", "déjà vu à la café naïve"),
        ("cp1252", "Größe: über Straße"),
        ("cp1250", "Zażółć gęślą jaźń"),
    ],
)
def test_encodings_are_told_apart(encoding, content):
    assert decoded(content.encode(encoding)) == (content, encoding)


def test_mark_of_utf_8_is_no_part_of_the_text():
    assert decoded("\ufeffhi".encode()) == ("hi", "utf-8")


def test_hint_and_declaration_come_before_a_guess():
    assert decoded("é".encode("cp1250"), hint="cp1250") == ("é", "cp1250")
    assert decoded("<?xml version='1.0' encoding='iso-8859-2'?>ł".encode("iso-8859-2"))[0].endswith("ł")
    assert decoded("<meta charset=big5>文".encode("big5"))[1] == "big5"
    assert decoded("<meta charset=nonsense>é".encode("cp1252"))[0].endswith("é")


@given(st.binary(max_size=200))
def test_any_bytes_decode_to_some_text(data):
    content, encoding = decoded(data)
    assert isinstance(content, str)
    assert b"".decode(encoding) == ""


@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=5))
def test_table_has_a_line_per_row_and_a_rule(rows):
    lines = markdown_table(rows).split("\n")
    assert lines == [""] if not rows else len(lines) == len(rows) + 1


@given(st.text(max_size=300))
def test_any_html_gives_some_text(html):
    assert "<script" not in text_of(f"<script>{html}</script>") or "<script" in html


def test_empty_text_file_is_an_empty_text():
    assert extract(b"", filename="a.txt") == Extracted("", encoding="utf-8")
