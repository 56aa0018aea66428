"""References that lead nowhere: an unknown node, a variable nobody writes, a value of the wrong type."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from engine.document import NodeSpec
from engine.errors import Problem
from engine.fields import Selector, Template
from engine.graph.outputs import OWNERS, Scope
from engine.problems import problem
from engine.templating.templates import references

EXPECTED: Mapping[tuple[str, str], tuple[str, ...]] = {  # kind and field -> how the type of what it reads begins
    ("iteration", "iterator_selector"): ("array",),
    ("list-operator", "variable"): ("array",),
    ("document-extractor", "variable_selector"): ("file", "array[file]"),
    ("knowledge-retrieval", "query_variable_selector"): ("string",),
    ("question-classifier", "query_variable_selector"): ("string",),
}
UNKNOWN_TYPES = frozenset({"", "any", "array[any]", "secret"})

Path = tuple[str | int, ...]
Fault = tuple[str, Mapping[str, str]]  # a code of `engine.problems` and the values of its words


def reference_problems(spec: NodeSpec, scope: Scope) -> list[Problem]:
    """Return what is wrong with the variables that the node reads; [] when its settings are no good anyway.

    An owner that does not exist is an error. All else is a warning: the value is missing at run time,
    and what that means depends on the node.
    """
    node = scope.node(spec.id)
    if node is None:
        return []
    fields = {selector: path for path, selector in selectors(node.config)}
    found = [_problem(spec, scope, selector, fields.get(selector)) for selector in sorted(node.references())]
    return [fault for fault in found if fault is not None]


def selectors(value: Any, path: Path = ()) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield every selector in a configuration, inside templates too, with the field that holds it."""
    if isinstance(value, Selector):
        yield path, tuple(value)
    elif isinstance(value, Template):
        yield from ((path, selector) for selector in references(value))
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from selectors(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from selectors(item, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from selectors(item, (*path, place))


def _problem(spec: NodeSpec, scope: Scope, selector: tuple[str, ...], path: Path | None) -> Problem | None:
    owner, name = selector[:2]
    field = ".".join(map(str, path)) if path else None
    if owner in OWNERS:
        fault = _shared_variable(scope, owner, name)
    elif owner not in scope.graph.nodes:
        return problem("unknown_node", spec.id, field, selector=".".join(selector), node=owner)
    else:
        fault = _node_variable(spec, scope, selector) or _wrong_type(spec, scope, selector, path)
    return problem(fault[0], spec.id, field, severity="warning", **fault[1]) if fault else None


def _shared_variable(scope: Scope, owner: str, name: str) -> Fault | None:
    known = scope.shared.get(owner)
    if known is None or name in known:
        return None
    variable = f"{owner}.{name}"
    if not known:
        return "unknown_variable", {"variable": variable}
    return "other_variable", {"variable": variable, "known": ", ".join(sorted(known))}


def _node_variable(spec: NodeSpec, scope: Scope, selector: tuple[str, ...]) -> Fault | None:
    owner, name = selector[:2]
    if owner not in scope.readable(spec.id):
        return "not_before", {"selector": ".".join(selector), "owner": scope.label(owner)}
    outputs = scope.outputs(owner, reader=spec.id)
    if outputs is None or name in outputs:
        return None
    facts = {"owner": scope.label(owner), "name": name}
    return ("other_output", {**facts, "known": ", ".join(sorted(outputs))}) if outputs else ("no_output", facts)


def _wrong_type(spec: NodeSpec, scope: Scope, selector: tuple[str, ...], path: Path | None) -> Fault | None:
    """Compare declared types, where both sides say one."""
    expected = EXPECTED.get((spec.kind, str(path[0]))) if path else None
    if expected is None or len(selector) > 2:
        return None
    owner, name = selector
    given = (scope.outputs(owner, reader=spec.id) or {}).get(name, "")
    if given in UNKNOWN_TYPES or given.startswith(expected):
        return None
    reader = {"reader": scope.label(spec.id), "expected": " / ".join(expected)}
    return "wrong_type", {**reader, "owner": scope.label(owner), "given": given, "name": name}
