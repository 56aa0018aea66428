"""Web pages as people read them: the title, and the part that is the page's own, with its links."""

from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from engine.extract.markup import read_of

_MAIN: Final = ("main", "[role=main]", "article", "#content", ".content")
_SHARE: Final = 0.25  # of the page's text that a part must hold to stand for all of it
_APART: Final = "body > header, aside, dialog, [aria-hidden=true], [hidden]"  # of what does stand beside the main part


class NothingThere(ValueError):
    """No part of a page fits a selector, or the selector is none."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """What one reads of a page."""

    title: str
    text: str  # Markdown


def web_page(html: str, *, address: str, selector: str = "") -> WebPage:
    """Return what one reads of a page at `address`: of the part that a CSS selector names, or else its main part.

    Raises:
        NothingThere: the selector is none, or no part fits it.
    """
    tree = LexborHTMLParser(html)
    head = tree.css_first("title")
    title = " ".join(head.text().split()) if head is not None else ""
    if tree.body is None:
        return WebPage(title, "")
    part = _named(tree, selector) if selector else _main(tree, tree.body)
    return WebPage(title, read_of(part, address=address))


def _named(tree: LexborHTMLParser, selector: str) -> LexborNode:
    try:
        found = tree.css_first(selector)
    except Exception as error:  # the parser has no error class of its own for this
        raise NothingThere(f"{selector!r} is no CSS selector") from error
    if found is None:
        raise NothingThere(f"nothing on the page fits the CSS selector {selector!r}")
    return found


def _main(tree: LexborHTMLParser, body: LexborNode) -> LexborNode:
    whole = len(body.text())
    for selector in _MAIN:
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text()) >= whole * _SHARE:
            return found[0]
    for beside in body.css(_APART):
        beside.decompose()
    return body
