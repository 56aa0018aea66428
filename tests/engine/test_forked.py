"""Documents parsed in forks: what one reads is the same, and what goes wrong stays in the fork."""

import json
import subprocess
import sys

import pytest

from engine.extract import ExtractLimits, extract
from tests.engine import paper

# Forks are made by a process of its own, as by a worker: the one that runs the tests has threads and a database.
PROGRAM = """
import asyncio, json, sys
from dataclasses import asdict
from engine.errors import NodeError
from engine.extract import ExtractLimits, extract_forked
name, limits = sys.argv[1], ExtractLimits(**json.loads(sys.argv[2]))
try:
    print(json.dumps(asdict(asyncio.run(extract_forked(sys.stdin.buffer.read(), filename=name, limits=limits)))))
except NodeError as error:
    print(json.dumps({"error": str(error), "type": type(error).__name__}))
"""


def forked(data, name, **limits):
    command = [sys.executable, "-c", PROGRAM, name, json.dumps(limits)]
    return json.loads(subprocess.run(command, input=data, capture_output=True, check=True).stdout)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", paper.pdf("one", "two")),
        ("a.docx", paper.word()),
        ("a.txt", "naïve".encode()),
        ("a.eml", paper.mail(text="hi")),
    ],
    ids=["pdf", "docx", "txt", "eml"],
)
def test_a_fork_reads_what_this_process_reads(name, data):
    here, there = extract(data, filename=name), forked(data, name)
    pages = [page["text"] for page in there["pages"] or ()]
    assert (there["text"], pages) == (here.text, [page.text for page in here.pages or ()])


def test_errors_come_back_from_the_fork():
    answer = forked(paper.protected_pdf("x", "secret"), "a.pdf")
    assert answer == {"error": "a.pdf: it is protected by a password", "type": "TextExtractionError"}


def test_a_parser_that_takes_too_long_is_killed():
    assert "takes longer than 0.001 seconds" in forked(paper.pdf(*["page"] * 2000), "a.pdf", seconds=0.001)["error"]


def test_a_parser_that_needs_too_much_memory_takes_nobody_along():
    sheets = paper.workbook({"S": [["x" * 100] * 50] * 2000})
    assert "a.xlsx" in forked(sheets, "a.xlsx", memory_bytes=1_000_000)["error"]


def test_limits_hold_before_anything_is_forked():
    assert "10 is the limit" in forked(b"x" * 11, "a.pdf", file_bytes=10)["error"]
    assert ExtractLimits().file_bytes > 10
