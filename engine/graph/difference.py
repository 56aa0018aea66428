"""How two states of an app differ in what they mean: nodes, edges, variables and features, never places on a canvas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from engine.document import Document, EdgeSpec, NodeSpec, VariableSpec

LAYOUT: Final = frozenset(
    {"selected", "width", "height", "zIndex", "position", "isInIteration", "isInLoop", "hovering"}
)
NAMES: Final = ("variable", "name")  # keys by which entries of a list are the same entry, and called in a path;
IDENTITIES: Final = ("id", "case_id", *NAMES)  # by the others only the same
AROUND: Final = 2  # lines of a text that are shown before and after what changed
Row = Mapping[str, Any]
_GONE: Final = object()  # where one of two states has nothing


class Change(StrEnum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A setting that differs; `path` is dotted, and None stands for nothing on the side that lacks it."""

    change: Change
    path: str
    before: Any
    after: Any

    @property
    def is_text(self) -> bool:
        """Return whether the two are best shown line by line."""
        texts = [side for side in (self.before, self.after) if isinstance(side, str)]
        none = sum(side is None for side in (self.before, self.after))
        return len(texts) + none == 2 and any("\n" in text or len(text) > 60 for text in texts)


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node that differs; `fields` is empty for one that was added or removed."""

    change: Change
    id: str
    kind: str
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeChange:
    """An edge that is on one side only, with the titles of the nodes that it joins."""

    change: Change
    source: str
    handle: str
    target: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two states of an app."""

    nodes: tuple[NodeChange, ...]
    edges: tuple[EdgeChange, ...]
    environment: tuple[FieldChange, ...]
    conversation: tuple[FieldChange, ...]
    features: tuple[FieldChange, ...]

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return any((self.nodes, self.edges, self.environment, self.conversation, self.features))


def difference(before: Document, after: Document) -> Difference:
    """Return how `after` differs from `before`. Nodes are the same by id, edges by their ends, variables by name."""
    return Difference(
        nodes=tuple(_nodes(before, after)),
        edges=tuple(_edges(before, after)),
        environment=tuple(_variables(before.environment_variables, after.environment_variables)),
        conversation=tuple(_variables(before.conversation_variables, after.conversation_variables)),
        features=tuple(_fields(before.features, after.features)),
    )


def text_lines(before: str, after: str) -> list[tuple[str, str]]:
    """Return `(sign, line)` of two texts: "+" and "-" for what differs, " " for lines around it, "…" for a gap."""
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[str, str]] = []
    ended = 0
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][1] > ended:
            found.append(("…", ""))
        for tag, start, end, first, last in group:
            if tag == "equal":
                found += [(" ", line) for line in old[start:end]]
                continue
            found += [("-", line) for line in old[start:end]]
            found += [("+", line) for line in new[first:last]]
        ended = group[-1][2]
    return [*found, ("…", "")] if found and ended < len(old) else found


def _nodes(before: Document, after: Document) -> Iterator[NodeChange]:
    old, new = _hidden_left_out(before.nodes), _hidden_left_out(after.nodes)
    for node_id in dict.fromkeys([*new, *old]):
        if node_id not in old:
            yield NodeChange(Change.ADDED, node_id, new[node_id].kind, new[node_id].title)
        elif node_id not in new:
            yield NodeChange(Change.REMOVED, node_id, old[node_id].kind, old[node_id].title)
        elif fields := tuple(_fields(old[node_id].data, new[node_id].data)):
            yield NodeChange(Change.CHANGED, node_id, new[node_id].kind, new[node_id].title, fields)


def _hidden_left_out(nodes: Iterable[NodeSpec]) -> dict[str, NodeSpec]:
    """Return nodes by id without the starts of containers, which come and go with those."""
    return {node.id: node for node in nodes if node.kind not in ("iteration-start", "loop-start")}


def _edges(before: Document, after: Document) -> Iterator[EdgeChange]:
    old, new = _by_ends(before.edges), _by_ends(after.edges)
    for change, only, other, document in ((Change.REMOVED, old, new, before), (Change.ADDED, new, old, after)):
        titles = {node.id: node.title or node.kind for node in document.nodes}
        for ends in only:
            if ends not in other:
                source, handle, target = ends
                yield EdgeChange(change, titles.get(source, source), handle, titles.get(target, target))


def _by_ends(edges: Iterable[EdgeSpec]) -> dict[tuple[str, str, str], EdgeSpec]:
    return {(edge.source, edge.source_handle, edge.target): edge for edge in edges}


def _variables(before: Sequence[VariableSpec], after: Sequence[VariableSpec]) -> Iterator[FieldChange]:
    yield from _fields(_told(before), _told(after))


def _told(variables: Sequence[VariableSpec]) -> dict[str, Any]:
    return {one.name: {"type": one.value_type, "value": one.value, "description": one.description} for one in variables}


def _fields(before: Any, after: Any, path: str = "") -> Iterator[FieldChange]:
    """Yield where two settings differ, as deep inside as both have the same shape."""
    if before is _GONE or after is _GONE:
        change = Change.ADDED if before is _GONE else Change.REMOVED
        yield FieldChange(change, path, None if before is _GONE else before, None if after is _GONE else after)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _entries(dict(before), dict(after), path)
    elif _is_rows(before) and _is_rows(after):
        yield from _rows(before, after, path)
    elif before != after:
        yield FieldChange(Change.CHANGED, path, before, after)


def _entries(before: Mapping[str, Any], after: Mapping[str, Any], path: str) -> Iterator[FieldChange]:
    for key in dict.fromkeys([*before, *after]):
        if not path and (key in LAYOUT or key.startswith("_")):
            continue
        old, new = before.get(key, _GONE), after.get(key, _GONE)
        if _is_nothing(old) and _is_nothing(new):
            continue  # a setting that was never made and one that says so mean the same
        yield from _fields(old, new, f"{path}.{key}" if path else key)


def _is_nothing(value: Any) -> bool:
    return value is _GONE or value is None


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _rows(before: Sequence[Row], after: Sequence[Row], path: str) -> Iterator[FieldChange]:
    """Yield where two lists differ; entries are the same by what tells them apart, else by their place."""
    name = next((one for one in IDENTITIES if _tells_apart(one, before) and _tells_apart(one, after)), None)
    old, new = _by(name, before), _by(name, after)
    both = dict.fromkeys([*old, *new])
    shown = {key: key if name in NAMES else str(number) for number, key in enumerate(both, 1)}
    for key in both:
        yield from _fields(old.get(key, _GONE), new.get(key, _GONE), f"{path}.{shown[key]}")
    stayed = [[shown[key] for key in side if key in old and key in new] for side in (old, new)]
    if stayed[0] != stayed[1]:
        yield FieldChange(Change.CHANGED, f"{path}.order", ", ".join(stayed[0]), ", ".join(stayed[1]))


def _tells_apart(name: str, rows: Sequence[Row]) -> bool:
    keys = [row.get(name) for row in rows]
    return all(isinstance(key, str) and key for key in keys) and len(set(keys)) == len(keys)


def _by(name: str | None, rows: Sequence[Row]) -> dict[str, Row]:
    return {str(row[name]) if name else str(number): row for number, row in enumerate(rows, 1)}
