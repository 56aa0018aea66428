"""The node contract of the original documents: `_node_data_cls`, `_node_type`, `_run(variable_pool)`, default config.

A class that is written to it runs here as it is: `node_kind` makes a kind of node of it.
"""

import asyncio
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from engine.custom.functions import config_of
from engine.custom.parameters import REQUIRED, Parameter, Parameters, engine_value
from engine.errors import EngineError, NodeError
from engine.frames.table import Table
from engine.nodes.base import Context, Node, Result
from engine.values import MISSING
from engine.variables import VariablePool as Pool

_LONGEST_LABEL = 40  # characters of a docstring's first line that still name a node

INPUTS = "#inputs"  # the owner under which a node finds what its own settings say

_HINTS: Mapping[str, Any] = {"string": str, "number": float, "integer": int, "boolean": bool}
_TYPES: Mapping[str, str] = {"integer": "number", "float": "number", "array": "array[any]", "list": "array[any]"}


class WorkflowNodeExecutionStatus(StrEnum):
    """How a node ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass
class NodeRunResult:
    """What `_run` gives back."""

    status: WorkflowNodeExecutionStatus = WorkflowNodeExecutionStatus.SUCCEEDED
    inputs: Mapping[str, Any] | None = None
    process_data: Mapping[str, Any] | None = None
    outputs: Mapping[str, Any] | None = None
    metadata: Mapping[str, Any] | None = None
    error: str | None = None
    error_type: str = ""


class _NodeTypes(type):
    """Gives every name as a type of node: what a type is called is up to its author."""

    def __getattr__(cls, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return name.lower()


class NodeType(metaclass=_NodeTypes):
    """Names of types of nodes: `NodeType.CUSTOM_BUSINESS` is `custom_business`."""


class BaseNodeData(BaseModel):
    """The settings of a node: `inputs` says, by name, where each value is."""

    model_config = ConfigDict(extra="allow")

    title: str = ""
    desc: str | None = None
    inputs: dict[str, Sequence[str]] = {}


class VariablePool:
    """The variables of a run, as far as a node may read them."""

    def __init__(self, pool: Pool, inputs: Mapping[str, Any]) -> None:
        self._pool = pool
        self._inputs = inputs

    def get(self, selector: Sequence[str]) -> Any:
        """Return the value at `(owner, name, *path)`, None when nothing is there; data frames as polars frames."""
        owner, name, *_ = (*selector, "", "")
        value = self._inputs.get(name, MISSING) if owner == INPUTS else self._pool.get(selector)
        if value is MISSING:
            return None
        return value.frame if isinstance(value, Table) else value


class BaseNode:
    """A node by the original contract; subclass it, name its type, write `_run`."""

    _node_data_cls: ClassVar[type[BaseNodeData]] = BaseNodeData
    _node_type: ClassVar[str] = ""
    side_effects: ClassVar[bool] = False  # whether it changes something outside, so that its result is never reused

    def __init__(self, node_id: str, node_data: BaseNodeData) -> None:
        self.node_id = node_id
        self.node_data = node_data

    def _run(self, variable_pool: VariablePool) -> NodeRunResult:
        """Do the node's work once; what it raises fails the node, as a result with the status FAILED does."""
        raise NotImplementedError

    @classmethod
    def get_default_config(cls, filters: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return `inputs` (type, required, options, default, description) and `outputs` (type, description) by name."""
        return {}


class ContractNode(Node):
    """Run a node that was written to the original contract, in a thread of the server.

    Raises:
        NodeError: it failed or raised; `process_data` has the traceback.
    """

    original: ClassVar[type[BaseNode]]
    parameters: ClassVar[Parameters] = ()
    retries: ClassVar[bool] = True

    def is_reusable(self) -> bool:
        """Return whether a kept result may stand for a run."""
        return not self.original.side_effects

    async def run(self, ctx: Context) -> Result:
        """Run the original."""
        inputs = self.config.inputs
        given = {p.name: await p.value(getattr(inputs, p.name), ctx) for p in self.parameters}
        try:
            return await asyncio.to_thread(self._ran, given, ctx)
        except NodeError as error:
            error.inputs = error.inputs or given
            raise

    def _ran(self, given: Mapping[str, Any], ctx: Context) -> Result:
        places = {name: (INPUTS, name) for name in given}
        data = self.original._node_data_cls.model_validate({**self.config.model_dump(), "inputs": places})
        try:
            found = self.original(self.node_id, data)._run(VariablePool(ctx.pool, given))
        except EngineError:
            raise
        except Exception as error:
            text = "".join(traceback.format_exception(error))
            raise NodeError(str(error), error_type=type(error).__name__, process_data={"traceback": text}) from error
        if found.status != WorkflowNodeExecutionStatus.SUCCEEDED:
            raise NodeError(
                found.error or "the node failed",
                error_type=found.error_type or "NodeError",
                process_data=dict(found.process_data or {}),
                outputs=dict(found.outputs or {}),
            )
        outputs = {
            name: engine_value(value, self.outputs.get(name, "any"), name=name)
            for name, value in (found.outputs or {}).items()
        }
        return Result(
            outputs,
            inputs=found.inputs or given,
            process_data=found.process_data or {},
            metadata=found.metadata or {},
        )


@dataclass(frozen=True, slots=True)
class _Described:
    """An input or output as `get_default_config` describes it."""

    type: str = "any"
    required: bool = False
    options: Sequence[Any] = ()
    default: Any = None
    description: str = ""

    @classmethod
    def of(cls, given: Any) -> "_Described":
        about = given if isinstance(given, Mapping) else {}
        kind = str(about.get("type") or "any")
        return cls(
            type=_TYPES.get(kind, kind),
            required=bool(about.get("required")),
            options=tuple(about.get("options") or ()),
            default=about.get("default"),
            description=str(about.get("description") or ""),
        )

    def parameter(self, name: str) -> Parameter:
        hint = Literal[self.options] if self.options else _HINTS.get(self.type, Any)
        default = REQUIRED if self.required and self.default is None else self.default
        return Parameter(name, hint, default, self.description)


def node_kind(original: type[BaseNode], kind: str) -> type[Node]:
    """Return the kind of node that runs `original`.

    Raises:
        TypeError: its default configuration is no mapping.
    """
    described = original.get_default_config()
    if not isinstance(described, Mapping):
        raise TypeError(f"{original.__name__}.get_default_config() must return a mapping, not {described!r:.80}")
    parameters = [_Described.of(given).parameter(name) for name, given in (described.get("inputs") or {}).items()]
    outputs = {name: _Described.of(given).type for name, given in (described.get("outputs") or {}).items()}
    doc = (original.__doc__ or original.__name__).strip()
    label = doc.splitlines()[0].rstrip(".。")
    return type(
        original.__name__,
        (ContractNode,),
        {
            "__doc__": doc,
            "__module__": original.__module__,
            "Config": config_of(parameters),
            "original": original,
            "parameters": tuple(parameters),
            "outputs": outputs,
            "label": label if len(label) <= _LONGEST_LABEL else "",
        },
        kind=kind,
    )


def type_name(original: type[BaseNode]) -> str:
    """Return what the author calls the node's type."""
    name = original._node_type or original.__name__
    return str(name.value if isinstance(name, Enum) else name)
