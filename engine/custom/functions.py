"""A typed Python function as a kind of node: its hints make the form, its docstring the help, its return the outputs."""

import asyncio
import inspect
import traceback
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar, get_type_hints

from pydantic import BaseModel, Field, create_model

from engine.custom.parameters import REQUIRED, Parameter, Parameters, given_outputs, outputs_of
from engine.errors import EngineError, NodeError
from engine.hints import described, plain_hint
from engine.nodes.base import Context, Node, NodeConfig, Result

F = TypeVar("F", bound=Callable[..., Any])

MARK = "__millrace_node__"


def node(*, label: str = "", side_effects: bool = False) -> Callable[[F], F]:
    """Say more of a function than its signature: its name in the palette, and that it changes something outside.

    The result of a function with side effects is never taken from an earlier run.
    """

    def mark(function: F) -> F:
        setattr(function, MARK, {"label": label, "side_effects": side_effects})
        return function

    return mark


class FunctionNode(Node):
    """Call a Python function with the values that `inputs` names and give what it returns.

    Functions run in a thread of the server, those with `async def` on its event loop.

    Raises:
        NodeError: an argument or the result does not fit its type, or the function raised; `process_data`
            has the traceback.
    """

    function: ClassVar[Callable[..., Any]]
    parameters: ClassVar[Parameters] = ()
    context: ClassVar[str] = ""  # the parameter that gets the node's `Context`, if any
    side_effects: ClassVar[bool] = False
    retries: ClassVar[bool] = True

    def is_reusable(self) -> bool:
        """Return whether a kept result may stand for a call."""
        return not self.side_effects

    async def run(self, ctx: Context) -> Result:
        """Call the function."""
        inputs = self.config.inputs
        given = {p.name: await p.value(getattr(inputs, p.name), ctx) for p in self.parameters}
        try:
            if inspect.iscoroutinefunction(self.function):
                arguments = await asyncio.to_thread(self._arguments, given, ctx)
                returned = await self._awaited(type(self).function(**arguments))
                outputs = await asyncio.to_thread(given_outputs, returned, self.outputs)
            else:
                outputs = await asyncio.to_thread(self._called, given, ctx)
        except NodeError as error:
            error.inputs = error.inputs or given
            raise
        return Result(outputs, inputs=given)

    def _called(self, given: Mapping[str, Any], ctx: Context) -> dict[str, Any]:
        arguments = self._arguments(given, ctx)
        try:
            returned = type(self).function(**arguments)
        except EngineError:
            raise
        except Exception as error:
            raise failure(error) from error
        return given_outputs(returned, self.outputs)

    def _arguments(self, given: Mapping[str, Any], ctx: Context) -> dict[str, Any]:
        arguments = {p.name: p.checked(given[p.name]) for p in self.parameters}
        return arguments | ({self.context: ctx} if self.context else {})

    async def _awaited(self, call: Any) -> Any:
        try:
            return await call
        except EngineError:
            raise
        except Exception as error:
            raise failure(error) from error


def failure(error: Exception) -> NodeError:
    """Return how a node fails whose author's code raised."""
    frames = traceback.format_exception(error)
    return NodeError(
        f"{type(error).__name__}: {error}",
        error_type=type(error).__name__,
        process_data={"traceback": "".join(frames)},
    )


def function_kind(function: Callable[..., Any], kind: str) -> type[Node]:
    """Return the kind of node that calls `function`.

    Raises:
        TypeError: a parameter or the return has no type hint, or there is no way to give it; the message names it.
    """
    hints = get_type_hints(function, include_extras=False)
    if "return" not in hints:
        raise TypeError(f"{function.__name__}() needs a return annotation, which tells the node's outputs")
    told = described(inspect.getdoc(function) or "")
    parameters, context = [], ""
    for name, spec in inspect.signature(function).parameters.items():
        if spec.kind in (spec.VAR_POSITIONAL, spec.VAR_KEYWORD, spec.POSITIONAL_ONLY):
            raise TypeError(f"{function.__name__}(): every parameter needs a name, which {spec} has not")
        if name not in hints:
            raise TypeError(f"{function.__name__}(): the parameter {name} needs a type hint")
        if hints[name] is Context:
            context = name
            continue
        default = REQUIRED if spec.default is spec.empty else spec.default
        parameters.append(Parameter(name, plain_hint(hints[name]), default, told.get(name, "")))
    about = getattr(function, MARK, {})
    label = about.get("label") or function.__name__.replace("_", " ").capitalize()
    return type(
        "".join(part.capitalize() for part in function.__name__.split("_")),
        (FunctionNode,),
        {
            "__doc__": inspect.getdoc(function) or label,
            "__module__": function.__module__,
            "Config": config_of(parameters),
            "function": staticmethod(function),
            "parameters": tuple(parameters),
            "context": context,
            "outputs": outputs_of(hints["return"]),
            "side_effects": bool(about.get("side_effects")),
            "label": label,
        },
        kind=kind,
    )


def config_of(parameters: Parameters) -> type[NodeConfig]:
    """Return the configuration of a node with one setting for each parameter, under `inputs`."""
    settings: dict[str, Any] = {parameter.name: parameter.setting for parameter in parameters}
    inputs: type[BaseModel] = create_model("Inputs", **settings)
    field = Field(
        default={},
        validate_default=True,
        title="Inputs",
        description="What the node is given.",
        json_schema_extra={"widget": "inputs"},
    )
    return create_model("Config", __base__=NodeConfig, inputs=(inputs, field))
