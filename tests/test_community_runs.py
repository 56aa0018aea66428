"""App files of other people run against the local vendor, and end as `docs/conformance.md` says.

`docs/community_report.py` renews the page when an end is meant to be another one.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from docs.community_report import BEGIN, END, PAGE, row
from engine.sandbox import Sandbox
from engine.sandbox.support import contained_support, javascript_support
from tests.community import REFUSED, files, played
from tests.vendor import Vendor

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(contained_support() is not None, reason="scripts run in part only here"),
    pytest.mark.skipif(javascript_support() is not None, reason="JavaScript does not run here"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    """One sandbox for all files: its processes take longer to start than most runs."""
    made = Sandbox()
    yield made
    await made.close()


def listed() -> set[str]:
    """Return the rows of the page."""
    table = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    return {line for line in table.splitlines() if line.startswith("| `")}


@pytest.mark.parametrize(
    "path",
    files() or [pytest.param(Path(), marks=pytest.mark.skip("the community files are not here"))],
    ids=lambda path: path.stem,
)
async def test_a_file_ends_as_the_page_says(path: Path, vendor: Vendor, sandbox: Sandbox) -> None:
    outcome = await played(path, vendor, sandbox)
    assert outcome.state != REFUSED
    assert row(path.name, outcome) in listed()
