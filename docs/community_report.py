"""Renew the table of community files in `docs/conformance.md`.

    .venv/bin/python docs/community_report.py [folder of app files]

Every app export of `../shared/dsl/community` is run once against a local vendor, with inputs made from its form
(`tests/community.py`); the table says how each run ended. Nothing of the files' content is copied. A test runs
them again and compares.
"""

import asyncio
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from engine.sandbox import Sandbox  # noqa: E402  # the project comes onto the path first
from tests.community import FOLDER, MISSING, Outcome, played  # noqa: E402
from tests.vendor import Vendor  # noqa: E402

PAGE = PROJECT / "docs" / "conformance.md"
BEGIN, END = "<!-- community files: begin -->", "<!-- community files: end -->"
WORDS = {
    "runs": "runs to its end",
    "waits": "runs up to a form that waits for a person",
    "missing": "stops at a tool that is not installed",
    "fails": "fails and says why",
    "refused": "is refused before it runs",
}


async def outcomes(paths: Sequence[Path]) -> dict[str, Outcome]:
    """Return how the run of each file ended, by the file's name."""
    code = Sandbox()
    try:
        with Vendor() as vendor:
            return {path.name: await played(path, vendor, code) for path in paths}
    finally:
        await code.close()


def table(found: dict[str, Outcome]) -> str:
    """Return the rows as Markdown, after a line that counts them."""
    counts = Counter(outcome.state for outcome in found.values())
    told = ", ".join(f"{counts[state]} {words.split()[0]}" for state, words in WORDS.items() if counts[state])
    lines = [
        f"{len(found)} files: {told}.",
        "",
        "| File | How its run ends | What it says, and what is not here |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*lines, *(row(name, outcome) for name, outcome in found.items())]) + "\n"


def row(name: str, outcome: Outcome) -> str:
    """Return the line of one file."""
    notes = [outcome.said] if outcome.state != MISSING and outcome.said else []
    if outcome.tools:
        notes.append("tools that are not installed: " + ", ".join(outcome.tools))
    if outcome.datasets:
        notes.append("knowledge bases that are not here: " + ", ".join(outcome.datasets))
    told = re.sub(r"\s+", " ", "; ".join(notes)).replace("|", "\\|")
    return f"| `{name}` | {WORDS[outcome.state]} | {told} |"


def main(folder: Path) -> None:
    """Write the table between the two marks of the page."""
    found = asyncio.run(outcomes(sorted(folder.glob("*.yml"))))
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text("".join([before, BEGIN, "\n", table(found), END, after]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
