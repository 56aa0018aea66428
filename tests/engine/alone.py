"""One node run by itself, on the variables that a test gives."""

from collections.abc import Mapping
from typing import Any

from engine.nodes.base import Context, Node, Result
from engine.resources import Resources, RunInfo
from engine.variables import VariablePool

Variables = Mapping[str, Mapping[str, Any]]


def node(kind: str, /, **data: Any) -> Node:
    """Return a node of the kind with the id `node`."""
    return Node.registry[kind]("node", data)


async def run_alone(
    kind: str, variables: Variables, /, *, resources: Resources | None = None, info: RunInfo | None = None, **data: Any
) -> Result:
    """Return what a node of the kind gives when `variables` (owner -> name -> value) are in the pool."""
    context = Context("node", pool=VariablePool(variables), resources=resources or Resources(), run=info or RunInfo())
    return await node(kind, **data).run(context)
