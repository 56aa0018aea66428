"""What authors of own nodes import: three ways to write one, and what nodes work with.

A typed function, a subclass of `Node`, or a class by the original documents' contract (`BaseNode`), in a Python
file in the folder `nodes` of the data folder. `docs/tutorial-custom-node.md` shows all of it.
"""

from engine.custom.contract import (
    BaseNode,
    BaseNodeData,
    NodeRunResult,
    NodeType,
    VariablePool,
    WorkflowNodeExecutionStatus,
)
from engine.custom.functions import node
from engine.custom.trying import try_node
from engine.errors import NodeError
from engine.fields import Selector, Template
from engine.frames.table import Table
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.values import File

__all__ = [
    "BaseNode",
    "BaseNodeData",
    "Context",
    "File",
    "Node",
    "NodeConfig",
    "NodeError",
    "NodeRunResult",
    "NodeType",
    "Result",
    "Selector",
    "Table",
    "Template",
    "VariablePool",
    "WorkflowNodeExecutionStatus",
    "node",
    "try_node",
]
