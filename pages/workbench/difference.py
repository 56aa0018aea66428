"""How two states of an app differ, drawn: the graph with marks, and every change with its sign."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from engine.document import Document
from engine.forms import common_form, form
from engine.graph.difference import Change, Difference, FieldChange, NodeChange, difference, text_lines
from pages import canvas
from pages.catalogue.card import plain
from pages.drawing.model import model_of
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.words import KIND_ICONS, OTHER_ICON

SIGNS: Final = {Change.ADDED: "+", Change.REMOVED: "−", Change.CHANGED: "~"}
COLOURS: Final = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "orange"}
WORDS: Final = {Change.ADDED: "added", Change.REMOVED: "removed", Change.CHANGED: "changed"}
LONGEST: Final = 600  # characters of a value that are shown
PICTURE: Final = 260  # pixels of height


def show_difference(before: Document, after: Document, *, key: str) -> None:
    """Show how `after` differs from `before`."""
    found = difference(before, after)
    if not found:
        st.markdown(f":gray[:material/equal: {t('The two do the same; at most their nodes stand elsewhere.')}]")
        return
    st.markdown(_summary(found))
    if found.nodes or found.edges:
        marks = {node.id: node.change.value for node in found.nodes}
        with st.container(border=True, key=f"{key}_picture"):
            canvas.picture(model_of(_both(before, after)), marks, key=f"{key}_flow", height=PICTURE)
    for node in found.nodes:
        _show_node(node, key)
    if found.edges:
        with st.expander(f"**{t('Edges')}** :gray[{len(found.edges)}]", key=f"{key}_edges"):
            st.html(_block(_line(*edge) for edge in _edge_words(found)))
    for title, fields in _sections(found):
        with st.expander(f"**{title}** :gray[{len(fields)}]", expanded=True, key=f"{key}_{title}"):
            st.html(_block(_rows(fields, {})))


def _sections(found: Difference) -> Iterator[tuple[str, Sequence[FieldChange]]]:
    sections = {
        t("Environment variables"): found.environment,
        t("Conversation variables"): found.conversation,
        t("Features"): found.features,
    }
    yield from ((title, fields) for title, fields in sections.items() if fields)


def _summary(found: Difference) -> str:
    """Return how many nodes, edges and other settings came, went, changed, as badges."""
    badges = []
    for change in Change:
        nodes = sum(node.change == change for node in found.nodes)
        edges = sum(edge.change == change for edge in found.edges)
        for count, words in ((nodes, _nodes(nodes)), (edges, _edges(edges))):
            if count:
                badges.append(f":{COLOURS[change]}-badge[{SIGNS[change]} {words} {t(WORDS[change])}]")
    others = len(found.environment) + len(found.conversation) + len(found.features)
    if others:
        words = t("1 other setting") if others == 1 else t("{n} other settings", n=others)
        badges.append(f":orange-badge[~ {words}]")
    return " ".join(badges)


def _nodes(count: int) -> str:
    return t("1 node") if count == 1 else t("{n} nodes", n=count)


def _edges(count: int) -> str:
    return t("1 edge") if count == 1 else t("{n} edges", n=count)


def _both(before: Document, after: Document) -> Document:
    """Return the graph of `after` with what it no longer has still in it."""
    ids = {node.id for node in (*after.nodes, *after.notes)}
    gone = [node.outer for node in before.nodes if node.id not in ids]
    ends = {(edge.source, edge.source_handle, edge.target) for edge in after.edges}
    lost = [edge.outer for edge in before.edges if (edge.source, edge.source_handle, edge.target) not in ends]
    graph = after.graph
    nodes, edges = [*(graph.get("nodes") or []), *gone], [*(graph.get("edges") or []), *lost]
    return after.replace(graph={**graph, "nodes": nodes, "edges": edges})


def _show_node(node: NodeChange, key: str) -> None:
    icon = KIND_ICONS.get(node.kind, OTHER_ICON)
    sign = f":{COLOURS[node.change]}[**{SIGNS[node.change]}**]"
    title = f"{sign} {icon} **{plain(node.title or kind_name(node.kind))}** :gray[{t(WORDS[node.change])}]"
    if not node.fields:
        st.markdown(title)
        return
    with st.expander(title, expanded=True, key=f"{key}_node_{node.id}"):
        st.html(_block(_rows(node.fields, _labels(node.kind))))


def _labels(kind: str) -> Mapping[str, str]:
    """Return what the form of a kind calls its settings."""
    try:
        return {field.name: t(field.label) for field in (*form(kind), *common_form(kind)) if field.label}
    except KeyError:
        return {}


def _block(rows: Iterator[str]) -> str:
    return f'<div class="mr-diff">{"".join(rows)}</div>'


def _rows(fields: Sequence[FieldChange], labels: Mapping[str, str]) -> Iterator[str]:
    for field in fields:
        first, *rest = field.path.split(".")
        words = " › ".join([labels.get(first, first), *rest])
        yield f'<div class="mr-diff-path">{escape(words)}</div>'
        if field.is_text:
            yield from (_line(sign, line) for sign, line in text_lines(field.before or "", field.after or ""))
            continue
        if field.before is not None:
            yield _line("-", _told(field.before))
        if field.after is not None:
            yield _line("+", _told(field.after))


def _line(sign: str, text: str) -> str:
    name = {"+": "added", "-": "removed", "…": "gap"}.get(sign, "same")
    return f'<div class="mr-diff-{name}"><i>{"−" if sign == "-" else sign}</i><span>{escape(text)}</span></div>'


def _told(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _edge_words(found: Difference) -> Iterator[tuple[str, str]]:
    for edge in found.edges:
        branch = "" if edge.handle == "source" else f" ({edge.handle})"
        yield ("+" if edge.change is Change.ADDED else "-"), f"{edge.source}{branch} → {edge.target}"
