"""Trying a node of one's own, in a test or at a prompt."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.custom.contract import BaseNode, node_kind
from engine.custom.functions import function_kind
from engine.nodes.base import Context, Node
from engine.resources import Resources, RunInfo
from engine.variables import VariablePool

_GIVEN = "given"  # the node that the inputs come from


async def try_node(
    node: type[Node] | type[BaseNode] | Callable[..., Any],
    resources: Resources | None = None,
    /,
    **inputs: Any,
) -> Mapping[str, Any]:
    """Return the outputs of a node of one's own that is given `inputs`; those of a `Node` are its settings.

    Raises:
        NodeError: it failed.
        ValidationError: an input is missing or wrong.
    """
    kind = _kind(node)
    is_plain = isinstance(node, type) and issubclass(node, Node)
    settings = inputs if is_plain else {"inputs": {name: [_GIVEN, name] for name in inputs}}
    pool = VariablePool({} if is_plain else {_GIVEN: inputs})
    context = Context("node", pool=pool, resources=resources or Resources(), run=RunInfo())
    return (await kind("node", settings).run(context)).outputs


def _kind(node: type[Node] | type[BaseNode] | Callable[..., Any]) -> type[Node]:
    token = Node.collected.set({})
    try:
        if not isinstance(node, type):
            return function_kind(node, "tried")
        assert issubclass(node, Node | BaseNode), f"{node.__name__} is no node"
        return node_kind(node, "tried") if issubclass(node, BaseNode) else node
    finally:
        Node.collected.reset(token)
