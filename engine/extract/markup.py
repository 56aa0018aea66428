"""HTML without its markup."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from engine.extract.encoding import decoded
from engine.extract.extracted import Extracted, ExtractLimits

_UNREAD = ["script", "style", "noscript", "template", "nav", "footer", "head", "svg"]  # no part of what one reads
_LINES = frozenset(["address", "article", "aside", "body", "dd", "div", "dt", "figure", "form", "header", "li", "main"])
_LINES |= {"section", "tr", "hr", "option"}
_PARAGRAPHS = frozenset(["blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"])
_MARKS = {f"h{level}": f"{'#' * level} " for level in range(1, 7)} | {"li": "- "}
_CELL, _LINE, _PARAGRAPH = "\x1f", "\x1e", "\x1d"  # where a cell ends, a new line and a new paragraph begin
_SPACES = re.compile(r"[ \t\r\f\v\n]+")
_NO_LINK = re.compile(rf"\[(?P<text>[\s{_LINE}{_PARAGRAPH}]*)\]\([^()\s]*\)")  # with nothing to read in it
_BLANK_LINES = re.compile(r"\n{3,}")
_GAP = re.compile(rf"(?: ?[{_LINE}{_PARAGRAPH}])+ ?")


def html_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return what one reads of a page."""
    text, encoding = decoded(data)
    return Extracted(text_of(text), encoding=encoding)


def text_of(html: str) -> str:
    """Return what one reads of HTML: headings with `#`, list items with `-`, cells of a row with `|` between."""
    tree = LexborHTMLParser(html)
    return read_of(tree.body) if tree.body is not None else ""


def read_of(node: LexborNode, *, address: str | None = None) -> str:
    """Return what one reads of a part of a page, as `text_of` does.

    With the `address` of the page, links are kept as `[text](address)`. What is not read is taken out of `node`.
    """
    node.strip_tags(_UNREAD, recursive=True)
    marked = "".join(_pieces(node, address))
    marked = _NO_LINK.sub(r"\g<text>", marked) if address is not None else marked
    text = _GAP.sub(lambda gap: "\n\n" if _PARAGRAPH in gap[0] else "\n", marked)
    return _BLANK_LINES.sub("\n\n", "\n".join(map(_line, text.split("\n")))).strip()


def _pieces(body: LexborNode, address: str | None) -> Iterator[str]:
    verbatim = 0  # how many `pre` are open
    for node, begins in _walk(body):
        tag = node.tag or ""
        if tag == "pre":
            verbatim += 1 if begins else -1
        if tag in _LINES or tag in _PARAGRAPHS:
            yield _PARAGRAPH if tag in _PARAGRAPHS else _LINE
        if tag == "a" and address is not None and (target := _target(node, address)):
            yield "[" if begins else f"]({target})"
        if begins:
            yield from _text(node, tag, verbatim=verbatim > 0)
        elif tag in ("td", "th"):
            yield _CELL


def _text(node: LexborNode, tag: str, *, verbatim: bool) -> Iterator[str]:
    if tag == "-text":
        text = node.text_content or ""
        yield text if verbatim else _SPACES.sub(" ", text)
    elif tag in _MARKS:
        yield _MARKS[tag]
    elif tag == "br":
        yield "\n"


def _target(link: LexborNode, address: str) -> str:
    """Return where a link leads, "" where that is no page or a place in this one."""
    href = (link.attributes.get("href") or "").strip()
    try:
        target = "" if href.startswith("#") else urljoin(address, href)
    except ValueError:
        return ""
    return target.replace(" ", "%20").replace(")", "%29") if target.startswith(("http:", "https:")) else ""


def _walk(node: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield what is in `node`, each twice: where it begins and where it ends. Depth does not matter."""
    open_nodes = [(node, node.iter(include_text=True))]
    while open_nodes:
        parent, children = open_nodes[-1]
        child = next(children, None)
        if child is None:
            open_nodes.pop()
            yield parent, False
        else:
            yield child, True
            open_nodes.append((child, child.iter(include_text=True)))


def _line(line: str) -> str:
    """Return a line with its cells told apart; empty ones, of which layouts are full, left out."""
    if _CELL not in line:
        return line.rstrip() if line.startswith("  ") else line.strip()
    return " | ".join(cell for cell in map(str.strip, line.split(_CELL)) if cell)
