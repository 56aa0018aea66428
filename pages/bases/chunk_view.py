"""How a chunk's text is shown: as it is, never read as Markdown or HTML."""

import html
from collections.abc import Sequence

import streamlit as st

from pages.language.formats import joined, tokens
from pages.language.text import t

SHOWN = 1200  # characters of a chunk in lists


def show_text(text: str, *, most: int = SHOWN, faint: bool = False) -> None:
    """Show a text with its line breaks; what is longer than `most` characters is cut off with an ellipsis."""
    shown = text if len(text) <= most else f"{text[:most].rstrip()} …"
    kind = "mr-chunk mr-faint" if faint else "mr-chunk"
    st.html(f'<div class="{kind}">{html.escape(shown)}</div>')


def show_children(children: Sequence[str], *, most: int = SHOWN) -> None:
    """Show child chunks one after the other, each told from the next by its ground."""
    marks, room = [], most
    for number, child in enumerate(children, 1):
        if room <= 0:
            marks.append(f"<i>{html.escape(t('and {n} more', n=len(children) - number + 1))}</i>")
            break
        marks.append(f'<span class="mr-child"><b>{number}</b>{html.escape(child[:room])}</span>')
        room -= len(child)
    st.html(f'<div class="mr-chunk">{"".join(marks)}</div>')


def place(position: int, page: int | None, headings: Sequence[str], count: int = 0) -> str:
    """Return where a chunk stands: its number, page, headings, and its length in tokens."""
    on_page = t("page {n}", n=page) if page else ""
    return joined(f"#{position}", on_page, " › ".join(headings), tokens(count))
