"""The conformance page: every test that it names exists, and every recorded case."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "conformance.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
CASES = {
    name
    for names in re.findall(r"test_a_recorded_case_gives_its_results` \(([^)]+)\)", PAGE)
    for name in names.split(", ")
}


@cache
def functions_of(path: str) -> frozenset[str]:
    """Return the names of the functions of a test file."""
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_page_names_tests():
    assert len(NAMED) > 100
    assert CASES


@pytest.mark.parametrize("path", sorted({path for path, _ in NAMED}))
def test_named_tests_exist(path):
    named = {name for file, name in NAMED if file == path}
    assert named - functions_of(path) == set()


def test_named_cases_exist():
    folder = PROJECT / "tests" / "probes" / "dsl" / "cases"
    missing = {name for name in CASES if not list(folder.glob(f"{name}*"))}
    assert missing == set()


def test_every_line_of_the_checklist_says_what_proves_it():
    lists = PAGE.partition("## Checklist")[2].partition("\n## ")[0]
    rows = [line for line in lists.splitlines() if line.startswith("| ") and not line.startswith(("| Line", "| ---"))]
    assert [row for row in rows if "`tests/" not in row and "not yet:" not in row] == []
