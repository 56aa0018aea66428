"""References of sketches that lack their node (`{{#summary#}}`) or call an output by a name of their own."""

import re
from collections.abc import Sequence
from typing import Any

from engine.document import Document, JsonObject
from engine.dsl.sketches import output_aliases
from engine.graph.network import Graph
from engine.graph.outputs import OWNERS, Scope

REFERENCE = re.compile(r"\{\{#([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)#\}\}")
MAIN = re.compile(r"^def main\(([^)]*)\)", re.MULTILINE)
NAME = re.compile(r"[^\W\d]\w*")
MARKERS = frozenset({"context", "histories", "query"})  # places in a prompt, not variables


def with_full_selectors(document: Document) -> tuple[Document, list[str]]:
    """Return the document with every such reference made `owner.name`, and what could not be resolved.

    A bare name is resolved when exactly one node before the reader has an output of that name; else it
    stays as it is and the warning lists the candidates.
    """
    names = _Names(document)
    resolved = {node.id: names.resolved_data(node.id, node.data) for node in document.nodes}
    changed = {node.id: resolved[node.id] for node in document.nodes if resolved[node.id] != node.data}
    return document.with_nodes_data(changed), names.warnings


class _Names:
    """Looks up what the references of a document mean."""

    def __init__(self, document: Document) -> None:
        self.warnings: list[str] = []
        self._graph = Graph.of(document)
        self._scope = Scope(document, self._graph)
        self._aliases = output_aliases([node.outer for node in document.nodes])

    def resolved_data(self, node_id: str, data: JsonObject) -> JsonObject:
        """Return the node's `data` with full references."""
        bare: dict[str, list[str]] = {}
        resolved: JsonObject = self._walk(node_id, data, bare)
        if data.get("type") == "template-transform" and bare:
            resolved["variables"] = _bound(resolved.get("variables"), bare)
        if data.get("type") == "end" and isinstance(data.get("outputs"), list):
            resolved["outputs"] = [self._end_output(node_id, item) for item in resolved["outputs"]]
        if data.get("type") == "code" and "variables" not in data:
            resolved["variables"] = self._script_variables(node_id, str(data.get("code") or ""))
        return resolved

    def _walk(self, node_id: str, value: Any, bare: dict[str, list[str]]) -> Any:
        if isinstance(value, str):
            return REFERENCE.sub(lambda match: self._spelled(node_id, match, bare), value) if "{{#" in value else value
        if isinstance(value, dict):
            return {key: self._walk(node_id, item, bare) for key, item in value.items()}
        if isinstance(value, list):
            if len(value) >= 2 and all(isinstance(part, str) for part in value):
                return self._real(value)
            return [self._walk(node_id, item, bare) for item in value]
        return value

    def _spelled(self, node_id: str, match: re.Match[str], bare: dict[str, list[str]]) -> str:
        parts = match[1].split(".")
        if parts == [match[1]] and match[1] in MARKERS:
            return match[0]
        selector = self._full(node_id, parts)
        if selector is None:
            return match[0]
        if parts[0] != selector[0]:
            bare[parts[0]] = selector[:2]
        return "{{#" + ".".join(selector) + "#}}"

    def _full(self, node_id: str, parts: Sequence[str]) -> list[str] | None:
        """Return the selector that `parts` mean; None when nobody knows."""
        if parts[0] in self._graph.nodes or parts[0] in OWNERS:
            return self._real(parts)
        aliased = [owner for owner, alias in self._aliases if alias == parts[0]]
        found = {*self._scope.owners_of(parts[0], node_id), *(self._scope.readable(node_id) & set(aliased))}
        if len(found) == 1:
            return self._real([found.pop(), *parts])
        if len(parts) == 1:
            self._warn(node_id, parts[0], sorted(found))
        return None

    def _real(self, parts: Sequence[str]) -> list[str]:
        """Return the selector with the output's real name in place of a sketch's own."""
        if len(parts) < 2:
            return list(parts)
        return [parts[0], self._aliases.get((parts[0], parts[1]), parts[1]), *parts[2:]]

    def _end_output(self, node_id: str, item: Any) -> Any:
        """Give an end output that names only itself the selector of the node that has such an output."""
        if not isinstance(item, dict) or item.get("value_selector") or "value" in item:
            return item
        selector = self._full(node_id, [str(item.get("variable") or "")])
        return {**item, "value_selector": selector} if selector else item

    def _script_variables(self, node_id: str, code: str) -> list[JsonObject]:
        """Return the variables of a script that lists none: what its `main` takes, else every name in it."""
        main = MAIN.search(code)
        names = dict.fromkeys(NAME.findall(main[1] if main else code))
        owners = {name: self._scope.owners_of(name, node_id) for name in names}
        return [
            {"variable": name, "value_selector": [*found, name]} for name, found in owners.items() if len(found) == 1
        ]

    def _warn(self, node_id: str, name: str, owners: list[str]) -> None:
        candidates = ", ".join(f"{owner}.{name}" for owner in owners)
        reason = (
            f"several nodes have such an output: {candidates}" if owners else "no node before it has such an output"
        )
        self.warnings.append(f"node {node_id}: the reference {{{{#{name}#}}}} names no node, and {reason}")


def _bound(variables: Any, bare: dict[str, list[str]]) -> list[Any]:
    """Return a template's variables with the bare names in it, which its statements may use too."""
    given = variables if isinstance(variables, list) else []
    known = {item.get("variable") for item in given if isinstance(item, dict)}
    return given + [{"variable": name, "value_selector": path} for name, path in bare.items() if name not in known]
