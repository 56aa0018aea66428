"""Faults of a node's configuration, in words for the person who fills in the form."""

from collections.abc import Iterator

from pydantic import ValidationError

from engine.document import NodeSpec
from engine.errors import Problem
from engine.nodes.base import Node
from engine.problems import problem, setting_problem, shortened
from engine.running.plan import DEFAULT_VALUE, default_value


def config_problems(spec: NodeSpec) -> list[Problem]:
    """Return every fault of the node's own settings; [] for a kind that nothing here runs."""
    kind = Node.registry.get(spec.kind)
    if kind is None:
        return []
    try:
        kind(spec.id, spec.data)
    except ValidationError as error:
        return [setting_problem(spec.id, details) for details in error.errors()]
    return list(_default_problems(spec))


def _default_problems(spec: NodeSpec) -> Iterator[Problem]:
    """Yield the defaults for a failing node that are not of their declared type."""
    items = spec.data.get("default_value")
    if spec.data.get("error_strategy") != DEFAULT_VALUE or not isinstance(items, list):
        return
    for place, item in enumerate(items):
        field = f"default_value.{place}"
        if not isinstance(item, dict) or not item.get("key"):
            yield problem("default_unnamed", spec.id, f"{field}.key")
            continue
        declared = str(item.get("type") or "string")
        try:
            default_value(declared, item.get("value"))
        except ValueError:
            facts = {"name": item["key"], "declared": declared, "given": shortened(item.get("value"))}
            yield problem("default_type", spec.id, f"{field}.value", **facts)
