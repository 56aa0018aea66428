"""What failed below the pages is told in Chinese too."""

import pytest

from engine.extract import ExtractLimits, TextExtractionError, UnsupportedFileTypeError, extract
from pages.chinese.imports import IMPORTS
from pages.chinese.messages import MESSAGES
from pages.language.told import in_chinese
from services.knowledge.indexing import EMPTY
from services.knowledge.ingest import SILENT
from tests.engine import paper
from tests.pages.test_text import places

BROKEN = {
    "empty.docx": b"",
    "letter.docx": b"no document",
    "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "other.docx": paper.zipped({"a.txt": "no word"}),
    "book.epub": paper.zipped({"a.txt": "no book"}),
    "show.pptx": paper.zipped({"a.txt": "no slides"}),
    "table.xlsx": b"no workbook",
    "letter.eml": b"no mail",
    "paper.pdf": b"no pdf",
    "locked.pdf": paper.protected_pdf("secret", "key"),
    "data.json": b"{",
    "picture.psd": b"8BPS",
    "word.doc": b"\xd0\xcf\x11\xe0",
}


def failure(name: str, data: bytes, limits: ExtractLimits | None = None) -> str:
    """Return why a file cannot be read."""
    with pytest.raises((TextExtractionError, UnsupportedFileTypeError)) as caught:
        extract(data, filename=name, limits=limits or ExtractLimits())
    return str(caught.value)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


@pytest.mark.parametrize(("name", "data"), BROKEN.items(), ids=list(BROKEN))
def test_why_a_file_cannot_be_read_is_told_in_chinese_with_its_name(name: str, data: bytes):
    told = in_chinese(failure(name, data))
    assert is_chinese(told)
    assert name in told


def test_limits_keep_their_numbers():
    message = failure("long.txt", b"word " * 100, ExtractLimits(file_bytes=300))
    assert in_chinese(message) == "long.txt 有 500 字节，上限为 300 字节"


@pytest.mark.parametrize("message", [EMPTY, SILENT, "Indexing was cancelled."])
def test_what_indexing_ends_with_is_told_in_chinese(message: str):
    assert is_chinese(in_chinese(message))


def test_a_message_that_nobody_translated_stays_as_it_is():
    assert in_chinese("OpenAI: no such model: x") == "OpenAI: no such model: x"


def test_the_chinese_has_no_place_that_the_english_lacks():
    for english, chinese in (MESSAGES | IMPORTS).items():
        assert places(chinese) <= places(english), english


@pytest.mark.parametrize(
    "message",
    [
        "Start → End: the edge would close a cycle. Use a loop for what repeats.",
        "A node of the kind 'end' cannot stand between two others.",
        "There is a variable 'key' already.",
        "The value must be of the type array[string].",
    ],
)
def test_why_an_edit_is_refused_is_told_in_chinese(message: str):
    assert is_chinese(in_chinese(message))


@pytest.mark.parametrize(
    "warning",
    [
        'nothing here stands for the plugin "a/b": what uses it fails until something does',
        'the service "Shop" is not here: add its OpenAPI document on the page Tools, until then calls of buy, sell fail',
        'the MCP server "Fetch" is not here: add it on the page Tools, until then calls of fetch fail',
        '"Shop" on the page Tools does not offer sell: calls fail until it does',
        'the node kind "teleport" cannot run yet (1 node)',
        'the node kind "teleport" cannot run yet (3 nodes)',
        "the secret env.KEY is empty; fill it in before the app runs",
        "The file is of version 0.3.0; it is read as version 0.6.0.",
        "node e: the reference {{#a#}} names no node, and no node before it has such an output",
        "n1: 2 knowledge base(s) of another installation were left out. Choose bases of yours.",
        "and 7 more",
    ],
)
def test_what_an_import_tells_is_told_in_chinese(warning: str):
    told = in_chinese(warning)
    assert is_chinese(told)
    assert [word for word in ("fail", "cannot", "reference", "version", "more") if word in told] == []
