"""The assigner: writes conversation and loop variables."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import NodeError, VariableNotFound
from engine.fields import Selector
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.values import MISSING, File, fits, type_of

Operation = Literal[
    "over-write", "set", "clear", "append", "extend", "remove-first", "remove-last", "+=", "-=", "*=", "/="
]
ZERO: dict[str, Any] = {
    "string": "",
    "number": 0,
    "integer": 0,
    "float": 0,
    "boolean": False,
    "object": {},
    "secret": "",
}
NUMBERS = frozenset({"number", "integer", "float"})
SCALARS = NUMBERS | {"string", "boolean", "object"}


class Item(BaseModel):
    """One assignment. Constants are literal: text in them is never a template."""

    model_config = ConfigDict(extra="allow")

    variable_selector: Selector = Field(title="Variable", description="What is changed.")
    operation: Operation = Field(default="over-write", description="How it is changed.")
    input_type: Literal["variable", "constant"] = Field(
        default="variable", title="Given as", description="Where the value comes from."
    )
    value: Any = Field(
        default=None,
        description="A constant, or the variable that holds the value.",
        json_schema_extra={"widget": "given", "by": "input_type"},
    )


class Assigner(Node, kind="assigner"):
    """Change variables of the conversation or of the enclosing loop, all of them or none.

    Later items see the effect of earlier ones. Files of both generations are read: a list of `items`,
    or one assignment by `assigned_variable_selector`, `write_mode` and `input_variable_selector`.

    Raises:
        NodeError: a target or source does not exist, or the operation does not go with their types.
    """

    fresh_because: ClassVar[str] = "A conversation remembers, so changes to it happen again."

    class Config(NodeConfig):
        version: str = Field(
            default="1",
            description="The generation of the settings: 1, or 2 for a list of assignments.",
            json_schema_extra={"new": "2"},
        )
        items: list[Item] = Field(
            default=[], title="Assignments", description="What is changed, in this order; all of it or nothing."
        )
        assigned_variable_selector: Selector | None = Field(
            default=None, title="Target", description="First generation: the target."
        )
        input_variable_selector: Selector | None = Field(
            default=None, title="Source", description="First generation: the source."
        )
        write_mode: Literal["over-write", "append", "clear"] = Field(
            default="over-write", title="Operation", description="First generation: how it is changed."
        )

    def items(self) -> Sequence[Item]:
        """Return the assignments, those of the first generation in the shape of the second."""
        target = self.config.assigned_variable_selector
        if target is None or self.config.items:
            return list(self.config.items)
        source = list(self.config.input_variable_selector or ())
        return [Item(variable_selector=list(target), operation=self.config.write_mode, value=source)]

    def references(self) -> set[tuple[str, ...]]:
        """Return the targets and the sources."""
        sources = (item.value for item in self.items() if item.input_type == "variable")
        return self.writes() | {tuple(source) for source in sources if isinstance(source, list) and len(source) > 1}

    def is_reusable(self) -> bool:
        """Return whether only loop variables are written: a conversation remembers, so its changes happen again."""
        return all(target[0] != "conversation" for target in self.writes())

    def writes(self) -> set[tuple[str, ...]]:
        """Return the targets."""
        return {tuple(item.variable_selector) for item in self.items()}

    async def run(self, ctx: Context) -> Result:
        """Work the assignments out on the side; the run applies them together."""
        changed: dict[tuple[str, ...], Any] = {}
        for item in self.items():
            target = tuple(item.variable_selector)
            current = changed.get(target, ctx.value(target))
            if current is MISSING:
                raise VariableNotFound(target)
            declared = ctx.run.variable_types.get(target, type_of(current))
            given = self._given(ctx, item, changed)
            if given is not SKIP:
                changed[target] = apply(item, declared, current, given)
        updated = [
            {"name": target[-1], "selector": list(target), "new_value": value} for target, value in changed.items()
        ]
        return Result(assignments=list(changed.items()), process_data={"updated_variables": updated})

    def _given(self, ctx: Context, item: Item, changed: Mapping[tuple[str, ...], Any]) -> Any:
        if item.operation in ("clear", "remove-first", "remove-last"):
            return None
        if item.input_type == "constant":
            return item.value
        source = tuple(item.value or ())
        value = changed.get(source, ctx.value(source))
        if value is MISSING:
            raise VariableNotFound(source)
        return SKIP if value is None and self.config.items else value


SKIP = object()  # a source that holds None leaves its target alone


def apply(item: Item, declared: str, current: Any, given: Any) -> Any:
    """Return the new value of a target of the type `declared`.

    Raises:
        NodeError: the operation is not for this type, or the value does not fit.
    """
    if not _is_supported(item, declared):
        raise NodeError(
            f"the operation {item.operation!r} ({item.input_type}) is not supported "
            f"for {_name(item)}, which is {declared}",
            error_type="OperationNotSupportedError",
        )
    return _OPERATIONS[item.operation](item, declared, current, given)


def _is_supported(item: Item, declared: str) -> bool:
    is_constant = item.input_type == "constant"
    match item.operation:
        case "over-write":
            return not is_constant or declared in SCALARS
        case "set":
            return is_constant and declared in SCALARS
        case "clear":
            return not is_constant and "file" not in declared
        case "append" | "extend" | "remove-first" | "remove-last":
            return not is_constant and declared.startswith("array")
        case _:
            return is_constant and declared in NUMBERS


def _invalid(item: Item, declared: str, given: Any) -> NodeError:
    return NodeError(
        f"invalid value {given!r} for the operation {item.operation!r} of {_name(item)}, which is {declared}",
        error_type="InvalidInputValueError",
    )


def _name(item: Item) -> str:
    return ".".join(item.variable_selector)


def _over_write(item: Item, declared: str, current: Any, given: Any) -> Any:
    if item.input_type == "constant":
        return _set(item, declared, current, given)
    if not fits(given, declared):
        raise _invalid(item, declared, given)
    return given


def _set(item: Item, declared: str, current: Any, given: Any) -> Any:
    if declared == "object" and isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise _invalid(item, declared, given) from None
    if not fits(given, declared):
        raise _invalid(item, declared, given)
    return given


def _clear(item: Item, declared: str, current: Any, given: Any) -> Any:
    return [] if declared.startswith("array") else ZERO[declared]


def _append(item: Item, declared: str, current: Any, given: Any) -> Any:
    if not _is_element(given, declared):
        raise _invalid(item, declared, given)
    return [*current, given]


def _extend(item: Item, declared: str, current: Any, given: Any) -> Any:
    if not isinstance(given, list) or not all(_is_element(element, declared) for element in given):
        raise _invalid(item, declared, given)
    return [*current, *given]


def _is_element(value: Any, declared: str) -> bool:
    if declared == "array[any]":
        return isinstance(value, str | int | float | dict | File)
    return fits(value, declared[6:-1])


def _remove(at: Callable[[list[Any]], list[Any]]) -> Callable[[Item, str, Any, Any], Any]:
    return lambda item, declared, current, given: at(list(current))


def _arithmetic(compute: Callable[[Any, Any], Any]) -> Callable[[Item, str, Any, Any], Any]:
    def calculate(item: Item, declared: str, current: Any, given: Any) -> Any:
        if not isinstance(given, int | float) or (item.operation == "/=" and not given):
            raise _invalid(item, declared, given)
        return compute(current, given)

    return calculate


_OPERATIONS: dict[str, Callable[[Item, str, Any, Any], Any]] = {
    "over-write": _over_write,
    "set": _set,
    "clear": _clear,
    "append": _append,
    "extend": _extend,
    "remove-first": _remove(lambda items: items[1:]),
    "remove-last": _remove(lambda items: items[:-1]),
    "+=": _arithmetic(lambda a, b: a + b),
    "-=": _arithmetic(lambda a, b: a - b),
    "*=": _arithmetic(lambda a, b: a * b),
    "/=": _arithmetic(lambda a, b: a / b),
}
