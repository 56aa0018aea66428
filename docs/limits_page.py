"""Write `docs/limits.md`: every limit, what it is by default, and which setting changes it.

.venv/bin/python docs/limits_page.py
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from config import PREFIX, Settings, limits, names_of  # noqa: E402  # the project comes onto the path first
from engine import strict_json  # noqa: E402
from engine.triggers import schedule, webhook  # noqa: E402
from services.accounts import keys, passwords  # noqa: E402
from services.apps import apps, sites, workflows  # noqa: E402
from services.chats import conversations  # noqa: E402
from services.files import files  # noqa: E402
from services.models import credentials  # noqa: E402
from services.runs import traces  # noqa: E402
from services.triggers import listening  # noqa: E402

PAGE = PROJECT / "docs" / "limits.md"
WORDS = {"ge": "from", "gt": "over", "le": "to", "lt": "below"}
INTRODUCTION = """# Limits

Every limit is a setting: an environment variable, or a line in `.env` (see `.env.example`). What goes over one
is refused with a message that names its value and the limit. What is no setting stands in the last table. This
page is written by `docs/limits_page.py`.

A setting that has a name without our prefix, which Dify knows as well, is read under both:
`UPLOAD_FILE_SIZE_LIMIT` and `MILLRACE_UPLOAD_FILE_SIZE_LIMIT`.
"""
FIXED = """## Part of the interface

These are not settings, since other programs, files or columns rely on them.
"""


def page() -> str:
    """Return the page."""
    parts = [INTRODUCTION]
    for title, fields in limits():
        rows = [row(field) for field in fields]
        parts.append(f"## {title}\n\n" + table(("Setting", "Default", "Range", "What it bounds"), rows))
    parts.append(FIXED + "\n" + table(("What", "Limit"), fixed()))
    return "\n".join(parts)


def row(field: str) -> tuple[str, ...]:
    """Return the cells of a setting."""
    about = Settings.model_fields[field]
    names = [f"`{name}`" for name in names_of(field) if len(names_of(field)) == 1 or not name.startswith(PREFIX)]
    return ", ".join(names), number(about.default), allowed(about.metadata), about.description or ""


def allowed(rules: Sequence[Any]) -> str:
    """Return the values that a setting may take, in words."""
    bounds = [(word, getattr(rule, name)) for rule in rules for name, word in WORDS.items() if hasattr(rule, name)]
    return " ".join(f"{word} {number(bound)}" for word, bound in bounds) or "any"


def fixed() -> list[tuple[str, str]]:
    """Return what is bounded and is no setting."""
    bounds = {
        "Entries on one page of a list, over HTTP": conversations.MAX_PAGE,
        "Characters of an app's name": apps.MAX_NAME,
        "Characters of an app's description": apps.MAX_DESCRIPTION,
        "Characters of an app's icon": apps.MAX_ICON,
        "Characters of a conversation's name": conversations.MAX_NAME,
        "Characters of a version's name": workflows.MAX_NAME,
        "Characters of a version's comment": workflows.MAX_COMMENT,
        "Characters of a key's name": keys.LONGEST_NAME,
        "Characters of a shared page's disclaimer": sites.MAX_DISCLAIMER,
        "Characters of a password, at the least": passwords.SHORTEST,
        "Characters of a password, at the most": passwords.LONGEST,
        "Characters of one credential of a model vendor": credentials.MAX_VALUE,
        "Characters of a stored file's name, before its extension (longer ones are cut)": files.NAME_LENGTH,
        "Characters of a document's text in the console's preview (longer ones are cut)": files.PREVIEW_LENGTH,
        "Levels to which the JSON of a request may nest": strict_json.MAX_DEPTH,
        "Fields of a form that a webhook takes": webhook.MOST_FIELDS,
        "Characters of a schedule": schedule.MOST_CHARACTERS,
        "Seconds that the Studio listens for a trigger, unless that is renewed": listening.SECONDS,
        "Characters of one node's inputs or outputs that a trace stores (longer ones are cut, runs use them whole)": (
            traces.MAX_VALUE
        ),
    }
    return [(what, number(limit)) for what, limit in bounds.items()]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def number(value: float) -> str:
    """Return a number as people read it."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
